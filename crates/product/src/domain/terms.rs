//! The terms of a product: everything that a version fixes.

use super::rate::RatePolicy;
use super::repayment::{DueDateRule, Frequency, MethodOptions, RepaymentMethod, RoundingProfile};
use super::servicing::{AllocationPolicy, EarlyRepaymentRules, FeeRule, PenaltyPolicy};
use kernel::{AnnualRate, DayCount};
use serde::{Deserialize, Serialize};

/// Within which bounds a contract may choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Smallest amount in minor units.
    pub min_amount_minor: i64,
    /// Largest amount in minor units.
    pub max_amount_minor: i64,
    /// Fewest periods.
    pub min_periods: u32,
    /// Most periods.
    pub max_periods: u32,
    /// Lowest annual rate.
    pub min_annual_rate: AnnualRate,
    /// Highest annual rate.
    pub max_annual_rate: AnnualRate,
}

/// Everything that a version of a product fixes; frozen with the version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductTerms {
    /// How loans are repaid.
    pub method: RepaymentMethod,
    /// What the method asks for.
    #[serde(default)]
    pub method_options: MethodOptions,
    /// How often.
    pub frequency: Frequency,
    /// How days become interest; 30/360 means regular periods (a month is a twelfth of a year).
    pub day_count: DayCount,
    /// What loans cost.
    pub rate: RatePolicy,
    /// When installments fall due.
    pub due_dates: DueDateRule,
    /// How amounts are rounded.
    pub rounding: RoundingProfile,
    /// What lateness costs.
    pub penalty: PenaltyPolicy,
    /// In which order payments settle.
    pub allocation: AllocationPolicy,
    /// Fees.
    #[serde(default)]
    pub fees: Vec<FeeRule>,
    /// What may be repaid early.
    pub early_repayment: EarlyRepaymentRules,
    /// Bounds of the contract's choices.
    pub limits: Limits,
}
