use axum::http::Method;
use serde_json::Value;

use crate::app::TestApp;

#[test]
fn a_session_tells_who_is_signed_in() {
    let app = TestApp::new();
    let cookie = app.sign_in("admin");
    let answered = app.call(
        Method::GET,
        "/session",
        &[("cookie", &cookie), ("accept-language", "en")],
        Value::Null,
    );
    assert_eq!(answered.json["user"]["login"], "admin");
    assert_eq!(answered.json["language"], "en");
    assert_eq!(answered.json["institution"], "信贷");
    let catalogue = app.get("/permissions", &cookie).json["items"].as_array().map(Vec::len);
    assert_eq!(answered.json["permissions"].as_array().map(Vec::len), catalogue);
}

#[test]
fn without_a_session_nobody_is_signed_in() {
    let app = TestApp::new();
    for cookie in ["", "xindai_session=abc", &format!("xindai_session={}", "0".repeat(64))] {
        assert_eq!(
            app.get("/session", cookie).problem(),
            (401, "access.not_signed_in"),
            "{cookie}"
        );
    }
}

#[test]
fn a_sign_out_ends_the_session_at_once() {
    let app = TestApp::new();
    let (cookie, other) = (app.sign_in("clerk"), app.sign_in("clerk"));
    assert_eq!(app.get("/session", &cookie).status, 200);

    let answered = app.call(Method::DELETE, "/session", &[("cookie", &cookie)], Value::Null);
    assert_eq!(answered.status, 204);
    assert!(answered.header("set-cookie").ends_with("Max-Age=0"));
    assert_eq!(app.get("/session", &cookie).problem().0, 401);
    assert_eq!(app.get("/session", &other).status, 200, "other sessions go on");
    assert_eq!(app.audited("access.signed_out").len(), 1);
}

#[test]
fn a_session_ends_after_thirty_idle_minutes() {
    let app = TestApp::new();
    let cookie = app.sign_in("clerk");
    for _ in 0..3 {
        app.advance_minutes(29);
        assert_eq!(app.get("/session", &cookie).status, 200, "in use");
    }
    app.advance_minutes(30);
    assert_eq!(app.get("/session", &cookie).problem(), (401, "access.not_signed_in"));
}

#[test]
fn a_session_ends_after_twelve_hours_however_busy() {
    let app = TestApp::new();
    let cookie = app.sign_in("clerk");
    for _ in 0..35 {
        app.advance_minutes(20);
        assert_eq!(app.get("/session", &cookie).status, 200);
    }
    app.advance_minutes(20);
    assert_eq!(app.get("/session", &cookie).problem().0, 401);
    app.sign_in("clerk");
    assert_eq!(
        app.count("SELECT count(*) FROM user_session"),
        1,
        "the expired one is swept away"
    );
}

#[test]
fn reading_writes_down_the_use_at_most_once_a_minute() {
    let app = TestApp::new();
    let cookie = app.sign_in("clerk");
    let last_seen = "SELECT last_seen_at FROM user_session";
    let start = app.count(last_seen);
    app.state.clock.advance(std::time::Duration::from_secs(59));
    app.get("/session", &cookie);
    assert_eq!(app.count(last_seen), start);
    app.state.clock.advance(std::time::Duration::from_secs(1));
    app.get("/session", &cookie);
    assert_eq!(app.count(last_seen), start + 60_000);
}

#[test]
fn a_disabled_user_and_a_new_password_end_all_sessions() {
    let app = TestApp::new();
    let (clerk, admin) = (app.sign_in("clerk"), app.sign_in("admin"));
    access::app::set_user_active(&app.state.db, &app.gate, &app.context(), "clerk", false).expect("clerk exists");
    assert_eq!(app.get("/session", &clerk).problem().0, 401);
    assert_eq!(app.get("/session", &admin).status, 200);

    let set = |login| access::app::set_password(&app.state.db, &app.gate, &app.context(), login, "Another-pass-2");
    set("admin").expect("admin exists");
    assert_eq!(app.get("/session", &admin).problem().0, 401);
    assert_eq!(app.try_sign_in("admin", "Another-pass-2").status, 200);
    assert!(matches!(
        set("nobody"),
        Err(access::AccessError::Refused(access::AccessRefusal::UserUnknown { .. }))
    ));
    assert_eq!(app.audited("access.user_disabled").len(), 1);
    assert_eq!(app.audited("access.password_set").len(), 1);
}

#[test]
fn people_sign_in_before_the_first_business_day_is_set() {
    let app = TestApp::new();
    app.state
        .db
        .write(|tx| tx.execute("DELETE FROM business_day", &[]))
        .expect("deleted");
    let cookie = app.sign_in("clerk");
    assert_eq!(app.get("/session", &cookie).json["business_date"], Value::Null);
}
