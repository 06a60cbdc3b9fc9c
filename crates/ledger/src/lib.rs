//! The general ledger: double entry, append-only; a chart of accounts as data. Knows nothing of loans: what an entry is
//! about is an opaque subject.
#![deny(missing_docs)]

pub mod domain;

pub mod app;

pub mod wire;

pub mod api;

pub use api::{checked_commands, ledger_routes};
pub use app::{
    Accounting, AccountingCache, LedgerCheck, LedgerError, StoredEntry, balance_of, balances, close_day,
    entries_of_subject, foresee_post, get_entry, is_day_closed, list_postings, load_chart, load_rules, post,
    reverse_entry, seed_accounts, seed_chart, seed_rules, trial_balance, verify,
};
pub use domain::{
    AccountCategory, AccountCode, Chart, EntryError, EntryHead, GlAccount, JournalEntry, Posting, PostingRuleBook,
    PostingRules, ReversalHead, Side, Subject, TrialBalance,
};
