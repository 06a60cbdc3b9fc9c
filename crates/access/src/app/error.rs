use platform::DbError;
use platform::command::CommandError;
use platform::keys::KeyError;
use thiserror::Error;

use crate::app::password::TooManyWaiting;
use crate::domain::{AccessRefusal, PostRefusal, SignOnRefusal};

/// Why a use case of access failed.
#[derive(Debug, Error)]
pub enum AccessError {
    /// A rule of access says no.
    #[error(transparent)]
    Refused(#[from] AccessRefusal),
    /// Nobody signs on through the identity provider.
    #[error(transparent)]
    SignOn(#[from] SignOnRefusal),
    /// A rule about posts says no.
    #[error(transparent)]
    Post(#[from] PostRefusal),
    /// Too many callers wait for a password hash.
    #[error("too many sign-ins at the same time")]
    Busy,
    /// The command itself was wrong.
    #[error(transparent)]
    Command(#[from] CommandError),
    /// A secret cannot be encrypted or opened.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<TooManyWaiting> for AccessError {
    fn from(_: TooManyWaiting) -> Self {
        AccessError::Busy
    }
}
