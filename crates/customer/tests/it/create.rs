use serde_json::{Value, json};

use crate::app::{CLERK, TestApp, mill, with, zhang};

#[test]
fn a_created_customer_is_shown_masked() {
    let app = TestApp::new();
    let created = app.post("/customers", zhang());
    assert_eq!(created.status, 201);
    let shown = app.get(&format!("/customers/{}", created.text("id")));
    assert_eq!(
        shown.json,
        json!({
            "id": created.json["id"],
            "number": created.json["number"],
            "kind": "person",
            "name": "张*三",
            "identity_kind": "resident_id",
            "identity_masked": "110***********1233",
            "mobile_masked": "138****8000",
            "hidden": [],
            "industry": null,
            "region": null,
            "created_on": "2025-01-20",
            "loan_count": 0,
            "organisation": "0001",
            "organisation_name_zh": "总行",
            "organisation_name_en": "Head office",
            "officer": "clerk",
        })
    );
    let number = created.text("number");
    assert!(number.len() == 11 && number.starts_with('C'), "{number}");
}

#[test]
fn a_company_is_shown_with_its_whole_name() {
    let app = TestApp::new();
    let id = app.create(mill());
    let shown = app.get(&format!("/customers/{id}"));
    assert_eq!(shown.json["name"], "青禾面粉有限公司");
    assert_eq!(shown.json["mobile_masked"], Value::Null);
}

#[test]
fn a_customer_is_refused_for_each_fault() {
    let app = TestApp::new();
    let id_number = |number: &str| with(zhang(), "identity_number", json!(number));
    let mobile = |number: &str| with(zhang(), "mobile", json!(number));
    for (body, problem, field) in [
        (with(zhang(), "name", json!("")), (422, "customer.name_invalid"), "name"),
        (
            with(zhang(), "identity_kind", json!("unified_credit_code")),
            (422, "customer.identity_kind_mismatch"),
            "identity_kind",
        ),
        (
            id_number("11010119900307123"),
            (422, "customer.number_length"),
            "identity_number",
        ),
        (
            id_number("1101011990O3071233"),
            (422, "customer.number_character"),
            "identity_number",
        ),
        (
            id_number("160101199003071233"),
            (422, "customer.identity_region"),
            "identity_number",
        ),
        (
            id_number("110101199002301233"),
            (422, "customer.identity_birth_date"),
            "identity_number",
        ),
        (
            id_number("110101199003071234"),
            (422, "customer.number_check_digit"),
            "identity_number",
        ),
        (mobile("1381234"), (422, "customer.number_length"), "mobile"),
        (mobile("12812348000"), (422, "customer.number_character"), "mobile"),
        (
            with(zhang(), "kind", json!("ghost")),
            (422, "platform.body_invalid"),
            "kind",
        ),
        (with(zhang(), "vip", json!(true)), (422, "platform.body_invalid"), "vip"),
    ] {
        let answered = app.post("/customers", body);
        assert_eq!(answered.problem(), problem, "{}", answered.json);
        assert_eq!(answered.json["field"], field, "{}", answered.json);
    }
    assert_eq!(app.count_customers(), 0);
}

#[test]
fn two_customers_never_have_the_same_document() {
    let app = TestApp::new();
    let first = app.post("/customers", zhang());
    let twin = app.post(
        "/customers",
        with(zhang(), "identity_number", json!("110101 19900307 1233")),
    );
    assert_eq!(twin.problem(), (409, "customer.identity_taken"));
    assert_eq!(twin.json["customer_number"], first.json["number"]);
    assert_eq!(twin.json["field"], "identity_number");
    assert_eq!(app.count_customers(), 1);
}

#[test]
fn a_repeat_with_the_same_key_creates_one_customer() {
    let app = TestApp::new();
    let headers = [("cookie", CLERK), ("idempotency-key", "one")];
    let first = app.post_with("/customers", &headers, zhang());
    let again = app.post_with("/customers", &headers, zhang());
    assert_eq!((again.status.as_u16(), &again.json), (201, &first.json));
    assert_eq!(
        again.headers.get("idempotency-replayed").map(|v| v.as_bytes()),
        Some(&b"true"[..])
    );
    let other = app.post_with("/customers", &headers, mill());
    assert_eq!(other.problem(), (422, "platform.idempotency_key_reused"));
}

#[test]
fn a_dry_run_creates_nobody() {
    let app = TestApp::new();
    assert_eq!(app.post("/customers?dry_run=true", zhang()).status, 201);
    assert_eq!(app.count_customers(), 0);
}

#[test]
fn nothing_that_identifies_is_stored_in_clear() {
    let app = TestApp::new();
    let headers = [("cookie", CLERK), ("idempotency-key", "one")];
    app.post_with("/customers", &headers, zhang());
    let customers = app
        .state
        .db
        .read(|tx| tx.query("SELECT name_shown, identity_shown, mobile_shown FROM customer", &[]));
    let stored = customers
        .expect("customers")
        .iter()
        .map(|row| format!("{row:?}"))
        .collect::<String>();
    let sealed = app
        .state
        .db
        .read(|tx| tx.query("SELECT name_sealed, identity_sealed, mobile_sealed FROM customer", &[]));
    for row in sealed.expect("customers") {
        for (column, clear) in [(0, "张小三"), (1, "110101199003071233"), (2, "13812348000")] {
            assert!(
                !row.bytes(column)
                    .windows(clear.len())
                    .any(|part| part == clear.as_bytes())
            );
        }
    }
    let outcomes = app
        .state
        .db
        .read(|tx| tx.query("SELECT outcome FROM command_record", &[]))
        .expect("records");
    let trail = format!("{:?}{:?}{stored}", app.audited("customer.created"), outcomes);
    for clear in ["张小三", "199003", "12348000"] {
        assert!(!trail.contains(clear), "{clear} in {trail}");
    }
}

#[test]
fn an_unknown_customer_is_not_found() {
    let app = TestApp::new();
    let nobody = "/customers/01947f3a-2b1c-7d4e-8f90-a1b2c3d4e5f6";
    assert_eq!(app.get(nobody).problem(), (404, "customer.not_found"));
    assert_eq!(app.get("/customers/zhang").problem(), (400, "platform.path_invalid"));
}
