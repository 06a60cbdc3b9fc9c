use axum::http::Method;
use serde_json::{Value, json};
use testkit::TestApp;

fn change(months: u32, from: &str) -> Value {
    json!({ "revision": 1, "effective_from": from, "months": months, "source": "档案管理制度" })
}

fn rule(app: &TestApp, area: &str) -> Value {
    let rules = app.sign_in("auditor").get("/audit-retention").ok();
    let items = rules["items"].as_array().expect("items").clone();
    items.into_iter().find(|item| item["area"] == area).expect("a rule")
}

#[test]
fn the_rules_tell_the_law_and_the_first_day_that_is_kept() {
    let app = TestApp::of_routes(|| audit::audit_archive_routes(&platform::Guards::default()));
    let sign_in = rule(&app, "sign_in");
    assert_eq!((&sign_in["months"], &sign_in["least_months"]), (&json!(12), &json!(6)));
    assert_eq!(
        (&sign_in["first_kept"], &sign_in["over_age"]),
        (&json!("2024-01-20"), &json!(0))
    );
    let business = rule(&app, "business");
    assert_eq!(
        (&business["months"], &business["least_months"]),
        (&json!(360), &json!(360))
    );
    assert_eq!(business["first_kept"], "1995-01-20");
}

#[test]
fn a_rule_gets_a_version_that_begins_on_its_day() {
    let app = TestApp::of_routes(|| audit::audit_archive_routes(&platform::Guards::default()));
    let admin = app.sign_in("admin");
    let done = admin
        .send(Method::PUT, "/audit-retention/sign_in", &change(24, "2025-01-21"))
        .ok();
    assert_eq!(
        (&done["before"]["months"], &done["after"]["months"]),
        (&json!(12), &json!(24))
    );
    let today = rule(&app, "sign_in");
    assert_eq!((&today["months"], &today["revision"]), (&json!(12), &json!(2)));
    app.state.clock.advance(std::time::Duration::from_secs(86_400));
    assert_eq!(rule(&app, "sign_in")["months"], 24);
}

#[test]
fn rules_are_refused_with_what_is_wrong() {
    let app = TestApp::of_routes(|| audit::audit_archive_routes(&platform::Guards::default()));
    let admin = app.sign_in("admin");
    let put = |area: &str, body: &Value| admin.send(Method::PUT, &format!("/audit-retention/{area}"), body);
    for (area, body, problem) in [
        ("weather", change(24, "2025-01-20"), (404, "audit.area_unknown")),
        ("sign_in", change(5, "2025-01-20"), (422, "audit.months_out_of_bounds")),
        (
            "business",
            change(359, "2025-01-20"),
            (422, "audit.months_out_of_bounds"),
        ),
        ("sign_in", change(24, "2025-01-19"), (422, "audit.begins_in_the_past")),
    ] {
        assert_eq!(put(area, &body).problem(), problem, "{area} {body}");
    }
    let silent = json!({ "revision": 1, "effective_from": "2025-01-20", "months": 24, "source": "" });
    assert_eq!(put("sign_in", &silent).problem(), (422, "audit.source_invalid"));
    let _ = put("sign_in", &change(24, "2025-01-20")).ok();
    let stale = put("sign_in", &change(36, "2025-01-20"));
    assert_eq!(stale.problem(), (409, "audit.changed_meanwhile"));
    let clerk = app
        .sign_in("auditor")
        .send(Method::PUT, "/audit-retention/sign_in", &change(36, "2025-01-20"));
    assert_eq!(clerk.problem(), (403, "access.permission_denied"));
}

#[test]
fn an_archive_that_is_only_tried_leaves_everything_where_it_is() {
    let app = TestApp::of_routes(|| audit::audit_archive_routes(&platform::Guards::default()));
    let admin = app.sign_in("admin");
    let tried = admin
        .post("/audit-archives?dry_run=true", &json!({ "before": "2025-01-20" }))
        .ok();
    assert_eq!((&tried["lines"], &tried["archive"]), (&json!(0), &Value::Null));
    let nothing = admin.post("/audit-archives", &json!({ "before": "2025-01-20" }));
    assert_eq!(nothing.problem(), (409, "audit.nothing_to_archive"));
    let unknown = "/audit-archives/01900000-0000-7000-8000-000000000001";
    for part in ["file", "verification"] {
        let answered = app.sign_in("auditor").get(&format!("{unknown}/{part}"));
        assert_eq!(answered.problem(), (404, "audit.archive_unknown"), "{part}");
    }
    assert_eq!(app.sign_in("auditor").get("/audit-archives").ok()["items"], json!([]));
}
