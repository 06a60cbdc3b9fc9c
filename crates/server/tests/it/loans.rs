use crate::app::app;
use serde_json::{Value, json};
use testkit::{Lending, TestApp};

fn yuan(amount: &str) -> Value {
    json!({ "amount": amount, "currency": "CNY" })
}

fn due(app: &TestApp) -> (String, testkit::Caller<'_>) {
    let id = app.lend(&Lending::default());
    app.close_until("2025-02-20");
    (format!("/loans/{id}"), app.sign_in("clerk"))
}

/// The cap of 24% lowered to 21%: P03 may ask up to 20% nominal, which equal monthly payments make 21.94% a year
/// ((1 + 0.2 / 12)^12 − 1), so no new version of it becomes active.
#[test]
fn a_product_that_could_cost_more_than_the_cap_with_its_fees_is_not_activated() {
    let app = app();
    let (admin, manager) = (app.sign_in("admin"), app.sign_in("manager"));
    let known = admin.get("/reference/parameter").ok();
    let mut figures = known["items"].as_array().expect("figures").iter();
    let cap = figures
        .find(|one| one["code"] == "all_in_rate_cap")
        .expect("a seeded figure");
    let mut content = cap["holds"]["content"].clone();
    content["value"] = json!("0.21");
    let change = json!({ "revision": 1, "effective_from": "2025-01-01", "content": content, "source": "行内制度", "reason": "下调" });
    let proposal = json!({ "command": "reference.change_parameter", "reason": "下调",
        "content": { "code": "all_in_rate_cap", "change": change } });
    let proposed = admin.post("/pending-changes", &proposal).ok();
    let address = format!("/pending-changes/{}/approval", proposed["id"].as_str().expect("an id"));
    assert_eq!(manager.post(&address, &Value::Null).status, 200);

    let products = admin.get("/products?limit=200").ok();
    let items = products["items"].as_array().expect("products").iter();
    let version = |code: &str| items.clone().find(|one| one["code"] == code).expect("a seeded product")["id"].clone();
    for (code, refused) in [("P03", true), ("P02", false)] {
        let draft = admin.post("/products", &json!({ "copy_of": version(code) })).ok();
        let address = format!("/products/{}/activation", draft["id"].as_str().expect("an id"));
        let answer = manager.post(&address, &json!({ "revision": draft["revision"] }));
        if refused {
            assert_eq!(answer.problem(), (422, "product.all_in_rate_above_cap"));
            assert_eq!(
                (&answer.json["cost"], &answer.json["cap"]),
                (&json!("21.94%"), &json!("21.00%"))
            );
            assert_eq!(answer.json["field"], "limits.max_annual_rate");
        } else {
            // 3.075% nominal are 3.12% a year.
            assert_eq!(answer.status, 200, "{}", answer.json);
        }
    }
}

#[test]
fn a_loan_lent_today_stands_in_the_ledger_and_closes_balance() {
    let app = app();
    let _ = app.lend(&Lending::default());
    app.close_until("2025-02-21");
    let auditor = app.sign_in("auditor");
    let balance = auditor.get("/ledger/trial-balance?currency=CNY").ok();
    assert_eq!(balance["difference"]["amount"], "0.00", "{balance}");
    assert_eq!(auditor.get("/session").ok()["business_date"], "2025-02-21");
}

#[test]
fn a_repayment_is_previewed_recorded_repeated_and_taken_back() {
    let app = app();
    let (loan, clerk) = due(&app);
    let before = clerk.get(&loan).ok();
    let body = json!({ "amount": yuan("10327.97"), "value_date": "2025-02-20", "kind": "regular" });
    let preview = clerk.post(&format!("{loan}/repayments?dry_run=true"), &body).ok();
    assert_eq!(clerk.get(&loan).ok(), before, "a preview changes nothing");

    let with_key = clerk.with("Idempotency-Key", "counter-7");
    let first = with_key.post(&format!("{loan}/repayments"), &body).ok();
    assert_eq!(first["allocation"], preview["allocation"]);
    let again = with_key.post(&format!("{loan}/repayments"), &body);
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!(again.ok(), first);
    let other = json!({ "amount": yuan("1.00"), "value_date": "2025-02-20", "kind": "regular" });
    let reused = with_key.post(&format!("{loan}/repayments"), &other);
    assert_eq!(reused.problem(), (422, "platform.idempotency_key_reused"));

    let event = first["event_id"].as_str().unwrap_or_default();
    let reason = json!({ "reason": "counted twice" });
    let taken_back = clerk.post(&format!("{loan}/events/{event}/reversal"), &reason).ok();
    assert_eq!(taken_back["after"]["balances"], first["before"]["balances"]);
    let twice = clerk.post(&format!("{loan}/events/{event}/reversal"), &reason);
    assert!(twice.status.is_client_error(), "{}", twice.json);
}

#[test]
fn what_a_lender_sees_of_its_book() {
    let app = app();
    let (loan, clerk) = due(&app);
    let list = clerk.get("/loans?with_totals=true").ok();
    assert_eq!(list["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(list["totals"]["count"], 1, "{list}");
    let plan = clerk.get(&format!("{loan}/schedule")).ok();
    assert_eq!(plan["rows"].as_array().map(Vec::len), Some(12));
    assert_eq!(plan["totals"]["interest"]["amount"], "3935.66");
    let manager = app.sign_in("manager");
    let cockpit = manager.get("/cockpit?currency=CNY").ok();
    assert_eq!(cockpit["as_of"], "2025-02-20");
    let runs = manager.get("/close-runs?limit=5").ok();
    assert_eq!(runs["items"][0]["business_date"], "2025-02-19");
}

#[test]
fn the_cockpit_begins_with_the_currency_of_most_loans() {
    let app = app();
    let first_page = |app: &TestApp| app.sign_in("manager").get("/cockpit").ok()["currency"].clone();
    let _ = app.lend(&Lending::default());
    assert_eq!(first_page(&app), "CNY");
    for _ in 0..2 {
        let (product, principal, periods) = ("LC36", "10000.00", 36);
        let _ = app.lend(&Lending {
            product,
            principal,
            periods,
            ..Lending::default()
        });
    }
    assert_eq!(first_page(&app), "USD");
}

/// The figure of the cockpit with this code, and the totals of the loans that it leads to.
fn figure_and_rows(caller: &testkit::Caller<'_>, code: &str) -> (Value, Value) {
    let cockpit = caller.get("/cockpit?currency=CNY").ok();
    let figures = cockpit["figures"].as_array().cloned().unwrap_or_default();
    let figure = figures.into_iter().find(|figure| figure["code"] == code);
    let figure = figure.expect("a figure of the cockpit");
    let rows = figure["drill"].as_str().unwrap_or_default();
    let list = caller.get(&format!("{rows}&with_totals=true")).ok();
    (figure["value"].clone(), list["totals"].clone())
}

#[test]
fn figures_lead_to_the_rows_that_they_count() {
    let app = app();
    let _ = due(&app);
    app.close_until("2025-02-21");
    let _ = app.lend(&Lending::default());
    let manager = app.sign_in("manager");
    for (code, count) in [("active_loans", 2), ("overdue_loans", 1)] {
        let (value, rows) = figure_and_rows(&manager, code);
        assert_eq!(
            (&value["count"], &rows["count"]),
            (&json!(count), &json!(count)),
            "{code}"
        );
    }
    for (code, sum) in [
        ("principal_outstanding", "principal_outstanding"),
        ("overdue_amount", "overdue_amount"),
    ] {
        let (value, rows) = figure_and_rows(&manager, code);
        assert_eq!(value["money"], rows[sum][0], "{code}");
    }
}

#[test]
fn problems_speak_the_readers_language() {
    let app = app();
    let nobody = "/loans/01900000-0000-7000-8000-000000000000";
    let clerk = app.sign_in("clerk");
    let english = clerk.get(nobody);
    assert_eq!(english.status, 404);
    let chinese = clerk.with("Accept-Language", "zh-CN").get(nobody);
    assert_eq!(english.problem(), chinese.problem());
    assert_ne!(english.json["detail"], chinese.json["detail"]);
}
