//! Why a loan refuses, in order of precedence.

use super::terms::TermsError;
use kernel::CivilDate;

/// Why an event cannot happen. Amounts in minor units.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LoanError {
    /// The terms themselves are refused.
    #[error(transparent)]
    Terms(#[from] TermsError),
    /// The loan was not disbursed yet, or is closed or charged off.
    #[error("the loan is {status}: this is not possible any more, or not yet")]
    WrongStatus {
        /// Where it stands.
        status: &'static str,
    },
    /// The value date lies before disbursement.
    #[error("the value date {value_date} lies before disbursement on {disbursed_on}")]
    BeforeDisbursement {
        /// The date asked for.
        value_date: CivilDate,
        /// The first possible date.
        disbursed_on: CivilDate,
    },
    /// The value date lies in the future.
    #[error("the value date {value_date} lies after the business date {business_date}")]
    ValueDateInFuture {
        /// The date asked for.
        value_date: CivilDate,
        /// The last possible date.
        business_date: CivilDate,
    },
    /// No positive amount.
    #[error("the amount must be positive")]
    AmountNotPositive,
    /// The money does not settle everything.
    #[error("{required} is needed to settle the loan, {offered} was offered")]
    BelowPayoff {
        /// What is needed.
        required: i64,
        /// What was offered.
        offered: i64,
    },
    /// Nothing, or too little, would be left to reduce principal.
    #[error("after what is due only {left} would reduce principal; the contract asks for {minimum}")]
    PrepaymentTooSmall {
        /// What would be left.
        left: i64,
        /// What the contract asks for.
        minimum: i64,
    },
    /// The prepayment is as large as the whole debt: it is a payoff.
    #[error("the amount settles the whole loan: record a payoff")]
    PrepaymentIsPayoff,
    /// The method fixes its interest in advance.
    #[error("this repayment method allows no partial prepayment")]
    PrepaymentNotOffered,
    /// The method fixes its interest in advance: no rate changes it.
    #[error("this repayment method fixes its interest in advance: its rate does not change")]
    RateFixed,
    /// The contract has no clause by which the loan could be called in, or everything is due already.
    #[error("the loan cannot be called in: its contract does not say so, or everything is due already")]
    CallNotAgreed,
    /// No such event.
    #[error("there is no event {seq}")]
    UnknownEvent {
        /// The sequence number asked for.
        seq: u32,
    },
    /// The event was taken back already.
    #[error("event {seq} was reversed already")]
    AlreadyReversed {
        /// The sequence number asked for.
        seq: u32,
    },
    /// Disbursement cannot be taken back while later events count.
    #[error("a disbursement with later events cannot be reversed")]
    DisbursementInUse,
}
