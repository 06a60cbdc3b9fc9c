use crate::bank::{Bank, cny};
use serde_json::{Value, json};

#[test]
fn events_tell_what_was_paid_and_what_was_taken_back() {
    let bank = Bank::new();
    let id = bank.annuity();
    bank.close_until("2025-02-20");
    let paid = bank.repay(&id, "1100.00", "2025-02-20");
    bank.close_until("2025-02-21");
    let uri = format!("/loans/{id}/events/{}/reversal", paid["event_id"].as_str().unwrap());
    let undone = bank.post(&uri, json!({ "reason": "退汇" })).ok();
    let again = bank.repay(&id, "1039.43", "2025-02-20");
    let events = bank.events(&id);
    let kinds: Vec<&str> = events.iter().map(|e| e["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["disbursed", "repaid", "reversed", "repaid"]);
    assert_eq!(events[0]["amount"], cny("12000.00"));
    assert_eq!(events[0]["allocation"], Value::Null);
    assert_eq!(events[1]["amount"], cny("1100.00"));
    assert_eq!(events[1]["allocation"], Value::Null);
    assert_eq!(events[1]["reversed_by"], undone["event_id"]);
    assert_eq!(events[2]["reverses"], paid["event_id"]);
    assert_eq!(events[2]["note"], "退汇");
    assert_eq!(events[3]["id"], again["event_id"]);
    assert_eq!(events[3]["allocation"]["principal"], cny("967.43"));
    assert_eq!(
        (&events[3]["value_date"], &events[3]["booked_on"]),
        (&json!("2025-02-20"), &json!("2025-02-21"))
    );
    assert_eq!(events[3]["actor"], "clerk");
    assert_eq!(events[3]["recorded_at"], crate::bank::NOW.to_string());
}
