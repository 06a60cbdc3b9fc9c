use crate::bank::{Bank, cny};
use serde_json::{Value, json};

fn accrual(bank: &Bank, id: &str, query: &str) -> Value {
    bank.get(&format!("/loans/{id}/accrual{query}")).ok()
}

#[test]
fn interest_of_a_regular_period_is_a_twelfth_of_a_year_by_its_days() {
    let bank = Bank::new();
    let id = bank.annuity();
    bank.close_until("2025-02-04");
    let shown = accrual(&bank, &id, "");
    assert_eq!(shown["as_of"], "2025-02-04");
    let line = &shown["lines"][0];
    assert_eq!(
        (&line["component"], &line["base"]),
        (&json!("interest"), &cny("12000.00"))
    );
    assert_eq!(
        (&line["annual_rate"], &line["from"]),
        (&json!("0.072"), &json!("2025-01-20"))
    );
    // 12,000 × 7.2 % × 15 ÷ (12 × 31)
    assert_eq!((&line["days"], &line["den"]), (&json!(15), &json!(372)));
    assert_eq!(line["exact"], "34.8387096774");
    assert_eq!(line["rounded"], bank.loan(&id)["balances"]["interest_accrued"]);
    let daily = shown["daily"].as_array().unwrap();
    assert_eq!((daily.len(), &daily[0]["date"]), (16, &json!("2025-01-20")));
    assert_eq!(daily[0]["interest"], cny("0.00"));
    assert_eq!(daily[15]["interest"], cny("34.84"));
}

#[test]
fn penalty_is_derived_for_each_overdue_instalment_with_what_was_left_of_it() {
    let bank = Bank::new();
    let id = bank.annuity();
    bank.close_until("2025-02-25");
    // Less than the penalty of 1.45: the rest is carried.
    bank.repay(&id, "1.00", "2025-02-25");
    bank.close_until("2025-03-02");
    let shown = accrual(&bank, &id, "?from=2025-02-20&to=2025-03-02");
    let penalty = shown["lines"]
        .as_array()
        .unwrap()
        .iter()
        .find(|l| l["component"] == "penalty")
        .unwrap()
        .clone();
    assert_eq!(penalty["installment_nr"], 1);
    assert_eq!(
        (&penalty["base"], &penalty["annual_rate"]),
        (&cny("967.43"), &json!("0.108"))
    );
    assert_eq!(
        (&penalty["from"], &penalty["days"], &penalty["den"]),
        (&json!("2025-02-25"), &json!(5), &json!(360))
    );
    assert_eq!(
        (&penalty["carried"], &penalty["exact"]),
        (&json!("0.451145"), &json!("1.90229"))
    );
    assert_eq!(penalty["rounded"], cny("1.90"));
    let daily = shown["daily"].as_array().unwrap();
    assert_eq!(daily.len(), 11);
    assert_eq!(daily[5]["penalty"], cny("0.45"));
    assert_eq!(daily[10]["penalty"], cny("1.90"));
}

#[test]
fn a_flat_loans_interest_is_its_share_of_the_period() {
    let bank = Bank::new();
    let id = bank.lend(bank.booking("P05", "12000.00", 12));
    bank.close_until("2025-02-04");
    let line = &accrual(&bank, &id, "")["lines"][0];
    assert_eq!((&line["base"], &line["annual_rate"]), (&cny("72.00"), &json!("1")));
    assert_eq!(
        (&line["days"], &line["den"], &line["rounded"]),
        (&json!(15), &json!(31), &cny("34.84"))
    );
}

#[test]
fn a_range_runs_forward_and_not_too_far() {
    let bank = Bank::new();
    let id = bank.annuity();
    for query in ["?from=2025-02-01&to=2025-01-31", "?from=2023-01-01"] {
        let answer = bank.get(&format!("/loans/{id}/accrual{query}"));
        assert_eq!(answer.fault(), (422, "loan.range_invalid", "from"), "{query}");
    }
    let before = accrual(&bank, &id, "?from=2025-01-10&to=2025-01-20");
    assert_eq!(before["daily"][0]["interest"], cny("0.00"));
    let answer = bank.get(&format!("/loans/{id}/accrual?from=soon"));
    assert_eq!(answer.fault(), (400, "platform.query_invalid", "from"));
}
