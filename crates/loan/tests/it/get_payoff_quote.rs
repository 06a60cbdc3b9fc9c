use crate::bank::{Bank, cny};
use serde_json::json;

#[test]
fn a_quote_for_a_later_day_counts_what_falls_due_until_then() {
    let bank = Bank::new();
    let id = bank.annuity();
    bank.repay(&id, "10.00", "2025-01-20");
    let quote = bank.get(&format!("/loans/{id}/payoff-quote?on=2025-02-25")).ok();
    assert_eq!(quote["on"], "2025-02-25");
    assert_eq!(quote["principal"], cny("12000.00"));
    // The waiting 10.00 pays interest when the instalment falls due.
    assert_eq!(quote["suspense"], cny("0.00"));
    assert_eq!(quote["penalty"], cny("1.45"));
    bank.close_until("2025-02-25");
    assert_eq!(bank.get(&format!("/loans/{id}/payoff-quote")).ok(), quote);
    assert_eq!(bank.loan(&id)["balances"]["total_to_settle"], quote["total"]);
}

#[test]
fn the_fee_for_paying_early_is_in_the_quote() {
    let bank = Bank::new();
    let id = bank.lend(bank.booking("P01", "1000000.00", 360));
    let quote = bank.get(&format!("/loans/{id}/payoff-quote")).ok();
    // One per cent within the first twelve months.
    assert_eq!(quote["prepayment_fee"], cny("10000.00"));
    assert_eq!(quote["total"], cny("1010000.00"));
}

#[test]
fn there_is_no_quote_for_yesterday() {
    let bank = Bank::new();
    let id = bank.annuity();
    let answer = bank.get(&format!("/loans/{id}/payoff-quote?on=2025-01-19"));
    assert_eq!(answer.fault(), (422, "loan.quote_in_past", "on"));
    assert_eq!(answer.json["business_date"], json!("2025-01-20"));
}
