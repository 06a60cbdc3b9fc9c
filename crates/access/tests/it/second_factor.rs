use access::app::reseal_second_factors;
use axum::http::Method;
use hmac::{Hmac, Mac};
use serde_json::{Value, json};
use sha1::Sha1;

use crate::app::{Answered, PASSWORD, TestApp};

/// The code an app shows at the app's moment, computed here from the text that people copy, apart from the code under test.
pub fn code_of(app: &TestApp, secret: &str) -> String {
    let bits: String = secret
        .bytes()
        .map(|c| if c >= b'A' { c - b'A' } else { c - b'2' + 26 })
        .map(|value| format!("{value:05b}"))
        .collect();
    let key: Vec<u8> = (0..bits.len() / 8)
        .map(|at| u8::from_str_radix(&bits[at * 8..at * 8 + 8], 2).expect("eight bits"))
        .collect();
    let mut mac = Hmac::<Sha1>::new_from_slice(&key).expect("a key");
    mac.update(&(app.state.clock.now().millis() / 30_000).to_be_bytes());
    let digest = hex::encode(mac.finalize().into_bytes());
    let offset = usize::from_str_radix(&digest[39..], 16).expect("a digit") * 2;
    let word = u32::from_str_radix(&digest[offset..offset + 8], 16).expect("four bytes");
    format!("{:06}", (word & 0x7fff_ffff) % 1_000_000)
}

fn wrong(code: &str) -> String {
    code.chars().map(|c| if c == '9' { '0' } else { '9' }).collect()
}

fn with_code(app: &TestApp, password: &str, code: &str) -> Answered {
    let body = json!({ "login": "clerk", "password": password, "code": code });
    app.post("/session", "", body)
}

fn remove(app: &TestApp, cookie: &str, password: &str, code: &str) -> Answered {
    let body = json!({ "current": password, "code": code });
    app.post("/session/second-factor/removal", cookie, body)
}

/// Turns the clerk's second factor on: cookie, secret, recovery codes. A step passes, so that the next code is another one.
pub fn turn_on(app: &TestApp) -> (String, String, Vec<String>) {
    let clerk = app.sign_in("clerk");
    let begun = app.post("/session/second-factor", &clerk, json!({ "current": PASSWORD }));
    assert_eq!(begun.status, 200, "{}", begun.json);
    let secret = begun.json["secret"].as_str().expect("a secret").to_owned();
    let uri = begun.json["uri"].as_str().expect("an address");
    assert!(
        uri.starts_with(&format!("otpauth://totp/Xindai:clerk?secret={secret}&")),
        "{uri}"
    );
    assert_eq!(app.try_sign_in("clerk", PASSWORD).status, 200, "not confirmed yet");
    let code = code_of(app, &secret);
    let refused = app.post(
        "/session/second-factor/confirmation",
        &clerk,
        json!({ "code": wrong(&code) }),
    );
    assert_eq!(refused.problem(), (422, "access.code_wrong"));
    let confirmed = app.post("/session/second-factor/confirmation", &clerk, json!({ "code": code }));
    assert_eq!(confirmed.status, 200, "{}", confirmed.json);
    let codes = serde_json::from_value(confirmed.json["recovery_codes"].clone()).expect("codes");
    app.advance_minutes(1);
    (clerk, secret, codes)
}

#[test]
fn a_sign_in_asks_for_the_code_in_a_second_step_and_takes_it_once() {
    let app = TestApp::new();
    let (_, secret, _) = turn_on(&app);
    let asked = app.try_sign_in("clerk", PASSWORD);
    assert_eq!(asked.problem(), (401, "access.second_factor_required"));
    assert_eq!(asked.header("set-cookie"), "");
    let code = code_of(&app, &secret);
    assert_eq!(with_code(&app, PASSWORD, &code).status, 200);
    assert_eq!(
        with_code(&app, PASSWORD, &code).problem(),
        (401, "access.sign_in_failed"),
        "used"
    );
    assert_eq!(app.try_sign_in("admin", PASSWORD).status, 200, "others are not asked");
}

#[test]
fn a_wrong_password_and_a_wrong_code_get_the_same_answer_and_are_counted_together() {
    let app = TestApp::new();
    let (_, secret, _) = turn_on(&app);
    let code = code_of(&app, &secret);
    let mut answers = Vec::new();
    for (password, code) in [
        ("Wrong-pass-1", code.as_str()),
        ("Wrong-pass-1", ""),
        (PASSWORD, &wrong(&code)),
        (PASSWORD, "mzxw-6ytb-mzxw-6ytb"),
    ] {
        let mut answered = with_code(&app, password, code);
        assert_eq!(answered.problem(), (401, "access.sign_in_failed"));
        answered.json["request_id"].take();
        answers.push(answered.json);
    }
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:?}");
    // Four have failed. The first step of a sign-in is no failure, and forgives none.
    for _ in 0..3 {
        assert_eq!(
            app.try_sign_in("clerk", PASSWORD).problem(),
            (401, "access.second_factor_required")
        );
    }
    assert_eq!(with_code(&app, PASSWORD, &wrong(&code)).problem().0, 401);
    assert_eq!(with_code(&app, PASSWORD, &code).problem(), (429, "access.locked_out"));
}

#[test]
fn a_recovery_code_takes_the_place_of_a_code_once() {
    let app = TestApp::new();
    let (clerk, _, codes) = turn_on(&app);
    assert_eq!(codes.len(), 10);
    assert_eq!(with_code(&app, PASSWORD, &codes[3].to_uppercase()).status, 200);
    assert_eq!(
        with_code(&app, PASSWORD, &codes[3]).problem(),
        (401, "access.sign_in_failed")
    );
    let state = app.get("/session/second-factor", &clerk).json;
    assert_eq!(state["recovery_codes_left"], 9);
    assert_eq!(state["since"], "2025-01-20T08:00:00.000Z");
    assert_eq!(app.audited("access.recovery_code_used").len(), 1);
}

#[test]
fn it_is_turned_off_with_password_and_code() {
    let app = TestApp::new();
    let (clerk, secret, codes) = turn_on(&app);
    let code = code_of(&app, &secret);
    let again = app.post("/session/second-factor", &clerk, json!({ "current": PASSWORD }));
    assert_eq!(again.problem(), (409, "access.second_factor_on"));
    let refused = remove(&app, &clerk, "Wrong-pass-1", &code);
    assert_eq!(
        (refused.problem(), &refused.json["field"]),
        ((422, "access.password_wrong"), &json!("current"))
    );
    let refused = remove(&app, &clerk, PASSWORD, &wrong(&code));
    assert_eq!(
        (refused.problem(), &refused.json["field"]),
        ((422, "access.code_wrong"), &json!("code"))
    );
    assert_eq!(remove(&app, &clerk, PASSWORD, "").problem(), (422, "access.code_wrong"));
    assert_eq!(remove(&app, &clerk, PASSWORD, &codes[0]).status, 204);
    assert_eq!(app.try_sign_in("clerk", PASSWORD).status, 200);
    assert_eq!(
        remove(&app, &clerk, PASSWORD, &code).problem(),
        (409, "access.second_factor_off")
    );
    assert_eq!(app.count("SELECT count(*) FROM recovery_code"), 0);
    for action in ["begun", "on", "off"] {
        assert_eq!(
            app.audited(&format!("access.second_factor_{action}")).len(),
            1,
            "{action}"
        );
    }
}

#[test]
fn guesses_to_turn_it_off_lock_out_too() {
    let app = TestApp::new();
    let (clerk, secret, _) = turn_on(&app);
    let code = code_of(&app, &secret);
    for _ in 0..5 {
        assert_eq!(remove(&app, &clerk, PASSWORD, &wrong(&code)).problem().0, 422);
    }
    assert_eq!(
        remove(&app, &clerk, PASSWORD, &code).problem(),
        (429, "access.locked_out")
    );
    assert_eq!(with_code(&app, PASSWORD, &code).problem(), (429, "access.locked_out"));
}

#[test]
fn guesses_to_turn_it_on_lock_out_too() {
    let app = TestApp::new();
    let clerk = app.sign_in("clerk");
    let begun = app.post("/session/second-factor", &clerk, json!({ "current": PASSWORD }));
    let code = code_of(&app, begun.json["secret"].as_str().expect("a secret"));
    let confirm = |code: &str| app.post("/session/second-factor/confirmation", &clerk, json!({ "code": code }));
    for _ in 0..5 {
        assert_eq!(confirm(&wrong(&code)).problem(), (422, "access.code_wrong"));
    }
    assert_eq!(confirm(&code).problem(), (429, "access.locked_out"));
    assert_eq!(app.try_sign_in("clerk", PASSWORD).problem(), (429, "access.locked_out"));
    assert_eq!(app.audited("access.proof_failed").len(), 5);
}

/// With a stolen session and the password, four guesses of a code are not forgiven by proving the password elsewhere.
#[test]
fn a_right_password_forgives_no_wrong_codes() {
    let app = TestApp::new();
    let (clerk, secret, _) = turn_on(&app);
    let code = code_of(&app, &secret);
    for _ in 0..4 {
        assert_eq!(remove(&app, &clerk, PASSWORD, &wrong(&code)).problem().0, 422);
    }
    let simple = json!({ "current": PASSWORD, "password": "short" });
    let refused = app.call(Method::PUT, "/session/password", &[("cookie", &clerk)], simple);
    assert_eq!(refused.problem(), (422, "access.password_length"));
    assert_eq!(remove(&app, &clerk, PASSWORD, &wrong(&code)).problem().0, 422);
    assert_eq!(
        remove(&app, &clerk, PASSWORD, &code).problem(),
        (429, "access.locked_out")
    );
}

#[test]
fn an_administrator_resets_that_of_somebody_else() {
    let app = TestApp::new();
    let admin = app.sign_in("admin");
    let (clerk, _, _) = turn_on(&app);
    assert_eq!(app.get("/users/clerk", &admin).json["has_second_factor"], true);
    assert_eq!(app.get("/users/admin", &admin).json["has_second_factor"], false);
    let reset = |cookie: &str, login: &str| {
        let uri = format!("/users/{login}/second-factor");
        app.call(Method::DELETE, &uri, &[("cookie", cookie)], Value::Null)
    };
    assert_eq!(reset(&clerk, "clerk").problem(), (403, "access.permission_denied"));
    assert_eq!(reset(&admin, "admin").problem(), (403, "access.second_factor_own"));
    assert_eq!(reset(&admin, "nobody").problem(), (404, "access.user_unknown"));
    assert_eq!(reset(&admin, "clerk").status, 204);
    assert_eq!(reset(&admin, "clerk").problem(), (409, "access.second_factor_off"));
    assert_eq!(app.try_sign_in("clerk", PASSWORD).status, 200);
    let trail = app.audited("access.second_factor_reset");
    assert_eq!((trail.len(), trail[0].actor_login.as_str()), (1, "admin"));
}

#[test]
fn neither_secret_nor_recovery_code_is_stored_and_a_rotation_writes_the_secret_anew() {
    let app = TestApp::new();
    let (_, secret, codes) = turn_on(&app);
    let sealed = |app: &TestApp| {
        let rows = app
            .state
            .db
            .read(|tx| tx.query("SELECT secret_sealed FROM second_factor", &[]));
        rows.expect("one row")[0].bytes(0).to_vec()
    };
    let before = sealed(&app);
    assert_eq!(before.len(), 1 + 12 + 20 + 16, "version, nonce, secret and tag");
    let trail = format!(
        "{:?}{:?}",
        app.audited("access.second_factor_on"),
        app.audited("access.second_factor_begun")
    );
    assert!(!trail.contains(&secret) && !trail.contains(&codes[0]));
    let two = format!("{}\n2:{}", "07".repeat(32), "08".repeat(32));
    let keys = platform::keys::FieldKeys::from_hex(&two, "a test").expect("two keys");
    let step = |after| {
        app.state
            .db
            .write(|tx| reseal_second_factors(tx, &keys, after, 10))
            .expect("written")
    };
    let first = step(None);
    assert_eq!(first.changed, 1);
    assert_eq!((step(first.last).last, step(None).changed), (None, 0));
    assert_eq!((before[0], sealed(&app)[0]), (1, 2));
}
