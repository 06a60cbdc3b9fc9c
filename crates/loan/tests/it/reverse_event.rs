use crate::bank::{Bank, cny, repayment};
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn reversal(id: &str, event: &Value) -> String {
    format!("/loans/{id}/events/{}/reversal", event.as_str().unwrap())
}

/// Debits less credits of a loan's entries by account, in minor units.
fn net(bank: &Bank, id: &str) -> BTreeMap<String, i64> {
    let minor = |money: &Value| {
        money["amount"]
            .as_str()
            .map_or(0, |a| a.replace('.', "").parse().unwrap())
    };
    let mut sums = BTreeMap::new();
    for entry in bank.get(&format!("/loans/{id}/journal-entries")).ok()["items"]
        .as_array()
        .unwrap()
    {
        for line in entry["lines"].as_array().unwrap() {
            let account = line["account_code"].as_str().unwrap().to_owned();
            *sums.entry(account).or_insert(0) += minor(&line["debit"]) - minor(&line["credit"]);
        }
    }
    sums.retain(|_, sum| *sum != 0);
    sums
}

#[test]
fn a_reversal_leads_back_to_the_same_state_and_the_same_books() {
    let bank = Bank::new();
    let id = bank.annuity();
    bank.close_until("2025-02-25");
    let (before, books) = (bank.loan(&id), net(&bank, &id));
    let paid = bank.repay(&id, "1500.00", "2025-02-25");
    assert_ne!(bank.loan(&id)["state_hash"], before["state_hash"]);
    let undone = bank
        .post(&reversal(&id, &paid["event_id"]), json!({ "reason": "退汇" }))
        .ok();
    assert_eq!(undone["after"], paid["before"]);
    assert_eq!(undone["before"], paid["after"]);
    assert_eq!(undone["replayed_from"], "2025-02-25");
    let after = bank.loan(&id);
    assert_eq!(after["state_hash"], before["state_hash"]);
    assert_eq!(after["balances"], before["balances"]);
    assert_eq!(net(&bank, &id), books);
    bank.close_until("2025-02-27");
}

#[test]
fn a_reversal_days_later_brings_back_the_penalty_of_the_days_between() {
    let (reversed, unpaid) = (Bank::new(), Bank::new());
    let (id, never_paid) = (reversed.annuity(), unpaid.annuity());
    reversed.close_until("2025-02-20");
    let paid = reversed.repay(&id, "1039.43", "2025-02-20");
    reversed.close_until("2025-03-10");
    unpaid.close_until("2025-03-10");
    let shown = reversed.post(
        &format!("{}?dry_run=true", reversal(&id, &paid["event_id"])),
        json!({ "reason": "退汇" }),
    );
    assert_eq!(shown.ok()["event_id"], Value::Null);
    assert_eq!(reversed.loan(&id)["dpd"], 0);
    let receipt = reversed
        .post(&reversal(&id, &paid["event_id"]), json!({ "reason": "退汇" }))
        .ok();
    assert_eq!(receipt["replayed_from"], "2025-02-20");
    assert_eq!(receipt["after"]["dpd"], 18);
    assert_eq!(reversed.loan(&id)["state_hash"], unpaid.loan(&never_paid)["state_hash"]);
    reversed.close_until("2025-03-12");
}

#[test]
fn a_repeated_reversal_is_answered_once() {
    let bank = Bank::new();
    let id = bank.annuity();
    let paid = bank.repay(&id, "100.00", "2025-01-20");
    let uri = reversal(&id, &paid["event_id"]);
    let first = bank.post_with_key(&uri, "undo-1", json!({ "reason": "退汇" }));
    let again = bank.post_with_key(&uri, "undo-1", json!({ "reason": "退汇" }));
    assert!(again.replayed());
    assert_eq!(first.json, again.json);
    assert_eq!(bank.events(&id).len(), 3);
}

#[test]
fn a_closed_loan_opens_again_when_its_payoff_is_reversed() {
    let bank = Bank::new();
    let id = bank.annuity();
    let uri = format!("/loans/{id}/repayments");
    let paid = bank.post(&uri, repayment("12000.00", "2025-01-20", "payoff")).ok();
    assert_eq!(bank.loan(&id)["status"], "closed");
    let receipt = bank
        .post(&reversal(&id, &paid["event_id"]), json!({ "reason": "支票退回" }))
        .ok();
    assert_eq!(receipt["after"]["status"], "active");
    assert_eq!(receipt["after"]["balances"]["principal_not_due"], cny("12000.00"));
    assert_eq!(bank.loan(&id)["next_due_on"], "2025-02-20");
}
