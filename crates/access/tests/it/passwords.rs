use axum::http::Method;
use serde_json::{Value, json};

use crate::app::{Answered, PASSWORD, TestApp};

fn change(app: &TestApp, cookie: &str, current: &str, password: &str) -> Answered {
    let body = json!({ "current": current, "password": password });
    app.call(Method::PUT, "/session/password", &[("cookie", cookie)], body)
}

fn cookie_of(answered: &Answered) -> String {
    answered
        .header("set-cookie")
        .split(';')
        .next()
        .unwrap_or_default()
        .to_owned()
}

#[test]
fn a_first_password_is_changed_before_anything_else() {
    let app = TestApp::new();
    let admin = app.sign_in("admin");
    let user = json!({ "login": "li.na", "name": "李娜", "password": "Jinse-lude-7", "roles": ["auditor"] });
    assert_eq!(app.post("/users", &admin, user).status, 201);
    let signed_in = app.try_sign_in("li.na", "Jinse-lude-7");
    assert_eq!(signed_in.json["must_change_password"], true);
    let cookie = cookie_of(&signed_in);
    assert_eq!(
        app.get("/users", &cookie).problem(),
        (403, "access.password_change_required")
    );
    assert_eq!(change(&app, &cookie, "Jinse-lude-7", "Jinse-lude-8").status, 204);
    assert_eq!(app.get("/users", &cookie).status, 200, "the session goes on");
    assert_eq!(app.get("/session", &cookie).json["must_change_password"], false);
    assert_eq!(app.audited("access.password_changed").len(), 1);
}

#[test]
fn a_password_is_refused_when_the_present_one_is_wrong_or_it_was_one_of_the_last_five() {
    let app = TestApp::new();
    let clerk = app.sign_in("clerk");
    assert_eq!(
        change(&app, &clerk, "not-mine-1A", "Jinse-lude-0").problem(),
        (422, "access.password_wrong")
    );
    assert_eq!(
        change(&app, &clerk, PASSWORD, PASSWORD).problem(),
        (422, "access.password_used_before")
    );
    assert_eq!(
        change(&app, &clerk, PASSWORD, "short").problem(),
        (422, "access.password_length")
    );
    let mut current = PASSWORD.to_owned();
    for nr in 1..=4 {
        let next = format!("Jinse-lude-{nr}");
        app.advance_minutes(1);
        assert_eq!(change(&app, &clerk, &current, &next).status, 204, "{next}");
        current = next;
    }
    app.advance_minutes(1);
    let fifth = change(&app, &clerk, &current, PASSWORD);
    assert_eq!(fifth.problem(), (422, "access.password_used_before"), "four since then");
    assert_eq!(change(&app, &clerk, &current, "Jinse-lude-5").status, 204);
    app.advance_minutes(1);
    assert_eq!(
        change(&app, &clerk, "Jinse-lude-5", PASSWORD).status,
        204,
        "five since then"
    );
}

#[test]
fn a_password_of_ninety_days_must_be_changed() {
    let app = TestApp::new();
    app.advance_minutes(90 * 24 * 60 - 1);
    assert_eq!(app.try_sign_in("admin", PASSWORD).json["must_change_password"], false);
    app.advance_minutes(1);
    let signed_in = app.try_sign_in("admin", PASSWORD);
    assert_eq!(signed_in.json["must_change_password"], true);
    let denied = app.get("/users", &cookie_of(&signed_in));
    assert_eq!(denied.problem(), (403, "access.password_change_required"));
}

#[test]
fn an_issued_password_is_told_once_ends_the_sessions_and_the_lock_out_and_must_be_changed() {
    let app = TestApp::new();
    let (admin, clerk) = (app.sign_in("admin"), app.sign_in("clerk"));
    for _ in 0..5 {
        let _ = app.try_sign_in("clerk", "wrong-Password-1");
    }
    assert_eq!(app.try_sign_in("clerk", PASSWORD).problem(), (429, "access.locked_out"));
    let issued = app.post("/users/clerk/password", &admin, Value::Null);
    assert_eq!(issued.status, 200, "{}", issued.json);
    let password = issued.json["password"].as_str().expect("a password").to_owned();
    assert_eq!(app.get("/session", &clerk).problem().0, 401);
    assert_eq!(
        app.try_sign_in("clerk", PASSWORD).problem(),
        (401, "access.sign_in_failed")
    );
    assert_eq!(app.try_sign_in("clerk", &password).json["must_change_password"], true);
    let trail = app.audited("access.password_issued");
    assert!(!format!("{trail:?}").contains(&password));
    let unknown = app.post("/users/nobody/password", &admin, Value::Null);
    assert_eq!(unknown.problem(), (404, "access.user_unknown"));
}

#[test]
fn sessions_are_seen_and_ended_by_administrators() {
    let app = TestApp::new();
    let (admin, clerk) = (app.sign_in("admin"), app.sign_in("clerk"));
    let online = app.get("/sessions", &admin).json["items"]
        .as_array()
        .expect("a list")
        .clone();
    let logins: Vec<&str> = online
        .iter()
        .map(|one| one["login"].as_str().unwrap_or_default())
        .collect();
    assert_eq!(logins, ["admin", "clerk"]);
    let id = online[1]["id"].as_str().expect("an id");
    assert!(!clerk.contains(id), "the secret is not told");
    let uri = format!("/sessions/{id}");
    let denied = app.call(Method::DELETE, &uri, &[("cookie", &clerk)], Value::Null);
    assert_eq!(denied.problem(), (403, "access.permission_denied"));
    assert_eq!(
        app.call(Method::DELETE, &uri, &[("cookie", &admin)], Value::Null)
            .status,
        204
    );
    assert_eq!(app.get("/session", &clerk).problem(), (401, "access.not_signed_in"));
    let again = app.call(Method::DELETE, &uri, &[("cookie", &admin)], Value::Null);
    assert_eq!(again.problem(), (404, "access.session_unknown"));
    assert_eq!(app.audited("access.session_ended").len(), 1);
}

#[test]
fn the_oldest_of_too_many_sessions_gives_way() {
    let app = TestApp::new();
    let first = app.sign_in("clerk");
    let mut last = String::new();
    for _ in 0..10 {
        app.advance_minutes(1);
        last = app.sign_in("clerk");
    }
    assert_eq!(app.get("/session", &first).problem(), (401, "access.not_signed_in"));
    assert_eq!(app.get("/session", &last).status, 200);
    assert_eq!(app.count("SELECT count(*) FROM user_session"), 10);
}

#[test]
fn wrong_present_passwords_lock_out_like_those_of_a_sign_in() {
    let app = TestApp::new();
    let clerk = app.sign_in("clerk");
    let change = |current: &str, password: &str| {
        let body = json!({ "current": current, "password": password });
        app.call(Method::PUT, "/session/password", &[("cookie", &clerk)], body)
    };
    for _ in 0..4 {
        assert_eq!(
            change("Wrong-pass-1", "Jinse-lude-7").problem(),
            (422, "access.password_wrong")
        );
    }
    // The right one with a new one that is refused is no guess, and forgives none.
    for _ in 0..3 {
        assert_eq!(change(PASSWORD, "short").problem(), (422, "access.password_length"));
    }
    assert_eq!(change("Wrong-pass-1", "Jinse-lude-7").problem().0, 422);
    assert_eq!(change(PASSWORD, "Jinse-lude-7").problem(), (429, "access.locked_out"));
    assert_eq!(app.try_sign_in("clerk", PASSWORD).problem(), (429, "access.locked_out"));
    let trail = app.audited("access.proof_failed");
    assert_eq!((trail.len(), trail[0].actor_login.as_str()), (5, "clerk"));
    app.advance_minutes(30);
    assert_eq!(app.try_sign_in("clerk", PASSWORD).status, 200);
}
