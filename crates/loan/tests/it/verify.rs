use crate::bank::{Bank, repayment};
use loan::app::verify::rebuild;
use serde_json::json;

/// A loan that was paid, back-dated, reversed and prepaid, and a few others.
fn lived() -> (Bank, String) {
    let bank = Bank::new();
    let id = bank.annuity();
    bank.annuity();
    bank.lend(bank.booking("P05", "24000.00", 24));
    bank.close_until("2025-02-25");
    let paid = bank.repay(&id, "500.00", "2025-02-21");
    bank.repay(&id, "700.00", "2025-02-25");
    let uri = format!("/loans/{id}/events/{}/reversal", paid["event_id"].as_str().unwrap());
    bank.post(&uri, json!({ "reason": "退汇" })).ok();
    let body = repayment("3000.00", "2025-02-25", "prepay_reduce");
    bank.post(&format!("/loans/{id}/repayments"), body).ok();
    bank.close_until("2025-03-02");
    (bank, id)
}

#[test]
fn every_loan_can_be_rebuilt_from_its_events() {
    let (bank, _) = lived();
    let found = bank.read(rebuild);
    assert_eq!((found.loans, found.first_difference), (3, None));
    let checks = bank.read(ledger::verify);
    assert!(
        checks.iter().all(|check| check.first_difference.is_none()),
        "{checks:?}"
    );
}

#[test]
fn a_row_that_was_changed_by_hand_is_found() {
    for (sql, named) in [
        (
            "UPDATE loan SET principal_not_due = principal_not_due + 1 WHERE id = $1",
            "list",
        ),
        ("UPDATE loan SET oldest_unpaid_due = 1 WHERE id = $1", "list"),
        (
            "UPDATE loan_installment SET paid_interest = 0 WHERE loan_id = $1",
            "instalments",
        ),
        (
            "UPDATE loan_event SET value_date = value_date + 1 WHERE loan_id = $1 AND seq = 3",
            "state",
        ),
        (
            "UPDATE loan_state SET state = replace(state, 'active', 'pending') WHERE loan_id = $1",
            "state",
        ),
    ] {
        let (bank, id) = lived();
        bank.tamper(sql, &id);
        let (number, difference) = bank.read(rebuild).first_difference.expect(sql);
        assert_eq!(number, bank.loan(&id)["number"].as_str().unwrap());
        assert!(difference.contains(named), "{sql}: {difference}");
    }
}
