use access::app::{Credentials, sign_in};
use access::{AccessError, AccessRefusal};
use axum::http::Method;
use serde_json::json;

use crate::app::{PASSWORD, TestApp};

#[test]
fn a_sign_in_answers_with_the_session_and_a_guarded_cookie() {
    let app = TestApp::new();
    let answered = app.try_sign_in(" Clerk ", PASSWORD);

    assert_eq!(answered.status, 200);
    assert_eq!(answered.json["user"]["login"], "clerk");
    assert_eq!(answered.json["business_date"], "2025-01-20");
    assert_eq!(answered.json["language"], "zh-CN");
    assert_eq!(
        answered.json["permissions"],
        json!([
            "customer.field_identity",
            "customer.field_mobile",
            "customer.read",
            "customer.reveal",
            "customer.write",
            "import.run",
            "loan.book",
            "loan.change_rate",
            "loan.charge_off",
            "loan.read",
            "loan.repay",
            "loan.reverse",
            "product.read",
            "reference.read"
        ])
    );
    let cookie = answered.header("set-cookie");
    assert!(cookie.starts_with("xindai_session="), "{cookie}");
    assert!(cookie.ends_with("; Path=/; HttpOnly; SameSite=Strict"), "{cookie}");
    assert_eq!(app.audited("access.signed_in")[0].actor_login, "clerk");
}

#[test]
fn an_unknown_login_and_a_wrong_password_get_the_same_answer() {
    let app = TestApp::new();
    access::app::set_user_active(&app.state.db, &app.gate, &app.context(), "admin", false).expect("admin exists");
    let mut answers = Vec::new();
    for (login, password) in [
        ("clerk", "Wrong-pass-1"),
        ("nobody", PASSWORD),
        ("no such login!", "x"),
        ("admin", PASSWORD),
    ] {
        let mut answered = app.try_sign_in(login, password);
        assert_eq!(answered.problem(), (401, "access.sign_in_failed"), "{login}");
        assert_eq!(answered.header("set-cookie"), "");
        answered.json["request_id"].take();
        answers.push(answered.json);
    }
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:?}");

    let trail = app.audited("access.sign_in_failed");
    assert_eq!(trail.len(), 4);
    assert_eq!(trail.iter().filter(|entry| entry.object_id == "unknown").count(), 2);
}

#[test]
fn five_failures_lock_out_known_and_unknown_logins_alike() {
    let app = TestApp::new();
    for login in ["clerk", "nobody"] {
        for _ in 0..5 {
            let answered = app.try_sign_in(login, "Wrong-pass-1");
            assert_eq!(answered.problem(), (401, "access.sign_in_failed"));
        }
        let answered = app.try_sign_in(login, PASSWORD);
        assert_eq!(answered.problem(), (429, "access.locked_out"), "{login}");
        assert_eq!(answered.json["until"], "2025-01-20T08:30:00.000Z");
    }
    assert_eq!(
        app.try_sign_in("admin", PASSWORD).status,
        200,
        "others are not locked out"
    );

    app.advance_minutes(29);
    assert_eq!(app.try_sign_in("clerk", PASSWORD).problem().0, 429);
    app.advance_minutes(1);
    assert_eq!(app.try_sign_in("clerk", PASSWORD).status, 200);
    assert_eq!(
        app.count("SELECT count(*) FROM sign_in_attempt WHERE failures > 0"),
        1,
        "only nobody's"
    );
}

#[test]
fn a_success_forgets_the_failures_before_it() {
    let app = TestApp::new();
    for _ in 0..3 {
        for _ in 0..4 {
            assert_eq!(app.try_sign_in("clerk", "Wrong-pass-1").problem().0, 401);
        }
        assert_eq!(app.try_sign_in("clerk", PASSWORD).status, 200);
    }
}

#[test]
fn a_body_of_another_shape_is_named() {
    let app = TestApp::new();
    let answered = app.post("/session", "", json!({ "login": "clerk" }));
    assert_eq!(answered.problem(), (422, "platform.body_invalid"));
    assert_eq!(answered.json["field"], "password");
}

#[test]
fn problems_speak_the_readers_language() {
    let app = TestApp::new();
    let body = json!({ "login": "clerk", "password": "Wrong-pass-1" });
    let answered = app.call(Method::POST, "/session", &[("accept-language", "en-GB")], body);
    assert_eq!(answered.json["detail"], "Login or password is wrong");
    assert_eq!(
        app.try_sign_in("clerk", "Wrong-pass-1").json["detail"],
        "用户名或密码不正确"
    );
}

#[test]
fn neither_secret_nor_password_is_stored() {
    let app = TestApp::new();
    let cookie = app.sign_in("clerk");
    let secret = cookie.strip_prefix("xindai_session=").expect("the cookie");
    let rows = app
        .state
        .db
        .read(|tx| tx.query("SELECT secret_hash FROM user_session", &[]))
        .expect("sessions");
    assert_eq!(rows.len(), 1);
    assert_ne!(hex::encode(rows[0].bytes(0)), secret);
    let hashes = app
        .state
        .db
        .read(|tx| tx.query("SELECT password_hash FROM app_user", &[]))
        .expect("users");
    assert!(hashes.iter().all(|row| row.text(0).starts_with("$argon2id$")));
}

#[test]
fn guesses_sent_together_do_not_outrun_the_count() {
    let app = TestApp::new();
    let (db, keys, gate, now) = (&app.state.db, &app.state.keys, &app.gate, app.state.clock.now());
    let guess = || {
        let given = Credentials {
            login: "clerk",
            password: "Wrong-pass-1",
            code: None,
            request_id: "guess",
            now,
            address: None,
        };
        matches!(
            sign_in(db, keys, gate, &given),
            Err(AccessError::Refused(AccessRefusal::SignInFailed))
        )
    };
    let looked_at = std::thread::scope(|scope| {
        let guesses: Vec<_> = (0..20).map(|_| scope.spawn(guess)).collect();
        guesses
            .into_iter()
            .map(|thread| thread.join().expect("no panic"))
            .filter(|heard| *heard)
            .count()
    });
    assert_eq!(looked_at, 5);
}
