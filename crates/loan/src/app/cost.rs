//! What loans cost a year, fees included, against the cap of law and policy.

use super::error::{LoanFailure, Result};
use super::offer::{Choices, terms_of};
use crate::domain::annualised::yearly_cost;
use crate::domain::pricing::Pricing;
use crate::domain::schedule::schedule;
use crate::domain::terms::LoanTerms;
use kernel::{CivilDate, Currency, Money};
use platform::Tx;
use product::domain::{Dearest, DueDay, FeeAmount};
use product::{LoanProduct, RepaymentMethod};
use reference::domain::ALL_IN_RATE_CAP;
use std::collections::BTreeSet;

/// So many numbers of periods between the fewest and the most are tried: the cost changes slowly with them.
const PERIODS_TRIED: u32 = 16;

/// Refuses a contract in CNY that costs more a year than the cap of the day, to a hundredth of a percent.
///
/// # Errors
/// [`LoanFailure::AboveRateCap`], the database's.
pub fn check_cap(tx: &mut Tx, terms: &LoanTerms, on: CivilDate) -> Result<()> {
    if terms.principal.currency() != Currency::CNY {
        return Ok(());
    }
    let Some(cap) = reference::app::parameter(tx, ALL_IN_RATE_CAP, on)? else {
        return Ok(());
    };
    let plan = schedule(terms).map_err(crate::domain::error::LoanError::from)?;
    match yearly_cost(terms, &plan) {
        Some(cost) if cost.basis_points() > cap.basis_points() => Err(LoanFailure::AboveRateCap { cost, cap }),
        _ => Ok(()),
    }
}

/// The contract within the bounds of a product that costs most a year, at its highest rate: the smallest and the largest
/// amount, over the fewest, the most and some numbers of periods between. A plan that is typed by hand is taken as interest
/// each period and principal at the end.
#[must_use]
pub fn dearest(product: &LoanProduct) -> Option<Dearest> {
    let mut product = product.clone();
    if product.terms.method == RepaymentMethod::Custom {
        product.terms.method = RepaymentMethod::InterestOnly;
    }
    let limits = product.terms.limits;
    let steps = limits.max_periods.saturating_sub(limits.min_periods);
    let tried: BTreeSet<u32> = (0..=PERIODS_TRIED)
        .map(|step| limits.min_periods + steps * step / PERIODS_TRIED)
        .collect();
    // Shares weigh the same on every amount; a fixed fee weighs most on the smallest.
    let by_share = |amount: &FeeAmount| matches!(amount, FeeAmount::ShareOfPrincipal { .. });
    let amounts = match product.terms.fees.iter().all(|fee| by_share(&fee.amount)) {
        true => vec![limits.max_amount_minor],
        false => vec![limits.min_amount_minor, limits.max_amount_minor],
    };
    let contracts = amounts
        .iter()
        .flat_map(|amount| tried.iter().map(move |periods| (*amount, *periods)));
    contracts
        .filter_map(|contract| cost_of(&product, contract))
        .max_by_key(|found| found.yearly_cost)
}

fn cost_of(product: &LoanProduct, (amount_minor, periods): (i64, u32)) -> Option<Dearest> {
    let choices = Choices {
        principal: Money::new(amount_minor, product.currency),
        annual_rate: None,
        periods,
        disbursed_on: first_day(product),
        pay_day: None,
        custom_plan: Vec::new(),
    };
    let terms = terms_of(
        product,
        &Pricing::fixed(product.terms.limits.max_annual_rate),
        &choices,
        None,
    )
    .ok()?;
    let plan = schedule(&terms).ok()?;
    Some(Dearest {
        yearly_cost: yearly_cost(&terms, &plan)?,
        amount_minor,
        periods,
    })
}

/// The first day of the version whose first period is a whole one.
fn first_day(product: &LoanProduct) -> CivilDate {
    let from = product.effective_from.date();
    match product.terms.due_dates.due_day {
        DueDay::Anchor => from,
        DueDay::Fixed { day } => {
            let days = (0..31).map(|later| from.add_days(later));
            days.into_iter().find(|date| date.ymd().2 == day).unwrap_or(from)
        }
    }
}
