//! Every refusal of a command of money that a caller can meet, with the field it points at.

use crate::bank::{Bank, cny, repayment, with};
use serde_json::{Value, json};

fn refused(bank: &Bank, id: &str, body: Value) -> (u16, String, String) {
    let answer = bank.post(&format!("/loans/{id}/repayments"), body);
    let (status, code, field) = answer.fault();
    (status, code.to_owned(), field.to_owned())
}

fn fault(status: u16, code: &str, field: &str) -> (u16, String, String) {
    (status, code.to_owned(), field.to_owned())
}

#[test]
fn amounts_and_dates_that_cannot_be() {
    let bank = Bank::new();
    let id = bank.annuity();
    bank.close_until("2025-02-04");
    let pay = |amount: &str, on: &str, kind: &str| refused(&bank, &id, repayment(amount, on, kind));
    let field = "amount";
    assert_eq!(
        pay("0.00", "2025-02-04", "regular"),
        fault(422, "loan.amount_not_positive", field)
    );
    assert_eq!(
        pay("-5.00", "2025-01-30", "regular"),
        fault(422, "loan.amount_not_positive", field)
    );
    assert_eq!(
        pay("1.00", "2025-02-04", "prepay_reduce"),
        fault(422, "loan.prepayment_too_small", field)
    );
    assert_eq!(
        pay("12000.00", "2025-02-04", "payoff"),
        fault(422, "loan.amount_below_payoff", field)
    );
    let field = "value_date";
    assert_eq!(
        pay("1.00", "2025-02-05", "regular"),
        fault(422, "loan.value_date_in_future", field)
    );
    let too_early = pay("1.00", "2025-01-19", "regular");
    assert_eq!(too_early, fault(422, "loan.value_date_before_disbursement", field));
    let settles = pay("12033.60", "2025-02-04", "prepay_shorten");
    assert_eq!(settles, fault(422, "loan.prepayment_is_payoff", "kind"));
    let dollars = with(
        repayment("1.00", "2025-02-04", "payoff"),
        "amount",
        json!({ "amount": "1.00", "currency": "USD" }),
    );
    assert_eq!(
        refused(&bank, &id, dollars),
        fault(422, "loan.wrong_currency", "amount.currency")
    );
    let long = with(
        repayment("1.00", "2025-02-04", "regular"),
        "note",
        json!("备".repeat(501)),
    );
    assert_eq!(refused(&bank, &id, long), fault(422, "loan.note_too_long", "note"));
    let kind = with(repayment("1.00", "2025-02-04", "regular"), "kind", json!("gift"));
    assert_eq!(refused(&bank, &id, kind), fault(422, "platform.body_invalid", "kind"));
    assert_eq!(bank.events(&id).len(), 1);
}

#[test]
fn a_refusal_tells_amounts_in_the_loans_currency_and_the_readers_language() {
    let bank = Bank::new();
    let dollars = |amount: &str| json!({ "amount": amount, "currency": "USD" });
    let id = bank.lend(with(bank.booking("LC36", "1.00", 36), "principal", dollars("6000.00")));
    let body = with(repayment("1.00", "2025-01-20", "payoff"), "amount", dollars("5999.99"));
    let english = bank.post(&format!("/loans/{id}/repayments"), body.clone());
    assert_eq!(
        english.json["detail"],
        "6000.00 USD is needed to settle the loan; 5999.99 USD was offered"
    );
    assert_eq!(english.json["required"], dollars("6000.00"));
    let chinese = bank.call(
        axum::http::Method::POST,
        &format!("/loans/{id}/repayments"),
        &[("cookie", crate::bank::ALL)],
        body,
    );
    assert_eq!(chinese.json["detail"], "结清需要 6000.00 USD，只有 5999.99 USD");
}

#[test]
fn a_loan_takes_money_only_while_money_is_owed() {
    let bank = Bank::new();
    let today = |amount: &str, kind: &str| repayment(amount, "2025-01-20", kind);
    let booked = bank.book(bank.booking("P03", "12000.00", 12));
    assert_eq!(
        refused(&bank, &booked, today("1.00", "regular")),
        fault(409, "loan.not_disbursed", "")
    );
    let closed = bank.annuity();
    bank.post(&format!("/loans/{closed}/repayments"), today("12000.00", "payoff"))
        .ok();
    assert_eq!(
        refused(&bank, &closed, today("1.00", "regular")),
        fault(409, "loan.closed", "")
    );
    let lost = bank.annuity();
    bank.charge_off(&lost);
    assert_eq!(
        refused(&bank, &lost, today("1.00", "regular")),
        fault(409, "loan.charged_off", "")
    );
    assert_eq!(bank.loan(&lost)["status"], "charged_off");
    assert_eq!(
        bank.get(&format!("/loans/{closed}/payoff-quote")).problem(),
        (409, "loan.closed")
    );
}

#[test]
fn a_flat_loan_takes_no_partial_prepayment() {
    let bank = Bank::new();
    let id = bank.lend(bank.booking("P05", "12000.00", 12));
    let body = repayment("5000.00", "2025-01-20", "prepay_reduce");
    assert_eq!(
        refused(&bank, &id, body),
        fault(422, "loan.prepayment_not_offered", "kind")
    );
}

#[test]
fn reversals_that_cannot_be() {
    let bank = Bank::new();
    let id = bank.annuity();
    let paid = bank.repay(&id, "100.00", "2025-01-20");
    let reverse = |event: &str, reason: &str| {
        let answer = bank.post(
            &format!("/loans/{id}/events/{event}/reversal"),
            json!({ "reason": reason }),
        );
        (
            answer.status,
            answer.json["code"].as_str().unwrap_or_default().to_owned(),
        )
    };
    let nil = "00000000-0000-0000-0000-000000000000";
    assert_eq!(reverse(nil, "test"), (404, "loan.event_not_found".to_owned()));
    let event = paid["event_id"].as_str().unwrap();
    assert_eq!(reverse(event, " "), (422, "loan.reason_invalid".to_owned()));
    let events = bank.events(&id);
    let disbursed = events[0]["id"].as_str().unwrap();
    assert_eq!(reverse(disbursed, "test"), (409, "loan.disbursement_in_use".to_owned()));
    assert_eq!(reverse(event, "test").0, 200);
    assert_eq!(reverse(event, "test"), (409, "loan.event_already_reversed".to_owned()));
    assert_eq!(reverse(disbursed, "test").0, 200);
    assert_eq!(bank.loan(&id)["status"], "pending");
    assert_eq!(bank.loan(&id)["balances"]["principal_not_due"], cny("0.00"));
}
