//! Why a measurement, a simulation or a crash test fails.

use loan::app::error::LoanFailure;
use platform::{CommandError, DbError};

/// Why a measurement, a simulation or a crash test fails.
#[derive(Debug, thiserror::Error)]
pub enum BenchError {
    /// No bench of this name.
    #[error("there is no bench {0:?}; there are: {list}", list = crate::NAMES.join(", "))]
    UnknownBench(String),
    /// An option is missing or out of range.
    #[error("{0}")]
    Option(String),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
    /// A use case of the loan failed.
    #[error(transparent)]
    Loan(#[from] LoanFailure),
    /// The ledger failed.
    #[error(transparent)]
    Ledger(#[from] ledger::LedgerError),
    /// The products cannot be made.
    #[error(transparent)]
    Product(#[from] product::ProductError),
    /// A command was refused.
    #[error(transparent)]
    Command(#[from] CommandError),
    /// A file, a process or a connection failed.
    #[error("{0}: {1}")]
    Io(String, std::io::Error),
    /// The server answered something else than expected.
    #[error("the server answered: {0}")]
    Server(String),
    /// Something that must hold does not: a bug was found.
    #[error("{0}")]
    Broken(String),
}

impl BenchError {
    /// An input or output error with what was tried.
    pub(crate) fn io(what: impl Into<String>) -> impl FnOnce(std::io::Error) -> Self {
        let what = what.into();
        move |error| Self::Io(what, error)
    }
}
