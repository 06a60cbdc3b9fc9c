use crate::bank::{Bank, cny, with};
use serde_json::{Value, json};

fn trial() -> Value {
    json!({
        "method": "annuity",
        "principal": cny("120000.00"),
        "annual_rate": "0.06",
        "periods": 12,
        "start_on": "2025-01-10",
        "frequency": "month",
        "day_count": "30/360",
    })
}

#[test]
fn a_typed_schedule_is_computed_and_nothing_is_stored() {
    let bank = Bank::new();
    let shown = bank.post("/schedule-trials", trial()).ok();
    // cn.md T02.
    let rows = shown["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 12);
    assert_eq!(rows[0]["payment"], cny("10327.97"));
    assert_eq!(rows[11]["payment"], cny("10327.99"));
    assert_eq!(shown["totals"]["interest"], cny("3935.66"));
    assert_eq!(bank.get("/loans").ok()["items"], json!([]));
}

#[test]
fn every_method_can_be_tried() {
    let bank = Bank::new();
    for (method, more, periods) in [
        ("equal_principal", json!({}), 12),
        ("flat", json!({}), 12),
        ("interest_only", json!({ "pay_day": 20 }), 13),
        ("bullet", json!({}), 1),
        ("on_demand", json!({}), 12),
        ("biweekly", json!({ "frequency": "biweekly", "periods": 26 }), 24),
        ("balloon", json!({ "balloon": cny("36000.00") }), 12),
        ("balloon", json!({ "amortization_periods": 24 }), 12),
        ("step", json!({ "interest_only_periods": 6 }), 12),
        ("step", json!({ "step_growth_bp": 1000, "step_every_periods": 6 }), 12),
        ("annuity", json!({ "pay_day": 20, "stub": "interest_only_stub" }), 13),
    ] {
        let mut body = with(trial(), "method", json!(method));
        for (name, value) in more.as_object().unwrap() {
            body[name] = value.clone();
        }
        let shown = bank.post("/schedule-trials", body).ok();
        let rows = shown["rows"].as_array().unwrap();
        assert!(
            rows.len().abs_diff(periods) <= 1,
            "{method} {more}: {} rows",
            rows.len()
        );
        assert_eq!(shown["totals"]["principal"], cny("120000.00"), "{method}");
    }
}

#[test]
fn terms_that_cannot_be_are_refused_with_their_field() {
    let bank = Bank::new();
    let usd = json!({ "amount": "1.00", "currency": "USD" });
    for (changes, code, field) in [
        (
            json!({ "principal": cny("0.00") }),
            "loan.principal_not_positive",
            "principal",
        ),
        (json!({ "periods": 0 }), "loan.periods_out_of_range", "periods"),
        (json!({ "periods": 1201 }), "loan.periods_out_of_range", "periods"),
        (json!({ "pay_day": 0 }), "loan.pay_day_out_of_range", "pay_day"),
        (json!({ "method": "biweekly" }), "loan.frequency_unfit", "frequency"),
        (
            json!({ "method": "balloon", "amortization_periods": 6 }),
            "loan.method_parameter_out_of_range",
            "amortization_periods",
        ),
        (
            json!({ "method": "balloon", "balloon": cny("120000.00") }),
            "loan.method_parameter_out_of_range",
            "balloon",
        ),
        (json!({ "balloon": usd }), "loan.wrong_currency", "balloon.currency"),
        (
            json!({ "method": "step", "interest_only_periods": 12 }),
            "loan.method_parameter_out_of_range",
            "interest_only_periods",
        ),
        (
            json!({ "method": "step", "step_growth_bp": 20000 }),
            "loan.method_parameter_out_of_range",
            "step_growth_bp",
        ),
        (
            json!({ "method": "custom" }),
            "loan.custom_plan_inconsistent",
            "custom_plan",
        ),
        (
            json!({ "method": "balloon", "amortization_periods": 1200, "annual_rate": "0.5" }),
            "loan.negative_amortisation",
            "annual_rate",
        ),
        (
            json!({ "method": "balloon", "amortization_periods": 1200, "annual_rate": "10" }),
            "loan.negative_amortisation",
            "annual_rate",
        ),
        (
            json!({ "method": "step", "step_growth_bp": 10000, "step_every_periods": 1, "periods": 1200, "annual_rate": "10" }),
            "loan.amounts_out_of_range",
            "principal",
        ),
        (json!({ "method": "magic" }), "platform.body_invalid", "method"),
        (json!({ "annual_rate": "6%" }), "platform.body_invalid", "annual_rate"),
        (json!({ "colour": "red" }), "platform.body_invalid", "colour"),
    ] {
        let mut body = trial();
        for (name, value) in changes.as_object().unwrap() {
            body[name] = value.clone();
        }
        assert_eq!(
            bank.post("/schedule-trials", body).fault(),
            (422, code, field),
            "{changes}"
        );
    }
}

/// T05 (cn.md §1.6): 12,000.00 at 0.6 % a month costs 13.0342 % simple and 13.8418 % compounded, with 2 % up front 16.8982 %
/// and 18.2704 %. The fee is a payment of the first day.
#[test]
fn the_yearly_cost_counts_the_fees() {
    let bank = Bank::new();
    let flat = json!({
        "method": "flat", "principal": cny("12000.00"), "annual_rate": "0.072", "periods": 12, "start_on": "2025-01-10",
    });
    let plain = bank.post("/schedule-trials", flat.clone()).ok();
    assert_eq!(plain["annualised"]["nominal"], "0.130342");
    assert_eq!(plain["annualised"]["effective"], "0.138418");
    let with_fee = with(flat.clone(), "disbursement_fee", cny("240.00"));
    let shown = bank.post("/schedule-trials", with_fee).ok();
    assert_eq!(shown["annualised"]["nominal"], "0.168982");
    assert_eq!(shown["annualised"]["effective"], "0.182704");
    let first = &shown["rows"][0];
    assert_eq!(
        (&first["nr"], &first["due_on"], &first["payment"]),
        (&json!(0), &json!("2025-01-10"), &cny("240.00"))
    );
    assert_eq!(shown["totals"]["fee"], cny("240.00"));
    assert_eq!(shown["totals"]["payment"], cny("13104.00"));
    let each = with(flat.clone(), "installment_fee", cny("5.00"));
    let shown = bank.post("/schedule-trials", each).ok();
    assert_eq!(
        (&shown["rows"][11]["payment"], &shown["totals"]["fee"]),
        (&cny("1077.00"), &cny("60.00"))
    );
    let negative = bank.post("/schedule-trials", with(flat, "installment_fee", cny("-1.00")));
    assert_eq!(negative.fault(), (422, "loan.fee_not_positive", "installment_fee"));
}

#[test]
fn a_number_of_instalments_that_no_memory_holds_is_refused_before_any_is_taken() {
    let bank = Bank::new();
    for (method, periods) in [("annuity", u32::MAX), ("custom", 2_147_483_646)] {
        let body = with(with(trial(), "method", json!(method)), "periods", json!(periods));
        let refused = bank.post("/schedule-trials", body);
        assert_eq!(refused.problem(), (422, "loan.periods_out_of_range"), "{method}");
    }
}
