//! Why the ledger refuses an entry.

use super::code::{AccountCode, NotAnAccountCode};
use kernel::Currency;

/// Why an entry, a chart or a rule is refused, in order of precedence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// The text is no account code.
    #[error(transparent)]
    NotAnAccountCode(#[from] NotAnAccountCode),
    /// The chart has no such account.
    #[error("the chart has no account {0}")]
    AccountUnknown(AccountCode),
    /// The account has sub-accounts; only those take postings.
    #[error("account {0} is a heading: post to one of its sub-accounts")]
    AccountIsAHeading(AccountCode),
    /// The chart names an account twice.
    #[error("the chart names account {0} twice")]
    AccountTwice(AccountCode),
    /// An amount of another currency than the entry's.
    #[error("an amount in {found} in an entry in {expected}")]
    CurrencyMixed {
        /// The entry's currency.
        expected: Currency,
        /// The currency found.
        found: Currency,
    },
    /// No postings.
    #[error("an entry needs postings")]
    NoPostings,
    /// A posting of nothing.
    #[error("a posting of zero to account {0}")]
    ZeroPosting(AccountCode),
    /// Debits and credits differ (off-book accounts are balanced by themselves).
    #[error("debits exceed credits by {difference_minor} minor units")]
    Unbalanced {
        /// Debits minus credits.
        difference_minor: i128,
    },
    /// A sum leaves the range of amounts.
    #[error("a sum on account {0} leaves the range of amounts")]
    AmountOutOfRange(AccountCode),
    /// A reversal is final: book the right entry anew instead.
    #[error("a reversal cannot be reversed")]
    ReversalNotReversible,
    /// No rule says how this movement is posted on the date.
    #[error("no posting rule for movement {0:?} on this date")]
    MovementUnknown(String),
}
