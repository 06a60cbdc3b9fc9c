//! What ends the tokens of a person: that somebody else may know the password, or that the person may not sign in any more.

use axum::http::Method;
use serde_json::{Value, json};

use crate::app::{PASSWORD, TestApp};

/// A token of one's own.
fn token_of(app: &TestApp, login: &str) -> String {
    let body = json!({ "current": PASSWORD, "token": { "name": "报表", "days": 30, "permissions": ["loan.read"] } });
    let made = app.post("/session/tokens", &app.sign_in(login), body);
    made.json["secret"].as_str().expect("a secret").to_owned()
}

fn works(app: &TestApp, secret: &str) -> bool {
    let headers = [("authorization", format!("Bearer {secret}"))];
    let headers = headers.each_ref().map(|(name, value)| (*name, value.as_str()));
    app.call(Method::GET, "/session", &headers, Value::Null).status == 200
}

fn change_password(app: &TestApp, cookie: &str, (from, to): (&str, &str), is_known: bool) {
    let body = json!({ "current": from, "password": to, "is_known": is_known });
    let changed = app.call(Method::PUT, "/session/password", &[("cookie", cookie)], body);
    assert_eq!(changed.status, 204, "{}", changed.json);
}

#[test]
fn a_token_outlives_the_change_that_is_due_and_not_one_because_the_password_is_known() {
    let app = TestApp::new();
    app.add_user("second", "manager");
    let secret = token_of(&app, "second");
    let cookie = app.sign_in("second");
    change_password(&app, &cookie, (PASSWORD, "Jinse-lude-7"), false);
    assert!(works(&app, &secret), "no password stands behind a token");
    change_password(&app, &cookie, ("Jinse-lude-7", "Jinse-lude-8"), true);
    assert!(!works(&app, &secret));
    let revoked = &app.audited("access.token_revoked")[0];
    assert_eq!(revoked.actor_login, "second");
    assert_eq!(revoked.after.as_ref().expect("the token")["name"], "报表");
}

#[test]
fn a_password_issued_by_somebody_else_ends_the_tokens() {
    let app = TestApp::new();
    app.add_user("second", "manager");
    let secret = token_of(&app, "second");
    let issued = app.post("/users/second/password", &app.sign_in("admin"), Value::Null);
    assert_eq!(issued.status, 200, "{}", issued.json);
    assert!(!works(&app, &secret));
    assert_eq!(app.audited("access.token_revoked")[0].actor_login, "admin");
    let other = token_of(&app, "clerk");
    access::app::set_password(&app.state.db, &app.gate, &app.context(), "clerk", "Jinse-lude-7").expect("set");
    assert!(!works(&app, &other), "nor does it outlive `xindai user password`");
}

#[test]
fn a_person_who_was_disabled_has_no_tokens_afterwards_and_a_service_user_has_its_own_again() {
    let app = TestApp::new();
    let admin = app.sign_in("admin");
    let service = json!({ "login": "svc.core", "name": "核心系统", "roles": ["clerk"], "is_service": true });
    assert_eq!(app.post("/users", &admin, service).status, 201);
    let wanted = json!({ "name": "对账", "days": 30, "permissions": ["loan.read"] });
    let made = app.post("/users/svc.core/tokens", &admin, wanted).json;
    let of_service = made["secret"].as_str().expect("a secret").to_owned();
    let of_person = token_of(&app, "clerk");
    let switch = |login: &str, is_active: bool| {
        let user = app.get(&format!("/users/{login}"), &admin).json;
        let change = json!({ "name": user["name"], "organisation": user["organisation_code"], "post": null,
                             "roles": user["roles"], "is_active": is_active });
        let uri = format!("/users/{login}");
        let changed = app.call(Method::PUT, &uri, &[("cookie", &admin)], change);
        assert_eq!(changed.status, 200, "{}", changed.json);
    };
    for (login, secret, afterwards) in [("clerk", &of_person, false), ("svc.core", &of_service, true)] {
        assert!(works(&app, secret), "{login}");
        switch(login, false);
        assert!(!works(&app, secret), "{login} is disabled");
        switch(login, true);
        assert_eq!(works(&app, secret), afterwards, "{login} is back");
    }
}
