use axum::http::Method;
use serde_json::{Value, json};

use crate::app::TestApp;

#[test]
fn the_seeded_roles_permit_what_their_work_needs() {
    let app = TestApp::new();
    let admin = app.sign_in("admin");
    let roles = app.get("/roles", &admin).json["items"]
        .as_array()
        .expect("a list")
        .clone();
    let permissions = |code: &str| -> Vec<String> {
        let role = roles.iter().find(|role| role["code"] == code).unwrap_or(&Value::Null);
        let list = role["permissions"].as_array().cloned().unwrap_or_default();
        list.iter()
            .map(|name| name.as_str().unwrap_or_default().to_owned())
            .collect()
    };
    assert_eq!(roles.len(), 5);
    let catalogue = app.get("/permissions", &admin).json["items"].as_array().map(Vec::len);
    assert_eq!(Some(permissions("administrator").len()), catalogue);
    let looks = |name: &String| name.ends_with(".read") || name.ends_with(".export") || name.contains(".field_");
    assert!(
        permissions("auditor").iter().all(looks),
        "auditors read, and take what they read"
    );
    assert!(permissions("auditor").contains(&"audit.read".to_owned()));
    let manager = permissions("manager");
    for making in [
        "loan.book",
        "loan.repay",
        "loan.reverse",
        "customer.write",
        "ledger.reverse",
        "access.write",
    ] {
        assert!(
            !manager.contains(&making.to_owned()),
            "{making} is for others: managers check"
        );
    }
    assert!(!permissions("clerk").contains(&"ledger.reverse".to_owned()));
}

#[test]
fn roles_are_seen_with_the_permission_only() {
    let app = TestApp::new();
    let clerk = app.sign_in("clerk");
    assert_eq!(app.get("/roles", &clerk).problem(), (403, "access.permission_denied"));
}

fn collector() -> Value {
    json!({ "code": "collector", "name_zh": "催收员", "name_en": "Collector", "data_scope": "own",
            "permissions": ["customer.read", "loan.read"] })
}

fn collector_with(field: &str, value: Value) -> Value {
    let mut body = collector();
    body[field] = value;
    body
}

fn put(app: &TestApp, cookie: &str, code: &str, body: Value) -> crate::app::Answered {
    app.call(Method::PUT, &format!("/roles/{code}"), &[("cookie", cookie)], body)
}

#[test]
fn a_role_is_made_given_and_changed_and_its_users_notice_at_once() {
    let app = TestApp::new();
    let admin = app.sign_in("admin");
    assert_eq!(app.post("/roles", &admin, collector()).status, 201);
    app.add_user("li.na", "collector");
    let session = app.sign_in("li.na");
    let permissions = |cookie: &str| app.get("/session", cookie).json["permissions"].clone();
    assert_eq!(permissions(&session), json!(["customer.read", "loan.read"]));

    let changed = put(
        &app,
        &admin,
        "collector",
        collector_with("permissions", json!(["loan.read"])),
    );
    assert_eq!(
        (changed.status.as_u16(), &changed.json["users"]),
        (200, &json!(1)),
        "{}",
        changed.json
    );
    assert_eq!(permissions(&session), json!(["loan.read"]));
    let line = &app.audited("access.role_changed")[0];
    let before = &line.before.as_ref().expect("before")["permissions"];
    assert_eq!(before, &json!(["customer.read", "loan.read"]));
}

#[test]
fn a_role_with_a_list_of_organisations_keeps_it() {
    let app = TestApp::new();
    let admin = app.sign_in("admin");
    let mut body = collector_with("data_scope", json!("custom"));
    body["organisations"] = json!(["0001"]);
    assert_eq!(app.post("/roles", &admin, body).json["organisations"], json!(["0001"]));
    let wider = put(&app, &admin, "collector", collector_with("data_scope", json!("all")));
    assert_eq!(wider.json["organisations"], json!([]));
}

#[test]
fn a_role_is_refused_for_each_fault() {
    let app = TestApp::new();
    let admin = app.sign_in("admin");
    let mut custom = collector_with("data_scope", json!("custom"));
    custom["organisations"] = json!(["99"]);
    for (body, problem) in [
        (
            collector_with("code", json!("Collector")),
            (422, "access.role_code_invalid"),
        ),
        (collector_with("code", json!("clerk")), (409, "access.role_taken")),
        (collector_with("name_zh", json!("")), (422, "access.name_invalid")),
        (
            collector_with("data_scope", json!("world")),
            (422, "access.scope_unknown"),
        ),
        (
            collector_with("permissions", json!(["loan.forgive"])),
            (422, "access.permission_unknown"),
        ),
        (custom, (422, "access.organisation_unknown")),
    ] {
        assert_eq!(app.post("/roles", &admin, body).problem(), problem);
    }
    let unknown = put(&app, &admin, "collector", collector());
    assert_eq!(unknown.problem(), (422, "access.role_unknown"));
    let locked_out = put(&app, &admin, "administrator", collector());
    assert_eq!(locked_out.problem(), (409, "access.administrator_missing"));
    assert_eq!(app.get("/permissions", &admin).json["items"][0]["code"], "access.check");
}
