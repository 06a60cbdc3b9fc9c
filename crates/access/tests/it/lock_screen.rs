use axum::http::Method;
use platform::http::{Permission, RouteInfo};
use serde_json::{Value, json};

use crate::app::{Answered, PASSWORD, TestApp};
use crate::second_factor::{code_of, turn_on};

fn lock(app: &TestApp, cookie: &str) {
    assert_eq!(app.post("/session/lock", cookie, json!({ "idle": false })).status, 204);
}

fn unlock(app: &TestApp, cookie: &str, body: Value) -> Answered {
    app.post("/session/unlock", cookie, body)
}

fn send(app: &TestApp, cookie: &str, route: &RouteInfo) -> Answered {
    let method = Method::from_bytes(route.method.as_bytes()).expect("a method");
    let uri = route.path.replacen("/api/v1", "", 1);
    app.call(method, &uri, &[("cookie", cookie)], json!({}))
}

#[test]
fn behind_a_locked_screen_nothing_answers_but_unlocking_and_signing_out() {
    let app = TestApp::new();
    let clerk = app.sign_in("clerk");
    let elsewhere = app.sign_in("clerk");
    lock(&app, &clerk);
    let open = [Permission::PUBLIC, Permission::EVEN_LOCKED];
    let shut = app.routes.iter().filter(|route| !open.contains(&route.permission));
    let mut refused = 0;
    for route in shut {
        let answered = send(&app, &clerk, route);
        assert_eq!(answered.problem(), (423, "access.session_locked"), "{route:?}");
        assert_eq!(answered.json["login"], "clerk");
        refused += 1;
    }
    assert!(refused >= 40, "{refused} endpoints");
    let even_locked: Vec<&str> = app
        .routes
        .iter()
        .filter(|route| route.permission == Permission::EVEN_LOCKED)
        .map(|route| route.path.as_str())
        .collect();
    assert_eq!(
        even_locked,
        ["/api/v1/session", "/api/v1/session/lock", "/api/v1/session/unlock"]
    );
    assert_eq!(
        app.get("/session", &elsewhere).status,
        200,
        "each session has its own screen"
    );
    // Locked stays locked, also for who remembers nothing.
    lock(&app, &clerk);
    app.gate.forget_all();
    assert_eq!(app.get("/session", &clerk).problem(), (423, "access.session_locked"));
    assert_eq!(
        app.call(Method::DELETE, "/session", &[("cookie", &clerk)], Value::Null)
            .status,
        204
    );
    assert_eq!(app.get("/session", &clerk).problem(), (401, "access.not_signed_in"));
    assert_eq!(app.audited("access.session_locked").len(), 1);
}

#[test]
fn a_screen_is_unlocked_with_the_own_password_and_the_session_goes_on() {
    let app = TestApp::new();
    let clerk = app.sign_in("clerk");
    lock(&app, &clerk);
    for body in [json!({}), json!({ "password": PASSWORD, "code": "123456" })] {
        assert_eq!(unlock(&app, &clerk, body).problem(), (422, "access.proof_missing"));
    }
    let wrong = unlock(&app, &clerk, json!({ "password": "Jinse-lude-7" }));
    assert_eq!(wrong.problem(), (422, "access.password_wrong"));
    let no_factor = unlock(&app, &clerk, json!({ "code": "123456" }));
    assert_eq!(no_factor.problem(), (409, "access.second_factor_off"));
    assert_eq!(app.get("/session", &clerk).status, 423);
    assert_eq!(unlock(&app, &clerk, json!({ "password": PASSWORD })).status, 204);
    let session = app.get("/session", &clerk);
    assert_eq!(
        (session.status.as_u16(), &session.json["lock_screen_minutes"]),
        (200, &json!(15))
    );
    assert_eq!(app.audited("access.session_unlocked").len(), 1);
    // Unlocking what is not locked is no mistake, and nothing to be told.
    assert_eq!(unlock(&app, &clerk, json!({ "password": PASSWORD })).status, 204);
    assert_eq!(app.audited("access.session_unlocked").len(), 1);
}

#[test]
fn wrong_passwords_at_a_locked_screen_lock_the_login_out() {
    let app = TestApp::new();
    let clerk = app.sign_in("clerk");
    lock(&app, &clerk);
    for _ in 0..5 {
        let wrong = unlock(&app, &clerk, json!({ "password": "Jinse-lude-7" }));
        assert_eq!(wrong.problem(), (422, "access.password_wrong"));
    }
    let right = unlock(&app, &clerk, json!({ "password": PASSWORD }));
    assert_eq!(right.problem(), (429, "access.locked_out"));
    assert_eq!(app.try_sign_in("clerk", PASSWORD).problem(), (429, "access.locked_out"));
    assert_eq!(app.audited("access.proof_failed").len(), 5);
}

#[test]
fn where_a_second_factor_is_on_a_code_unlocks_once() {
    let app = TestApp::new();
    let (clerk, secret, recovery) = turn_on(&app);
    lock(&app, &clerk);
    let wrong = unlock(&app, &clerk, json!({ "code": "000000" }));
    assert_eq!(wrong.problem(), (422, "access.code_wrong"));
    let code = code_of(&app, &secret);
    assert_eq!(unlock(&app, &clerk, json!({ "code": code })).status, 204);
    lock(&app, &clerk);
    let again = unlock(&app, &clerk, json!({ "code": code }));
    assert_eq!(again.problem(), (422, "access.code_wrong"));
    assert_eq!(unlock(&app, &clerk, json!({ "code": recovery[0] })).status, 204);
    assert_eq!(app.get("/session", &clerk).status, 200);
}

#[test]
fn a_locked_screen_does_not_keep_a_session_alive() {
    let app = TestApp::new();
    let clerk = app.sign_in("clerk");
    lock(&app, &clerk);
    for _ in 0..3 {
        app.advance_minutes(9);
        assert_eq!(app.get("/session", &clerk).status, 423);
    }
    // 30 idle minutes are over.
    app.advance_minutes(4);
    assert_eq!(app.get("/session", &clerk).problem(), (401, "access.not_signed_in"));
}
