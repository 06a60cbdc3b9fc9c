//! What is offered, as data; pure.
#![deny(missing_docs)]

// In reading order: each file uses only those above it.

mod error;

mod rate;

mod repayment;

mod servicing;

mod terms;

mod consistency;

mod product;

mod law;

pub use error::{Fault, TermsError};
pub use law::{CostOf, Dearest, Law};
pub use product::{LoanProduct, ProductStatus, Wording};
pub use rate::{BenchmarkRate, BenchmarkRates, BenchmarkTenor, RatePolicy, Repricing};
pub use repayment::{DueDateRule, DueDay, Frequency, MethodOptions, RepaymentMethod, RoundingProfile, StubStyle};
pub use servicing::{
    AllocationOrder, AllocationPolicy, AllocationReading, Component, EarlyRepaymentRules, FeeAmount, FeeRule,
    FeeTrigger, PenaltyBase, PenaltyPolicy, PenaltyStart, PrepaymentFee,
};
pub use terms::{Limits, ProductTerms};

#[cfg(test)]
mod tests;
