//! The trail as a list: simple filters, composed search, order, counts; its file is tested with the whole program.

use crate::archives::note;
use platform::audit::Area;
use platform::{DbError, values};
use serde_json::{Value, json};
use testkit::{Caller, TestApp};

fn escaped(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

fn told(caller: &Caller<'_>, query: &str) -> Value {
    caller.get(&format!("/audit-entries?object_kind=test&{query}")).ok()
}

fn objects(page: &Value) -> Vec<&str> {
    let items = page["items"].as_array().expect("a list").iter();
    items.map(|item| item["object_id"].as_str().expect("a text")).collect()
}

fn app_with_lines() -> TestApp {
    let app = TestApp::of_routes(|| audit::audit_archive_routes(&platform::Guards::default()));
    for (at, action, object) in [
        ("2023-05-01T00:00:00Z", "access.signed_in", "s1"),
        ("2023-05-02T00:00:00Z", "loan.repaid", "b1"),
        ("2023-05-03T00:00:00Z", "loan.repaid", "b2"),
        ("2023-05-04T00:00:00Z", "customer.revealed", "r1"),
        ("2023-05-05T00:00:00Z", "export.made", "e1"),
    ] {
        note(&app, at, action, object);
    }
    app
}

#[test]
fn composed_searches_narrow_the_trail_beside_its_simple_filters() {
    let app = app_with_lines();
    let auditor = app.sign_in("auditor");
    let one = |field: &str, op: &str, value: Value| json!({ "field": field, "op": op, "value": value });
    for (query, search, shown) in [
        ("", one("action", "eq", json!("loan.repaid")), vec!["b2", "b1"]),
        ("", one("action", "ne", json!("loan.repaid")), vec!["e1", "r1", "s1"]),
        ("", one("action", "starts_with", json!("loan.")), vec!["b2", "b1"]),
        ("", one("area", "in", json!(["reveal", "sign_in"])), vec!["r1", "s1"]),
        ("", one("sealed", "in", json!(["no"])), vec![]),
        ("area=business", one("object_id", "not_in", json!(["b1"])), vec!["b2"]),
        (
            "",
            json!({ "all": [one("action", "eq", json!("loan.repaid")), one("object_id", "eq", json!("b1"))] }),
            vec!["b1"],
        ),
        (
            "",
            json!({ "any": [one("action", "eq", json!("loan.repaid")), one("object_id", "eq", json!("e1"))] }),
            vec!["e1", "b2", "b1"],
        ),
        ("action=export.made", one("action", "eq", json!("loan.repaid")), vec![]),
        (
            "from=2023-05-03T00:00:00Z",
            one("actor", "eq", json!("system")),
            vec!["e1", "r1", "b2"],
        ),
    ] {
        let page = told(&auditor, &format!("{query}&where={}", escaped(&search.to_string())));
        assert_eq!(objects(&page), shown, "{query} {search}");
    }
}

#[test]
fn the_trail_is_paged_in_both_orders_and_counted_up_to_a_bound() {
    let app = app_with_lines();
    let auditor = app.sign_in("auditor");
    let first = told(&auditor, "sort=at&limit=3&with_totals=true&totals_most=4");
    assert_eq!(objects(&first), ["s1", "b1", "b2"]);
    assert_eq!(first["totals"], json!({ "count": 4, "more": true }));
    let cursor = first["next_cursor"].as_str().expect("more lines");
    let second = told(&auditor, &format!("sort=at&limit=3&cursor={cursor}&with_totals=true"));
    assert_eq!(
        (objects(&second), &second["next_cursor"]),
        (vec!["r1", "e1"], &Value::Null)
    );
    assert_eq!(second["totals"], json!({ "count": 5, "more": false }));
    let newest = told(&auditor, "limit=2");
    assert_eq!(objects(&newest), ["e1", "r1"]);
    let wrong = auditor.get(&format!("/audit-entries?sort=-at&cursor={cursor}"));
    assert_eq!(wrong.problem(), (400, "platform.cursor_invalid"));
}

#[test]
fn the_area_of_a_line_is_the_same_in_sql() {
    let app = TestApp::of_routes(|| audit::audit_archive_routes(&platform::Guards::default()));
    let area = audit::AUDIT_ENTRIES.field("area").expect("declared").column;
    for action in [
        "access.signed_in",
        "access.recovery_code_used",
        "access.user_created",
        "audit.archive_downloaded",
        "audit.archived",
        "platform.refused",
        "platform.started",
        "customer.revealed",
        "export.revealed",
        "export.made",
        "notice.published",
        "role.saved",
        "view.saved",
        "loan.repaid",
        "viewer.made",
    ] {
        let sql = format!("SELECT {area} FROM (SELECT CAST($1 AS TEXT) AS action) AS line");
        let read = app.state.db.read(|tx| tx.query_one(&sql, &values![action]));
        let found: Result<String, DbError> = read.map(|row| row.text(0).to_owned());
        assert_eq!(found.expect("a row"), Area::of(action).code(), "{action}");
    }
}
