use super::schedules::terms;
use crate::domain::allocation::{Amounts, Component};
use crate::domain::error::LoanError;
use crate::domain::event::{EventBody, LoanEvent, PrepaymentEffect, effective};
use crate::domain::life::{Life, live};
use crate::domain::movement::Movement;
use crate::domain::state::{CloseReason, Status};
use crate::domain::terms::{LoanTerms, Method};
use kernel::{Actor, BusinessDate, CivilDate, EventId, Timestamp, ValueDate};

pub(super) fn d(text: &str) -> CivilDate {
    CivilDate::parse(text).unwrap()
}

pub(super) fn event(seq: u32, on: CivilDate, body: EventBody) -> LoanEvent {
    LoanEvent {
        id: EventId(uuid::Uuid::from_u128(u128::from(seq))),
        seq,
        value_date: ValueDate(on),
        booked_on: BusinessDate(on),
        recorded_at: Timestamp::from_millis(0),
        actor: Actor::system(),
        body,
        note: String::new(),
        reason_code: None,
    }
}

pub(super) fn disbursed(terms: &LoanTerms) -> Life<'_> {
    let mut life = Life::begin(terms).unwrap();
    life.apply(&EventBody::Disbursed, terms.disbursed_on).unwrap();
    life
}

/// 120,000 at 6% over 12 months from 2025-01-20: the table of cn.md §1.4.
pub(super) fn year_loan() -> LoanTerms {
    terms("120000.00", "0.06", Method::Annuity, 12, "2025-01-20")
}

#[test]
fn twelve_instalments_paid_on_their_days_close_the_loan() {
    let terms = year_loan();
    let mut life = disbursed(&terms);
    for month in 1..=12 {
        let due = terms.disbursed_on.add_months(month, 20);
        life.advance(due);
        let asked = life.state.due_on(&terms, due).total();
        assert_eq!(
            asked,
            if month == 12 { 1_032_799 } else { 1_032_797 },
            "instalment {month}"
        );
        life.apply(&EventBody::Repaid { amount: asked }, due).unwrap();
    }
    assert_eq!(
        life.state.status,
        Status::Closed {
            reason: CloseReason::PaidInFull,
            on: d("2026-01-20")
        }
    );
    assert_eq!(life.state.moved.of(Movement::InterestPaid), 393_566);
    assert_eq!(life.state.moved.of(Movement::PrincipalPaid), 12_000_000);
}

/// T18: overdue principal 10,000.00 at 9% for 25 days is 62.50; overdue interest 500.00 compounds to 3.13.
#[test]
fn t18_penalty_and_compound_interest_of_twenty_five_days() {
    // One instalment: interest of 30 days ACT/360 on 100,000 at 6% is 500.00; of the principal 90,000 is paid on the day.
    let terms = terms("100000.00", "0.06", Method::Bullet, 1, "2025-04-20");
    let mut life = disbursed(&terms);
    life.advance(d("2025-05-20"));
    assert_eq!(
        life.state.due_on(&terms, d("2025-05-20")),
        Amounts([0, 0, 0, 50_000, 10_000_000])
    );
    let principal_first = LoanTerms {
        allocation: crate::domain::allocation::AllocationOrder {
            components: vec![Component::Principal],
            reading: crate::domain::allocation::Reading::Horizontal,
        },
        ..terms.clone()
    };
    let mut life = Life::resume(&principal_first, life.state);
    life.apply(&EventBody::Repaid { amount: 9_000_000 }, d("2025-05-20"))
        .unwrap();
    life.advance(d("2025-06-14"));
    let due = life.state.due_on(&terms, d("2025-06-14"));
    assert_eq!(due, Amounts([0, 6250, 313, 50_000, 1_000_000]));
}

#[test]
fn paid_on_the_due_day_costs_nothing_and_five_days_later_five_days() {
    let terms = year_loan();
    let mut life = disbursed(&terms);
    life.apply(&EventBody::Repaid { amount: 1_032_797 }, d("2025-02-20"))
        .unwrap();
    assert_eq!(
        (life.state.open.len(), life.state.days_past_due(d("2025-02-21"))),
        (0, 0)
    );
    // Second instalment due 03-20 paid 03-25: principal 9,776.61 and interest 551.36 at 9% for 5 days.
    life.advance(d("2025-03-25"));
    let due = life.state.due_on(&terms, d("2025-03-25"));
    // 9776.61·0.09·5/360 = 12.2207…, 551.36·0.09·5/360 = 0.6892
    assert_eq!(due, Amounts([0, 1222, 69, 55_136, 977_661]));
    assert_eq!(life.state.days_past_due(d("2025-03-25")), 5);
}

#[test]
fn within_grace_there_is_no_penalty_and_after_it_from_the_due_date() {
    let mut terms = year_loan();
    terms.penalty.grace_days = 3;
    let mut life = disbursed(&terms);
    life.advance(d("2025-02-23"));
    assert_eq!(life.state.due_on(&terms, d("2025-02-23")).of(Component::Penalty), 0);
    life.advance(d("2025-02-24"));
    // 9,727.97 at 9% for 4 days from the due date: 9.72797 → 9.73
    assert_eq!(life.state.due_on(&terms, d("2025-02-24")).of(Component::Penalty), 973);
    terms.penalty.from_grace_end = true;
    let mut life = disbursed(&terms);
    life.advance(d("2025-02-24"));
    // one day from the end of grace: 2.43199 → 2.43
    assert_eq!(life.state.due_on(&terms, d("2025-02-24")).of(Component::Penalty), 243);
}

/// T20: due 2025-01-20 and unpaid.
#[test]
fn t20_days_past_due_are_counted_from_the_due_date() {
    let terms = terms("12000.00", "0.06", Method::Annuity, 24, "2024-12-20");
    let mut life = disbursed(&terms);
    for (days, on) in [
        (0, "2025-01-20"),
        (1, "2025-01-21"),
        (30, "2025-02-19"),
        (31, "2025-02-20"),
        (60, "2025-03-21"),
        (61, "2025-03-22"),
        (90, "2025-04-20"),
        (91, "2025-04-21"),
        (180, "2025-07-19"),
        (181, "2025-07-20"),
        (270, "2025-10-17"),
        (271, "2025-10-18"),
        (360, "2026-01-15"),
        (361, "2026-01-16"),
    ] {
        life.advance(d(on));
        assert_eq!(life.state.days_past_due(d(on)), days, "{on}");
    }
}

#[test]
fn money_before_the_due_day_waits_and_settles_on_it() {
    let terms = year_loan();
    let mut life = disbursed(&terms);
    life.apply(&EventBody::Repaid { amount: 1_032_797 }, d("2025-02-11"))
        .unwrap();
    assert_eq!(life.state.suspense, 1_032_797);
    life.advance(d("2025-02-20"));
    assert_eq!((life.state.suspense, life.state.open.len()), (0, 0));
    assert_eq!(life.state.moved.of(Movement::SuspenseApplied), 1_032_797);
}

/// T15 inside a life: right after instalment 24 the balance is 965,257.90; 200,000.00 are prepaid.
#[test]
fn t15_a_prepayment_on_the_due_day_costs_no_broken_interest() {
    let terms = terms("1000000.00", "0.042", Method::Annuity, 360, "2025-01-20");
    for (effect, payment) in [
        (PrepaymentEffect::Reduce, 387_694),
        (PrepaymentEffect::Shorten, 489_017),
    ] {
        let mut life = disbursed(&terms);
        for month in 1..=24 {
            let due = terms.disbursed_on.add_months(month, 20);
            life.apply(&EventBody::Repaid { amount: 489_017 }, due).unwrap();
        }
        let on = d("2027-01-20");
        let receipt = life
            .apply(
                &EventBody::Prepaid {
                    amount: 20_000_000,
                    effect,
                },
                on,
            )
            .unwrap();
        assert_eq!(receipt.allocated, Amounts([0, 0, 0, 0, 20_000_000]));
        assert_eq!(life.state.balance, 76_525_790);
        life.advance(d("2027-02-20"));
        assert_eq!(
            life.state.due_on(&terms, d("2027-02-20")).total(),
            payment,
            "{effect:?}"
        );
    }
}

/// Ten days after instalment 24: 965,257.90 × 4.2% ÷ 360 × 10 = 1,126.13 of broken interest (cn.md §1.17).
#[test]
fn a_payoff_inside_a_period_costs_its_days() {
    let terms = terms("1000000.00", "0.042", Method::Annuity, 360, "2025-01-20");
    let mut life = disbursed(&terms);
    for month in 1..=24 {
        life.apply(
            &EventBody::Repaid { amount: 489_017 },
            terms.disbursed_on.add_months(month, 20),
        )
        .unwrap();
    }
    let on = d("2027-01-30");
    life.advance(on);
    let payoff = life.payoff(on);
    assert_eq!(
        (payoff.principal_not_due, payoff.interest_accrued, payoff.total()),
        (96_525_790, 112_613, 96_638_403)
    );
    let short = life.clone().apply(&EventBody::PaidOff { amount: 96_638_402 }, on);
    assert_eq!(
        short,
        Err(LoanError::BelowPayoff {
            required: 96_638_403,
            offered: 96_638_402
        })
    );
    life.apply(&EventBody::PaidOff { amount: 96_638_403 }, on).unwrap();
    assert_eq!(
        life.state.status,
        Status::Closed {
            reason: CloseReason::PaidOffEarly,
            on
        }
    );
    assert_eq!(life.state.principal_outstanding(), 0);
}

#[test]
fn the_fee_of_a_prepayment_is_one_percent_of_the_principal_it_pays() {
    let mut terms = year_loan();
    terms.prepayment = crate::domain::terms::PrepaymentTerms {
        share_e10: 100_000_000,
        fee_months: 12,
        min_minor: 1_000_000,
        ..Default::default()
    };
    let mut life = disbursed(&terms);
    life.apply(&EventBody::Repaid { amount: 1_032_797 }, d("2025-02-20"))
        .unwrap();
    // 20,200.00 on the due day: 20,000.00 of principal and 200.00 of fee.
    let body = EventBody::Prepaid {
        amount: 2_020_000,
        effect: PrepaymentEffect::Shorten,
    };
    let receipt = life.apply(&body, d("2025-02-20")).unwrap();
    assert_eq!(receipt.allocated, Amounts([20_000, 0, 0, 0, 2_000_000]));
    let small = EventBody::Prepaid {
        amount: 500_000,
        effect: PrepaymentEffect::Shorten,
    };
    assert!(matches!(
        life.apply(&small, d("2025-02-20")),
        Err(LoanError::PrepaymentTooSmall { .. })
    ));
}

#[test]
fn a_reversal_of_a_reversal_brings_the_payment_back() {
    let terms = year_loan();
    let paid = event(2, d("2025-02-20"), EventBody::Repaid { amount: 1_032_797 });
    let first = event(1, terms.disbursed_on, EventBody::Disbursed);
    let undo = event(3, d("2025-02-25"), EventBody::Reversed { of: 2 });
    let redo = event(4, d("2025-02-26"), EventBody::Reversed { of: 3 });
    let events = [first.clone(), paid.clone(), undo.clone()];
    assert_eq!(effective(&events).len(), 1);
    let all = [first.clone(), paid.clone(), undo, redo];
    let until = d("2025-03-01");
    let (twice, _) = live(&terms, &all, until).unwrap();
    let (plain, _) = live(&terms, &[first, paid], until).unwrap();
    assert_eq!(twice.state, plain.state);
}

#[test]
fn a_charge_off_clears_the_claim_from_the_books() {
    let terms = year_loan();
    let mut life = disbursed(&terms);
    let on = d("2025-07-25");
    life.apply(&EventBody::ChargedOff, on).unwrap();
    let moved = life.state.moved;
    let principal = moved.of(Movement::ChargeOffPrincipalDue) + moved.of(Movement::ChargeOffPrincipalNotDue);
    assert_eq!(
        (principal, life.state.principal_outstanding(), life.lines().len()),
        (12_000_000, 0, 0)
    );
    assert_eq!(
        moved.of(Movement::InterestDue),
        moved.of(Movement::ChargeOffInterestDue)
    );
}

#[test]
fn events_are_refused_with_the_first_reason() {
    let terms = year_loan();
    let mut life = Life::begin(&terms).unwrap();
    let pay = EventBody::Repaid { amount: 100 };
    assert!(matches!(
        life.apply(&pay, d("2025-01-19")),
        Err(LoanError::BeforeDisbursement { .. })
    ));
    assert_eq!(
        life.apply(&EventBody::Repaid { amount: 0 }, d("2025-01-20")),
        Err(LoanError::AmountNotPositive)
    );
    assert_eq!(
        life.apply(&pay, d("2025-01-20")),
        Err(LoanError::WrongStatus { status: "pending" })
    );
    life.apply(&EventBody::Disbursed, d("2025-01-20")).unwrap();
    let again = life.apply(&EventBody::Disbursed, d("2025-01-20"));
    assert_eq!(again, Err(LoanError::WrongStatus { status: "active" }));
    let all = EventBody::Prepaid {
        amount: 12_000_000,
        effect: PrepaymentEffect::Reduce,
    };
    assert_eq!(life.apply(&all, d("2025-01-20")), Err(LoanError::PrepaymentIsPayoff));
}
