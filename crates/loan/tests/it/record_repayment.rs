use crate::bank::{Bank, cny, repayment};
use kernel::{Currency, LoanId, Money};
use loan::app::repay::{Repayment, RepaymentKind, repay};
use loan::app::verify::rebuild;
use platform::{CommandContext, Tx, run_command};
use serde_json::{Value, json};

fn uri(id: &str) -> String {
    format!("/loans/{id}/repayments")
}

#[test]
fn a_repayment_settles_the_oldest_dues_and_shows_before_and_after() {
    let bank = Bank::new();
    let id = bank.annuity();
    bank.close_until("2025-02-25");
    let receipt = bank.repay(&id, "1000.00", "2025-02-25");
    assert_eq!(receipt["allocation"]["penalty"], cny("1.45"));
    assert_eq!(receipt["allocation"]["compound_interest"], cny("0.11"));
    assert_eq!(receipt["allocation"]["interest"], cny("72.00"));
    assert_eq!(receipt["allocation"]["principal"], cny("926.44"));
    assert_eq!(receipt["allocation"]["suspense"], cny("0.00"));
    assert_eq!(
        receipt["installments"][0],
        json!({ "nr": 1, "component": "penalty", "amount": cny("1.45") })
    );
    assert_eq!(receipt["before"]["status"], "overdue");
    assert_eq!(receipt["before"]["dpd"], 5);
    assert_eq!(receipt["after"]["balances"]["principal_due"], cny("40.99"));
    assert_eq!(receipt["after"]["dpd"], 5);
    assert_eq!(receipt["replayed_from"], Value::Null);
    assert_eq!(receipt["entries"].as_array().unwrap().len(), 1);
    let loan = bank.loan(&id);
    assert_eq!(loan["balances"], receipt["after"]["balances"]);
    assert_eq!(loan["paid_principal"], cny("926.44"));
}

/// A receipt without what only a real one has: ids, who and when.
fn bare(mut receipt: Value) -> Value {
    receipt["event_id"] = Value::Null;
    for entry in receipt["entries"].as_array_mut().unwrap() {
        for name in ["id", "entry_no", "event_id", "actor", "recorded_at"] {
            entry[name] = Value::Null;
        }
    }
    receipt
}

#[test]
fn a_dry_run_tells_what_the_real_thing_does_and_leaves_nothing() {
    let bank = Bank::new();
    let id = bank.annuity();
    bank.close_until("2025-02-25");
    let before = bank.loan(&id);
    for (index, kind) in ["regular", "prepay_shorten", "prepay_reduce"].into_iter().enumerate() {
        let body = repayment("3000.00", "2025-02-25", kind);
        let shown = bank.post(&format!("{}?dry_run=true", uri(&id)), body.clone()).ok();
        assert_eq!(shown["event_id"], Value::Null);
        assert_eq!(shown["entries"][0]["actor"], Value::Null);
        assert_eq!(bank.loan(&id)["state_hash"], before["state_hash"]);
        assert_eq!(bank.events(&id).len(), 1 + 2 * index);
        let done = bank.post(&uri(&id), body).ok();
        assert_eq!(bare(shown), bare(done.clone()), "{kind}");
        let event = done["event_id"].as_str().unwrap();
        let undo = format!("/loans/{id}/events/{event}/reversal");
        bank.post(&undo, json!({ "reason": "test" })).ok();
    }
}

#[test]
fn a_repeat_with_the_same_key_is_answered_and_not_done_again() {
    let bank = Bank::new();
    let id = bank.annuity();
    bank.close_until("2025-02-20");
    let body = repayment("1039.43", "2025-02-20", "regular");
    let first = bank.post_with_key(&uri(&id), "pay-1", body.clone());
    assert!(!first.replayed());
    let again = bank.post_with_key(&uri(&id), "pay-1", body);
    assert!(again.replayed());
    assert_eq!(first.json, again.json);
    assert_eq!(bank.loan(&id)["paid_principal"], cny("967.43"));
    let other = bank.post_with_key(&uri(&id), "pay-1", repayment("1.00", "2025-02-20", "regular"));
    assert_eq!(other.problem(), (422, "platform.idempotency_key_reused"));
    assert_eq!(bank.events(&id).len(), 2);
}

#[test]
fn a_back_dated_repayment_leads_where_a_punctual_one_had_led() {
    let (punctual, late) = (Bank::new(), Bank::new());
    let (on_time, recorded_late) = (punctual.annuity(), late.annuity());
    punctual.close_until("2025-02-20");
    punctual.repay(&on_time, "1039.43", "2025-02-20");
    punctual.close_until("2025-02-28");
    late.close_until("2025-02-28");
    assert_eq!(late.loan(&recorded_late)["dpd"], 8);
    let receipt = late.repay(&recorded_late, "1039.43", "2025-02-20");
    assert_eq!(receipt["replayed_from"], "2025-02-20");
    assert_eq!(receipt["before"]["balances"]["penalty"], cny("2.32"));
    assert_eq!(receipt["after"]["balances"]["penalty"], cny("0.00"));
    let (expected, found) = (punctual.loan(&on_time), late.loan(&recorded_late));
    for part in [
        "state_hash",
        "balances",
        "status",
        "dpd",
        "next_due_on",
        "paid_principal",
    ] {
        assert_eq!(expected[part], found[part], "{part}");
    }
    let schedule = |bank: &Bank, id: &str| bank.get(&format!("/loans/{id}/schedule")).ok();
    assert_eq!(schedule(&punctual, &on_time), schedule(&late, &recorded_late));
    late.close_until("2025-03-01");
}

#[test]
fn what_settles_nothing_waits_and_pays_the_next_instalment() {
    let bank = Bank::new();
    let id = bank.annuity();
    let receipt = bank.repay(&id, "1500.00", "2025-01-20");
    assert_eq!(receipt["allocation"]["suspense"], cny("1500.00"));
    assert_eq!(receipt["after"]["balances"]["suspense"], cny("1500.00"));
    bank.close_until("2025-02-21");
    let loan = bank.loan(&id);
    assert_eq!(loan["balances"]["suspense"], cny("460.57"));
    assert_eq!(loan["paid_principal"], cny("967.43"));
    assert_eq!(loan["dpd"], 0);
}

#[test]
fn a_payoff_settles_everything_to_the_fen_and_closes_the_loan() {
    let bank = Bank::new();
    let id = bank.annuity();
    bank.close_until("2025-02-04");
    let quote = bank.get(&format!("/loans/{id}/payoff-quote")).ok();
    // 12,000.00 and 15 days of 7.2 % by 30/360: 14 days.
    assert_eq!(quote["interest"], cny("33.60"));
    assert_eq!(quote["total"], cny("12033.60"));
    let total = quote["total"]["amount"].as_str().unwrap();
    let receipt = bank.post(&uri(&id), repayment(total, "2025-02-04", "payoff")).ok();
    assert_eq!(receipt["after"]["status"], "closed");
    assert_eq!(receipt["after"]["balances"]["total_to_settle"], cny("0.00"));
    let loan = bank.loan(&id);
    assert_eq!(
        (&loan["status"], &loan["closed_on"]),
        (&json!("closed"), &json!("2025-02-04"))
    );
    assert_eq!(loan["next_due_on"], Value::Null);
    bank.close_until("2025-02-06");
}

#[test]
fn a_prepayment_shortens_the_loan_or_shrinks_its_payment() {
    for (kind, rows, payment) in [("prepay_shorten", 7, "1039.43"), ("prepay_reduce", 12, "606.33")] {
        let bank = Bank::new();
        let id = bank.annuity();
        let receipt = bank.post(&uri(&id), repayment("5000.00", "2025-01-20", kind)).ok();
        assert_eq!(receipt["allocation"]["principal"], cny("5000.00"), "{kind}");
        let schedule = bank.get(&format!("/loans/{id}/schedule")).ok();
        assert_eq!(schedule["rows"].as_array().unwrap().len(), rows, "{kind}");
        assert_eq!(schedule["rows"][0]["payment"], cny(payment), "{kind}");
        assert_eq!(schedule["prepaid_principal"], cny("5000.00"));
        assert_eq!(schedule["totals"]["principal"], cny("7000.00"));
    }
}

#[test]
fn money_that_arrives_at_the_same_time_is_counted_once_each() {
    let bank = Bank::new();
    let id = bank.annuity();
    let loan: LoanId = id.parse().unwrap();
    let money = Repayment {
        amount: Money::new(10_000, Currency::CNY),
        value_date: crate::bank::day("2025-01-20").date(),
        kind: RepaymentKind::Regular,
        note: String::new(),
    };
    let (db, books) = (&bank.state.db, &bank.books);
    let pay = || {
        let context = CommandContext::system("test", crate::bank::NOW);
        let work = |tx: &mut Tx| repay(tx, &context, books, loan, &money).map(|change| change.event.seq);
        run_command(db, &context, "test", &(), work).unwrap().value
    };
    let mut seqs: Vec<u32> = std::thread::scope(|threads| {
        let running: Vec<_> = (0..8).map(|_| threads.spawn(pay)).collect();
        running.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    seqs.sort_unstable();
    assert_eq!(seqs, (2..=9).collect::<Vec<u32>>());
    assert_eq!(bank.loan(&id)["balances"]["suspense"], cny("800.00"));
    assert_eq!(bank.read(rebuild).first_difference, None);
    bank.close_until("2025-01-21");
}
