//! What a contract may say about lateness beside a rate: tolerance, another order of allocation, another base.

use super::life::{d, disbursed, year_loan};
use crate::domain::allocation::{AllocationOrder, Amounts, Component, Reading};
use crate::domain::clauses::NonAccrual;
use crate::domain::event::EventBody;
use crate::domain::life::{Life, Receipt};
use crate::domain::state::Status;
use crate::domain::terms::LoanTerms;

/// The loan of cn.md §1.4, whose first instalment on 2025-02-20 is 9,727.97 + 600.00 and the second 9,776.61 + 551.36, with
/// a tolerance of 10.00.
fn tolerant() -> LoanTerms {
    let mut terms = year_loan();
    terms.clauses.tolerance_minor = 1000;
    terms
}

fn repay(life: &mut Life<'_>, minor: i64, on: &str) -> Receipt {
    life.apply(&EventBody::Repaid { amount: minor }, d(on)).unwrap()
}

fn owed(life: &mut Life<'_>, on: &str) -> (Amounts, i32) {
    life.advance(d(on));
    let terms = life.terms();
    (life.state.due_on(terms, d(on)), life.state.days_past_due(d(on)))
}

/// cn.md §3.3: short by 7.97 of 10.00, which the next bill asks for.
#[test]
fn a_small_shortfall_counts_as_paid_and_is_due_with_the_next_instalment() {
    let terms = tolerant();
    let mut life = disbursed(&terms);
    repay(&mut life, 1_032_000, "2025-02-20");
    assert_eq!(owed(&mut life, "2025-03-19"), (Amounts([0, 0, 0, 0, 797]), 0));
    assert_eq!(life.next_action_on(), Some(d("2025-03-20")));
    assert_eq!(owed(&mut life, "2025-03-20"), (Amounts([0, 0, 0, 55_136, 978_458]), 0));
    repay(&mut life, 1_033_594, "2025-03-20");
    assert_eq!((life.state.open.len(), life.state.suspense), (0, 0));
}

/// Five days late with the second instalment: 7.97 × 9% × 5 ÷ 360 = 0.01, 9,776.61 × 9% × 5 ÷ 360 = 12.22, and 551.36
/// costs 0.69. The days before the second due date cost nothing.
#[test]
fn a_shortfall_that_is_carried_is_late_with_the_instalment_it_belongs_to() {
    let terms = tolerant();
    let mut life = disbursed(&terms);
    repay(&mut life, 1_032_000, "2025-02-20");
    assert_eq!(
        owed(&mut life, "2025-03-25"),
        (Amounts([0, 1223, 69, 55_136, 978_458]), 5)
    );
    // Both are paid but for 9.00: on time again from here, with the third.
    repay(&mut life, 1223 + 69 + 55_136 + 978_458 - 900, "2025-03-25");
    assert_eq!(owed(&mut life, "2025-04-19"), (Amounts([0, 0, 0, 0, 900]), 0));
    let (due, dpd) = owed(&mut life, "2025-04-21");
    // 9,825.49 × 9% ÷ 360 = 2.46 and 502.48 × 9% ÷ 360 = 0.13; of 9.00 a day costs less than half a fen.
    assert_eq!((due, dpd), (Amounts([0, 246, 13, 50_248, 983_449]), 1));
}

#[test]
fn a_shortfall_above_the_tolerance_is_late_from_its_own_due_date() {
    let terms = tolerant();
    let mut life = disbursed(&terms);
    repay(&mut life, 1_032_797 - 1001, "2025-02-20");
    // 10.01 × 9% × 28 ÷ 360 = 0.07
    assert_eq!(owed(&mut life, "2025-03-20").1, 28);
    assert_eq!(owed(&mut life, "2025-03-20").0.of(Component::Penalty), 7);
}

/// 9,727.97 × 9% × 10 ÷ 360 = 24.32 and 600.00 × 9% × 10 ÷ 360 = 1.50 are owed after ten days; all but 8.00 is paid.
#[test]
fn a_late_instalment_paid_up_to_the_tolerance_is_late_no_more() {
    let terms = tolerant();
    let mut life = disbursed(&terms);
    assert_eq!(
        owed(&mut life, "2025-03-02"),
        (Amounts([0, 2432, 150, 60_000, 972_797]), 10)
    );
    repay(&mut life, 2432 + 150 + 60_000 + 972_797 - 800, "2025-03-02");
    assert_eq!(owed(&mut life, "2025-03-19"), (Amounts([0, 0, 0, 0, 800]), 0));
    assert!(life.lines().iter().all(|(_, line)| line.slope >= 0));
}

/// Each of two shortfalls is small, but the second bill asks for both: 6.00 + 6.00 is more than 10.00.
#[test]
fn shortfalls_add_up_and_are_late_with_the_bill_that_exceeds_the_tolerance() {
    let mut terms = tolerant();
    terms.allocation = AllocationOrder {
        components: vec![
            Component::Principal,
            Component::Interest,
            Component::Fee,
            Component::Penalty,
            Component::CompoundInterest,
        ],
        reading: Reading::Vertical,
    };
    let mut life = disbursed(&terms);
    repay(&mut life, 1_032_797 - 600, "2025-02-20");
    assert_eq!(owed(&mut life, "2025-03-19"), (Amounts([0, 0, 0, 600, 0]), 0));
    repay(&mut life, 1_032_797 - 600, "2025-03-20");
    assert_eq!(owed(&mut life, "2025-03-22").1, 2);
}

#[test]
fn a_shortfall_of_the_last_instalment_stays_owed_and_is_never_late() {
    let mut terms = tolerant();
    terms.periods = 1;
    let mut life = disbursed(&terms);
    let (due, _) = owed(&mut life, "2025-02-20");
    repay(&mut life, due.total() - 1000, "2025-02-20");
    assert_eq!(owed(&mut life, "2026-02-20"), (Amounts([0, 0, 0, 0, 1000]), 0));
    assert_eq!((&life.state.status, life.next_action_on()), (&Status::Active, None));
}

/// T19 within a life (cn.md §3.5): the 90th day past due still pays penalty first, the 91st principal.
#[test]
fn a_loan_more_than_ninety_days_past_due_pays_principal_first() {
    let mut terms = year_loan();
    terms.clauses.non_accrual = Some(NonAccrual {
        after_days: 90,
        order: AllocationOrder {
            components: vec![
                Component::Fee,
                Component::Principal,
                Component::Interest,
                Component::Penalty,
                Component::CompoundInterest,
            ],
            reading: Reading::Vertical,
        },
    });
    let mut life = disbursed(&terms);
    // 9,727.97 × 9% × 90 ÷ 360 = 218.88; 600.00 × 9% × 90 ÷ 360 = 13.50; the rest is interest.
    let accruing = repay(&mut life.clone(), 60_000, "2025-05-21");
    assert_eq!(accruing.allocated, Amounts([0, 21_888, 1350, 36_762, 0]));
    life.apply(&EventBody::FeeCharged { amount: 5000 }, d("2025-05-22"))
        .unwrap();
    assert_eq!(life.state.days_past_due(d("2025-05-22")), 91);
    // T19, third order: 50.00 of fee and 550.00 of principal.
    let bad = repay(&mut life, 60_000, "2025-05-22");
    assert_eq!(bad.allocated, Amounts([5000, 0, 0, 0, 55_000]));
}

/// cn.md §3.2 INSTALMENT: 10,327.97 × 9% × 5 ÷ 360 = 12.91, and nothing on top of it.
#[test]
fn penalty_on_the_whole_instalment_runs_on_principal_and_interest() {
    let mut terms = year_loan();
    terms.penalty.on_installment = true;
    let mut life = disbursed(&terms);
    let (due, _) = owed(&mut life, "2025-02-25");
    assert_eq!(due, Amounts([0, 1291, 0, 60_000, 972_797]));
    // 12.91 of this is penalty, so that 12.91 of the interest stays.
    repay(&mut life, 60_000, "2025-02-25");
    // 12.91 + 9,727.97 = 9,740.88, and 9,740.88 × 9% × 10 ÷ 360 = 24.35.
    assert_eq!(owed(&mut life, "2025-03-07").0, Amounts([0, 2435, 0, 1291, 972_797]));
}
