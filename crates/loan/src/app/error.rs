//! Why a use case of the loan fails.

use crate::domain::error::LoanError;
use crate::domain::terms::TermsError;
use kernel::{AnnualRate, CivilDate, Currency};
use ledger::EntryError;
use platform::{CommandError, DbError};
use reference::ReferenceError;

/// Why a use case of the loan fails, in order of precedence.
#[derive(Debug, thiserror::Error)]
pub enum LoanFailure {
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
    /// The command itself was refused: its key.
    #[error(transparent)]
    Command(#[from] CommandError),
    /// There is no such loan.
    #[error("there is no such loan")]
    LoanUnknown,
    /// There is no such product, or it is not offered.
    #[error("there is no such product on offer")]
    ProductUnknown,
    /// There is no such customer.
    #[error("there is no such customer")]
    CustomerUnknown,
    /// The loan's number is taken.
    #[error("the loan number {0} is taken")]
    NumberTaken(String),
    /// The amount is in another currency.
    #[error("the amount must be in {expected}")]
    WrongCurrency {
        /// The currency of the loan or product.
        expected: Currency,
    },
    /// An amount, number of periods or rate outside the product's limits.
    #[error("{field} is outside the limits of the product")]
    OutsideProduct {
        /// Which.
        field: &'static str,
    },
    /// The loan costs that already.
    #[error("the loan costs that already")]
    RateUnchanged,
    /// The contract costs more a year, fees included, than law and policy allow.
    #[error("the contract costs {cost} a year with fees; {cap} is allowed")]
    AboveRateCap {
        /// What it costs.
        cost: AnnualRate,
        /// The cap.
        cap: AnnualRate,
    },
    /// The date of disbursement lies after the business date.
    #[error("disbursement on {asked} lies after the business date {business_date}")]
    DisbursementInFuture {
        /// The date asked for.
        asked: CivilDate,
        /// The business date.
        business_date: CivilDate,
    },
    /// More instalments are said to be paid than have fallen due.
    #[error("{paid} instalments cannot be paid: {fallen_due} have fallen due")]
    PaidBeyond {
        /// As many have fallen due.
        fallen_due: u32,
        /// As many are said to be paid.
        paid: u32,
    },
    /// The contract names another date of disbursement.
    #[error("the contract names {agreed} for the disbursement, not {asked}")]
    DisbursementDateFixed {
        /// The date asked for.
        asked: CivilDate,
        /// The date of the terms.
        agreed: CivilDate,
    },
    /// A payoff can be quoted for today and later days only.
    #[error("a payoff cannot be quoted for {asked}: the business date is {business_date}")]
    QuoteInPast {
        /// The date asked for.
        asked: CivilDate,
        /// The business date.
        business_date: CivilDate,
    },
    /// A close must lead to a later day, and not too far.
    #[error("the close must lead to a day after {business_date}, at most {max_days} days later; not to {until}")]
    CloseOutOfRange {
        /// The date asked for.
        until: CivilDate,
        /// The business date.
        business_date: CivilDate,
        /// Days that one run may close.
        max_days: i32,
    },
    /// What the domain refuses.
    #[error(transparent)]
    Loan(#[from] LoanError),
    /// Master data says no: there is no calendar by which due dates could leave days off, no such reason, no such currency.
    #[error(transparent)]
    Reference(#[from] reference::domain::ReferenceRefusal),
    /// The product's own refusal.
    #[error(transparent)]
    Product(#[from] product::TermsError),
    /// The ledger refuses an entry: the posting rules are incomplete.
    #[error(transparent)]
    Entry(#[from] EntryError),
    /// A close of business cannot start.
    #[error("the close of business cannot start: {0}")]
    Close(String),
    /// A check of the close failed.
    #[error("the books do not agree: {0}")]
    Reconciliation(String),
    /// A stored value cannot be read: the database was changed from outside.
    #[error("stored data cannot be read: {0}")]
    Stored(String),
}

impl From<ReferenceError> for LoanFailure {
    fn from(error: ReferenceError) -> Self {
        match error {
            ReferenceError::Refused(refusal) => Self::Reference(refusal),
            ReferenceError::Command(error) => Self::Command(error),
            ReferenceError::Db(error) => Self::Db(error),
        }
    }
}

impl LoanFailure {
    /// Whether only the database is away: the same may be tried again when it is back.
    #[must_use]
    pub fn is_outage(&self) -> bool {
        match self {
            Self::Db(cause) => cause.is_outage(),
            _ => false,
        }
    }
}

impl From<TermsError> for LoanFailure {
    fn from(error: TermsError) -> Self {
        Self::Loan(LoanError::Terms(error))
    }
}

/// What use cases return.
pub type Result<T> = std::result::Result<T, LoanFailure>;
