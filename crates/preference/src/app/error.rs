use crate::domain::PreferenceRefusal;
use platform::keys::KeyError;
use platform::{CommandError, DbError};
use thiserror::Error;

/// Why a use case of preference failed.
#[derive(Debug, Error)]
pub enum PreferenceError {
    /// A rule says no.
    #[error(transparent)]
    Refused(#[from] PreferenceRefusal),
    /// The command itself was wrong.
    #[error(transparent)]
    Command(#[from] CommandError),
    /// A draft cannot be opened with this key.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// Stored JSON is none of ours.
    #[error("stored preferences cannot be read: {0}")]
    Stored(String),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// A result of this crate's use cases.
pub type Result<T> = std::result::Result<T, PreferenceError>;
