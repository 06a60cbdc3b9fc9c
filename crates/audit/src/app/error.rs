use crate::domain::AuditRefusal;
use platform::{CommandError, DbError};
use std::path::Path;
use thiserror::Error;

/// Why a use case of audit failed.
#[derive(Debug, Error)]
pub enum AuditError {
    /// A rule says no.
    #[error(transparent)]
    Refused(#[from] AuditRefusal),
    /// The command itself was wrong.
    #[error(transparent)]
    Command(#[from] CommandError),
    /// A file cannot be written or read.
    #[error("{file}: {reason}")]
    File {
        /// The file.
        file: String,
        /// What the machine says.
        reason: String,
    },
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl AuditError {
    pub(super) fn file(path: &Path, cause: &std::io::Error) -> Self {
        Self::File {
            file: path.display().to_string(),
            reason: cause.to_string(),
        }
    }
}

/// A result of this crate's use cases.
pub type Result<T> = std::result::Result<T, AuditError>;
