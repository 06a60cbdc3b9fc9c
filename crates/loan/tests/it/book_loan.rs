use crate::bank::{Bank, cny, with};
use serde_json::json;
use uuid::Uuid;

#[test]
fn a_booked_loan_waits_for_its_money_with_frozen_terms() {
    let bank = Bank::new();
    let booked = bank.post("/loans", bank.booking("P03", "12000.00", 12));
    assert_eq!(booked.status, 201);
    let loan = booked.ok();
    assert_eq!(loan["status"], "pending");
    assert_eq!(loan["product_code"], "P03");
    assert_eq!(loan["customer_name"], "青禾面粉有限公司");
    assert_eq!(loan["officer"], "clerk");
    assert_eq!(loan["annual_rate"], "0.072");
    assert_eq!(loan["maturity_on"], "2026-01-20");
    assert_eq!(loan["bucket"], json!(null));
    assert_eq!(loan["terms"]["day_count"], "30/360");
    assert_eq!(loan["terms"]["penalty_annual_rate"], "0.108");
    assert_eq!(
        loan["terms"]["allocation"],
        json!(["fee", "penalty", "compound_interest", "interest", "principal"])
    );
    assert_eq!(loan["balances"]["total_to_settle"], cny("0.00"));
    assert!(bank.events(loan["id"].as_str().unwrap()).is_empty());
}

#[test]
fn booking_counts_the_customers_loans_and_freezes_the_product() {
    let bank = Bank::new();
    let booking = bank.booking("P03", "12000.00", 12);
    bank.book(booking.clone());
    bank.book(booking.clone());
    let customer = booking["customer_id"].as_str().unwrap().parse::<Uuid>().unwrap();
    let row = bank
        .read(|tx| customer::app::find_customer(tx, &kernel::DataScope::All, customer.into()))
        .unwrap();
    assert_eq!(row.loan_count, 2);
    let product = bank.read(|tx| product::get_product(tx, bank.product("P03").into()));
    assert!(product.used);
}

#[test]
fn a_floating_product_lends_at_the_benchmark_of_the_day_and_a_pay_day_may_be_chosen() {
    let bank = Bank::new();
    let booking = with(bank.booking("P01", "1000000.00", 360), "pay_day", json!(5));
    let loan = bank.post("/loans", booking).ok();
    // LPR over five years of 2024-10-21, 3.6 %, less 30 basis points.
    assert_eq!(loan["annual_rate"], "0.033");
    assert_eq!(loan["terms"]["pay_day"], 5);
    assert_eq!(loan["terms"]["due_rule"], "pay_day");
}

#[test]
fn a_custom_plan_is_taken_as_typed() {
    let bank = Bank::new();
    let booking = with(
        bank.booking("P09", "20000000.00", 2),
        "custom_plan",
        json!([
            { "due_on": "2025-07-21", "principal": cny("5000000.00") },
            { "due_on": "2026-01-21", "principal": cny("15000000.00") },
        ]),
    );
    let id = bank.book(booking);
    let schedule = bank.get(&format!("/loans/{id}/schedule")).ok();
    assert_eq!(schedule["rows"][0]["principal"], cny("5000000.00"));
    assert_eq!(schedule["rows"][1]["due_on"], "2026-01-21");
    assert_eq!(schedule["totals"]["principal"], cny("20000000.00"));
}

#[test]
fn the_same_key_books_once() {
    let bank = Bank::new();
    let booking = bank.booking("P03", "12000.00", 12);
    let first = bank.post_with_key("/loans", "book-1", booking.clone());
    let again = bank.post_with_key("/loans", "book-1", booking);
    assert!(!first.replayed());
    assert!(again.replayed());
    assert_eq!(first.json, again.json);
    assert_eq!(bank.get("/loans?with_totals=true").ok()["totals"]["count"], 1);
}

#[test]
fn a_dry_run_books_nothing() {
    let bank = Bank::new();
    let shown = bank
        .post("/loans?dry_run=true", bank.booking("P03", "12000.00", 12))
        .ok();
    assert_eq!(shown["status"], "pending");
    assert_eq!(bank.get("/loans").ok()["items"], json!([]));
}

#[test]
fn what_a_contract_cannot_choose_is_refused_with_its_field() {
    let bank = Bank::new();
    let good = bank.booking("P03", "12000.00", 12);
    let usd = json!({ "amount": "12000.00", "currency": "USD" });
    let row = json!([{ "due_on": "2025-07-21", "principal": usd }]);
    for (field, value, code, pointed) in [
        ("product_id", json!(Uuid::nil()), "loan.product_unknown", "product_id"),
        (
            "customer_id",
            json!(Uuid::nil()),
            "loan.customer_unknown",
            "customer_id",
        ),
        ("principal", usd.clone(), "loan.wrong_currency", "principal.currency"),
        ("principal", cny("1.00"), "loan.outside_product", "principal"),
        ("periods", json!(61), "loan.outside_product", "periods"),
        ("annual_rate", json!("0.25"), "loan.outside_product", "annual_rate"),
        ("pay_day", json!(32), "loan.pay_day_out_of_range", "pay_day"),
        ("number", json!("借据一号"), "loan.number_invalid", "number"),
        ("custom_plan", row, "loan.wrong_currency", "custom_plan"),
        ("principal", json!("12"), "platform.body_invalid", "principal"),
    ] {
        let answer = bank.post("/loans", with(good.clone(), field, value));
        assert_eq!(answer.fault(), (422, code, pointed));
    }
    let custom = bank.post("/loans", bank.booking("P09", "20000000.00", 2));
    assert_eq!(custom.fault(), (422, "loan.custom_plan_inconsistent", "custom_plan"));
}

#[test]
fn a_loan_number_is_taken_once() {
    let bank = Bank::new();
    let booking = with(bank.booking("P03", "12000.00", 12), "number", json!("LN-1"));
    bank.book(booking.clone());
    let again = bank.post("/loans", booking);
    assert_eq!(again.fault(), (409, "loan.number_taken", "number"));
    assert_eq!(again.json["number"], "LN-1");
}

#[test]
fn a_product_before_its_first_day_takes_no_loans() {
    let bank = Bank::on("2017-12-31");
    let booking = with(bank.booking("P03", "12000.00", 12), "disbursed_on", json!("2017-12-31"));
    let answer = bank.post("/loans", booking);
    assert_eq!(answer.fault(), (422, "product.not_offered", "product_id"));
}
