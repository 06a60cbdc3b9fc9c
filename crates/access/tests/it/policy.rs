use axum::http::Method;
use serde_json::{Value, json};

use crate::app::{Answered, PASSWORD, TestApp};

/// What came with the program.
fn numbers() -> Value {
    json!({ "password_min_length": 8, "password_min_kinds": 3, "password_history": 5, "password_max_days": 90,
            "lock_after_failures": 5, "lock_minutes": 30, "session_idle_minutes": 30, "session_minutes": 720,
            "max_sessions": 10, "token_max_days": 365 })
}

fn with(changes: &[(&str, u32)]) -> Value {
    let mut policy = numbers();
    for (field, value) in changes {
        policy[*field] = json!(value);
    }
    policy
}

fn put(app: &TestApp, cookie: &str, policy: Value) -> Answered {
    let body = json!({ "policy": policy, "source": "制度 2025-7" });
    app.call(Method::PUT, "/sign-in-policy", &[("cookie", cookie)], body)
}

#[test]
fn a_stricter_policy_holds_at_once_and_the_former_one_stays_to_be_read() {
    let app = TestApp::new();
    let (admin, clerk) = (app.sign_in("admin"), app.sign_in("clerk"));
    let stricter = with(&[
        ("password_min_length", 12),
        ("lock_after_failures", 3),
        ("session_idle_minutes", 10),
        ("max_sessions", 1),
        ("token_max_days", 30),
    ]);
    let changed = put(&app, &admin, stricter);
    assert_eq!(
        (changed.status.as_u16(), &changed.json["changed_by"]),
        (200, &json!("admin")),
        "{}",
        changed.json
    );
    app.state.clock.advance(std::time::Duration::from_millis(1));
    let read = app.get("/sign-in-policy", &admin).json;
    assert_eq!(
        (&read["current"]["source"], &read["current"]["token_max_days"]),
        (&json!("制度 2025-7"), &json!(30))
    );
    let versions = read["versions"].as_array().expect("a list");
    assert_eq!((versions.len(), &versions[1]["password_min_length"]), (2, &json!(8)));
    let short = json!({ "current": PASSWORD, "password": "Jinse-lude" });
    let refused = app.call(Method::PUT, "/session/password", &[("cookie", &clerk)], short);
    assert_eq!(
        (refused.problem(), &refused.json["min"]),
        ((422, "access.password_length"), &json!(12))
    );
    let token = json!({ "current": PASSWORD, "token": { "name": "t", "days": 31, "permissions": ["loan.read"] } });
    let refused = app.post("/session/tokens", &clerk, token);
    assert_eq!(
        (refused.problem(), &refused.json["most"]),
        ((422, "access.token_days"), &json!(30))
    );
    assert_eq!(app.get("/session", &clerk).json["password_rule"]["min_length"], 12);
    app.advance_minutes(9);
    assert_eq!(app.get("/session", &clerk).status, 200);
    app.advance_minutes(10);
    assert_eq!(app.get("/session", &clerk).status, 401, "idle for ten minutes");
    let first = app.sign_in("clerk");
    app.advance_minutes(1);
    let _second = app.sign_in("clerk");
    app.advance_minutes(1);
    assert_eq!(app.get("/session", &first).status, 401, "one session at a time");
    for _ in 0..3 {
        assert_eq!(app.try_sign_in("clerk", "Wrong-pass-1").status, 401);
    }
    assert_eq!(app.try_sign_in("clerk", PASSWORD).problem(), (429, "access.locked_out"));
    let trail = app.audited("access.policy_changed");
    let told = |value: &Option<Value>, field: &str| value.as_ref().expect("told")[field].clone();
    assert_eq!(
        (
            told(&trail[0].before, "lock_after_failures"),
            told(&trail[0].after, "lock_after_failures")
        ),
        (json!(5), json!(3))
    );
}

/// GB/T 22239-2019 8.1.4.1, third grade; a session may not idle longer than 30 minutes.
#[test]
fn what_is_weaker_than_the_third_grade_is_refused_by_name_and_rule() {
    let app = TestApp::new();
    let admin = app.sign_in("admin");
    for (field, value, bound) in [
        ("password_min_length", 7, ("min", 8)),
        ("password_min_kinds", 2, ("min", 3)),
        ("password_history", 4, ("min", 5)),
        ("password_max_days", 91, ("max", 90)),
        ("lock_after_failures", 6, ("max", 5)),
        ("lock_minutes", 9, ("min", 10)),
        ("session_idle_minutes", 31, ("max", 30)),
    ] {
        let refused = put(&app, &admin, with(&[(field, value)]));
        assert_eq!(refused.problem(), (422, "access.policy_out_of_bounds"), "{field}");
        assert_eq!(
            (&refused.json["field"], &refused.json[bound.0], &refused.json["rule"]),
            (&json!(field), &json!(bound.1), &json!("GB/T 22239-2019 8.1.4.1"))
        );
    }
    let body = json!({ "policy": numbers(), "source": " " });
    let refused = app.call(Method::PUT, "/sign-in-policy", &[("cookie", &admin)], body);
    assert_eq!(refused.problem(), (422, "access.source_invalid"));
    assert_eq!(app.count("SELECT count(*) FROM sign_in_policy"), 1);
    let clerk = app.sign_in("clerk");
    assert_eq!(
        put(&app, &clerk, numbers()).problem(),
        (403, "access.permission_denied")
    );
}

#[test]
fn with_another_administrator_the_policy_changes_under_four_eyes() {
    let app = TestApp::new();
    app.add_user("second", "administrator");
    let (admin, second) = (app.sign_in("admin"), app.sign_in("second"));
    let wanted = with(&[("lock_minutes", 60)]);
    assert_eq!(
        put(&app, &admin, wanted.clone()).problem(),
        (409, "access.check_required")
    );
    let proposal = json!({ "command": "access.change_policy", "reason": "检查意见",
                           "content": { "policy": wanted, "source": "制度 2025-7" } });
    let made = app.post("/pending-changes", &admin, proposal);
    assert_eq!(made.status, 201, "{}", made.json);
    assert_eq!(
        (
            &made.json["before"]["lock_minutes"],
            &made.json["after"]["lock_minutes"]
        ),
        (&json!(30), &json!(60))
    );
    let id = made.json["id"].as_str().expect("an id");
    let approved = app.post(&format!("/pending-changes/{id}/approval"), &second, Value::Null);
    assert_eq!(approved.status, 200, "{}", approved.json);
    app.state.clock.advance(std::time::Duration::from_millis(1));
    assert_eq!(app.get("/sign-in-policy", &admin).json["current"]["lock_minutes"], 60);
}
