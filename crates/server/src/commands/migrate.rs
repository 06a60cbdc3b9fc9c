//! `xindai migrate`: brings the schema of a filled database up to this program, or tries it first.

use crate::failure::{Failure, MIGRATION_REFUSED};
use crate::settings::Settings;
use crate::site::{Site, no_book, sqlite_file};
use clap::Args;
use platform::backup::{self, Pace};
use platform::http::Problem;
use platform::{Db, DbError, DbOptions, migrations};
use serde::Serialize;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Options of `xindai migrate`.
#[derive(Debug, Args)]
pub struct MigrateArgs {
    /// Change nothing: try the steps on a copy (SQLite), or in a transaction that is taken back (PostgreSQL; what a step changes
    /// is locked meanwhile)
    #[arg(long)]
    check: bool,
    /// Print JSON: {"steps":["0020_field_key"],"checked","seconds"}
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    settings: Settings,
}

#[derive(Serialize)]
struct Migrated {
    /// The steps that were done, or would be.
    steps: Vec<&'static str>,
    /// Whether they were only tried.
    checked: bool,
    seconds: f64,
}

/// Does what is missing. A database of a newer program is refused.
pub fn migrate(args: &MigrateArgs, out: &mut dyn Write) -> Result<(), Failure> {
    let config = args.settings.load(None)?;
    let file = sqlite_file(&config);
    if let Some(file) = file.as_ref().filter(|file| !file.is_file()) {
        return Err(no_book(file));
    }
    let began = Instant::now();
    let db = Db::open(&config.database_url(), DbOptions::default())?;
    let steps = migrations::pending(&db, migrations::all())?;
    match (args.check, file) {
        (true, Some(file)) => try_on_a_copy(&file)?,
        (true, None) => try_and_take_back(&db)?,
        // Opening it does the steps, and holds the keys against those of the database.
        (false, _) => drop(Site::open_existing(config)?),
    }
    let report = Migrated {
        steps,
        checked: args.check,
        seconds: began.elapsed().as_secs_f64(),
    };
    super::print_figures(&report, args.json, out)
}

fn try_on_a_copy(file: &Path) -> Result<(), Failure> {
    let copy = PathBuf::from(format!("{}.migrate-{}", file.display(), std::process::id()));
    let pace = Pace {
        rest: Duration::ZERO,
        ..Pace::default()
    };
    let tried = backup::copy(file, &copy, pace, &mut |_| ()).and_then(|()| {
        let db = Db::open(&format!("sqlite:{}", copy.display()), DbOptions::default())?;
        db.migrate(migrations::all())
    });
    for ending in ["", "-wal", "-shm"] {
        // Only rubbish is left when one stays.
        let _ = std::fs::remove_file(format!("{}{ending}", copy.display()));
    }
    tried.map_err(refused)
}

fn try_and_take_back(db: &Db) -> Result<(), Failure> {
    db.try_migrations(migrations::all()).map_err(refused)
}

fn refused(cause: DbError) -> Failure {
    Failure(Problem::of(MIGRATION_REFUSED).with("reason", cause.to_string()))
}
