//! The demo's book: 10,000 real loans of 2018 and a small book of Chinese products, booked and lived day by day through the
//! same use cases and closes that everybody else uses.

pub mod source;
pub mod plan;
pub mod chinese;
pub mod people;
pub mod living;
pub mod report;
mod bar;
pub mod live;

pub use bar::silent_bar;
pub use live::{DemoOptions, begin, fill, run};
pub use report::Report;

/// Why the demo stops.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The data directory holds a book already.
    #[error("{0} holds a book already: name another directory with --data, or remove it")]
    NotEmpty(String),
    /// Somebody wanted the making to end.
    #[error("the making was stopped")]
    Stopped,
    /// No demo was begun in this database.
    #[error("no demo was begun in this database")]
    NotBegun,
    /// The source inside the binary cannot be read.
    #[error("the demo's source cannot be read: {0}")]
    Source(String),
    /// The database.
    #[error(transparent)]
    Db(#[from] platform::DbError),
    /// A loan.
    #[error(transparent)]
    Loan(#[from] loan::app::error::LoanFailure),
    /// The ledger.
    #[error(transparent)]
    Ledger(#[from] ledger::LedgerError),
    /// A customer.
    #[error(transparent)]
    Customer(#[from] customer::CustomerError),
    /// A user.
    #[error(transparent)]
    Access(#[from] access::AccessError),
    /// A product that is not on offer.
    #[error("product {0} is not on offer")]
    Product(String),
    /// The products.
    #[error(transparent)]
    Products(#[from] product::ProductError),
    /// The keys of encrypted fields.
    #[error(transparent)]
    Key(#[from] platform::keys::KeyError),
    /// A file.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}
