//! The rules of double entry; pure.
#![deny(missing_docs)]

// In reading order: each file uses only those above it.

mod code;

mod error;

mod account;

mod entry;

mod rules;

mod balance;

pub use account::{AccountCategory, Chart, GlAccount, Side};
pub use balance::{
    DayBalance, DayTurnover, Pocket, TrialBalance, TrialBalanceRow, TrialTotals, Turnover, carry_forward,
};
pub use code::{AccountCode, NotAnAccountCode};
pub use entry::{EntryHead, JournalEntry, Posting, ReversalHead, Subject, entry_no, money_posting};
pub use error::EntryError;
pub use rules::{PostingRule, PostingRuleBook, PostingRules};

#[cfg(test)]
mod tests;
