use axum::http::Method;
use serde_json::{Value, json};

use crate::app::{PASSWORD, TestApp};

fn li_na() -> Value {
    json!({ "login": "li.na", "name": "李娜", "roles": ["clerk"], "organisation": "0001" })
}

#[test]
fn with_another_administrator_a_user_is_created_under_four_eyes_and_without_a_password() {
    let app = TestApp::new();
    app.add_user("second", "administrator");
    let (admin, second) = (app.sign_in("admin"), app.sign_in("second"));
    let mut typed = li_na();
    typed["password"] = json!("Jinse-lude-7");
    assert_eq!(
        app.post("/users", &admin, typed.clone()).problem(),
        (409, "access.check_required")
    );
    let propose = |content: Value| {
        let body = json!({ "command": "access.create_user", "content": content, "reason": "入职" });
        app.post("/pending-changes", &admin, body)
    };
    // A proposal waits for days: it never holds a password.
    assert_eq!(propose(typed).status, 422);
    let made = propose(li_na());
    assert_eq!(made.status, 201, "{}", made.json);
    assert_eq!(
        (&made.json["before"], &made.json["after"]["roles"], &made.json["label"]),
        (&Value::Null, &json!(["clerk"]), &json!("李娜 (li.na)"))
    );
    assert_eq!(app.get("/users/li.na", &admin).status, 404, "nothing yet");
    let approve = |cookie: &str| {
        let uri = format!("/pending-changes/{}/approval", made.json["id"].as_str().expect("an id"));
        app.post(&uri, cookie, Value::Null)
    };
    assert_eq!(approve(&admin).problem(), (403, "access.checker_is_maker"));
    assert_eq!(approve(&second).status, 200);
    assert_eq!(app.get("/users/li.na", &admin).json["roles"], json!(["clerk"]));
    assert_eq!(
        app.try_sign_in("li.na", PASSWORD).status,
        401,
        "nobody knows a password"
    );
    let issued = app.post("/users/li.na/password", &admin, Value::Null).json;
    let first = issued["password"].as_str().expect("a password");
    assert_eq!(app.try_sign_in("li.na", first).json["must_change_password"], true);
}

#[test]
fn a_proposed_user_is_judged_like_any_other_before_it_waits() {
    let app = TestApp::new();
    app.add_user("second", "administrator");
    let admin = app.sign_in("admin");
    for (change, code) in [
        (json!({ "login": "clerk" }), "access.login_taken"),
        (json!({ "roles": [] }), "access.roles_missing"),
        (json!({ "roles": ["clerk", "manager"] }), "access.duties_conflict"),
        (json!({ "organisation": "9999" }), "access.organisation_unknown"),
    ] {
        let mut content = li_na();
        for (field, value) in change.as_object().expect("an object") {
            content[field] = value.clone();
        }
        let body = json!({ "command": "access.create_user", "content": content, "reason": "入职" });
        assert_eq!(app.post("/pending-changes", &admin, body).problem().1, code);
    }
}

#[test]
fn who_holds_two_duties_already_is_listed_before_they_are_set_apart() {
    let app = TestApp::new();
    let admin = app.sign_in("admin");
    for (code, permission) in [("one", "loan.call"), ("other", "report.read")] {
        let role = json!({ "code": format!("role_{code}"), "name_zh": code, "name_en": code, "data_scope": "own",
                           "permissions": [permission] });
        assert_eq!(app.post("/roles", &admin, role).status, 201);
    }
    let both =
        json!({ "login": "li.na", "name": "李娜", "password": "Jinse-lude-7", "roles": ["role_one", "role_other"] });
    assert_eq!(app.post("/users", &admin, both).status, 201);
    let pair = json!({ "one": "report.read", "other": "loan.call", "reason_zh": "看与做分离",
                       "reason_en": "Seeing and doing are apart", "source": "制度" });
    let holders = json!([{ "login": "li.na", "name": "李娜", "role": "role_other", "other_role": "role_one" }]);
    let tried = app.post("/duty-conflicts?dry_run=true", &admin, pair.clone());
    // The administrator holds both too, but through one role, which was judged when it was saved.
    assert_eq!(tried.json["holders"], holders, "{}", tried.json);
    let listed = || {
        app.get("/duty-conflicts", &admin).json["items"]
            .as_array()
            .map(Vec::len)
    };
    let before = listed();
    assert_eq!(app.post("/duty-conflicts", &admin, pair).json["holders"], holders);
    assert_eq!(listed(), before.map(|many| many + 1), "the dry run left nothing behind");
    let kept = json!({ "name": "李娜", "organisation": "0001", "post": null, "roles": ["role_one", "role_other"], "is_active": true });
    let refused = app.call(Method::PUT, "/users/li.na", &[("cookie", &admin)], kept);
    assert_eq!(refused.problem(), (409, "access.duties_conflict"));
}
