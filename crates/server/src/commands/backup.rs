//! `xindai backup`: a copy of the book of one moment, taken while others work.

use crate::backups::{self, BOOK, KEY, Manifest};
use crate::failure::{BACKUP_FOLDER, Failure, SCHEMA_PENDING};
use crate::settings::Settings;
use crate::site::{make_folder, no_book, sqlite_file};
use clap::Args;
use platform::backup::{self, Copied, Pace};
use platform::clock::Clock;
use platform::config::Config;
use platform::http::Problem;
use platform::{Backend, Db, DbError, DbOptions, audit, business_day, installation, keys, migrations};
use serde::Serialize;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Options of `xindai backup`.
#[derive(Debug, Args)]
pub struct BackupArgs {
    /// Folder that keeps the backups; each gets a folder of its own in it. Without it the setting backup_dir
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,
    /// Copy the field keys as well: whoever has this backup can then read identity fields
    #[arg(long)]
    with_key: bool,
    /// Afterwards remove the oldest backups in the folder until so many are left
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    keep: Option<u32>,
    /// Print JSON: {"path","seconds","removed","manifest":{…}}
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    settings: Settings,
}

#[derive(Serialize)]
struct BackedUp {
    path: String,
    seconds: f64,
    removed: usize,
    manifest: Manifest,
}

/// Copies the book, says what the copy is, and only then gives it its name.
pub fn backup(args: &BackupArgs, out: &mut dyn Write) -> Result<(), Failure> {
    let config = args.settings.load(None)?;
    let began = Instant::now();
    let target = args.to.clone().or_else(|| config.backup_dir.clone());
    let target = target.ok_or_else(|| Failure(Problem::of(BACKUP_FOLDER)))?;
    make_folder(&target).map_err(|cause| Failure::file(&target, &cause))?;
    let clock = Clock::system();
    let name = backups::folder_name(clock.now());
    let (draft, path) = (target.join(format!(".{name}.part")), target.join(&name));
    if path.exists() {
        return Err(Failure::file(&path, &"it exists already"));
    }
    make_folder(&draft).map_err(|cause| Failure::file(&draft, &cause))?;
    let made = fill(&config, &draft, args, &clock);
    if made.is_err() {
        // What is left of it is worthless; when it cannot be removed the next message is about the cause, not this.
        let _ = std::fs::remove_dir_all(&draft);
    }
    let manifest = made?;
    let named = std::fs::rename(&draft, &path).and_then(|()| backups::sync_folder(&target));
    named.map_err(|cause| Failure::file(&path, &cause))?;
    let report = BackedUp {
        path: path.display().to_string(),
        seconds: began.elapsed().as_secs_f64(),
        removed: args.keep.map_or(Ok(0), |keep| prune(&target, keep as usize))?,
        manifest,
    };
    super::print_figures(&report, args.json, out)
}

fn fill(config: &Config, draft: &Path, args: &BackupArgs, clock: &Clock) -> Result<Manifest, Failure> {
    let book = draft.join(BOOK);
    let noisy = !args.json && std::io::stderr().is_terminal();
    let engine = match sqlite_file(config) {
        Some(file) if !file.is_file() => return Err(no_book(&file)),
        Some(file) => {
            let mut tell = |at: Copied| {
                if noisy {
                    eprint!("\r{:>10} / {} pages\u{1b}[K", at.pages, at.of);
                }
            };
            backup::copy(&file, &book, Pace::default(), &mut tell)?;
            "sqlite"
        }
        None => {
            copy_server(config, &book, noisy)?;
            "postgres"
        }
    };
    if noisy {
        eprintln!();
    }
    if args.with_key {
        if !keys::exist(config) {
            return Err(Failure::file(&config.key_file(), &"the key is not here"));
        }
        let text = keys::source(config).read()?;
        let file = draft.join(KEY);
        backups::write_private(&file, text.as_bytes()).map_err(|cause| Failure::file(&file, &cause))?;
    }
    let manifest = describe(&book, engine, clock)?;
    manifest.write(draft)?;
    backups::sync_folder(draft).map_err(|cause| Failure::file(draft, &cause))?;
    Ok(manifest)
}

/// Copies a database of a server row by row into a new SQLite file, from one snapshot.
fn copy_server(config: &Config, book: &Path, noisy: bool) -> Result<(), Failure> {
    let from = Db::open(&config.database_url(), DbOptions::default())?;
    if let Some(step) = migrations::pending(&from, migrations::all())?.first() {
        return Err(Failure(Problem::of(SCHEMA_PENDING).with("step", *step)));
    }
    let to = Db::open(&format!("sqlite:{}", book.display()), DbOptions::default())?;
    to.migrate(migrations::all())?;
    platform::transfer::transfer(&from, &to, &mut |table, rows| {
        if noisy {
            eprint!("\r{table:<32} {rows:>10}\u{1b}[K");
        }
    })?;
    Ok(())
}

/// What the copy is, read from the copy itself.
fn describe(book: &Path, engine: &str, clock: &Clock) -> Result<Manifest, Failure> {
    let db = Db::open(&format!("sqlite:{}", book.display()), DbOptions::default())?;
    let schema = db.read(migrations::last_applied)?.map_or(0, |(number, _)| number);
    let day = match db.read(business_day::state) {
        Ok(day) => Some(day),
        Err(DbError::Invariant(_)) => None,
        Err(cause) => return Err(cause.into()),
    };
    let key_fingerprint = db.read(installation::find_key)?;
    let head = db.read(audit::chain_head)?;
    debug_assert_eq!(db.backend(), Backend::Sqlite);
    // Its last connection folds the log into the file.
    drop(db);
    let (bytes, sha256) = backups::digest(book)?;
    let made_at = clock.now();
    Ok(Manifest {
        format: Manifest::of_format(),
        made_at: made_at.to_string(),
        made_at_ms: made_at.millis(),
        program: env!("CARGO_PKG_VERSION").to_owned(),
        engine: engine.to_owned(),
        bytes,
        sha256,
        schema,
        business_date: day.map(|day| day.business_date.to_string()),
        closing: day.is_some_and(|day| day.closing),
        key_fingerprint,
        audit_seq: head.seq,
        audit_hash: hex::encode(head.hash),
    })
}

/// Removes the oldest finished backups until `keep` are left; how many were removed.
fn prune(folder: &Path, keep: usize) -> Result<usize, Failure> {
    let found = backups::list(folder);
    let surplus = found.len().saturating_sub(keep);
    for (path, _) in &found[..surplus] {
        std::fs::remove_dir_all(path).map_err(|cause| Failure::file(path, &cause))?;
    }
    Ok(surplus)
}
