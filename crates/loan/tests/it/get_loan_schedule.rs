use crate::bank::{Bank, cny, repayment};
use serde_json::{Value, json};

fn schedule(bank: &Bank, id: &str) -> Value {
    bank.get(&format!("/loans/{id}/schedule")).ok()
}

#[test]
fn instalments_show_what_was_asked_and_what_was_paid() {
    let bank = Bank::new();
    let id = bank.annuity();
    let planned = schedule(&bank, &id);
    assert_eq!(planned["rows"].as_array().unwrap().len(), 12);
    assert!(
        planned["rows"]
            .as_array()
            .unwrap()
            .iter()
            .all(|row| row["status"] == "future")
    );
    assert_eq!(planned["totals"]["principal"], cny("12000.00"));
    bank.close_until("2025-02-20");
    assert_eq!(schedule(&bank, &id)["rows"][0]["status"], "due");
    bank.repay(&id, "500.00", "2025-02-20");
    assert_eq!(schedule(&bank, &id)["rows"][0]["status"], "partial");
    bank.close_until("2025-02-25");
    let row = &schedule(&bank, &id)["rows"][0];
    assert_eq!(row["status"], "overdue");
    assert_eq!(
        (&row["paid_interest"], &row["paid_principal"]),
        (&cny("72.00"), &cny("428.00"))
    );
    // 539.43 × 10.8 % × 5 / 360
    assert_eq!(row["penalty_outstanding"], cny("0.81"));
    assert_eq!(row["paid_on"], Value::Null);
    bank.repay(&id, "540.24", "2025-02-25");
    let row = &schedule(&bank, &id)["rows"][0];
    assert_eq!(
        (&row["status"], &row["paid_on"]),
        (&json!("paid"), &json!("2025-02-25"))
    );
    assert_eq!(row["paid_penalty"], cny("0.81"));
    assert_eq!(row["days"], 31);
    assert_eq!(row["balance"], cny("11032.57"));
}

#[test]
fn balances_of_past_instalments_know_of_early_payments() {
    let bank = Bank::new();
    let id = bank.annuity();
    bank.close_until("2025-03-20");
    let pay = |amount: &str, on: &str, kind: &str| {
        bank.post(&format!("/loans/{id}/repayments"), repayment(amount, on, kind))
            .ok()
    };
    pay("1039.43", "2025-02-20", "regular");
    pay("2000.00", "2025-02-20", "prepay_shorten");
    bank.close_until("2025-04-21");
    let shown = schedule(&bank, &id);
    let rows = shown["rows"].as_array().unwrap();
    assert_eq!(rows[0]["balance"], cny("11032.57"));
    for pair in rows.windows(2) {
        let minor = |value: &Value| {
            value["amount"]
                .as_str()
                .unwrap()
                .replace('.', "")
                .parse::<i64>()
                .unwrap()
        };
        let early = if pair[0]["nr"] == 1 { 200_000 } else { 0 };
        assert_eq!(
            minor(&pair[1]["balance"]),
            minor(&pair[0]["balance"]) - minor(&pair[1]["principal"]) - early
        );
    }
    assert_eq!(shown["prepaid_principal"], cny("2000.00"));
    assert_eq!(rows[rows.len() - 1]["balance"], cny("0.00"));
    assert_eq!(shown["totals"]["principal"], cny("10000.00"));
}
