use axum::http::Method;
use serde_json::{Value, json};

use crate::app::{PASSWORD, TestApp};

fn li_na() -> Value {
    json!({ "login": "li.na", "name": "李娜", "password": "Jinse-lude-7", "roles": ["accountant", "auditor", "auditor"] })
}

fn li_na_with(field: &str, value: Value) -> Value {
    let mut body = li_na();
    body[field] = value;
    body
}

#[test]
fn a_created_user_can_sign_in_and_has_the_permissions_of_all_roles() {
    let app = TestApp::new();
    let admin = app.sign_in("admin");
    let created = app.post("/users", &admin, li_na());
    assert_eq!(created.status, 201, "{}", created.json);
    assert_eq!(created.json["roles"], json!(["accountant", "auditor"]));
    assert_eq!(created.json["organisation"], "总行");

    let session = app.try_sign_in("li.na", "Jinse-lude-7");
    assert_eq!(session.status, 200);
    let permissions = session.json["permissions"].as_array().expect("a list").clone();
    assert!(permissions.contains(&json!("ledger.reverse")) && permissions.contains(&json!("audit.read")));

    let trail = app.audited("access.user_created");
    assert_eq!(
        (
            trail[0].actor_login.as_str(),
            &trail[0].after.as_ref().expect("after")["login"]
        ),
        ("admin", &json!("li.na"))
    );
    assert!(!trail[0].after.as_ref().expect("after").to_string().contains("Jinse"));
}

#[test]
fn a_user_is_refused_for_each_fault() {
    let app = TestApp::new();
    let admin = app.sign_in("admin");
    for (body, problem, field) in [
        (li_na_with("login", json!("li")), (422, "access.login_invalid"), "login"),
        (li_na_with("name", json!(" ")), (422, "access.name_invalid"), "name"),
        (
            li_na_with("password", json!("Ab1-")),
            (422, "access.password_length"),
            "password",
        ),
        (
            li_na_with("password", json!("abcdefghij")),
            (422, "access.password_too_simple"),
            "password",
        ),
        (
            li_na_with("password", json!("Li.Na-2025")),
            (422, "access.password_contains_login"),
            "password",
        ),
        (li_na_with("roles", json!([])), (422, "access.roles_missing"), "roles"),
        (
            li_na_with("roles", json!(["clerk", "king"])),
            (422, "access.role_unknown"),
            "roles",
        ),
        (
            li_na_with("organisation", json!("9999")),
            (422, "access.organisation_unknown"),
            "organisation",
        ),
        (
            li_na_with("login", json!("CLERK")),
            (409, "access.login_taken"),
            "login",
        ),
        (li_na_with("boss", json!(true)), (422, "platform.body_invalid"), "boss"),
    ] {
        let answered = app.post("/users", &admin, body);
        assert_eq!(answered.problem(), problem, "{}", answered.json);
        assert_eq!(answered.json["field"], field);
    }
    assert_eq!(app.count("SELECT count(*) FROM app_user"), 2);
}

#[test]
fn a_repeat_with_the_same_key_creates_one_user() {
    let app = TestApp::new();
    let admin = app.sign_in("admin");
    let headers = [("cookie", admin.as_str()), ("idempotency-key", "one")];
    let first = app.call(Method::POST, "/users", &headers, li_na());
    let again = app.call(Method::POST, "/users", &headers, li_na());
    assert_eq!((first.status.as_u16(), again.status.as_u16()), (201, 201));
    assert_eq!(first.json, again.json);
    assert_eq!(again.header("idempotency-replayed"), "true");

    let other = app.call(Method::POST, "/users", &headers, li_na_with("name", json!("李娜娜")));
    assert_eq!(other.problem(), (422, "platform.idempotency_key_reused"));
}

#[test]
fn a_dry_run_creates_nobody() {
    let app = TestApp::new();
    let admin = app.sign_in("admin");
    assert_eq!(app.post("/users?dry_run=true", &admin, li_na()).status, 201);
    assert_eq!(app.count("SELECT count(*) FROM app_user"), 2);
}

#[test]
fn users_are_listed_by_login_page_by_page() {
    let app = TestApp::new();
    app.add_user("boris", "auditor");
    let admin = app.sign_in("admin");
    let first = app.get("/users?limit=2", &admin);
    let logins = |page: &Value| -> Vec<String> {
        let items = page["items"].as_array().expect("a list");
        items
            .iter()
            .map(|user| user["login"].as_str().unwrap_or_default().to_owned())
            .collect()
    };
    assert_eq!(logins(&first.json), ["admin", "boris"]);
    assert_eq!(first.json["items"][0]["last_sign_in_at"], "2025-01-20T08:00:00.000Z");
    assert_eq!(first.json["items"][1]["roles"], json!(["auditor"]));
    assert_eq!(first.json["items"][1]["last_sign_in_at"], Value::Null);

    let cursor = first.json["next_cursor"].as_str().expect("a further page");
    let second = app.get(&format!("/users?limit=2&cursor={cursor}"), &admin);
    assert_eq!(logins(&second.json), ["clerk"]);
    assert_eq!(second.json["next_cursor"], Value::Null);
    assert_eq!(
        app.get("/users?cursor=zz", &admin).problem(),
        (400, "platform.cursor_invalid")
    );
}

#[test]
fn only_those_with_the_permission_see_and_create_users() {
    let app = TestApp::new();
    app.add_user("auditor", "auditor");
    let (clerk, auditor) = (app.sign_in("clerk"), app.sign_in("auditor"));
    assert_eq!(app.get("/users", &clerk).problem(), (403, "access.permission_denied"));
    assert_eq!(app.get("/users", "").problem(), (401, "access.not_signed_in"));
    assert_eq!(app.get("/users", &auditor).status, 200);
    assert_eq!(
        app.post("/users", &auditor, li_na()).problem(),
        (403, "access.permission_denied")
    );
    assert_eq!(app.try_sign_in("li.na", PASSWORD).problem().0, 401);
}
