//! Fees of a contract: at disbursement, with each instalment, and when one is missed.

use super::life::{d, disbursed, year_loan};
use super::schedules::terms;
use crate::domain::allocation::Amounts;
use crate::domain::clauses::{Fee, FeeTrigger};
use crate::domain::event::EventBody;
use crate::domain::movement::Movement;
use crate::domain::state::{CloseReason, Status};
use crate::domain::terms::{LoanTerms, Method};

fn with_fee(mut terms: LoanTerms, trigger: FeeTrigger, amount_minor: i64) -> LoanTerms {
    terms.clauses.fees.push(Fee {
        code: "fee".to_owned(),
        trigger,
        amount_minor,
    });
    terms
}

/// T05 with its fee: 12,000.00 at 0.6% a month flat and 2% up front. The whole amount is lent (Civil Code art. 670), the fee
/// is due on that day, and unpaid it makes no day past due: those are days of principal and interest.
#[test]
fn t05_the_fee_at_disbursement_is_charged_and_not_deducted() {
    let terms = terms("12000.00", "0.072", Method::Flat, 12, "2025-01-20");
    let terms = with_fee(terms, FeeTrigger::Disbursement, 24_000);
    let mut life = disbursed(&terms);
    let moved = life.state.moved;
    assert_eq!(
        (
            moved.of(Movement::Disbursement),
            moved.of(Movement::FeeCharged),
            life.state.balance
        ),
        (1_200_000, 24_000, 1_200_000)
    );
    life.advance(d("2025-02-19"));
    assert_eq!(
        life.state.due_on(&terms, d("2025-02-19")),
        Amounts([24_000, 0, 0, 0, 0])
    );
    assert_eq!(life.state.days_past_due(d("2025-02-19")), 0);
    let receipt = life
        .apply(&EventBody::Repaid { amount: 24_000 }, d("2025-02-19"))
        .unwrap();
    assert_eq!(receipt.installments, [(0, Amounts([24_000, 0, 0, 0, 0]))]);
    for month in 1..=12 {
        let due = terms.disbursed_on.add_months(month, 20);
        life.apply(&EventBody::Repaid { amount: 107_200 }, due).unwrap();
    }
    let closed = Status::Closed {
        reason: CloseReason::PaidInFull,
        on: d("2026-01-20"),
    };
    assert_eq!(life.state.status, closed);
}

#[test]
fn a_fee_with_each_instalment_falls_due_with_it_and_not_with_an_early_payoff() {
    let terms = with_fee(year_loan(), FeeTrigger::Installment, 500);
    let mut life = disbursed(&terms);
    assert_eq!(life.state.moved.of(Movement::FeeCharged), 0);
    life.advance(d("2025-02-20"));
    assert_eq!(
        life.state.due_on(&terms, d("2025-02-20")),
        Amounts([500, 0, 0, 60_000, 972_797])
    );
    life.apply(&EventBody::Repaid { amount: 1_033_297 }, d("2025-02-20"))
        .unwrap();
    let payoff = life.payoff(d("2025-02-20"));
    assert_eq!((payoff.total(), payoff.fee), (11_027_203, 0));
}

#[test]
fn a_late_fee_is_charged_once_for_each_missed_instalment_after_its_grace() {
    let mut terms = with_fee(year_loan(), FeeTrigger::Late, 2000);
    terms.penalty.grace_days = 3;
    let mut life = disbursed(&terms);
    for (on, fee) in [
        ("2025-02-23", 0),
        ("2025-02-24", 2000),
        ("2025-03-23", 2000),
        ("2025-03-24", 4000),
    ] {
        life.advance(d(on));
        assert_eq!(life.state.due_on(&terms, d(on)).0[0], fee, "{on}");
    }
    assert_eq!(life.state.moved.of(Movement::FeeCharged), 4000);
}

/// A shortfall within the tolerance is no missed instalment; the one with which it is late is missed once.
#[test]
fn a_tolerated_shortfall_costs_no_late_fee() {
    let mut terms = with_fee(year_loan(), FeeTrigger::Late, 2000);
    terms.clauses.tolerance_minor = 1000;
    let mut life = disbursed(&terms);
    life.apply(&EventBody::Repaid { amount: 1_032_000 }, d("2025-02-20"))
        .unwrap();
    life.advance(d("2025-03-20"));
    assert_eq!(life.state.moved.of(Movement::FeeCharged), 0);
    life.advance(d("2025-03-21"));
    assert_eq!(life.state.moved.of(Movement::FeeCharged), 2000);
}
