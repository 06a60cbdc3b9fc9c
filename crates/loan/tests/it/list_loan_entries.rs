use crate::bank::{Bank, cny};
use serde_json::json;

#[test]
fn every_movement_of_a_loan_is_one_balanced_entry() {
    let bank = Bank::new();
    let id = bank.annuity();
    bank.close_until("2025-02-20");
    bank.repay(&id, "1039.43", "2025-02-20");
    let entries = bank.get(&format!("/loans/{id}/journal-entries")).ok();
    let items = entries["items"].as_array().unwrap();
    let kinds: Vec<&str> = items.iter().map(|e| e["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["disbursed", "due", "repaid"]);
    assert_eq!(items[1]["booked_on"], "2025-02-20");
    assert_eq!(items[1]["event_id"], json!("00000000-0000-0000-0000-000000000000"));
    assert!(items.iter().all(|e| e["loan_id"] == json!(id)));
    let repaid = items[2]["lines"].as_array().unwrap();
    assert!(
        repaid
            .iter()
            .any(|line| line["account_code"] == "2011" && line["debit"] == cny("1039.43"))
    );
    assert!(
        repaid
            .iter()
            .any(|line| line["account_code"] == "1303.02" && line["credit"] == cny("967.43"))
    );
    assert!(
        repaid
            .iter()
            .any(|line| line["account_code"] == "1132.02" && line["credit"] == cny("72.00"))
    );
}
