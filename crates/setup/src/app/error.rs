use crate::domain::SetupRefusal;
use access::AccessError;
use demo::DemoError;
use ledger::LedgerError;
use platform::{CommandError, DbError};
use product::ProductError;
use reference::ReferenceError;
use thiserror::Error;

/// Why setting up failed.
#[derive(Debug, Error)]
pub enum SetupError {
    /// A rule says no.
    #[error(transparent)]
    Refused(#[from] SetupRefusal),
    /// The command itself was wrong.
    #[error(transparent)]
    Command(#[from] CommandError),
    /// Access refuses an organisation or the administrator.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The chart of accounts cannot be laid.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The products cannot be laid.
    #[error(transparent)]
    Product(#[from] ProductError),
    /// Master data refuses the working days.
    #[error(transparent)]
    Reference(#[from] ReferenceError),
    /// The demo cannot begin.
    #[error(transparent)]
    Demo(#[from] DemoError),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// A result of this crate's use cases.
pub type Result<T> = std::result::Result<T, SetupError>;
