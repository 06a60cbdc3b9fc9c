//! An opened installation: settings, database, keys, clock.

use crate::failure::{Failure, NO_BOOK, OTHER_FIELD_KEY};
use kernel::BusinessDate;
use platform::clock::Clock;
use platform::config::Config;
use platform::http::{AppState, Problem, ProgressHub};
use platform::keys::{self, FieldKeys};
use platform::{Db, DbError, DbOptions, Tx, business_day, installation, migrations};
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
        make_folder(&config.data_dir).map_err(|cause| Failure::file(&config.data_dir, &cause))?;
        let db = Db::open(&config.database_url(), DbOptions::default())?;
        db.migrate(migrations::all())?;
        let used = db.read(installation::list_keys)?;
        if let Some(used) = used.last().filter(|_| !keys::exist(&config)) {
            return Err(other_key(&used.fingerprint, "-"));
        }
        let keys = FieldKeys::of_source(keys::source(&config))?;
        let site = Self {
            config: Arc::new(config),
            db,
            keys: Arc::new(keys),
            clock: Clock::system(),
        };
        site.check_keys()?;
        Ok(site)
    }

    /// Opens an installation that must exist: a mistyped folder is not made.
    ///
    /// # Errors
    /// `cli.no_database`, and as [`Site::open`].
    pub fn open_existing(config: Config) -> Result<Self, Failure> {
        match sqlite_file(&config) {
            Some(file) if !file.is_file() => Err(no_book(&file)),
            _ => Self::open(config),
        }
    }

    /// Refuses keys that are not those of this database: what they write could not be read with the others.
    fn check_keys(&self) -> Result<(), Failure> {
        let (version, print, now) = (self.keys.version(), self.keys.fingerprint(), self.clock.now());
        if self.db.read(installation::list_keys)?.is_empty() {
            // Another node may be faster: then its key is the one that counts.
            self.db
                .write(|tx| installation::remember_key(tx, version, &print, now))?;
        }
        let here = self.keys.fingerprints();
        for key in self.db.read(installation::list_keys)? {
            let mine = here.iter().find(|(version, _)| *version == key.version);
            let mine = mine.map(|(_, print)| print.as_str());
            if mine == Some(key.fingerprint.as_str()) || (mine.is_none() && key.retired_at.is_some()) {
                continue;
            }
            return Err(other_key(&key.fingerprint, mine.unwrap_or("-")));
        }
        refresh_keys(&self.db, &self.keys)
    }

    /// Fills what every lender needs and what is not there yet: chart of accounts, posting rules, calendars, products, the first
    /// business day. What exists stays as it is.
    ///
    /// # Errors
    /// [`Failure`] when the database fails.
    pub fn furnish(&self, first_day: BusinessDate) -> Result<(), Failure> {
        let missing = self.db.read(missing_furniture)?;
        self.lay(missing)?;
        if missing.products {
            self.db.write(product::seed_products)?;
        }
        if missing.day {
            let opened = self.db.write(|tx| business_day::open(tx, first_day));
            // A unique violation: another node was faster.
            opened.or_else(|error| {
                if error.is_unique_violation() {
                    Ok(())
                } else {
                    Err(error)
                }
            })?;
        }
        Ok(())
    }

    /// Fills what a lender that is set up lacks since the program has become newer: master data. Before that nothing is filled.
    ///
    /// # Errors
    /// [`Failure`] when the database fails.
    pub fn complete(&self) -> Result<(), Failure> {
        let missing = self.db.read(missing_furniture)?;
        if missing.day { Ok(()) } else { self.lay(missing) }
    }

    fn lay(&self, missing: MissingFurniture) -> Result<(), Failure> {
        if missing.chart {
            self.db.write(ledger::seed_chart)?;
        }
        // A newer program may bring codes that are not there yet; what exists stays as it is.
        Ok(self.db.write(reference::seed_reference)?)
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

/// Uses the keys that the database says are in use: again and again while the program serves, because another process may
/// have begun a rotation.
///
/// # Errors
/// [`Failure`] when the database fails or a key is not here.
pub fn refresh_keys(db: &Db, keys: &FieldKeys) -> Result<(), Failure> {
    let used = db.read(installation::list_keys)?;
    let living = used.iter().filter(|key| key.retired_at.is_none());
    let versions: Vec<u8> = living.map(|key| key.version).collect();
    Ok(keys.use_versions(&versions)?)
}

/// What a new installation lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MissingFurniture {
    /// The chart of accounts is empty.
    pub chart: bool,
    /// There is no calendar of working days.
    pub reference: bool,
    /// There is no product.
    pub products: bool,
    /// The first business day is not set.
    pub day: bool,
}

/// What is missing for work to begin.
///
/// # Errors
/// [`Failure`] when the database fails.
pub fn missing_furniture(tx: &mut Tx) -> Result<MissingFurniture, Failure> {
    let day = match business_day::get(tx) {
        Ok(_) => false,
        Err(DbError::Invariant(_)) => true,
        Err(error) => return Err(error.into()),
    };
    Ok(MissingFurniture {
        chart: ledger::load_chart(tx)?.iter().next().is_none(),
        reference: reference::app::versions_of_kind(tx, reference::domain::Kind::Calendar)?.is_empty(),
        products: product::list_products(tx, None, 1)?.is_empty(),
        day,
    })
}

/// The database has values under a key that is not here.
pub fn other_key(expected: &str, actual: &str) -> Failure {
    let problem = Problem::of(OTHER_FIELD_KEY).with("expected", expected);
    Failure(problem.with("actual", actual))
}

/// There is no database where one should be.
pub fn no_book(file: &Path) -> Failure {
    Failure(Problem::of(NO_BOOK).with("path", file.display().to_string()))
}

/// Makes the data directory, for its owner only; one that exists stays as it is.
pub fn make_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}

/// The file of an embedded database; `None` on a server or in memory.
#[must_use]
pub fn sqlite_file(config: &Config) -> Option<PathBuf> {
    let url = config.database_url();
    let path = url.strip_prefix("sqlite:")?;
    (path != ":memory:").then(|| Path::new(path).to_path_buf())
}
