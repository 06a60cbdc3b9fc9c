//! Whether the terms of a product make sense together.

use super::error::{Fault, TermsError};
use super::rate::RatePolicy;
use super::repayment::{DueDay, Frequency, RepaymentMethod, StubStyle};
use super::servicing::{AllocationOrder, Component, FeeAmount, FeeRule, PenaltyBase, PrepaymentFee};
use super::terms::ProductTerms;
use kernel::AnnualRate;

/// The whole, in basis points.
const WHOLE_BP: u32 = 10_000;
/// No penalty rate is more than ten times the contract rate.
const MAX_UPLIFT_BP: u32 = 90_000;
/// Longest term: a century of months.
const MAX_PERIODS: u32 = 1_200;
/// Longest wait that a rule may name, in days.
const MAX_DAYS: u32 = 3_650;
/// A rate of 1,000 % a year.
const MAX_RATE_E10: i64 = 10 * AnnualRate::ONE;

/// Refuses with the field and the fault unless it holds.
pub(super) fn ensure(holds: bool, field: &str, fault: Fault) -> Result<(), TermsError> {
    if holds {
        return Ok(());
    }
    Err(TermsError::Contradiction {
        field: field.to_owned(),
        fault,
    })
}

/// A text that is there and fits.
pub(super) fn ensure_text(text: &str, longest: usize, field: &str) -> Result<(), TermsError> {
    ensure(!text.trim().is_empty(), field, Fault::Empty)?;
    ensure(text.chars().count() <= longest, field, Fault::TooLong)
}

/// A code: 1 to 20 letters, digits, `-` and `_`.
pub(super) fn ensure_code(code: &str, field: &str) -> Result<(), TermsError> {
    ensure_text(code, 20, field)?;
    let known = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    ensure(code.chars().all(known), field, Fault::NotACode)
}

/// Checks the terms; the first field to mend is named.
pub(super) fn check_terms(terms: &ProductTerms) -> Result<(), TermsError> {
    check_repayment(terms)?;
    check_limits(terms)?;
    check_lateness(terms)?;
    check_fees(terms)
}

fn check_repayment(terms: &ProductTerms) -> Result<(), TermsError> {
    let biweekly = terms.method == RepaymentMethod::Biweekly;
    ensure(
        biweekly == (terms.frequency == Frequency::Biweekly),
        "frequency",
        Fault::BiweeklyMismatch,
    )?;
    check_options(terms)?;
    let due = &terms.due_dates;
    if let DueDay::Fixed { day } = due.due_day {
        ensure((1..=31).contains(&day), "due_dates.pay_day", Fault::NotADayOfMonth)?;
        ensure(!due.month_end, "due_dates.month_end", Fault::MonthEndOfFixedDay)?;
    }
    ensure(
        due.min_first_period_days == 0 || due.stub == StubStyle::LongFirst,
        "due_dates.min_first_period_days",
        Fault::ShortFirstStays,
    )?;
    ensure(
        due.min_first_period_days <= 366,
        "due_dates.min_first_period_days",
        Fault::TooLarge,
    )
}

fn check_options(terms: &ProductTerms) -> Result<(), TermsError> {
    let options = &terms.method_options;
    let periods = |value: Option<u32>, field| match value {
        None => Ok(()),
        Some(count) => {
            ensure(count > 0, field, Fault::NotPositive)?;
            ensure(count <= MAX_PERIODS, field, Fault::TooLarge)
        }
    };
    periods(
        options.balloon_amortisation_periods,
        "method_options.balloon_amortisation_periods",
    )?;
    periods(options.interest_only_periods, "method_options.interest_only_periods")?;
    periods(options.step_every_periods, "method_options.step_every_periods")?;
    let residual = options.balloon_residual_bp;
    ensure(
        residual.is_none_or(|bp| bp < WHOLE_BP),
        "method_options.balloon_residual_bp",
        Fault::TooLarge,
    )?;
    let growth = options.step_growth_bp;
    ensure(
        growth.is_none_or(|bp| bp.unsigned_abs() <= WHOLE_BP),
        "method_options.step_growth_bp",
        Fault::TooLarge,
    )?;
    ensure(
        options.step_every_periods.is_some() == growth.is_some(),
        "method_options.step_growth_bp",
        Fault::GrowthWithoutInterval,
    )?;
    let balloon = options.balloon_amortisation_periods.is_some() || residual.is_some();
    let step = options.interest_only_periods.is_some() || growth.is_some();
    match terms.method {
        RepaymentMethod::Balloon => {
            ensure(balloon, "method_options", Fault::BalloonWithoutOptions)?;
            let both = options.balloon_amortisation_periods.is_some() && residual.is_some();
            ensure(!both, "method_options", Fault::BalloonTwice)
        }
        RepaymentMethod::Step => {
            ensure(step, "method_options", Fault::StepWithoutOptions)?;
            let both = options.interest_only_periods.is_some() && growth.is_some();
            ensure(!both, "method_options", Fault::StepTwice)
        }
        _ => Ok(()),
    }
}

fn check_limits(terms: &ProductTerms) -> Result<(), TermsError> {
    let limits = &terms.limits;
    ensure(limits.min_amount_minor > 0, "limits.min_amount", Fault::NotPositive)?;
    ensure(
        limits.min_amount_minor <= limits.max_amount_minor,
        "limits.max_amount",
        Fault::BelowMinimum,
    )?;
    ensure(limits.min_periods > 0, "limits.min_periods", Fault::NotPositive)?;
    ensure(
        limits.min_periods <= limits.max_periods,
        "limits.max_periods",
        Fault::BelowMinimum,
    )?;
    ensure(limits.max_periods <= MAX_PERIODS, "limits.max_periods", Fault::TooLarge)?;
    let (low, high) = (limits.min_annual_rate, limits.max_annual_rate);
    ensure(low.e10() >= 0, "limits.min_annual_rate", Fault::Negative)?;
    ensure(low <= high, "limits.max_annual_rate", Fault::BelowMinimum)?;
    ensure(high.e10() <= MAX_RATE_E10, "limits.max_annual_rate", Fault::TooLarge)?;
    match terms.rate {
        RatePolicy::Fixed { annual_rate } => ensure(
            (low..=high).contains(&annual_rate),
            "rate.annual_rate",
            Fault::OutsideLimits,
        ),
        RatePolicy::Floating {
            spread_bp, floor, cap, ..
        } => {
            ensure(spread_bp.unsigned_abs() <= WHOLE_BP, "rate.spread_bp", Fault::TooLarge)?;
            let floor = floor.unwrap_or(AnnualRate::ZERO);
            ensure(floor.e10() >= 0, "rate.floor", Fault::Negative)?;
            ensure(floor <= high, "rate.floor", Fault::OutsideLimits)?;
            ensure(floor <= cap.unwrap_or(high), "rate.cap", Fault::BelowMinimum)
        }
    }
}

fn check_lateness(terms: &ProductTerms) -> Result<(), TermsError> {
    let penalty = &terms.penalty;
    ensure(
        penalty.uplift_bp <= MAX_UPLIFT_BP,
        "penalty.multiplier",
        Fault::TooLarge,
    )?;
    ensure(
        penalty.misuse_uplift_bp <= MAX_UPLIFT_BP,
        "penalty.misuse_multiplier",
        Fault::TooLarge,
    )?;
    ensure(penalty.grace_days <= MAX_DAYS, "penalty.grace_days", Fault::TooLarge)?;
    ensure(penalty.tolerance_minor >= 0, "penalty.tolerance", Fault::Negative)?;
    ensure(
        penalty.base != PenaltyBase::Installment || !penalty.compound_interest,
        "penalty.compound",
        Fault::InstallmentBearsAlready,
    )?;
    let allocation = &terms.allocation;
    for (order, field) in [
        (&allocation.performing, "allocation"),
        (&allocation.non_accrual, "non_accrual_allocation"),
    ] {
        ensure(names_each_once(order), field, Fault::ComponentsIncomplete)?;
    }
    let after = allocation.non_accrual_after_days;
    ensure(after != Some(0), "non_accrual_after_days", Fault::NotPositive)?;
    ensure(
        after.is_none_or(|days| days <= MAX_DAYS),
        "non_accrual_after_days",
        Fault::TooLarge,
    )
}

fn names_each_once(order: &AllocationOrder) -> bool {
    let mut components = order.components.clone();
    components.sort_unstable();
    components == Component::ALL
}

fn check_fees(terms: &ProductTerms) -> Result<(), TermsError> {
    for (index, fee) in terms.fees.iter().enumerate() {
        let at = |name: &str| format!("fees.{index}.{name}");
        ensure_code(&fee.code, &at("code"))?;
        let before: &[FeeRule] = &terms.fees[..index];
        ensure(
            before.iter().all(|one| one.code != fee.code),
            &at("code"),
            Fault::Repeated,
        )?;
        ensure_text(&fee.name_zh, 100, &at("name_zh"))?;
        ensure_text(&fee.name_en, 100, &at("name_en"))?;
        match fee.amount {
            FeeAmount::Fixed { amount_minor } => ensure(amount_minor > 0, &at("amount"), Fault::NotPositive)?,
            FeeAmount::ShareOfPrincipal { share_bp } => {
                ensure(share_bp > 0, &at("share_bp"), Fault::NotPositive)?;
                ensure(share_bp <= WHOLE_BP, &at("share_bp"), Fault::TooLarge)?;
            }
        }
    }
    let early = &terms.early_repayment;
    ensure(
        early.min_amount_minor >= 0,
        "early_repayment.min_amount",
        Fault::Negative,
    )?;
    match early.fee {
        PrepaymentFee::None => Ok(()),
        PrepaymentFee::ShareOfPrepaid { share_bp, .. } => {
            ensure(share_bp <= WHOLE_BP, "early_repayment.fee_share_bp", Fault::TooLarge)
        }
        PrepaymentFee::MonthsOfInterest { months, .. } => {
            ensure(months <= 120, "early_repayment.fee_months", Fault::TooLarge)
        }
    }
}
