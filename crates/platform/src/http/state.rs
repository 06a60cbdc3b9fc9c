use super::progress::ProgressHub;
use crate::Db;
use crate::clock::Clock;
use crate::config::Config;
use crate::keys::FieldKeys;
use std::sync::Arc;

/// What every handler may use; cheap to clone.
#[derive(Clone)]
pub struct AppState {
    /// The database.
    pub db: Db,
    /// The clock of the machine, or of the test.
    pub clock: Clock,
    /// How far long work has come.
    pub progress: ProgressHub,
    /// The settings the program started with.
    pub config: Arc<Config>,
    /// Encrypts identity fields.
    pub keys: Arc<FieldKeys>,
}
