//! `xindai audit`: how long the trail keeps its lines, and the archives into which older ones leave it.

use crate::failure::Failure;
use crate::settings::Settings;
use crate::site::Site;
use audit::app::{self, Asked, Order, Planned, today};
use audit::domain::{LEAST, in_force};
use clap::{Args, Subcommand};
use kernel::CivilDate;
use platform::audit::{Archive, SealedLine};
use platform::{CommandContext, DbError};
use serde::Serialize;
use serde_json::json;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Options of `xindai audit`.
#[derive(Debug, Args)]
pub struct AuditArgs {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// How long lines stay in the trail, and how many need not stay any longer
    Retention(Plain),
    /// Move lines that need not stay any longer into a file; run it again when it was interrupted
    Archive {
        /// Lines of before this day, as far as the rules let them go
        #[arg(long, value_name = "DATE", value_parser = date)]
        before: CivilDate,
        /// The file; it must not be there yet
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
        /// Most lines of one archive
        #[arg(long, default_value_t = 2_000_000, value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
        most: u32,
        /// Say what would leave; nothing is written
        #[arg(long)]
        dry_run: bool,
        #[command(flatten)]
        plain: Plain,
    },
    /// Recompute every hash of a file and compare it with what it left in the chain
    VerifyArchive {
        /// The file of an archive
        file: PathBuf,
        #[command(flatten)]
        plain: Plain,
    },
    /// Print lines of a file, as JSON one a line; no database is needed
    SearchArchive {
        /// The file of an archive
        file: PathBuf,
        /// The login of who acted, or for whom
        #[arg(long)]
        who: Option<String>,
        /// What was done: loan.repaid
        #[arg(long)]
        what: Option<String>,
        /// The number of the object, or its kind
        #[arg(long)]
        object: Option<String>,
    },
}

#[derive(Debug, Args)]
struct Plain {
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    settings: Settings,
}

fn date(text: &str) -> Result<CivilDate, String> {
    CivilDate::parse(text).map_err(|cause| cause.to_string())
}

/// Runs one of the verbs.
pub fn audit(args: &AuditArgs, out: &mut dyn Write) -> Result<(), Failure> {
    match &args.verb {
        Verb::Retention(plain) => retention(plain, out),
        Verb::Archive {
            before,
            to,
            most,
            dry_run,
            plain,
        } => {
            let file = std::path::absolute(to).map_err(|cause| Failure::file(to, &cause))?;
            let most = usize::try_from(*most).unwrap_or(usize::MAX);
            let before = *before;
            archive(&Order { before, file, most }, *dry_run, plain, out)
        }
        Verb::VerifyArchive { file, plain } => verify(file, plain, out),
        Verb::SearchArchive {
            file,
            who,
            what,
            object,
        } => {
            let asked = Asked {
                who: who.clone(),
                what: what.clone(),
                object: object.clone(),
            };
            search(file, &asked, out)
        }
    }
}

fn open(plain: &Plain) -> Result<Site, Failure> {
    Site::open_existing(plain.settings.load(None)?)
}

/// What may leave, by what lines are about.
#[derive(Serialize)]
struct Part {
    area: &'static str,
    until: CivilDate,
    lines: i64,
}

fn parts(planned: &Planned) -> Vec<Part> {
    let part = |one: &app::PlannedArea| Part {
        area: one.area.code(),
        until: one.until,
        lines: one.lines,
    };
    planned.areas.iter().map(part).collect()
}

fn retention(plain: &Plain, out: &mut dyn Write) -> Result<(), Failure> {
    let site = open(plain)?;
    let day = today(site.clock.now());
    let (versions, planned) = site
        .db
        .read(|tx| Ok::<_, DbError>((app::list_retention(tx)?, app::plan(tx, day, day)?)))?;
    for (least, part) in LEAST.iter().zip(parts(&planned)) {
        let months = in_force(&versions, least.area, day).map_or(0, |version| version.keep.months);
        if plain.json {
            let line = json!({ "area": least.area, "months": months, "least_months": least.months, "law": least.law,
                "first_kept": part.until, "over_age": part.lines });
            writeln!(out, "{line}")?;
        } else {
            let (area, kept, over) = (least.area, part.until, part.lines);
            writeln!(out, "{area:<14} {months:>4} months  from {kept}  {over:>10} older")?;
        }
    }
    Ok(())
}

fn archive(order: &Order, dry_run: bool, plain: &Plain, out: &mut dyn Write) -> Result<(), Failure> {
    let site = open(plain)?;
    let context = CommandContext::system("cli", site.clock.now());
    let day = today(context.now);
    let planned = site.db.read(|tx| app::plan(tx, order.before, day))?;
    let made = match dry_run {
        true => None,
        false => Some(app::archive(&site.db, &context, order)?),
    };
    print(&planned, made.as_ref(), plain.json, out)
}

fn print(planned: &Planned, made: Option<&Archive>, json: bool, out: &mut dyn Write) -> Result<(), Failure> {
    if json {
        let told = made.map(|archive| {
            json!({ "id": archive.id, "file": archive.file, "lines": archive.lines, "first_seq": archive.first_seq,
                "last_seq": archive.last_seq, "sha256": hex::encode(&archive.digest) })
        });
        return Ok(writeln!(
            out,
            "{}",
            json!({ "parts": parts(planned), "archive": told })
        )?);
    }
    for part in parts(planned) {
        writeln!(out, "{:<14} before {}  {:>10}", part.area, part.until, part.lines)?;
    }
    if let Some(archive) = made {
        let (lines, file, digest) = (archive.lines, &archive.file, hex::encode(&archive.digest));
        writeln!(out, "{lines} lines -> {file}")?;
        writeln!(out, "sha256 {digest}")?;
    }
    Ok(())
}

fn verify(file: &Path, plain: &Plain, out: &mut dyn Write) -> Result<(), Failure> {
    let site = open(plain)?;
    let content = app::verify_archive(&site.db, file)?;
    let (lines, runs) = (content.header.lines, content.header.runs);
    let digest = hex::encode(&content.digest);
    if plain.json {
        let told = json!({ "ok": true, "id": content.header.id, "lines": lines, "runs": runs, "sha256": digest });
        return Ok(writeln!(out, "{told}")?);
    }
    Ok(writeln!(
        out,
        "ok   {lines} lines in {runs} runs fit the chain, sha256 {digest}"
    )?)
}

fn search(file: &Path, asked: &Asked, out: &mut dyn Write) -> Result<(), Failure> {
    let mut failed = None;
    app::search_archive(file, asked, |line: &SealedLine| {
        if failed.is_none() {
            failed = write_line(line, out).err();
        }
    })?;
    failed.map_or(Ok(()), Err)
}

fn write_line(line: &SealedLine, out: &mut dyn Write) -> Result<(), Failure> {
    serde_json::to_writer(&mut *out, line)?;
    Ok(writeln!(out)?)
}
