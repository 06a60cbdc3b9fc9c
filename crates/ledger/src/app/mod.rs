//! Use cases of the ledger. All take the transaction first; none commits.

// In reading order: each file uses only those above it.

mod error;

mod store;

mod query;
mod query_entries;
mod list_entries;

mod accounting;

mod post;

mod reverse_entry;

mod add_account;

mod open_balances;

mod read;

mod close_day;

mod verify;

pub use accounting::{Accounting, AccountingCache, load_chart, load_rules, seed_accounts, seed_chart, seed_rules};
pub use add_account::add_account;
pub use close_day::{ClosedDay, close_day, is_day_closed};
pub use error::LedgerError;
pub use list_entries::{ask_entries, list_entries, sum_entries};
pub use open_balances::open_balances;
pub use post::{foresee_post, post};
pub use query::{PostingFilter, PostingKey, PostingLine};
pub use query_entries::{EntryFilter, EntryRow, EntrySum, JOURNAL_ENTRIES};
pub use read::{
    CurrencySum, account_turnover, balance_of, balances, entries_of_subject, get_entry, list_postings, trial_balance,
};
pub use reverse_entry::{reverse_entry, reverse_entry_by_hand};
pub use store::StoredEntry;
pub use verify::{LedgerCheck, LedgerDifference, verify};
