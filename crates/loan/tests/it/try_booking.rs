use crate::bank::{Bank, cny, with};
use serde_json::{Value, json};
use uuid::Uuid;

pub fn trial(bank: &Bank, product: &str, principal: &str, periods: u32) -> Value {
    let mut body = bank.booking(product, principal, periods);
    body.as_object_mut().unwrap().remove("customer_id");
    body
}

#[test]
fn a_trial_shows_the_schedule_that_booking_freezes() {
    let bank = Bank::new();
    for (product, principal, periods) in [
        ("P03", "12000.00", 12),
        ("P05-BL", "200000.00", 36),
        ("P01", "1000000.00", 360),
    ] {
        let shown = bank
            .post("/booking-trials", trial(&bank, product, principal, periods))
            .ok();
        assert_eq!(bank.get("/loans?q=XD").ok()["items"], json!([]), "{product}");
        let id = bank.book(bank.booking(product, principal, periods));
        let schedule = bank.get(&format!("/loans/{id}/schedule")).ok();
        assert_eq!(shown["annual_rate"], bank.loan(&id)["annual_rate"], "{product}");
        assert_eq!(shown["totals"], schedule["totals"], "{product}");
        let facts = |rows: &Value| -> Vec<Value> {
            let fact = |row: &Value| json!([row["due_on"], row["payment"], row["balance"]]);
            rows.as_array().unwrap().iter().map(fact).collect()
        };
        assert_eq!(facts(&shown["rows"]), facts(&schedule["rows"]), "{product}");
    }
}

#[test]
fn a_trial_refuses_what_booking_refuses() {
    let bank = Bank::new();
    let good = trial(&bank, "P03", "12000.00", 12);
    let usd = json!({ "amount": "12000.00", "currency": "USD" });
    let row = json!([{ "due_on": "2025-07-21", "principal": usd }]);
    for (field, value, code, pointed) in [
        ("product_id", json!(Uuid::nil()), "loan.product_unknown", "product_id"),
        ("principal", usd.clone(), "loan.wrong_currency", "principal.currency"),
        ("principal", cny("1.00"), "loan.outside_product", "principal"),
        ("pay_day", json!(32), "loan.pay_day_out_of_range", "pay_day"),
        ("custom_plan", row, "loan.wrong_currency", "custom_plan"),
        (
            "customer_id",
            json!(Uuid::nil()),
            "platform.body_invalid",
            "customer_id",
        ),
    ] {
        let answer = bank.post("/booking-trials", with(good.clone(), field, value));
        assert_eq!(answer.fault(), (422, code, pointed));
    }
}
