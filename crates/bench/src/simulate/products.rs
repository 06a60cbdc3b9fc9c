//! Random products: every seeded one as it is, and variants of it with other habits.

use crate::rng::Rng;
use kernel::{AnnualRate, Currency, DayCount, HolidayRule, ProductId, Rounding};
use product::domain::{
    AllocationPolicy, AllocationReading, Component, DueDay, FeeAmount, FeeRule, FeeTrigger, Frequency, PenaltyBase,
    PenaltyStart, PrepaymentFee, ProductStatus, StubStyle,
};
use product::{LoanProduct, MethodOptions, RepaymentMethod};
use uuid::Builder;

/// The seeded products, each followed by a variant of its own id.
pub(super) fn products(rng: &mut Rng) -> Vec<LoanProduct> {
    let mut all = Vec::new();
    for seeded in product::seed::products() {
        let mut variant = seeded.clone();
        all.push(seeded);
        vary(rng, &mut variant);
        if variant.check().is_ok() {
            all.push(variant);
        }
    }
    all
}

fn vary(rng: &mut Rng, product: &mut LoanProduct) {
    product.id = ProductId(Builder::from_random_bytes(rng.wide().to_be_bytes()).into_uuid());
    product.code = format!("{}V", product.code);
    product.status = ProductStatus::Active;
    let terms = &mut product.terms;
    let limits = &mut terms.limits;
    (limits.min_amount_minor, limits.max_amount_minor) = (10_000, 100_000_000_000);
    (limits.min_periods, limits.max_periods) = (1, 780);
    (limits.min_annual_rate, limits.max_annual_rate) = (AnnualRate::ZERO, AnnualRate::from_e10(AnnualRate::ONE));
    terms.day_count = *rng.pick(&DayCount::ALL);
    terms.rounding.installment = *rng.pick(&[Rounding::HalfUp, Rounding::HalfEven, Rounding::Up, Rounding::Down]);
    if terms.method != RepaymentMethod::Biweekly {
        terms.frequency = *rng.pick(&[
            Frequency::Month,
            Frequency::Month,
            Frequency::Quarter,
            Frequency::HalfYear,
            Frequency::Year,
        ]);
        let fixed = DueDay::Fixed {
            day: u32::try_from(rng.between(1, 31)).unwrap_or(1),
        };
        terms.due_dates.due_day = *rng.pick(&[DueDay::Anchor, fixed, fixed]);
    }
    terms.due_dates.month_end = terms.due_dates.due_day == DueDay::Anchor && rng.once_in(2);
    terms.due_dates.min_first_period_days = u32::try_from(rng.between(0, 25)).unwrap_or(0);
    terms.due_dates.stub = *rng.pick(&[StubStyle::InterestOnlyStub, StubStyle::LongFirst, StubStyle::Prorata]);
    if terms.due_dates.stub != StubStyle::LongFirst {
        terms.due_dates.min_first_period_days = 0;
    }
    vary_options(rng, &mut terms.method_options, terms.method);
    terms.penalty.base = *rng.pick(&[
        PenaltyBase::OverduePrincipal,
        PenaltyBase::Installment,
        PenaltyBase::WholeBalance,
        PenaltyBase::None,
    ]);
    terms.penalty.uplift_bp = u32::try_from(rng.between(0, 10_000)).unwrap_or(0);
    terms.penalty.compound_interest = terms.penalty.base != PenaltyBase::Installment && rng.once_in(2);
    terms.penalty.tolerance_minor = *rng.pick(&[0, 0, 1_000, 50_000]);
    terms.penalty.grace_days = u32::try_from(rng.between(0, 20)).unwrap_or(0);
    terms.penalty.start = *rng.pick(&[PenaltyStart::DueDate, PenaltyStart::GraceEnd]);
    vary_allocation(rng, &mut terms.allocation);
    terms.fees = fees(rng);
    if product.currency == Currency::CNY {
        terms.due_dates.holiday = *rng.pick(&[
            HolidayRule::None,
            HolidayRule::Following,
            HolidayRule::ModifiedFollowing,
        ]);
    }
    let first_periods = rng.once_in(2).then(|| u32::try_from(rng.between(1, 12)).unwrap_or(1));
    terms.early_repayment.min_amount_minor = *rng.pick(&[0, 0, 10_000]);
    terms.early_repayment.fee = *rng.pick(&[
        PrepaymentFee::None,
        PrepaymentFee::ShareOfPrepaid {
            share_bp: 150,
            first_periods,
        },
        PrepaymentFee::MonthsOfInterest {
            months: 2,
            first_periods,
        },
    ]);
}

fn vary_allocation(rng: &mut Rng, allocation: &mut AllocationPolicy) {
    for order in [&mut allocation.performing, &mut allocation.non_accrual] {
        order.reading = *rng.pick(&[AllocationReading::Horizontal, AllocationReading::Vertical]);
        order.components = shuffled(rng, &Component::ALL);
    }
    allocation.non_accrual_after_days = *rng.pick(&[None, Some(0), Some(30), Some(90)]);
}

/// Any of a fee at disbursement, one with each instalment, and one when an instalment is missed.
fn fees(rng: &mut Rng) -> Vec<FeeRule> {
    let triggers = [FeeTrigger::Disbursement, FeeTrigger::Installment, FeeTrigger::Late];
    let mut fees = Vec::new();
    for (code, trigger) in ["lent", "each", "late"].into_iter().zip(triggers) {
        if rng.once_in(3) {
            let share_bp = u32::try_from(rng.between(1, 300)).unwrap_or(1);
            fees.push(FeeRule {
                code: code.to_owned(),
                name_zh: code.to_owned(),
                name_en: code.to_owned(),
                trigger,
                amount: *rng.pick(&[
                    FeeAmount::Fixed { amount_minor: 2_000 },
                    FeeAmount::ShareOfPrincipal { share_bp },
                ]),
            });
        }
    }
    fees
}

fn vary_options(rng: &mut Rng, options: &mut MethodOptions, method: RepaymentMethod) {
    let number = |rng: &mut Rng, low, high| u32::try_from(rng.between(low, high)).ok();
    match method {
        RepaymentMethod::Balloon if rng.once_in(2) => {
            *options = MethodOptions {
                balloon_amortisation_periods: number(rng, 24, 120),
                ..MethodOptions::default()
            };
        }
        RepaymentMethod::Balloon => options.balloon_residual_bp = number(rng, 0, 9_000),
        RepaymentMethod::Step if rng.once_in(2) => {
            *options = MethodOptions {
                interest_only_periods: number(rng, 1, 6),
                ..MethodOptions::default()
            };
        }
        RepaymentMethod::Step => {
            *options = MethodOptions {
                step_every_periods: number(rng, 1, 12),
                step_growth_bp: i32::try_from(rng.between(0, 1_500)).ok(),
                ..MethodOptions::default()
            };
        }
        _ => {}
    }
}

fn shuffled<T: Copy>(rng: &mut Rng, items: &[T]) -> Vec<T> {
    let mut items = items.to_vec();
    for last in (1..items.len()).rev() {
        items.swap(last, rng.index(last + 1));
    }
    items
}
