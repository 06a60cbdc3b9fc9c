//! From the domain to the wire.

use super::dto::{
    DueDatesView, EarlyRepaymentView, FeeView, LimitsView, MethodOptionsView, PenaltyView, ProductView, RateView,
    RoundingView,
};
use crate::domain::{
    AllocationReading, BenchmarkRates, Component, DueDateRule, DueDay, EarlyRepaymentRules, FeeAmount, FeeRule,
    FeeTrigger, LoanProduct, MethodOptions, PenaltyBase, PenaltyPolicy, PenaltyStart, PrepaymentFee, RatePolicy,
    StubStyle,
};
use kernel::{AnnualRate, BusinessDate, Currency, HolidayRule, Money, Rounding};

impl ProductView {
    /// A product as offered on a day.
    pub(super) fn of(product: LoanProduct, on: BusinessDate, benchmarks: &BenchmarkRates) -> Self {
        let offered = product.ensure_offered(on).is_ok();
        let annual_rate = product.annual_rate(on.date(), benchmarks).ok();
        let money = |minor| Money::new(minor, product.currency);
        let terms = product.terms;
        let allocation = terms.allocation;
        Self {
            id: product.id,
            version: product.version,
            status: product.status.name(),
            effective_from: product.effective_from,
            effective_until: product.effective_until,
            revision: product.revision,
            makers: product.makers,
            offered,
            used: product.used,
            currency: product.currency,
            method: terms.method.name(),
            method_options: options(terms.method_options),
            annual_rate,
            rate: rate(terms.rate),
            day_count: terms.day_count.name(),
            frequency: terms.frequency.name(),
            due_dates: due_dates(terms.due_dates),
            rounding: RoundingView {
                installment: rounding(terms.rounding.installment),
                interest: rounding(terms.rounding.interest),
            },
            penalty: penalty(terms.penalty, money(terms.penalty.tolerance_minor)),
            allocation: names(&allocation.performing.components),
            allocation_reading: reading(allocation.performing.reading),
            non_accrual_allocation: names(&allocation.non_accrual.components),
            non_accrual_reading: reading(allocation.non_accrual.reading),
            non_accrual_after_days: allocation.non_accrual_after_days,
            fees: terms.fees.into_iter().map(|rule| fee(rule, product.currency)).collect(),
            early_repayment: early_repayment(terms.early_repayment, money(terms.early_repayment.min_amount_minor)),
            limits: LimitsView {
                min_amount: money(terms.limits.min_amount_minor),
                max_amount: money(terms.limits.max_amount_minor),
                min_periods: terms.limits.min_periods,
                max_periods: terms.limits.max_periods,
                min_annual_rate: terms.limits.min_annual_rate,
                max_annual_rate: terms.limits.max_annual_rate,
            },
            code: product.code,
            name_zh: product.name_zh,
            name_en: product.name_en,
            description_zh: product.description_zh,
            description_en: product.description_en,
        }
    }
}

fn names(components: &[Component]) -> Vec<&'static str> {
    components.iter().map(|component| component.name()).collect()
}

fn options(options: MethodOptions) -> MethodOptionsView {
    MethodOptionsView {
        balloon_amortisation_periods: options.balloon_amortisation_periods,
        balloon_residual_bp: options.balloon_residual_bp,
        interest_only_periods: options.interest_only_periods,
        step_every_periods: options.step_every_periods,
        step_growth_bp: options.step_growth_bp,
        biweekly_half_of_monthly: options.biweekly_half_of_monthly,
    }
}

fn rate(policy: RatePolicy) -> RateView {
    match policy {
        RatePolicy::Fixed { annual_rate } => RateView {
            kind: "fixed",
            annual_rate: Some(annual_rate),
            tenor: None,
            spread_bp: None,
            repricing: None,
            floor: None,
            cap: None,
        },
        RatePolicy::Floating {
            tenor,
            spread_bp,
            repricing,
            floor,
            cap,
        } => RateView {
            kind: "floating",
            annual_rate: None,
            tenor: Some(tenor.name()),
            spread_bp: Some(spread_bp),
            repricing: Some(repricing.name()),
            floor,
            cap,
        },
    }
}

fn due_dates(rule: DueDateRule) -> DueDatesView {
    let (due_day, pay_day) = match rule.due_day {
        DueDay::Anchor => ("anchor", None),
        DueDay::Fixed { day } => ("fixed", Some(day)),
    };
    DueDatesView {
        due_day,
        pay_day,
        month_end: rule.month_end,
        min_first_period_days: rule.min_first_period_days,
        stub: match rule.stub {
            StubStyle::InterestOnlyStub => "interest_only_stub",
            StubStyle::LongFirst => "long_first",
            StubStyle::Prorata => "prorata",
        },
        holiday: match rule.holiday {
            HolidayRule::None => "none",
            HolidayRule::Following => "following",
            HolidayRule::ModifiedFollowing => "modified_following",
        },
    }
}

const fn rounding(rounding: Rounding) -> &'static str {
    match rounding {
        Rounding::HalfUp => "half_up",
        Rounding::HalfEven => "half_even",
        Rounding::Up => "up",
        Rounding::Down => "down",
    }
}

const fn reading(reading: AllocationReading) -> &'static str {
    match reading {
        AllocationReading::Horizontal => "horizontal",
        AllocationReading::Vertical => "vertical",
    }
}

fn penalty(policy: PenaltyPolicy, tolerance: Money) -> PenaltyView {
    // A rate of 1 raised by the uplift reads as a multiple.
    let multiplier = |bp| AnnualRate::from_e10(AnnualRate::ONE).uplifted(bp).to_string();
    PenaltyView {
        base: match policy.base {
            PenaltyBase::None => "none",
            PenaltyBase::OverduePrincipal => "overdue_principal",
            PenaltyBase::Installment => "installment",
            PenaltyBase::WholeBalance => "whole_balance",
        },
        multiplier: multiplier(policy.uplift_bp),
        misuse_multiplier: multiplier(policy.misuse_uplift_bp),
        compound: policy.compound_interest,
        grace_days: policy.grace_days,
        start: match policy.start {
            PenaltyStart::DueDate => "due_date",
            PenaltyStart::GraceEnd => "grace_end",
        },
        tolerance,
    }
}

fn fee(rule: FeeRule, currency: Currency) -> FeeView {
    let (amount, share_bp) = match rule.amount {
        FeeAmount::Fixed { amount_minor } => (Some(Money::new(amount_minor, currency)), None),
        FeeAmount::ShareOfPrincipal { share_bp } => (None, Some(share_bp)),
    };
    FeeView {
        code: rule.code,
        name_zh: rule.name_zh,
        name_en: rule.name_en,
        trigger: match rule.trigger {
            FeeTrigger::Disbursement => "disbursement",
            FeeTrigger::Installment => "installment",
            FeeTrigger::Late => "late",
        },
        amount,
        share_bp,
    }
}

fn early_repayment(rules: EarlyRepaymentRules, min_amount: Money) -> EarlyRepaymentView {
    let (fee, fee_share_bp, fee_months, fee_first_periods) = match rules.fee {
        PrepaymentFee::None => ("none", None, None, None),
        PrepaymentFee::ShareOfPrepaid {
            share_bp,
            first_periods,
        } => ("share_of_prepaid", Some(share_bp), None, first_periods),
        PrepaymentFee::MonthsOfInterest { months, first_periods } => {
            ("months_of_interest", None, Some(months), first_periods)
        }
    };
    EarlyRepaymentView {
        payoff: rules.payoff,
        shorten: rules.shorten,
        reduce: rules.reduce,
        min_amount,
        fee,
        fee_share_bp,
        fee_months,
        fee_first_periods,
    }
}
