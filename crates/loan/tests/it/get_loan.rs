use crate::bank::{Bank, cny};
use serde_json::json;

#[test]
fn interest_accrues_by_the_day_and_an_unpaid_instalment_costs_penalty() {
    let bank = Bank::new();
    let id = bank.annuity();
    bank.close_until("2025-02-04");
    let loan = bank.loan(&id);
    // 12,000 at 7.2 %: 72.00 a month of 31 days, 15 days of it.
    assert_eq!(loan["balances"]["interest_accrued"], cny("34.84"));
    assert_eq!(loan["next_due_on"], "2025-02-20");
    assert_eq!(
        (&loan["dpd"], &loan["bucket"], &loan["class"]),
        (&json!(0), &json!("C"), &json!("normal"))
    );
    bank.close_until("2025-02-25");
    let loan = bank.loan(&id);
    assert_eq!(loan["status"], "overdue");
    assert_eq!((&loan["dpd"], &loan["bucket"]), (&json!(5), &json!("M1")));
    assert_eq!(loan["class"], "special_mention");
    assert_eq!(loan["overdue_since"], "2025-02-20");
    assert_eq!(loan["balances"]["interest_due"], cny("72.00"));
    // Penalty: overdue principal × 10.8 % × 5 / 360.
    assert_eq!(loan["balances"]["principal_due"], cny("967.43"));
    assert_eq!(loan["balances"]["penalty"], cny("1.45"));
    assert_eq!(loan["balances"]["compound_interest"], cny("0.11"));
    assert_eq!(loan["overdue_amount"], cny("1039.43"));
}

#[test]
fn there_is_no_loan_of_an_unknown_id() {
    let bank = Bank::new();
    let nowhere = "/loans/00000000-0000-0000-0000-000000000000";
    for part in [
        "",
        "/schedule",
        "/events",
        "/journal-entries",
        "/accrual",
        "/payoff-quote",
    ] {
        assert_eq!(
            bank.get(&format!("{nowhere}{part}")).problem(),
            (404, "loan.not_found"),
            "{part}"
        );
    }
    assert_eq!(bank.get("/loans/first").fault(), (400, "platform.path_invalid", "id"));
}
