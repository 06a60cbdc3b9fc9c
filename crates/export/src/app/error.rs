use crate::domain::ExportRefusal;
use platform::keys::KeyError;
use platform::{CommandError, DbError};
use thiserror::Error;

/// Why a use case of export failed.
#[derive(Debug, Error)]
pub enum ExportError {
    /// A rule says no.
    #[error(transparent)]
    Refused(#[from] ExportRefusal),
    /// The command itself was wrong.
    #[error(transparent)]
    Command(#[from] CommandError),
    /// A file cannot be opened with this key.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The file could not be written.
    #[error("the file could not be written: {0}")]
    File(String),
    /// The rows could not be read.
    #[error("the rows could not be read: {0}")]
    Rows(String),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// A result of this crate's use cases.
pub type Result<T> = std::result::Result<T, ExportError>;
