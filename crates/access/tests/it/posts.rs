use axum::http::Method;
use serde_json::{Value, json};

use crate::app::{Answered, TestApp};

fn put(app: &TestApp, cookie: &str, uri: &str, body: Value) -> Answered {
    app.call(Method::PUT, uri, &[("cookie", cookie)], body)
}

fn post(code: &str) -> Value {
    json!({ "code": code, "name_zh": "风险经理", "name_en": "Risk manager" })
}

fn clerk_as(post: &str) -> Value {
    json!({ "name": "clerk", "organisation": "0001", "post": post, "roles": ["clerk"], "is_active": true })
}

#[test]
fn a_post_is_added_renamed_and_retired_and_who_has_it_keeps_it() {
    let app = TestApp::new();
    let admin = app.sign_in("admin");
    let added = app.post("/posts", &admin, post("risk_manager"));
    assert_eq!(
        (added.status.as_u16(), &added.json["users"]),
        (201, &json!(0)),
        "{}",
        added.json
    );
    assert_eq!(put(&app, &admin, "/users/clerk", clerk_as("risk_manager")).status, 200);
    let mut renamed = post("");
    renamed["name_zh"] = json!("风控经理");
    let renamed = put(&app, &admin, "/posts/risk_manager", renamed);
    assert_eq!(
        (&renamed.json["name_zh"], &renamed.json["users"]),
        (&json!("风控经理"), &json!(1))
    );
    let mut retired = post("");
    retired["is_retired"] = json!(true);
    assert_eq!(
        put(&app, &admin, "/posts/risk_manager", retired).json["is_retired"],
        true
    );
    assert_eq!(
        put(&app, &admin, "/users/clerk", clerk_as("risk_manager")).status,
        200,
        "kept"
    );
    assert_eq!(put(&app, &admin, "/users/clerk", clerk_as("teller")).status, 200);
    let again = put(&app, &admin, "/users/clerk", clerk_as("risk_manager"));
    assert_eq!(again.problem(), (409, "access.post_retired"));
    let trail = app.audited("access.post_changed");
    let before = trail[1].before.as_ref().expect("before");
    assert_eq!(
        (&before["name_zh"], &before["is_retired"]),
        (&json!("风险经理"), &json!(false))
    );
    assert_eq!(app.audited("access.post_added").len(), 1);
}

#[test]
fn a_post_is_refused_for_each_fault() {
    let app = TestApp::new();
    let (admin, clerk) = (app.sign_in("admin"), app.sign_in("clerk"));
    assert_eq!(
        app.post("/posts", &clerk, post("x_1")).problem(),
        (403, "access.permission_denied")
    );
    for code in ["", "x", "Risk", "1a", &"x".repeat(33)] {
        let refused = app.post("/posts", &admin, post(code));
        assert_eq!(refused.problem(), (422, "access.post_code_invalid"), "{code}");
    }
    assert_eq!(
        app.post("/posts", &admin, post("teller")).problem(),
        (409, "access.post_taken")
    );
    let nameless = json!({ "code": "x_1", "name_zh": " ", "name_en": "X" });
    assert_eq!(
        app.post("/posts", &admin, nameless).problem(),
        (422, "access.name_invalid")
    );
    assert_eq!(
        put(&app, &admin, "/posts/x_1", post("")).problem(),
        (422, "access.post_unknown")
    );
    let unknown = put(&app, &admin, "/users/clerk", clerk_as("x_1"));
    assert_eq!(unknown.problem(), (422, "access.post_unknown"));
}
