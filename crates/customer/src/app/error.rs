use platform::DbError;
use platform::command::CommandError;
use platform::keys::KeyError;
use thiserror::Error;

use crate::domain::CustomerRefusal;

/// Why a use case of customer failed.
#[derive(Debug, Error)]
pub enum CustomerError {
    /// A rule of customer says no.
    #[error(transparent)]
    Refused(#[from] CustomerRefusal),
    /// No number can be made.
    #[error(transparent)]
    Number(#[from] reference::domain::ReferenceRefusal),
    /// A sealed field does not open.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The command itself was wrong.
    #[error(transparent)]
    Command(#[from] CommandError),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<reference::ReferenceError> for CustomerError {
    fn from(error: reference::ReferenceError) -> Self {
        match error {
            reference::ReferenceError::Refused(refusal) => Self::Number(refusal),
            reference::ReferenceError::Command(error) => Self::Command(error),
            reference::ReferenceError::Db(error) => Self::Db(error),
        }
    }
}
