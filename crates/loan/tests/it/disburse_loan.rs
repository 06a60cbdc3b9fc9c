use crate::bank::{Bank, cny, with};
use serde_json::json;

#[test]
fn the_money_is_lent_with_one_balanced_entry() {
    let bank = Bank::new();
    let id = bank.book(bank.booking("P03", "12000.00", 12));
    let receipt = bank
        .post(
            &format!("/loans/{id}/disbursement"),
            json!({ "value_date": "2025-01-20" }),
        )
        .ok();
    assert_eq!(receipt["before"]["status"], "pending");
    assert_eq!(receipt["after"]["status"], "active");
    assert_eq!(receipt["after"]["balances"]["principal_not_due"], cny("12000.00"));
    let lines = &receipt["entries"][0]["lines"];
    assert_eq!(
        (&lines[0]["account_code"], &lines[0]["debit"]),
        (&json!("1303.01"), &cny("12000.00"))
    );
    assert_eq!(
        (&lines[1]["account_code"], &lines[1]["credit"]),
        (&json!("2011"), &cny("12000.00"))
    );
    assert_eq!(receipt["entries"][0]["actor"], "clerk");
}

#[test]
fn a_disbursement_is_refused_on_another_day_before_its_day_and_twice() {
    let bank = Bank::new();
    let later = with(bank.booking("P03", "12000.00", 12), "disbursed_on", json!("2025-01-22"));
    let id = bank.book(later);
    let uri = format!("/loans/{id}/disbursement");
    let other_day = bank.post(&uri, json!({ "value_date": "2025-01-20" }));
    assert_eq!(other_day.fault(), (422, "loan.disbursement_date_fixed", "value_date"));
    assert_eq!(other_day.json["agreed"], "2025-01-22");
    let too_early = bank.post(&uri, json!({ "value_date": "2025-01-22" }));
    assert_eq!(too_early.fault(), (422, "loan.disbursement_in_future", "value_date"));
    bank.close_until("2025-01-22");
    bank.post(&uri, json!({ "value_date": "2025-01-22" })).ok();
    let again = bank.post(&uri, json!({ "value_date": "2025-01-22" }));
    assert_eq!(again.problem(), (409, "loan.already_disbursed"));
}
