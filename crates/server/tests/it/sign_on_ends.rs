//! The ends of sessions that an identity provider opened: there too, and of the one that another takes the place of.

use crate::sign_on::{app_with, audited, claims, come_back, leave, link, sign_on};
use serde_json::json;
use testkit::{Answered, IdentityProvider, TestApp};

#[test]
fn signing_out_at_the_provider_is_offered_as_it_announces_it() {
    let provider = IdentityProvider::start();
    let app = app_with(&provider, &[]);
    let clerk = app.sign_in("clerk");
    let told = clerk.get("/sign-on/sign-out").ok();
    let expected = format!(
        "{}/logout?client_id=xindai&post_logout_redirect_uri=http%3A%2F%2F127.0.0.1%3A7180%2Flogin",
        provider.issuer()
    );
    assert_eq!(told["url"], expected);
    let without = TestApp::of_router(server::router);
    let told = without.sign_in("clerk").get("/sign-on/sign-out").ok();
    assert_eq!(told, json!({ "url": null }));
}

#[test]
fn who_signs_on_again_behind_a_locked_screen_leaves_no_locked_session() {
    let provider = IdentityProvider::start();
    let app = app_with(&provider, &[]);
    let _ = link(&app, "clerk", &json!("u-1")).ok();
    let session_of = |answered: &Answered| {
        let cookies = answered
            .headers
            .get_all("set-cookie")
            .iter()
            .filter_map(|one| one.to_str().ok());
        let session = cookies
            .filter_map(|one| one.split(';').next())
            .find(|one| one.starts_with("xindai_session="));
        session.expect("a session").to_owned()
    };
    let first = session_of(&sign_on(&app, &provider, &claims("u-1", &json!({}))));
    let lock = app.with_cookie(&first).post("/session/lock", &json!({ "idle": false }));
    assert!(lock.status.is_success(), "{}", lock.json);
    assert_eq!(
        app.with_cookie(&first).get("/session").problem().1,
        "access.session_locked"
    );

    let (url, cookie) = leave(&app);
    let (state, code) = provider.say_yes(&url, &claims("u-1", &json!({})));
    let again = come_back(&app, &format!("{cookie}; {first}"), (&state, &code));
    let second = session_of(&again);
    assert_eq!(app.with_cookie(&second).get("/session").ok()["user"]["login"], "clerk");
    assert_eq!(
        app.with_cookie(&first).get("/session").problem(),
        (401, "access.not_signed_in")
    );
    assert_eq!(audited(&app, "access.session_ended").len(), 1);
}
