use crate::domain::ImportRefusal;
use platform::keys::KeyError;
use platform::{CommandError, DbError};
use thiserror::Error;

/// Why a use case of import failed.
#[derive(Debug, Error)]
pub enum ImportError {
    /// A rule of import says no.
    #[error(transparent)]
    Refused(#[from] ImportRefusal),
    /// The command itself was wrong.
    #[error(transparent)]
    Command(#[from] CommandError),
    /// A sealed piece does not open.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// A file could not be written.
    #[error("the file could not be written: {0}")]
    File(String),
    /// A use case below fails for another reason than a row.
    #[error("{0}")]
    Inside(String),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// What the use cases return.
pub type Result<T> = std::result::Result<T, ImportError>;
