use axum::http::Method;
use serde_json::{Value, json};

use crate::app::{Answered, TestApp};

fn put(app: &TestApp, cookie: &str, uri: &str, body: Value) -> Answered {
    app.call(Method::PUT, uri, &[("cookie", cookie)], body)
}

fn clerk_with(field: &str, value: Value) -> Value {
    let mut body =
        json!({ "name": "王敏", "organisation": "0001", "post": "teller", "roles": ["clerk"], "is_active": true });
    body[field] = value;
    body
}

#[test]
fn a_changed_user_has_the_new_rights_at_once() {
    let app = TestApp::new();
    let (admin, clerk) = (app.sign_in("admin"), app.sign_in("clerk"));
    assert_eq!(app.get("/users", &clerk).status, 403);
    let changed = put(&app, &admin, "/users/clerk", clerk_with("roles", json!(["auditor"])));
    assert_eq!(changed.status, 200, "{}", changed.json);
    assert_eq!(
        (&changed.json["name"], &changed.json["post"]),
        (&json!("王敏"), &json!("teller"))
    );
    assert_eq!(app.get("/users", &clerk).status, 200);
    let line = &app.audited("access.user_changed")[0];
    assert_eq!(line.before.as_ref().expect("before")["roles"], json!(["clerk"]));
    assert_eq!(line.after.as_ref().expect("after")["roles"], json!(["auditor"]));
    assert_eq!(app.get("/users/clerk", &admin).json["roles"], json!(["auditor"]));
}

#[test]
fn a_user_who_leaves_is_out_at_once() {
    let app = TestApp::new();
    let (admin, clerk) = (app.sign_in("admin"), app.sign_in("clerk"));
    assert_eq!(
        put(&app, &admin, "/users/clerk", clerk_with("is_active", json!(false))).status,
        200
    );
    assert_eq!(app.get("/session", &clerk).problem(), (401, "access.not_signed_in"));
    assert_eq!(
        app.try_sign_in("clerk", crate::app::PASSWORD).problem(),
        (401, "access.sign_in_failed")
    );
}

#[test]
fn a_change_is_refused_for_each_fault() {
    let app = TestApp::new();
    let admin = app.sign_in("admin");
    for (body, problem) in [
        (clerk_with("name", json!("")), (422, "access.name_invalid")),
        (clerk_with("roles", json!([])), (422, "access.roles_missing")),
        (clerk_with("roles", json!(["king"])), (422, "access.role_unknown")),
        (
            clerk_with("organisation", json!("99")),
            (422, "access.organisation_unknown"),
        ),
        (clerk_with("post", json!("king")), (422, "access.post_unknown")),
    ] {
        assert_eq!(put(&app, &admin, "/users/clerk", body).problem(), problem);
    }
    let unknown = put(&app, &admin, "/users/nobody", clerk_with("name", json!("王敏")));
    assert_eq!(unknown.problem(), (404, "access.user_unknown"));
    assert_eq!(app.get("/users/nobody", &admin).problem(), (404, "access.user_unknown"));
    let last = put(&app, &admin, "/users/admin", clerk_with("name", json!("王敏")));
    assert_eq!(last.problem(), (409, "access.administrator_missing"));
}
