//! `xindai import`: takes files of rows in, all of them or nothing.

use crate::failure::{CUT_OVER, Failure, IMPORT_ROW, reader_lang};
use crate::settings::Settings;
use crate::site::Site;
use ::import::CutOverTold;
use ::import::app::{
    ImportError, Place, Report, RowOutcome, TakenIn, Upload, cut_over, read_totals, refused_rows, take_in,
};
use ::import::domain::{ENTITIES, find_entity};
use clap::Args;
use clap::builder::PossibleValuesParser;
use ledger::AccountingCache;
use platform::CommandContext;
use platform::http::{Lang, Problem};
use serde::Serialize;
use std::io::Write;
use std::path::{Path, PathBuf};

const FORM: &str = "\
FILE is CSV (UTF-8 or GB18030) or XLSX with headings in Chinese, English or by key; `--template` writes one that explains its columns.
A row that is there already with the same content is unchanged, so the same file may be imported again. When one row is refused,
nothing of any file is taken in; `--errors` writes the refused rows with what is wrong with each.";

/// Options of `xindai import`.
#[derive(Debug, Args)]
#[command(after_help = FORM)]
pub struct ImportArgs {
    /// The file
    #[arg(required_unless_present_any = ["template", "cut_over"])]
    file: Option<PathBuf>,
    /// What its rows are
    #[arg(long, default_value = "loans", value_parser = PossibleValuesParser::new(ENTITIES.iter().map(|one| one.key)))]
    entity: String,
    /// What was paid on its loans before, taken in with them
    #[arg(long, value_name = "FILE")]
    repayments: Option<PathBuf>,
    /// Do everything and take it back
    #[arg(long)]
    dry_run: bool,
    /// Write refused rows here, as CSV with what is wrong with each
    #[arg(long, value_name = "FILE")]
    errors: Option<PathBuf>,
    /// Write the template (XLSX) here and do nothing else
    #[arg(long, value_name = "FILE")]
    template: Option<PathBuf>,
    /// Compare the lender's totals in this file with what was taken in, and the loans with the ledger; nothing is taken in
    #[arg(long, value_name = "FILE")]
    cut_over: Option<PathBuf>,
    /// Print JSON: {"files":[{"entity","file","rows","created","unchanged"}],"dry_run"}
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    settings: Settings,
}

#[derive(Serialize)]
struct Told<'a> {
    entity: &'a str,
    file: &'a str,
    rows: usize,
    created: usize,
    unchanged: usize,
}

#[derive(Serialize)]
struct Imported<'a> {
    files: Vec<Told<'a>>,
    dry_run: bool,
}

/// Takes files in, or writes a template.
pub fn import(args: &ImportArgs, out: &mut dyn Write) -> Result<(), Failure> {
    let entity = find_entity(&args.entity).map_err(ImportError::from)?;
    if let Some(path) = &args.template {
        let english = reader_lang() == Lang::En;
        let template = ::import::app::template(entity, export::domain::Format::Xlsx, english)?;
        return write(path, &template);
    }
    if let Some(path) = &args.cut_over {
        return compare(args, path, out);
    }
    let loans = args.file.iter().map(|path| (entity, path));
    let paid = find_entity("repayments").map_err(ImportError::from)?;
    let files: Vec<_> = loans.chain(args.repayments.iter().map(|path| (paid, path))).collect();
    let mut contents = Vec::with_capacity(files.len());
    for (_, path) in &files {
        let content = std::fs::read(path).map_err(|cause| Failure::file(path, &cause))?;
        contents.push((path.display().to_string(), content));
    }
    let uploads: Vec<Upload<'_>> = files
        .iter()
        .zip(&contents)
        .map(|((entity, _), (name, content))| Upload {
            entity,
            file_name: name,
            content,
        })
        .collect();
    let site = Site::open_existing(args.settings.load(None)?)?;
    let context = CommandContext {
        dry_run: args.dry_run,
        ..CommandContext::system("command-line", site.clock.now())
    };
    let place = Place {
        db: &site.db,
        keys: &site.keys,
        books: &AccountingCache::default(),
    };
    let taken = take_in(place, &context, &uploads)?;
    refuse(args.errors.as_deref(), &taken, &contents)?;
    let told = taken.iter().map(told).collect();
    let imported = Imported {
        files: told,
        dry_run: args.dry_run,
    };
    super::print_figures(&imported, args.json, out)
}

/// Prints the report of a cut-over; fails when a figure differs.
fn compare(args: &ImportArgs, path: &Path, out: &mut dyn Write) -> Result<(), Failure> {
    let content = std::fs::read(path).map_err(|cause| Failure::file(path, &cause))?;
    let mut report = Report::default();
    let totals = read_totals(&content, &mut report)?;
    if let Some(error) = report.errors.first() {
        let problem = Problem::of(IMPORT_ROW).with("path", path.display().to_string());
        let counted = problem.with("rows", report.refused).with("line", error.line);
        return Err(Failure(counted.with("reason", error.problem.detail(reader_lang()))));
    }
    let site = Site::open_existing(args.settings.load(None)?)?;
    let found = site.db.read(|tx| cut_over(tx, &totals))?;
    let differences = found.differences();
    let told = CutOverTold::from(found);
    match args.json {
        true => {
            serde_json::to_writer(&mut *out, &told)?;
            writeln!(out)?;
        }
        false => told.print(out)?,
    }
    match differences {
        0 => Ok(()),
        some => Err(Failure(Problem::of(CUT_OVER).with("differences", some))),
    }
}

fn told(file: &TakenIn) -> Told<'_> {
    Told {
        entity: file.entity.key,
        file: &file.file_name,
        rows: file.rows,
        created: file.report.count(RowOutcome::Created),
        unchanged: file.report.count(RowOutcome::Unchanged),
    }
}

/// Tells the first refused row, and writes all of its file.
fn refuse(errors: Option<&Path>, taken: &[TakenIn], contents: &[(String, Vec<u8>)]) -> Result<(), Failure> {
    let refused = taken.iter().zip(contents).find(|(file, _)| file.report.refused > 0);
    let Some((file, (_, content))) = refused else {
        return Ok(());
    };
    let lang = reader_lang();
    if let Some(path) = errors {
        let rows = refused_rows(file.entity, content, &file.report, lang == Lang::En)?;
        write(path, &rows)?;
    }
    let first = file.report.errors.iter().min_by_key(|error| error.line);
    let problem = Problem::of(IMPORT_ROW)
        .with("path", &file.file_name)
        .with("rows", file.report.refused)
        .with("line", first.map_or(0, |error| error.line))
        .with(
            "reason",
            first.map_or_else(String::new, |error| error.problem.detail(lang)),
        );
    Err(Failure(problem))
}

fn write(path: &Path, content: &[u8]) -> Result<(), Failure> {
    std::fs::write(path, content).map_err(|cause| Failure::file(path, &cause))
}
