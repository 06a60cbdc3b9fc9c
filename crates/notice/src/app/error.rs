use crate::domain::NoticeRefusal;
use export::app::ExportError;
use loan::app::error::LoanFailure;
use platform::{CommandError, DbError};
use thiserror::Error;

/// Why a use case of notice failed.
#[derive(Debug, Error)]
pub enum NoticeError {
    /// A rule says no.
    #[error(transparent)]
    Refused(#[from] NoticeRefusal),
    /// The command itself was wrong.
    #[error(transparent)]
    Command(#[from] CommandError),
    /// What waits in the lists of files could not be counted.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// The closes of business could not be read.
    #[error(transparent)]
    Loan(#[from] LoanFailure),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// A result of this crate's use cases.
pub type Result<T> = std::result::Result<T, NoticeError>;
