//! The general ledger: double entry, append-only; a chart of accounts as data. Knows nothing of loans: what an entry is
//! about is an opaque subject.
#![deny(missing_docs)]

pub mod domain;

pub use domain::{
    AccountCategory, AccountCode, Chart, EntryError, EntryHead, GlAccount, JournalEntry, Posting, PostingRuleBook,
    PostingRules, ReversalHead, Side, Subject, TrialBalance,
};
