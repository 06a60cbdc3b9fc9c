//! Signing on through an identity provider, against one that serves on this machine.

use platform::audit::{AuditSearch, search};
use platform::config::{Config, ConfigSources};
use serde_json::{Value, json};
use std::time::Duration;
use testkit::{Answered, Flaw, IdentityProvider, TestApp};

/// 2025-01-20 08:00 UTC, the test app's first moment, in seconds.
const NOW: i64 = 1_737_360_000;

pub fn app_with(provider: &IdentityProvider, more: &[(&str, &str)]) -> TestApp {
    let mut environment = provider.settings();
    environment.extend(
        more.iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
    );
    let sources = ConfigSources {
        environment,
        ..ConfigSources::default()
    };
    TestApp::of_config(Config::load(&sources).expect("sound settings"), server::router)
}

pub fn claims(subject: &str, more: &Value) -> Value {
    let mut claims = json!({ "sub": subject, "iat": NOW - 1, "exp": NOW + 300 });
    for (name, value) in more.as_object().into_iter().flatten() {
        claims[name] = value.clone();
    }
    claims
}

/// Leaves for the provider: its address, and the cookie that the browser keeps.
pub fn leave(app: &TestApp) -> (String, String) {
    let begun = app.anyone().post("/sign-on", &Value::Null);
    let cookie = begun.header("set-cookie").to_owned();
    assert!(cookie.contains("; HttpOnly; SameSite=Lax"), "{cookie}");
    let url = begun.ok()["authorization_url"].as_str().expect("an address").to_owned();
    (url, cookie.split(';').next().expect("a cookie").to_owned())
}

pub fn come_back(app: &TestApp, cookie: &str, (state, code): (&str, &str)) -> Answered {
    let body = json!({ "state": state, "code": code });
    app.with_cookie(cookie).post("/sign-on/return", &body)
}

pub fn sign_on(app: &TestApp, provider: &IdentityProvider, claims: &Value) -> Answered {
    let (url, cookie) = leave(app);
    let (state, code) = provider.say_yes(&url, claims);
    come_back(app, &cookie, (&state, &code))
}

pub fn link(app: &TestApp, login: &str, subject: &Value) -> Answered {
    let admin = app.sign_in("admin");
    let body = json!({ "subject": subject });
    admin.send(axum::http::Method::PUT, &format!("/users/{login}/identity"), &body)
}

pub fn audited(app: &TestApp, action: &str) -> Vec<Value> {
    let found = app
        .state
        .db
        .read(|tx| search(tx, &AuditSearch::text(action), None, 100));
    let lines = found.expect("the trail").into_iter();
    lines.map(|line| line.after.unwrap_or(Value::Null)).collect()
}

#[test]
fn who_is_linked_signs_on_and_has_an_ordinary_session() {
    let provider = IdentityProvider::start();
    let app = app_with(&provider, &[]);
    assert_eq!(app.anyone().get("/sign-on").ok(), json!({ "name": "测试身份认证" }));
    assert_eq!(link(&app, "clerk", &json!("u-1")).ok()["linked_by"], "admin");
    let signed_on = sign_on(&app, &provider, &claims("u-1", &json!({})));
    assert_eq!(signed_on.json["user"]["login"], "clerk", "{}", signed_on.json);
    let cookies: Vec<&str> = signed_on
        .headers
        .get_all("set-cookie")
        .iter()
        .filter_map(|one| one.to_str().ok())
        .collect();
    let session = cookies
        .iter()
        .find(|one| one.starts_with("xindai_session="))
        .expect("a session");
    assert!(session.contains("; HttpOnly; SameSite=Strict"), "{session}");
    assert!(
        cookies
            .iter()
            .any(|one| one.starts_with("xindai_sign_on=;") && one.contains("Max-Age=0"))
    );
    let caller = app.with_cookie(session.split(';').next().expect("a cookie"));
    assert_eq!(caller.get("/session").ok()["user"]["login"], "clerk");
    let online = app.sign_in("admin").get("/sessions").ok();
    let of_clerk = online["items"]
        .as_array()
        .expect("sessions")
        .iter()
        .find(|one| one["login"] == "clerk");
    assert_eq!(of_clerk.expect("the clerk's")["signed_in_with"], "provider");
    assert!(audited(&app, "access.signed_in").contains(&json!({ "signed_in_with": "provider" })));
}

#[test]
fn what_the_provider_answers_wrongly_opens_nothing() {
    let provider = IdentityProvider::start();
    let app = app_with(&provider, &[]);
    let _ = link(&app, "clerk", &json!("u-1")).ok();
    for flaw in [
        Flaw::Nonce,
        Flaw::Audience,
        Flaw::Issuer,
        Flaw::Expired,
        Flaw::Unsigned,
        Flaw::UnknownKey,
        Flaw::OtherKey,
        Flaw::NoToken,
    ] {
        provider.answer(Some(flaw));
        let refused = sign_on(&app, &provider, &claims("u-1", &json!({})));
        assert_eq!(refused.problem(), (401, "access.sign_on_untrusted"), "{flaw:?}");
        assert_eq!(refused.header("set-cookie"), "", "{flaw:?}");
    }
    provider.answer(None);
    provider.change_key();
    let signed_on = sign_on(&app, &provider, &claims("u-1", &json!({})));
    assert_eq!(
        signed_on.json["user"]["login"], "clerk",
        "a new key is fetched: {}",
        signed_on.json
    );
}

#[test]
fn an_attempt_counts_once_and_in_the_browser_that_began_it_and_for_ten_minutes() {
    let provider = IdentityProvider::start();
    let app = app_with(&provider, &[]);
    let _ = link(&app, "clerk", &json!("u-1")).ok();
    let me = claims("u-1", &json!({}));
    let stale = (401, "access.sign_on_stale");
    let (url, cookie) = leave(&app);
    let (_, other) = leave(&app);
    let (state, code) = provider.say_yes(&url, &me);
    assert_eq!(
        come_back(&app, &other, (&state, &code)).problem(),
        stale,
        "another browser"
    );
    let body = json!({ "state": state, "code": code });
    assert_eq!(
        app.anyone().post("/sign-on/return", &body).problem(),
        stale,
        "no cookie"
    );
    assert_eq!(come_back(&app, &cookie, ("0", &code)).problem(), stale, "another state");
    assert!(come_back(&app, &cookie, (&state, &code)).status.is_success());
    assert_eq!(
        come_back(&app, &cookie, (&state, &code)).problem(),
        stale,
        "a second time"
    );
    let (url, cookie) = leave(&app);
    let (state, code) = provider.say_yes(&url, &me);
    app.state.clock.advance(Duration::from_secs(600));
    assert_eq!(
        come_back(&app, &cookie, (&state, &code)).problem(),
        stale,
        "ten minutes later"
    );
}

#[test]
fn who_is_unknown_disabled_or_no_person_gets_the_answer_of_a_wrong_password() {
    let provider = IdentityProvider::start();
    let app = app_with(&provider, &[]);
    let failed = (401, "access.sign_in_failed");
    let stranger = sign_on(
        &app,
        &provider,
        &claims("u-9", &json!({ "preferred_username": "clerk" })),
    );
    assert_eq!(
        stranger.problem(),
        failed,
        "without a configured claim a login claims nothing"
    );
    let told = json!({ "locked_out": false, "signed_in_with": "provider", "subject": "u-9" });
    assert_eq!(
        audited(&app, "access.sign_in_failed"),
        [told],
        "the administrator learns whom to link"
    );
    let _ = link(&app, "clerk", &json!("u-1")).ok();
    let session = sign_on(&app, &provider, &claims("u-1", &json!({})));
    let cookie = session
        .header("set-cookie")
        .split(';')
        .next()
        .expect("a cookie")
        .to_owned();
    access::app::set_user_active(&app.state.db, &app.gate, &app.context(), "clerk", false).expect("disabled");
    assert_eq!(
        app.with_cookie(&cookie).get("/session").problem(),
        (401, "access.not_signed_in")
    );
    let disabled = sign_on(&app, &provider, &claims("u-1", &json!({})));
    assert_eq!(disabled.problem(), failed);
    assert_eq!(disabled.json["message"], stranger.json["message"]);
}

#[test]
fn a_first_sign_on_links_by_the_configured_claim_and_only_whom_nobody_is_linked_to() {
    let provider = IdentityProvider::start();
    let app = app_with(&provider, &[("XINDAI_OIDC_LOGIN_CLAIM", "preferred_username")]);
    let named = json!({ "preferred_username": "Clerk" });
    assert!(sign_on(&app, &provider, &claims("u-1", &named)).status.is_success());
    assert_eq!(
        audited(&app, "access.identity_linked"),
        [json!({ "issuer": provider.issuer(), "subject": "u-1" })]
    );
    let other = sign_on(&app, &provider, &claims("u-2", &named));
    assert_eq!(
        other.problem(),
        (401, "access.sign_in_failed"),
        "the name was given to somebody else later"
    );
    let renamed = json!({ "preferred_username": "manager" });
    let renamed = sign_on(&app, &provider, &claims("u-1", &renamed));
    assert_eq!(
        renamed.json["user"]["login"], "clerk",
        "the subject counts, whatever the claim says"
    );
    assert_eq!(
        link(&app, "manager", &json!("u-1")).problem(),
        (409, "access.subject_taken")
    );
    let parted = link(&app, "clerk", &Value::Null).ok();
    assert_eq!(parted["subject"], Value::Null);
    let caller = sign_on(&app, &provider, &claims("u-2", &named));
    assert_eq!(caller.json["user"]["login"], "clerk");
}

#[test]
fn where_the_second_factor_is_on_the_provider_must_confirm_one() {
    let provider = IdentityProvider::start();
    let app = app_with(&provider, &[]);
    let _ = link(&app, "clerk", &json!("u-1")).ok();
    switch_on_second_factor(&app);
    let alone = sign_on(&app, &provider, &claims("u-1", &json!({ "amr": ["pwd"] })));
    assert_eq!(alone.problem(), (401, "access.sign_on_factor"));
    let both = sign_on(
        &app,
        &provider,
        &claims("u-1", &json!({ "amr": ["pwd", "otp", "mfa"] })),
    );
    assert!(both.status.is_success(), "{}", both.json);
    let strict = app_with(&provider, &[("XINDAI_OIDC_ACR_VALUES", "gold, silver")]);
    let _ = link(&strict, "clerk", &json!("u-1")).ok();
    let (url, _) = leave(&strict);
    assert!(url.contains("&acr_values=gold%20silver"), "{url}");
    let weak = sign_on(&strict, &provider, &claims("u-1", &json!({ "acr": "bronze" })));
    assert_eq!(weak.problem(), (401, "access.sign_on_factor"));
    assert!(
        sign_on(&strict, &provider, &claims("u-1", &json!({ "acr": "silver" })))
            .status
            .is_success()
    );
}

/// A confirmed secret of the clerk, as the use case stores it; what it is does not matter here.
fn switch_on_second_factor(app: &TestApp) {
    let sql = "INSERT INTO second_factor (user_id, secret_sealed, confirmed_at, last_step)
               SELECT id, $1, $2, 0 FROM app_user WHERE login = 'clerk'";
    let sealed = app.state.keys.encrypt(&[1; 20], b"test");
    let written = app
        .state
        .db
        .write(|tx| tx.execute(sql, &platform::values![sealed.clone(), app.state.clock.now()]));
    assert_eq!(written.expect("a sound statement"), 1);
}

#[test]
fn whom_the_provider_refuses_is_told_so_and_one_that_is_away_too() {
    let provider = IdentityProvider::start();
    let app = app_with(&provider, &[]);
    let (url, cookie) = leave(&app);
    let (state, _) = provider.say_yes(&url, &claims("u-1", &json!({})));
    let body = json!({ "state": state, "error": "access_denied" });
    let denied = app.with_cookie(&cookie).post("/sign-on/return", &body);
    assert_eq!(denied.problem(), (401, "access.sign_on_denied"));
    assert_eq!(denied.json["error"], "access_denied");
    let (url, cookie) = leave(&app);
    let (state, code) = provider.say_yes(&url, &claims("u-1", &json!({})));
    let body = json!({ "state": state, "code": code, "iss": "https://id.example.com" });
    let mixed = app.with_cookie(&cookie).post("/sign-on/return", &body);
    assert_eq!(
        mixed.problem(),
        (401, "access.sign_on_untrusted"),
        "RFC 9207: another provider's answer"
    );
    let (_, cookie) = leave(&app);
    drop(provider);
    app.state.clock.advance(Duration::from_secs(601));
    let away = app.with_cookie(&cookie).post("/sign-on", &Value::Null);
    assert_eq!(away.problem(), (503, "access.provider_unreachable"));
}

#[test]
fn a_password_that_is_to_be_changed_stands_in_nobodys_way_who_used_none() {
    let provider = IdentityProvider::start();
    let app = app_with(&provider, &[]);
    let _ = link(&app, "clerk", &json!("u-1")).ok();
    let issued = app.sign_in("admin").post("/users/clerk/password", &json!({}));
    assert!(issued.status.is_success(), "{}", issued.json);
    let session = sign_on(&app, &provider, &claims("u-1", &json!({})));
    assert_eq!(session.json["must_change_password"], false);
}

#[test]
fn without_settings_there_is_no_provider() {
    let app = crate::app::app();
    assert_eq!(app.anyone().get("/sign-on").ok(), json!({ "name": null }));
    let off = (404, "access.sign_on_off");
    assert_eq!(app.anyone().post("/sign-on", &Value::Null).problem(), off);
    let body = json!({ "state": "x", "code": "y" });
    assert_eq!(app.anyone().post("/sign-on/return", &body).problem(), off);
    assert_eq!(link(&app, "clerk", &json!("u-1")).problem(), off);
}

#[test]
fn only_a_subject_and_a_person_are_linked_and_the_sessions_of_the_former_link_end() {
    let provider = IdentityProvider::start();
    let app = app_with(&provider, &[]);
    for subject in ["", "naïve", &"x".repeat(256)] {
        assert_eq!(
            link(&app, "clerk", &json!(subject)).problem(),
            (422, "access.subject_invalid"),
            "{subject}"
        );
    }
    assert_eq!(
        link(&app, "nobody", &json!("u-1")).problem(),
        (404, "access.user_unknown")
    );
    let _ = link(&app, "clerk", &json!("u-1")).ok();
    let session = sign_on(&app, &provider, &claims("u-1", &json!({})));
    let cookie = session
        .header("set-cookie")
        .split(';')
        .next()
        .expect("a cookie")
        .to_owned();
    let by_password = app.sign_in("clerk");
    let _ = link(&app, "clerk", &json!("u-2")).ok();
    assert_eq!(
        app.with_cookie(&cookie).get("/session").problem(),
        (401, "access.not_signed_in")
    );
    assert!(by_password.get("/session").status.is_success());
    let seen = app.sign_in("auditor").get("/users/clerk/identity").ok();
    assert_eq!(
        (seen["subject"].as_str(), seen["linked_by"].as_str()),
        (Some("u-2"), Some("admin"))
    );
}
