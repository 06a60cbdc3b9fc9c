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
