//! An opened installation: settings, database, keys, clock.

use crate::failure::{Failure, NO_BOOK};
use kernel::{BusinessDate, Timestamp};
use ledger::LedgerError;
use platform::clock::Clock;
use platform::config::Config;
use platform::http::{AppState, Problem, ProgressHub};
use platform::keys::FieldKeys;
use platform::{Db, DbError, DbOptions, business_day, migrations};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// An opened installation.
pub struct Site {
    /// The settings in effect.
    pub config: Arc<Config>,
    /// The database, its schema up to date.
    pub db: Db,
    /// The keys of identity fields.
    pub keys: Arc<FieldKeys>,
    /// The clock of the machine.
    pub clock: Clock,
}

impl Site {
    /// Opens the installation, and makes it when there is none: folder, database, key.
    ///
    /// # Errors
    /// [`Failure`] when folder, database or key cannot be used.
    pub fn open(config: Config) -> Result<Self, Failure> {
        std::fs::create_dir_all(&config.data_dir).map_err(|cause| Failure::file(&config.data_dir, &cause))?;
        let db = Db::open(&config.database_url(), DbOptions::default())?;
        db.migrate(migrations::all())?;
        let keys = FieldKeys::open(config.field_key(), &config.key_file())?;
        Ok(Self {
            config: Arc::new(config),
            db,
            keys: Arc::new(keys),
            clock: Clock::system(),
        })
    }

    /// Opens an installation that must exist: a mistyped folder is not made.
    ///
    /// # Errors
    /// `cli.no_database`, and as [`Site::open`].
    pub fn open_existing(config: Config) -> Result<Self, Failure> {
        match sqlite_file(&config) {
            Some(file) if !file.is_file() => {
                Err(Failure(Problem::of(NO_BOOK).with("path", file.display().to_string())))
            }
            _ => Self::open(config),
        }
    }

    /// Fills what every lender needs and what is not there yet: chart of accounts, posting rules, products, the first
    /// business day. What exists stays as it is.
    ///
    /// # Errors
    /// [`Failure`] when the database fails.
    pub fn furnish(&self, first_day: Option<BusinessDate>) -> Result<(), Failure> {
        let day = first_day.unwrap_or_else(|| china_date(self.clock.now()));
        let is_empty = self.db.read(|tx| match business_day::get(tx) {
            Ok(_) => Ok(false),
            Err(DbError::Invariant(_)) => Ok(true),
            Err(error) => Err(error),
        })?;
        if !is_empty {
            return Ok(());
        }
        self.db.write(|tx| {
            ledger::seed_chart(tx)?;
            match business_day::open(tx, day) {
                // Another node was faster.
                Err(error) if error.is_unique_violation() => Ok(()),
                other => other.map_err(LedgerError::from),
            }
        })?;
        Ok(())
    }

    /// What handlers work with.
    #[must_use]
    pub fn state(&self) -> AppState {
        AppState {
            db: self.db.clone(),
            clock: self.clock.clone(),
            progress: ProgressHub::default(),
            config: Arc::clone(&self.config),
            keys: Arc::clone(&self.keys),
        }
    }
}

/// The file of an embedded database; `None` on a server or in memory.
#[must_use]
pub fn sqlite_file(config: &Config) -> Option<PathBuf> {
    let url = config.database_url();
    let path = url.strip_prefix("sqlite:")?;
    (path != ":memory:").then(|| Path::new(path).to_path_buf())
}

/// The date in China (UTC+8, no summer time) at a moment.
fn china_date(now: Timestamp) -> BusinessDate {
    const HOUR: i64 = 3_600_000;
    let days = (now.millis() + 8 * HOUR).div_euclid(24 * HOUR);
    BusinessDate::from_days(i32::try_from(days).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_changes_at_midnight_in_china() {
        // 2025-01-20 15:59:59.999 and 16:00 UTC.
        assert_eq!(
            china_date(Timestamp::from_millis(1_737_388_799_999)).to_string(),
            "2025-01-20"
        );
        assert_eq!(
            china_date(Timestamp::from_millis(1_737_388_800_000)).to_string(),
            "2025-01-21"
        );
    }
}
