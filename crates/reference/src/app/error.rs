use crate::domain::ReferenceRefusal;
use platform::DbError;
use platform::command::CommandError;

/// Why a use case of master data failed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ReferenceError {
    /// A rule says no.
    #[error(transparent)]
    Refused(#[from] ReferenceRefusal),
    /// The command itself was wrong.
    #[error(transparent)]
    Command(#[from] CommandError),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// A result of this crate's use cases.
pub type Result<T> = std::result::Result<T, ReferenceError>;
