//! Prepayments and irregular first periods, without interest so that every figure can be computed by hand.

use super::schedules::terms;
use crate::domain::error::LoanError;
use crate::domain::event::{EventBody, PrepaymentEffect};
use crate::domain::life::Life;
use crate::domain::plan::PlanRow;
use crate::domain::schedule::schedule;
use crate::domain::terms::{DueRule, LoanTerms, Method, PrepaymentTerms, Stub};
use kernel::CivilDate;

fn d(text: &str) -> CivilDate {
    CivilDate::parse(text).unwrap()
}

fn principals(rows: &[PlanRow]) -> Vec<i64> {
    rows.iter().map(|row| row.principal).collect()
}

/// The terms with the 20th as pay day, which makes the first period irregular.
fn on_the_20th(terms: LoanTerms, stub: Stub) -> LoanTerms {
    LoanTerms {
        due: DueRule::PayDay {
            day: 20,
            min_first_days: 15,
            stub,
            ends_on_anniversary: false,
        },
        ..terms
    }
}

/// Disbursed, and paid on every due date before `until`.
fn lived<'t>(terms: &'t LoanTerms, until: &str) -> Life<'t> {
    let mut life = Life::begin(terms).unwrap();
    life.apply(&EventBody::Disbursed, terms.disbursed_on).unwrap();
    while let Some(due) = life.next_action_on().filter(|due| *due <= d(until)) {
        life.advance(due);
        let amount = life.state.due_on(terms, due).total();
        if amount > 0 {
            life.apply(&EventBody::Repaid { amount }, due).unwrap();
        }
    }
    life
}

fn prepay(life: &mut Life<'_>, amount: i64, effect: PrepaymentEffect, on: &str) {
    life.apply(&EventBody::Prepaid { amount, effect }, d(on)).unwrap();
}

#[test]
fn a_smaller_payment_keeps_the_number_of_fortnights() {
    // A year's monthly quote of 8,333.33 is paid as 24 halves of 4,166.67. After four of them 83,333.32 is left.
    let terms = terms(
        "100000.00",
        "0",
        Method::Biweekly { quote_months: 12 },
        26,
        "2025-01-06",
    );
    let mut life = lived(&terms, "2025-03-03");
    assert_eq!((life.state.balance, life.rows_to_come().len()), (8_333_332, 20));
    prepay(&mut life, 4_000_000, PrepaymentEffect::Reduce, "2025-03-03");
    // 43,333.32 over 20 is 2,166.67; the last absorbs.
    let mut expected = vec![216_667; 19];
    expected.push(216_659);
    assert_eq!(principals(&life.rows_to_come()), expected);
}

#[test]
fn a_smaller_payment_after_a_shorter_term_keeps_the_shorter_term() {
    let terms = terms("12000.00", "0", Method::Annuity, 12, "2025-01-20");
    let mut life = lived(&terms, "2025-03-20");
    prepay(&mut life, 300_000, PrepaymentEffect::Shorten, "2025-03-20");
    assert_eq!(principals(&life.rows_to_come()), vec![100_000; 7]);
    prepay(&mut life, 140_000, PrepaymentEffect::Reduce, "2025-03-20");
    assert_eq!(principals(&life.rows_to_come()), vec![80_000; 7]);
}

#[test]
fn a_residual_that_a_shorter_term_has_repaid_does_not_come_back() {
    // 1,000.00 down to 600.00: 100.00 a month and 600.00 with the fourth. Prepaying 750.00 leaves 150.00: two payments.
    let residual = Method::Residual { residual_minor: 60_000 };
    let terms = terms("1000.00", "0", residual, 4, "2025-01-20");
    let mut life = lived(&terms, "2025-02-20");
    assert_eq!(principals(&life.rows_to_come()), [10_000, 10_000, 70_000]);
    prepay(&mut life, 75_000, PrepaymentEffect::Shorten, "2025-02-20");
    assert_eq!(principals(&life.rows_to_come()), [10_000, 5_000]);
    prepay(&mut life, 5_000, PrepaymentEffect::Reduce, "2025-02-20");
    assert_eq!(principals(&life.rows_to_come()), [5_000, 5_000]);
}

#[test]
fn a_residual_that_prepayments_have_repaid_in_part_stays_as_small() {
    // 1,000.00 down to 600.00: 100.00 a month. Prepaying 500.00 leaves 400.00: 100.00, 100.00 and 200.00.
    let residual = Method::Residual { residual_minor: 60_000 };
    let terms = terms("1000.00", "0", residual, 4, "2025-01-20");
    let mut life = lived(&terms, "2025-02-20");
    prepay(&mut life, 50_000, PrepaymentEffect::Shorten, "2025-02-20");
    assert_eq!(principals(&life.rows_to_come()), [10_000, 10_000, 20_000]);
    // The last holds 100.00 of residual: 310.00 is 70.00, 70.00 and 170.00.
    prepay(&mut life, 9_000, PrepaymentEffect::Reduce, "2025-02-20");
    assert_eq!(principals(&life.rows_to_come()), [7_000, 7_000, 17_000]);
}

#[test]
fn a_balloon_becomes_smaller_with_its_payments() {
    // 1,200.00 over a computing term of 12: 100.00 a month, 900.00 with the fourth.
    let terms = terms("1200.00", "0", Method::Balloon { amortise_over: 12 }, 4, "2025-01-20");
    let mut life = lived(&terms, "2025-02-20");
    assert_eq!(principals(&life.rows_to_come()), [10_000, 10_000, 90_000]);
    prepay(&mut life, 55_000, PrepaymentEffect::Reduce, "2025-02-20");
    assert_eq!(principals(&life.rows_to_come()), [5_000, 5_000, 45_000]);
}

#[test]
fn a_smaller_payment_counts_only_instalments_that_repay() {
    // Interest only on 03-20, then twelve payments of 100.00.
    let terms = on_the_20th(
        terms("1200.00", "0", Method::Annuity, 12, "2025-03-08"),
        Stub::InterestOnlyStub,
    );
    let mut life = lived(&terms, "2025-03-08");
    assert_eq!(principals(&life.rows_to_come())[..3], [0, 10_000, 10_000]);
    prepay(&mut life, 60_000, PrepaymentEffect::Reduce, "2025-03-15");
    let mut expected = vec![0];
    expected.extend([5_000; 12]);
    assert_eq!(principals(&life.rows_to_come()), expected);
}

#[test]
fn an_interest_only_stub_comes_before_the_interest_only_periods() {
    let grace = Method::GraceThenAnnuity {
        interest_only_periods: 2,
    };
    let rows = schedule(&on_the_20th(
        terms("1000.00", "0", grace, 4, "2025-03-08"),
        Stub::InterestOnlyStub,
    ))
    .unwrap();
    assert_eq!(principals(&rows), [0, 0, 0, 50_000, 50_000]);
}

#[test]
fn steps_are_counted_from_the_first_regular_payment() {
    // 1,000 + 1,000 + 1,100 + 1,100 = 4,200.
    let step = Method::StepUp {
        growth_bp: 1_000,
        every: 2,
    };
    let rows = schedule(&on_the_20th(
        terms("4200.00", "0", step, 4, "2025-03-08"),
        Stub::InterestOnlyStub,
    ))
    .unwrap();
    assert_eq!(principals(&rows), [0, 100_000, 100_000, 110_000, 110_000]);
}

#[test]
fn a_typed_plan_pays_what_it_says_whatever_the_stub() {
    let plan = vec![(d("2025-03-20"), 30_000), (d("2025-05-20"), 70_000)];
    for stub in [Stub::InterestOnlyStub, Stub::LongFirst, Stub::Prorata] {
        let custom = Method::Custom { rows: plan.clone() };
        let rows = schedule(&on_the_20th(terms("1000.00", "0", custom, 2, "2025-03-08"), stub)).unwrap();
        assert_eq!(principals(&rows), [30_000, 70_000], "{stub:?}");
    }
}

#[test]
fn a_prepayment_in_a_whole_first_period_leaves_its_instalment_whole() {
    for stub in [Stub::InterestOnlyStub, Stub::Prorata] {
        let terms = on_the_20th(terms("1200.00", "0", Method::Annuity, 12, "2025-03-20"), stub);
        let mut life = lived(&terms, "2025-03-20");
        prepay(&mut life, 60_000, PrepaymentEffect::Shorten, "2025-04-05");
        assert_eq!(principals(&life.rows_to_come()), vec![10_000; 6], "{stub:?}");
    }
}

#[test]
fn a_prepayment_in_a_short_first_period_leaves_its_share_as_it_was() {
    // 12 of 30 days: 40.00 of 100.00.
    let terms = on_the_20th(terms("1200.00", "0", Method::Annuity, 12, "2025-03-08"), Stub::Prorata);
    let mut life = lived(&terms, "2025-03-08");
    assert_eq!(principals(&life.rows_to_come())[..2], [4_000, 10_000]);
    prepay(&mut life, 60_000, PrepaymentEffect::Shorten, "2025-03-15");
    assert_eq!(principals(&life.rows_to_come())[..2], [4_000, 10_000]);
}

#[test]
fn only_what_the_contract_offers_is_repaid_early() {
    let mut terms = terms("1200.00", "0", Method::Annuity, 12, "2025-01-20");
    let body = |effect| EventBody::Prepaid { amount: 30_000, effect };
    let refused = |terms: &LoanTerms, body: EventBody| {
        lived(terms, "2025-02-20").apply(&body, d("2025-02-25")) == Err(LoanError::PrepaymentNotOffered)
    };
    let early = [
        body(PrepaymentEffect::Shorten),
        body(PrepaymentEffect::Reduce),
        EventBody::PaidOff { amount: 110_000 },
    ];
    let answers = |terms: &LoanTerms| early.clone().map(|body| refused(terms, body));
    assert_eq!(answers(&terms), [false, false, false]);
    terms.prepayment.no_shorten = true;
    assert_eq!(answers(&terms), [true, false, false]);
    terms.prepayment.no_reduce = true;
    assert_eq!(answers(&terms), [true, true, false]);
    terms.prepayment.no_payoff = true;
    assert_eq!(answers(&terms), [true, true, true]);
    terms.prepayment = PrepaymentTerms::default();
    terms.method = Method::Custom {
        rows: vec![(d("2025-03-20"), 60_000), (d("2025-04-20"), 60_000)],
    };
    assert_eq!(answers(&terms), [false, true, false]);
    terms.method = Method::Flat;
    assert_eq!(answers(&terms), [true, true, false]);
}
