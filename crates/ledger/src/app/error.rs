//! Why a use case of the ledger fails.

use crate::domain::{AccountCode, EntryError};
use kernel::{BusinessDate, EntryId};
use platform::{CommandError, DbError};

/// Why a use case fails, in order of precedence.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum LedgerError {
    /// The entry itself is refused.
    #[error(transparent)]
    EntryRefused(#[from] EntryError),
    /// There is no such entry.
    #[error("there is no journal entry {0}")]
    EntryNotFound(EntryId),
    /// An entry is reversed once.
    #[error("journal entry {entry} is reversed by {by}")]
    EntryAlreadyReversed {
        /// The entry.
        entry: EntryId,
        /// Its reversal.
        by: EntryId,
    },
    /// The entry records a business event: reversing it alone would part the ledger from what it records.
    #[error("journal entry {0} records a business event: reverse the event instead")]
    EntryOfEvent(EntryId),
    /// The day's balances are carried forward.
    #[error("{booked_on} is closed in the ledger: the last closed day is {last_closed_on}")]
    DayClosed {
        /// The day asked for.
        booked_on: BusinessDate,
        /// The last closed day.
        last_closed_on: BusinessDate,
    },
    /// An account that takes postings cannot become a heading.
    #[error("account {0} takes postings: it cannot have sub-accounts")]
    AccountInUse(AccountCode),
    /// A sub-account of another category than its heading.
    #[error("account {account} is of another category than {heading}")]
    CategoryDiffers {
        /// The account.
        account: AccountCode,
        /// What stands above it.
        heading: AccountCode,
    },
    /// The command was refused before it ran.
    #[error(transparent)]
    Command(#[from] CommandError),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}
