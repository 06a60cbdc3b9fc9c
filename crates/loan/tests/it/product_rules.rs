//! What a product says beside rate and method, from booking to the close.

use crate::bank::{ALL, Bank, cny, day};
use axum::http::Method;
use kernel::{HolidayRule, ProductId};
use loan::app::verify::rebuild;
use product::LoanProduct;
use product::domain::{FeeAmount, FeeRule, FeeTrigger, PenaltyBase, TermsError};
use serde_json::{Value, json};
use uuid::Uuid;

/// Adds a version of the consumer loan P03 with other rules: 12,000.00 over 12 months at 7.2 % pays 1,039.43 a month, of the
/// first 967.43 principal and 72.00 interest.
fn offer(bank: &Bank, change: impl Fn(&mut LoanProduct)) {
    let seeded = bank.read(|tx| product::find_offered(tx, "P03", day("2025-01-20")));
    let seeded = seeded.expect("a seeded product");
    let id = ProductId(Uuid::from_u128(77));
    let mut offered = LoanProduct {
        id,
        version: 2,
        ..seeded
    };
    change(&mut offered);
    let added = bank.state.db.write(|tx| product::app::add_version(tx, &offered));
    assert!(added.unwrap());
}

fn fee(trigger: FeeTrigger, amount_minor: i64) -> FeeRule {
    FeeRule {
        code: format!("{trigger:?}"),
        name_zh: "费用".to_owned(),
        name_en: "Fee".to_owned(),
        trigger,
        amount: FeeAmount::Fixed { amount_minor },
    }
}

fn agrees(bank: &Bank) {
    let found = bank.read(rebuild);
    assert_eq!(found.first_difference, None);
}

fn row(bank: &Bank, id: &str, nr: usize) -> Value {
    let schedule = bank.get(&format!("/loans/{id}/schedule")).ok();
    let rows = schedule["rows"].as_array().unwrap();
    rows.iter().find(|row| row["nr"] == nr).unwrap().clone()
}

/// T05's fee: 2% of 12,000.00 is 240.00, charged and not deducted (Civil Code art. 670).
#[test]
fn a_fee_at_disbursement_is_due_on_the_day_and_shown_as_instalment_zero() {
    let bank = Bank::new();
    let id = bank.book(bank.booking("P05", "12000.00", 12));
    let planned = row(&bank, &id, 0);
    assert_eq!(
        (&planned["payment"], &planned["status"]),
        (&cny("240.00"), &json!("future"))
    );
    let uri = format!("/loans/{id}/disbursement");
    let receipt = bank.post(&uri, json!({ "value_date": "2025-01-20" })).ok();
    let balances = &receipt["after"]["balances"];
    assert_eq!(
        (&balances["principal_not_due"], &balances["fee_due"]),
        (&cny("12000.00"), &cny("240.00"))
    );
    assert_eq!(receipt["entries"][0]["lines"].as_array().unwrap().len(), 4);
    bank.close_until("2025-02-10");
    assert_eq!(bank.loan(&id)["dpd"], 0);
    let paid = bank.repay(&id, "240.00", "2025-02-10");
    assert_eq!(paid["allocation"]["fee"], cny("240.00"));
    assert_eq!(row(&bank, &id, 0)["status"], "paid");
    agrees(&bank);
}

/// A late fee is written by the close, in the row of an instalment that fell due before; paid late, and then back-dated to the
/// due day, it is taken back.
#[test]
fn the_close_charges_a_late_fee_and_a_back_dated_payment_takes_it_back() {
    let bank = Bank::new();
    offer(&bank, |product| {
        product.terms.fees = vec![fee(FeeTrigger::Late, 2000), fee(FeeTrigger::Installment, 500)];
    });
    let id = bank.annuity();
    assert_eq!(bank.loan(&id)["terms"]["late_fee"], cny("20.00"));
    assert_eq!(bank.loan(&id)["next_due_amount"], cny("1044.43"));
    bank.close_until("2025-02-21");
    assert_eq!(row(&bank, &id, 1)["fee"], cny("25.00"));
    agrees(&bank);
    bank.close_until("2025-02-25");
    bank.repay(&id, "1044.43", "2025-02-20");
    let settled = row(&bank, &id, 1);
    assert_eq!((&settled["fee"], &settled["status"]), (&cny("5.00"), &json!("paid")));
    bank.close_until("2025-02-26");
    agrees(&bank);
}

#[test]
fn a_shortfall_within_the_tolerance_is_carried_and_not_past_due() {
    let bank = Bank::new();
    offer(&bank, |product| product.terms.penalty.tolerance_minor = 1000);
    let id = bank.annuity();
    bank.close_until("2025-02-20");
    bank.repay(&id, "1030.00", "2025-02-20");
    bank.close_until("2025-03-10");
    let loan = bank.loan(&id);
    assert_eq!((&loan["dpd"], &loan["status"]), (&json!(0), &json!("active")));
    assert_eq!(row(&bank, &id, 1)["status"], "carried");
    assert_eq!(bank.get("/loans?status=overdue").ok()["items"], json!([]));
    bank.close_until("2025-03-22");
    assert_eq!(bank.loan(&id)["dpd"], 2);
    assert_eq!(row(&bank, &id, 1)["status"], "overdue");
    agrees(&bank);
}

#[test]
fn a_loan_is_called_in_by_who_may_and_only_where_the_contract_says_so() {
    let bank = Bank::new();
    let plain = bank.annuity();
    let body = json!({ "reason": "连续逾期" });
    let refused = bank.post(&format!("/loans/{plain}/call"), body.clone());
    assert_eq!(refused.problem(), (422, "loan.call_not_agreed"));
    offer(&bank, |product| product.terms.penalty.base = PenaltyBase::WholeBalance);
    let id = bank.annuity();
    bank.close_until("2025-03-02");
    let uri = format!("/loans/{id}/call");
    let cookie = ALL.replace("+loan.call", "");
    let unpermitted = bank.call(Method::POST, &uri, &[("cookie", &cookie)], body.clone());
    assert_eq!(unpermitted.problem().0, 403);
    let no_reason = bank.post(&uri, json!({ "reason": " " }));
    assert_eq!(no_reason.fault(), (422, "loan.reason_invalid", "reason"));
    let receipt = bank.post(&uri, body).ok();
    // By 30/360 these are 12 days: 11,032.57 × 7.2 % ÷ 360 × 12 = 26.48 of interest beside the 72.00 of the first instalment.
    let due = &receipt["after"]["balances"];
    assert_eq!(
        (&due["principal_due"], &due["interest_due"]),
        (&cny("12000.00"), &cny("98.48"))
    );
    assert_eq!(bank.loan(&id)["dpd"], 10);
    assert_eq!(bank.events(&id)[1]["kind"], "called_in");
    bank.close_until("2025-03-04");
    agrees(&bank);
    let event = bank.events(&id)[1]["id"].as_str().unwrap().to_owned();
    let reversal = json!({ "reason": "误操作" });
    bank.post(&format!("/loans/{id}/events/{event}/reversal"), reversal)
        .ok();
    bank.close_until("2025-03-05");
    agrees(&bank);
}

/// 2025-06-21 is a Saturday, 2025-09-21 and 12-21 are Sundays: P07 pays on the following Monday.
#[test]
fn working_capital_is_due_on_the_monday_after_a_weekend() {
    let bank = Bank::new();
    let id = bank.lend(bank.booking("P07", "1000000.00", 4));
    let schedule = bank.get(&format!("/loans/{id}/schedule")).ok();
    let dues: Vec<&str> = schedule["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["due_on"].as_str().unwrap())
        .collect();
    assert_eq!(
        dues,
        ["2025-03-21", "2025-06-23", "2025-09-22", "2025-12-22", "2026-01-20"]
    );
    assert_eq!(bank.loan(&id)["terms"]["holiday"], "following");
}

#[test]
fn a_product_whose_rules_no_loan_follows_is_refused() {
    let bank = Bank::new();
    let seeded = bank
        .read(|tx| product::find_offered(tx, "P03", day("2025-01-20")))
        .unwrap();
    let refusal = |change: fn(&mut LoanProduct)| {
        let mut product = seeded.clone();
        change(&mut product);
        match product.check() {
            Err(TermsError::NotFollowed { field }) => field,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(
        refusal(|p| p.terms.penalty.misuse_uplift_bp = 10_000),
        "penalty.misuse_multiplier"
    );
    assert_eq!(
        refusal(|p| p.terms.rounding.interest = kernel::Rounding::Up),
        "rounding.interest"
    );
    assert_eq!(
        refusal(|p| {
            p.currency = kernel::Currency::USD;
            p.terms.due_dates.holiday = HolidayRule::Following;
        }),
        "due_dates.holiday"
    );
    // One that came into the database another way takes no loans.
    let sql = r#"UPDATE loan_product SET terms = replace(terms, '"misuse_uplift_bp":0', '"misuse_uplift_bp":5000')"#;
    bank.state.db.write(|tx| tx.execute(sql, &[])).unwrap();
    let answer = bank.post("/loans", bank.booking("P03", "12000.00", 12));
    assert_eq!(answer.problem(), (422, "product.rule_not_followed"));
}
