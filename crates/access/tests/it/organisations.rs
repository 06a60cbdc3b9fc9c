use axum::http::Method;
use serde_json::{Value, json};

use crate::app::TestApp;

fn branch(code: &str, parent: &str) -> Value {
    json!({ "code": code, "name_zh": "城东支行", "name_en": "East branch", "parent": parent })
}

fn put(app: &TestApp, cookie: &str, uri: &str, body: Value) -> crate::app::Answered {
    app.call(Method::PUT, uri, &[("cookie", cookie)], body)
}

#[test]
fn branches_are_opened_below_the_head_office_moved_and_closed() {
    let app = TestApp::new();
    let admin = app.sign_in("admin");
    for (code, parent) in [("01", "0001"), ("0101", "01"), ("02", "0001")] {
        assert_eq!(app.post("/organisations", &admin, branch(code, parent)).status, 201);
    }
    let moved = put(&app, &admin, "/organisations/0101", branch("", "02"));
    assert_eq!(
        (moved.status.as_u16(), &moved.json["parent"]),
        (200, &json!("02")),
        "{}",
        moved.json
    );
    let mut closing = branch("", "02");
    closing["closed_on"] = json!("2025-02-01");
    assert_eq!(put(&app, &admin, "/organisations/0101", closing).status, 200);

    let clerk = app.sign_in("clerk");
    let list = app.get("/organisations", &clerk).json["items"]
        .as_array()
        .expect("a list")
        .clone();
    let codes: Vec<&str> = list
        .iter()
        .map(|one| one["code"].as_str().unwrap_or_default())
        .collect();
    assert_eq!(codes, ["0001", "01", "0101", "02"]);
    assert_eq!(list[2]["closed_on"], "2025-02-01");
    let trail = app.audited("access.organisation_changed");
    assert_eq!(trail.len(), 2);
    assert_eq!(trail[1].before.as_ref().expect("before")["parent"], "01");
}

#[test]
fn an_organisation_is_refused_for_each_fault() {
    let app = TestApp::new();
    let admin = app.sign_in("admin");
    for (code, parent) in [("01", "0001"), ("0101", "01")] {
        assert_eq!(app.post("/organisations", &admin, branch(code, parent)).status, 201);
    }
    let with = |field: &str, value: Value| {
        let mut body = branch("03", "0001");
        body[field] = value;
        body
    };
    let mut early = with("opened_on", json!("2025-02-01"));
    early["closed_on"] = json!("2025-01-01");
    for (body, problem) in [
        (branch("é", "0001"), (422, "access.organisation_code_invalid")),
        (with("name_en", json!("")), (422, "access.name_invalid")),
        (branch("01", "0001"), (409, "access.organisation_taken")),
        (branch("03", "99"), (422, "access.organisation_unknown")),
        (with("parent", Value::Null), (422, "access.organisation_circle")),
        (early, (422, "access.organisation_dates")),
    ] {
        assert_eq!(app.post("/organisations", &admin, body).problem(), problem);
    }
    let mut closing = branch("", "0001");
    closing["closed_on"] = json!("2025-02-01");
    for (uri, body, problem) in [
        (
            "/organisations/99",
            branch("", "0001"),
            (422, "access.organisation_unknown"),
        ),
        (
            "/organisations/01",
            branch("", "0101"),
            (422, "access.organisation_circle"),
        ),
        (
            "/organisations/0001",
            branch("", "01"),
            (422, "access.organisation_circle"),
        ),
        ("/organisations/01", closing, (409, "access.organisation_in_use")),
    ] {
        assert_eq!(put(&app, &admin, uri, body).problem(), problem, "{uri}");
    }
    let clerk = app.sign_in("clerk");
    let denied = app.post("/organisations", &clerk, branch("04", "0001"));
    assert_eq!(denied.problem(), (403, "access.permission_denied"));
}
