//! From a product and a contract's choices to the terms of one loan.

use super::error::{LoanFailure, Result};
use crate::domain::clauses::{Clauses, Fee, Holidays, NonAccrual};
use crate::domain::plan::Planner;
use crate::domain::pricing::{BASIS_POINT_E10, Floating, Pricing, WithinPeriod};
use crate::domain::terms::{DueRule, InterestRule, LoanTerms, Method, PenaltyTerms, PrepaymentTerms, Stub};
use kernel::{AnnualRate, Calendar, CivilDate, HolidayRule, Money, OrgId};
use platform::Tx;
use product::domain as offered;
use product::domain::BenchmarkRates;
use product::{LoanProduct, RepaymentMethod};
use serde::{Deserialize, Serialize};

/// What a contract chooses within its product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choices {
    /// The amount.
    pub principal: Money,
    /// The rate; the product's own when absent.
    pub annual_rate: Option<AnnualRate>,
    /// Instalments.
    pub periods: u32,
    /// The day the money is lent.
    pub disbursed_on: CivilDate,
    /// The day of the month on which instalments fall due; the product's own rule when absent.
    pub pay_day: Option<u32>,
    /// The rows of a custom plan: due date and principal in minor units.
    #[serde(default)]
    pub custom_plan: Vec<(CivilDate, i64)>,
}

/// The working days of an organisation, for a product that moves due dates; others need none.
///
/// # Errors
/// [`LoanFailure::Reference`] when there is no calendar.
pub fn calendar_for(tx: &mut Tx, product: &LoanProduct, org: OrgId) -> Result<Option<Calendar>> {
    if product.terms.due_dates.holiday == HolidayRule::None {
        return Ok(None);
    }
    Ok(Some(reference::working_days(tx, org)?))
}

/// What a loan of a product costs that is priced on a day: at the rate that was agreed, or at the product's own. The spread of
/// an agreed floating rate is what it lies above the benchmark of that day; before the first publication it is fixed.
///
/// # Errors
/// [`LoanFailure::Product`] when no value of the benchmark is known, or for a rate below zero.
pub fn pricing_of(
    product: &LoanProduct,
    agreed: Option<AnnualRate>,
    on: CivilDate,
    benchmarks: &BenchmarkRates,
) -> Result<Pricing> {
    let annual_rate = match agreed {
        Some(rate) => rate,
        None => product.annual_rate(on, benchmarks)?,
    };
    let offered::RatePolicy::Floating {
        tenor,
        spread_bp,
        repricing,
        floor,
        cap,
    } = product.terms.rate
    else {
        return Ok(Pricing::fixed(annual_rate));
    };
    let published = match (benchmarks.on(tenor, on), agreed) {
        (Ok(published), _) => published,
        // Nothing was published yet that an agreed rate could lie above.
        (Err(_), Some(rate)) => return Ok(Pricing::fixed(rate)),
        (Err(unknown), None) => return Err(unknown.into()),
    };
    let offered_e10 = i64::from(spread_bp) * BASIS_POINT_E10;
    let floating = Floating {
        tenor,
        spread_e10: agreed.map_or(offered_e10, |rate| rate.e10() - published.annual_rate.e10()),
        repricing,
        floor,
        cap,
        followed: published.into(),
    };
    Ok(Pricing {
        annual_rate,
        floating: Some(floating),
    })
}

/// The terms of a loan under a product, with the working days of its organisation as they are known when it is booked.
///
/// # Errors
/// [`LoanFailure::Product`] for a rule that no loan follows yet, [`LoanFailure::WrongCurrency`],
/// [`LoanFailure::OutsideProduct`], or what the terms' own check refuses.
pub fn terms_of(
    product: &LoanProduct,
    pricing: &Pricing,
    choices: &Choices,
    calendar: Option<&Calendar>,
) -> Result<LoanTerms> {
    product.ensure_followed()?;
    if choices.principal.currency() != product.currency {
        return Err(LoanFailure::WrongCurrency {
            expected: product.currency,
        });
    }
    let (own, limits, rate) = (&product.terms, &product.terms.limits, pricing.annual_rate);
    let amount = choices.principal.minor();
    let outside = |field| Err(LoanFailure::OutsideProduct { field });
    if amount < limits.min_amount_minor || amount > limits.max_amount_minor {
        return outside("principal");
    }
    if choices.periods < limits.min_periods || choices.periods > limits.max_periods {
        return outside("periods");
    }
    if rate < limits.min_annual_rate || rate > limits.max_annual_rate {
        return outside("annual_rate");
    }
    let method = method_of(product, choices, amount);
    let by_days = LoanTerms::new(
        choices.principal,
        rate,
        method.clone(),
        choices.periods,
        choices.disbursed_on,
    )
    .interest;
    let mut terms = LoanTerms {
        principal: choices.principal,
        annual_rate: rate,
        interest: if matches!(method, Method::Flat) {
            InterestRule::Regular
        } else {
            by_days
        },
        method,
        frequency: own.frequency,
        periods: choices.periods,
        disbursed_on: choices.disbursed_on,
        due: due_rule(own, choices.pay_day),
        day_count: own.day_count,
        payment_rounding: own.rounding.installment,
        penalty: penalty_of(&own.penalty),
        allocation: own.allocation.performing.clone(),
        prepayment: prepayment_of(&own.early_repayment, rate, own.frequency),
        clauses: clauses_of(own, amount),
    };
    // Interest that is fixed in advance follows no benchmark.
    terms.clauses.floating = pricing.floating.filter(|_| terms.method != Method::Flat);
    terms.check()?;
    terms.clauses.holidays = calendar.and_then(|calendar| holidays_of(&terms, own.due_dates.holiday, calendar));
    Ok(terms)
}

/// The clauses that a product adds to the terms of its loans.
fn clauses_of(own: &product::ProductTerms, amount: i64) -> Clauses {
    let allocation = &own.allocation;
    let non_accrual = |after_days| NonAccrual {
        after_days,
        order: allocation.non_accrual.clone(),
    };
    let fee = |rule: &offered::FeeRule| Fee {
        code: rule.code.clone(),
        trigger: rule.trigger,
        amount_minor: match rule.amount {
            offered::FeeAmount::Fixed { amount_minor } => amount_minor,
            offered::FeeAmount::ShareOfPrincipal { share_bp } => share_of(amount, i64::from(share_bp), 10_000),
        },
    };
    let other_order = allocation.non_accrual != allocation.performing;
    Clauses {
        tolerance_minor: own.penalty.tolerance_minor,
        non_accrual: allocation
            .non_accrual_after_days
            .filter(|_| other_order)
            .map(non_accrual),
        fees: own.fees.iter().map(fee).filter(|fee| fee.amount_minor > 0).collect(),
        holidays: None,
        may_call_in: own.penalty.base == offered::PenaltyBase::WholeBalance,
        floating: None,
        rate_change: WithinPeriod::default(),
    }
}

fn holidays_of(terms: &LoanTerms, rule: HolidayRule, calendar: &Calendar) -> Option<Holidays> {
    let dues = |terms| Planner::new(terms).agreed_dues();
    let frozen = |rule| Holidays::freeze(rule, calendar, terms.disbursed_on, &dues(terms));
    (rule != HolidayRule::None).then(|| frozen(rule))
}

fn method_of(product: &LoanProduct, choices: &Choices, amount: i64) -> Method {
    let options = &product.terms.method_options;
    match product.terms.method {
        RepaymentMethod::Annuity => Method::Annuity,
        RepaymentMethod::EqualPrincipal => Method::EqualPrincipal,
        RepaymentMethod::Flat => Method::Flat,
        RepaymentMethod::InterestOnly => Method::InterestOnly,
        RepaymentMethod::Bullet => Method::Bullet,
        RepaymentMethod::OnDemand => Method::OnDemand,
        RepaymentMethod::Custom => Method::Custom {
            rows: choices.custom_plan.clone(),
        },
        RepaymentMethod::Biweekly => {
            // Two payments a month make up the monthly quote that is halved.
            Method::Biweekly {
                quote_months: (choices.periods * 12).div_ceil(26),
            }
        }
        RepaymentMethod::Balloon => match options.balloon_residual_bp {
            Some(share) => Method::Residual {
                residual_minor: share_of(amount, i64::from(share), 10_000),
            },
            None => Method::Balloon {
                amortise_over: options
                    .balloon_amortisation_periods
                    .unwrap_or(choices.periods)
                    .max(choices.periods),
            },
        },
        RepaymentMethod::Step => match (options.interest_only_periods, options.step_growth_bp) {
            (Some(interest_only_periods), _) => Method::GraceThenAnnuity { interest_only_periods },
            (None, growth) => Method::StepUp {
                growth_bp: growth.and_then(|bp| u32::try_from(bp).ok()).unwrap_or(0),
                every: options.step_every_periods.unwrap_or(12),
            },
        },
    }
}

fn share_of(amount: i64, share: i64, whole: i64) -> i64 {
    let exact = i128::from(amount) * i128::from(share);
    i64::try_from(kernel::Rounding::HalfUp.div(exact, i128::from(whole))).unwrap_or(i64::MAX)
}

fn due_rule(own: &product::ProductTerms, pay_day: Option<u32>) -> DueRule {
    let (rule, method, frequency) = (&own.due_dates, own.method, own.frequency);
    let day = match (pay_day, rule.due_day) {
        (Some(day), _) | (None, offered::DueDay::Fixed { day }) => day,
        (None, offered::DueDay::Anchor) => {
            return DueRule::Anchor {
                month_end: rule.month_end,
            };
        }
    };
    if method == RepaymentMethod::Biweekly {
        return DueRule::Anchor { month_end: false };
    }
    let by_contract = matches!(method, RepaymentMethod::InterestOnly | RepaymentMethod::OnDemand);
    if by_contract && frequency != offered::Frequency::Month {
        return DueRule::Calendar { day };
    }
    DueRule::PayDay {
        day,
        min_first_days: i32::try_from(rule.min_first_period_days).unwrap_or(0),
        stub: match rule.stub {
            offered::StubStyle::InterestOnlyStub => Stub::InterestOnlyStub,
            offered::StubStyle::LongFirst => Stub::LongFirst,
            offered::StubStyle::Prorata => Stub::Prorata,
        },
        ends_on_anniversary: by_contract,
    }
}

fn penalty_of(policy: &offered::PenaltyPolicy) -> PenaltyTerms {
    PenaltyTerms {
        uplift_bp: policy.uplift_bp,
        compound: policy.compound_interest,
        grace_days: i32::try_from(policy.grace_days).unwrap_or(0),
        from_grace_end: policy.start == offered::PenaltyStart::GraceEnd,
        none: policy.base == offered::PenaltyBase::None,
        on_installment: policy.base == offered::PenaltyBase::Installment,
    }
}

fn prepayment_of(
    rules: &offered::EarlyRepaymentRules,
    rate: AnnualRate,
    frequency: offered::Frequency,
) -> PrepaymentTerms {
    let months = |periods: Option<u32>| periods.unwrap_or(0) * frequency.months().unwrap_or(1).unsigned_abs();
    let (share_e10, fee_months) = match rules.fee {
        offered::PrepaymentFee::None => (0, 0),
        offered::PrepaymentFee::ShareOfPrepaid {
            share_bp,
            first_periods,
        } => (i64::from(share_bp) * (AnnualRate::ONE / 10_000), months(first_periods)),
        offered::PrepaymentFee::MonthsOfInterest {
            months: count,
            first_periods,
        } => (share_of(rate.e10(), i64::from(count), 12), months(first_periods)),
    };
    PrepaymentTerms {
        share_e10,
        fee_months,
        min_minor: rules.min_amount_minor,
        no_payoff: !rules.payoff,
        no_shorten: !rules.shorten,
        no_reduce: !rules.reduce,
    }
}
