//! Tables of the product's rules, on the seeds.

use super::{
    BenchmarkRate, BenchmarkRates, BenchmarkTenor, Component, Fault, FeeAmount, FeeRule, FeeTrigger, Frequency,
    LoanProduct, ProductStatus, RatePolicy, RepaymentMethod, Repricing, TermsError, Wording,
};
use crate::seed;
use kernel::{AnnualRate, BusinessDate, CivilDate, DayCount, ProductId, Rounding, UserId};
use proptest::prelude::*;
use std::collections::BTreeSet;
use uuid::Uuid;

fn date(text: &str) -> CivilDate {
    CivilDate::parse(text).unwrap()
}

fn product(code: &str) -> LoanProduct {
    seed::products().into_iter().find(|p| p.code == code).unwrap()
}

/// The publications of the seed.
fn published() -> Vec<BenchmarkRate> {
    let versions = reference::seed::versions().into_values().flatten();
    let rate = |version: reference::domain::Version| match version.content {
        Some(reference::domain::Content::Benchmark(publication)) => Some(BenchmarkRate {
            tenor: BenchmarkTenor::parse(&version.code).unwrap(),
            published_on: version.effective_from,
            annual_rate: publication.annual_rate,
            source: version.source,
        }),
        _ => None,
    };
    versions.filter_map(rate).collect()
}

#[test]
fn every_seed_makes_sense_and_every_method_is_offered() {
    let products = seed::products();
    for product in &products {
        assert_eq!(product.check(), Ok(()), "{}", product.code);
        assert_eq!(product.status, ProductStatus::Active);
    }
    let methods: BTreeSet<_> = products.iter().map(|p| p.terms.method).collect();
    assert_eq!(methods, RepaymentMethod::ALL.into());
    let ids: BTreeSet<_> = products.iter().map(|p| p.id).collect();
    assert_eq!(ids.len(), products.len());
}

#[test]
fn the_lending_club_product_rounds_its_payment_up() {
    let lc = product("LC36");
    assert_eq!(lc.currency.code(), "USD");
    assert_eq!(lc.terms.rounding.installment, Rounding::Up);
    assert_eq!(lc.terms.day_count, DayCount::Thirty360Us);
    assert_eq!((lc.terms.penalty.grace_days, lc.terms.penalty.uplift_bp), (15, 0));
}

#[test]
fn terms_survive_being_stored() {
    for product in seed::products() {
        let stored = serde_json::to_string(&product.terms).unwrap();
        assert_eq!(
            serde_json::from_str::<super::ProductTerms>(&stored).unwrap(),
            product.terms,
            "{}",
            product.code
        );
    }
}

/// cn.md §2.1: the rate is the latest LPR published by the day plus the spread.
#[test]
fn a_floating_rate_is_the_latest_benchmark_plus_the_spread() {
    let benchmarks = BenchmarkRates::new(published());
    let mortgage = product("P01");
    for (on, rate) in [
        ("2019-08-20", "0.0455"),
        ("2024-07-21", "0.0365"),
        ("2024-07-22", "0.0355"),
        ("2025-06-20", "0.032"),
    ] {
        assert_eq!(
            mortgage.annual_rate(date(on), &benchmarks).unwrap().to_string(),
            rate,
            "{on}"
        );
    }
    assert_eq!(
        mortgage.annual_rate(date("2019-08-19"), &benchmarks),
        Err(TermsError::BenchmarkUnknown {
            tenor: "lpr_5y",
            on: date("2019-08-19")
        })
    );
}

#[test]
fn a_floating_rate_stays_within_its_floor_and_cap() {
    let rate = |text| AnnualRate::parse(text).unwrap();
    let benchmarks = BenchmarkRates::new(vec![BenchmarkRate {
        tenor: BenchmarkTenor::Lpr1Y,
        published_on: date("2025-01-20"),
        annual_rate: rate("0.031"),
        source: String::new(),
    }]);
    let found = |spread_bp| {
        let policy = RatePolicy::Floating {
            tenor: BenchmarkTenor::Lpr1Y,
            spread_bp,
            repricing: Repricing::HalfYearly,
            floor: Some(rate("0.028")),
            cap: Some(rate("0.045")),
        };
        policy.annual_rate(date("2025-01-20"), &benchmarks)
    };
    assert_eq!(found(20), Ok(rate("0.033")));
    assert_eq!(found(-31), Ok(rate("0.028")));
    assert_eq!(found(141), Ok(rate("0.045")));
}

#[test]
fn a_rate_below_zero_is_refused() {
    let benchmarks = BenchmarkRates::new(vec![BenchmarkRate {
        tenor: BenchmarkTenor::Lpr1Y,
        published_on: date("2025-01-20"),
        annual_rate: AnnualRate::parse("0.001").unwrap(),
        source: String::new(),
    }]);
    let floating = |spread_bp| RatePolicy::Floating {
        tenor: BenchmarkTenor::Lpr1Y,
        spread_bp,
        repricing: Repricing::NextDay,
        floor: None,
        cap: None,
    };
    assert_eq!(
        floating(-10).annual_rate(date("2025-01-20"), &benchmarks),
        Ok(AnnualRate::ZERO)
    );
    assert_eq!(
        floating(-11).annual_rate(date("2025-01-20"), &benchmarks),
        Err(TermsError::RateBelowZero { spread_bp: -11 })
    );
}

#[test]
fn a_contradiction_names_the_field_to_mend() {
    let change = |mend: fn(&mut LoanProduct)| {
        let mut product = product("P01");
        mend(&mut product);
        match product.check() {
            Err(TermsError::Contradiction { field, .. }) => field,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(change(|p| p.code.clear()), "code");
    assert_eq!(change(|p| p.terms.frequency = Frequency::Biweekly), "frequency");
    assert_eq!(
        change(|p| p.terms.due_dates.due_day = super::DueDay::Fixed { day: 32 }),
        "due_dates.pay_day"
    );
    assert_eq!(change(|p| p.terms.due_dates.month_end = true), "due_dates.month_end");
    assert_eq!(
        change(|p| p.terms.due_dates.stub = super::StubStyle::Prorata),
        "due_dates.min_first_period_days"
    );
    assert_eq!(
        change(|p| p.terms.penalty.base = super::PenaltyBase::Installment),
        "penalty.compound"
    );
    assert_eq!(change(|p| p.terms.penalty.tolerance_minor = -1), "penalty.tolerance");
    assert_eq!(
        change(|p| {
            p.terms.fees = vec![super::FeeRule {
                code: "fee".to_owned(),
                name_zh: "滞纳金".to_owned(),
                name_en: "Late fee".to_owned(),
                trigger: super::FeeTrigger::Late,
                amount: super::FeeAmount::ShareOfPrincipal { share_bp: 0 },
            }];
        }),
        "fees.0.share_bp"
    );
    assert_eq!(change(|p| p.terms.method = RepaymentMethod::Balloon), "method_options");
    assert_eq!(change(|p| p.terms.method = RepaymentMethod::Step), "method_options");
    assert_eq!(
        change(|p| p.terms.method_options.step_growth_bp = Some(100)),
        "method_options.step_growth_bp"
    );
    assert_eq!(
        change(|p| p.terms.allocation.performing.components.push(Component::Fee)),
        "allocation"
    );
    assert_eq!(change(|p| p.terms.limits.min_amount_minor = 0), "limits.min_amount");
    assert_eq!(change(|p| p.terms.limits.max_periods = 1), "limits.max_periods");
    assert_eq!(
        change(|p| p.terms.rate = RatePolicy::Fixed {
            annual_rate: AnnualRate::parse("0.25").unwrap()
        }),
        "rate.annual_rate"
    );
}

/// Each line breaks one rule of P01, which is whole as it stands.
#[test]
fn every_fault_is_found_at_its_field() {
    let change = |mend: fn(&mut LoanProduct)| {
        let mut product = product("P01");
        mend(&mut product);
        match product.check() {
            Err(TermsError::Contradiction { field, fault }) => (field, fault),
            other => panic!("{other:?}"),
        }
    };
    let found = |field: &str, fault| (field.to_owned(), fault);
    assert_eq!(
        change(|p| "P 01".clone_into(&mut p.code)),
        found("code", Fault::NotACode)
    );
    assert_eq!(change(|p| p.name_zh = " ".to_owned()), found("name_zh", Fault::Empty));
    assert_eq!(
        change(|p| p.name_en = "x".repeat(101)),
        found("name_en", Fault::TooLong)
    );
    assert_eq!(
        change(|p| p.terms.penalty.uplift_bp = 90_001),
        found("penalty.multiplier", Fault::TooLarge)
    );
    assert_eq!(
        change(|p| p.terms.penalty.tolerance_minor = -1),
        found("penalty.tolerance", Fault::Negative)
    );
    assert_eq!(
        change(|p| p.terms.allocation.non_accrual_after_days = Some(0)),
        found("non_accrual_after_days", Fault::NotPositive)
    );
    assert_eq!(
        change(|p| p.terms.limits.max_periods = 1_201),
        found("limits.max_periods", Fault::TooLarge)
    );
    assert_eq!(
        change(|p| p.terms.fees = vec![fee("service"), fee("service")]),
        found("fees.1.code", Fault::Repeated)
    );
    assert_eq!(
        change(|p| {
            p.terms.fees = vec![fee("service")];
            p.terms.fees[0].amount = FeeAmount::ShareOfPrincipal { share_bp: 10_001 };
        }),
        found("fees.0.share_bp", Fault::TooLarge)
    );
}

fn fee(code: &str) -> FeeRule {
    FeeRule {
        code: code.to_owned(),
        name_zh: "服务费".to_owned(),
        name_en: "Service fee".to_owned(),
        trigger: FeeTrigger::Disbursement,
        amount: FeeAmount::Fixed { amount_minor: 1 },
    }
}

fn user(number: u128) -> UserId {
    UserId(Uuid::from_u128(number))
}

fn wording(product: &LoanProduct) -> Wording {
    Wording {
        name_zh: product.name_zh.clone(),
        name_en: product.name_en.clone(),
        description_zh: String::new(),
        description_en: String::new(),
        effective_from: product.effective_from,
    }
}

#[test]
fn a_used_version_is_frozen_and_the_next_one_is_a_draft() {
    let active = product("P01");
    let (terms, words) = (active.terms.clone(), wording(&active));
    let frozen = TermsError::VersionFrozen {
        code: "P01".to_owned(),
        version: 1,
    };
    assert_eq!(
        active.clone().changed(words.clone(), terms.clone(), user(1)),
        Err(frozen)
    );
    let on = BusinessDate::parse("2025-07-01").unwrap();
    let draft = active.next_version(ProductId(Uuid::from_u128(9)), on);
    assert_eq!(
        (draft.version, draft.status, draft.used),
        (2, ProductStatus::Draft, false)
    );
    assert!(draft.ensure_offered(on).is_err());
    assert!(draft.changed(words, terms, user(1)).is_ok());
}

/// Four eyes: of the two who wrote a draft neither activates it, a third does.
#[test]
fn nobody_activates_what_they_wrote() {
    let first = product("P01");
    let today = BusinessDate::parse("2025-07-01").unwrap();
    let draft = first.next_version(
        ProductId(Uuid::from_u128(9)),
        BusinessDate::parse("2025-06-01").unwrap(),
    );
    let (terms, words) = (first.terms.clone(), wording(&first));
    let by_one = draft.changed(words.clone(), terms.clone(), user(1)).unwrap();
    let by_two = by_one.changed(words, terms, user(2)).unwrap();
    for maker in [1, 2] {
        let refused = by_two.clone().activated(user(maker), today);
        assert_eq!(refused, Err(TermsError::MakerMayNotActivate));
    }
    let active = by_two.activated(user(3), today).unwrap();
    assert_eq!((active.status, active.effective_from), (ProductStatus::Active, today));
    assert_eq!(active.ensure_offered(today), Ok(()));
}

#[test]
fn a_retired_version_takes_no_loans_and_is_retired_once() {
    let today = BusinessDate::parse("2025-07-01").unwrap();
    let retired = product("P01").retired(today).unwrap();
    assert!(retired.ensure_offered(today).is_err());
    assert_eq!(retired.effective_until, Some(today));
    assert!(matches!(retired.retired(today), Err(TermsError::VersionFrozen { .. })));
}

/// Half-open: the day on which a successor begins is the successor's.
#[test]
fn a_version_with_a_successor_is_offered_until_the_day_before() {
    let mut version = product("P01");
    version.effective_until = Some(BusinessDate::parse("2025-07-01").unwrap());
    assert!(
        version
            .ensure_offered(BusinessDate::parse("2025-06-30").unwrap())
            .is_ok()
    );
    assert!(
        version
            .ensure_offered(BusinessDate::parse("2025-07-01").unwrap())
            .is_err()
    );
}

proptest! {
    #[test]
    fn the_rate_of_a_day_is_the_last_one_published_by_then(
        published in prop::collection::btree_map(0..3_000_i32, 1..1_000_000_000_i64, 0..20),
        on in 0..3_000_i32,
    ) {
        let rate = |(day, units): (&i32, &i64)| BenchmarkRate {
            tenor: BenchmarkTenor::Lpr1Y,
            published_on: CivilDate::from_days(*day),
            annual_rate: AnnualRate::from_e10(*units),
            source: String::new(),
        };
        let benchmarks = BenchmarkRates::new(published.iter().rev().map(rate).collect());
        let known = published.range(..=on).next_back().map(|(_, units)| *units);
        let found = benchmarks.on(BenchmarkTenor::Lpr1Y, CivilDate::from_days(on));
        prop_assert_eq!(found.ok().map(|rate| rate.annual_rate.e10()), known);
        prop_assert!(benchmarks.on(BenchmarkTenor::Lpr5Y, CivilDate::from_days(on)).is_err());
    }
}
