//! `xindai restore`: a backup becomes a book again, in an empty place, and is verified.

use super::verify;
use crate::backups::{self, BOOK, KEY, Manifest};
use crate::failure::{BACKUP_NEWER, Failure, PLACE_TAKEN, RESTORE_KEY};
use crate::settings::Settings;
use crate::site::{Site, make_folder, sqlite_file};
use clap::Args;
use platform::config::{Config, redact_url};
use platform::http::Problem;
use platform::keys::{self, FieldKeys};
use platform::{Db, DbOptions, migrations, transfer};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Options of `xindai restore`.
#[derive(Debug, Args)]
pub struct RestoreArgs {
    /// The backup: the folder with manifest.json and book.db
    backup: PathBuf,
    /// Print JSON, as `xindai verify` does
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    settings: Settings,
}

/// Checks the backup and the place, puts the book there and verifies it.
pub fn restore(args: &RestoreArgs, out: &mut dyn Write) -> Result<(), Failure> {
    let config = args.settings.load(None)?;
    let manifest = Manifest::read(&args.backup)?;
    let known = migrations::all().last().map_or(0, |step| step.number);
    if manifest.schema > known {
        let problem = Problem::of(BACKUP_NEWER).with("step", manifest.schema);
        return Err(Failure(problem.with("known", known)));
    }
    check_place(&config)?;
    manifest.check(&args.backup)?;
    make_folder(&config.data_dir).map_err(|cause| Failure::file(&config.data_dir, &cause))?;
    put_key(&config, &args.backup, &manifest)?;
    match sqlite_file(&config) {
        Some(file) => put_file(&args.backup.join(BOOK), &file)?,
        None => put_rows(&config, &args.backup.join(BOOK))?,
    }
    let site = Site::open_existing(config)?;
    verify::verify_site(&site, args.json, out)
}

/// A place with a book in it is refused: nothing is ever overwritten.
fn check_place(config: &Config) -> Result<(), Failure> {
    let taken = match sqlite_file(config) {
        Some(file) => ["", "-wal", "-shm"]
            .iter()
            .any(|ending| Path::new(&format!("{}{ending}", file.display())).exists()),
        None => {
            let db = Db::open(&config.database_url(), DbOptions::default())?;
            db.read(migrations::last_applied)?.is_some()
        }
    };
    if taken {
        let place = redact_url(&config.database_url());
        return Err(Failure(Problem::of(PLACE_TAKEN).with("path", place)));
    }
    Ok(())
}

/// The key must be here before the book is: from the backup when it has one, and the right one in any case.
fn put_key(config: &Config, backup: &Path, manifest: &Manifest) -> Result<(), Failure> {
    let (file, kept) = (config.key_file(), backup.join(KEY));
    let elsewhere = config.field_key().is_some() || config.key_command.is_some();
    if !elsewhere && !file.exists() && kept.is_file() {
        let text = std::fs::read(&kept).map_err(|cause| Failure::file(&kept, &cause))?;
        backups::write_private(&file, &text).map_err(|cause| Failure::file(&file, &cause))?;
    }
    let Some(expected) = &manifest.key_fingerprint else {
        return Ok(());
    };
    let here = match keys::exist(config) {
        true => FieldKeys::of_source(keys::source(config))?.fingerprints(),
        false => Vec::new(),
    };
    if here.iter().any(|(_, print)| print == expected) {
        return Ok(());
    }
    let here: Vec<String> = here.into_iter().map(|(_, print)| print).collect();
    let actual = if here.is_empty() {
        "-".to_owned()
    } else {
        here.join(", ")
    };
    let problem = Problem::of(RESTORE_KEY).with("expected", expected);
    let problem = problem.with("path", file.display().to_string());
    Err(Failure(problem.with("actual", actual)))
}

/// The file is whole or absent under its name.
fn put_file(book: &Path, file: &Path) -> Result<(), Failure> {
    let draft = PathBuf::from(format!("{}.part", file.display()));
    let put = || {
        std::fs::copy(book, &draft)?;
        std::fs::File::open(&draft)?.sync_all()?;
        std::fs::rename(&draft, file)?;
        file.parent().map_or(Ok(()), backups::sync_folder)
    };
    put().map_err(|cause: std::io::Error| Failure::file(file, &cause))
}

/// Into a server: rows of a copy that was brought to this program's schema.
fn put_rows(config: &Config, book: &Path) -> Result<(), Failure> {
    let draft = config.data_dir.join(format!(".restore-{}.db", std::process::id()));
    std::fs::copy(book, &draft).map_err(|cause| Failure::file(&draft, &cause))?;
    let put = || -> Result<(), Failure> {
        let from = Db::open(&format!("sqlite:{}", draft.display()), DbOptions::default())?;
        from.migrate(migrations::all())?;
        let to = Db::open(&config.database_url(), DbOptions::default())?;
        to.migrate(migrations::all())?;
        transfer::transfer(&from, &to, &mut |_, _| ())?;
        Ok(())
    };
    let outcome = put();
    for ending in ["", "-wal", "-shm"] {
        // Only rubbish is left when one stays.
        let _ = std::fs::remove_file(format!("{}{ending}", draft.display()));
    }
    outcome
}
