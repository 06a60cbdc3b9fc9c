use axum::http::Method;
use platform::http::Permission;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::app::{Answered, PASSWORD, TestApp};

fn wanted(permissions: &[&str]) -> Value {
    json!({ "name": "对账", "days": 30, "permissions": permissions })
}

fn make(app: &TestApp, cookie: &str, token: &Value) -> Answered {
    let body = json!({ "current": PASSWORD, "token": token });
    app.post("/session/tokens", cookie, body)
}

/// Makes a token of one's own: its secret and id.
fn made(app: &TestApp, cookie: &str, token: &Value) -> (String, String) {
    let answered = make(app, cookie, token);
    assert_eq!(answered.status, 200, "{}", answered.json);
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    (text(&answered.json["secret"]), text(&answered.json["token"]["id"]))
}

fn with_token(app: &TestApp, secret: &str, method: Method, uri: &str, body: Value) -> Answered {
    app.call(method, uri, &[("authorization", &format!("Bearer {secret}"))], body)
}

fn get(app: &TestApp, secret: &str, uri: &str) -> Answered {
    with_token(app, secret, Method::GET, uri, Value::Null)
}

#[test]
fn a_program_does_with_a_token_what_it_was_made_for_and_nothing_else() {
    let app = TestApp::new();
    let admin = app.sign_in("admin");
    let (secret, _) = made(&app, &admin, &wanted(&["access.read"]));
    assert!(secret.starts_with("xdt_") && secret.len() == 68, "{secret}");
    assert_eq!(get(&app, &secret, "/users").status, 200);
    let session = get(&app, &secret, "/session").json;
    assert_eq!(
        (&session["user"]["login"], &session["permissions"]),
        (&json!("admin"), &json!(["access.read"]))
    );
    let missing = with_token(&app, &secret, Method::POST, "/roles", json!({}));
    assert_eq!(
        (missing.problem(), &missing.json["permission"]),
        ((403, "access.permission_denied"), &json!("access.write"))
    );
    for other in [secret.replace("xdt_", "xdt_0"), format!("xdt_{}", "0".repeat(64))] {
        assert_eq!(get(&app, &other, "/users").problem(), (401, "access.not_signed_in"));
    }
    // A cookie beside it lends it nothing.
    let headers = [("authorization", "Bearer xdt_0"), ("cookie", admin.as_str())];
    assert_eq!(app.call(Method::GET, "/users", &headers, Value::Null).status, 401);
    // A page of another site cannot send the header that changes need.
    let bearer = format!("Bearer {secret}");
    let headers = [("authorization", bearer.as_str()), ("x-requested-with", "other")];
    assert_eq!(app.call(Method::POST, "/roles", &headers, json!({})).status, 403);
}

#[test]
fn what_is_done_in_person_no_token_does() {
    let app = TestApp::new();
    let admin = app.sign_in("admin");
    let (secret, id) = made(&app, &admin, &wanted(&["access.read"]));
    let in_person: Vec<_> = app
        .routes
        .iter()
        .filter(|route| [Permission::IN_PERSON, Permission::EVEN_LOCKED].contains(&route.permission))
        .map(|route| {
            (
                route.method.clone(),
                route.path.replace("{id}", &id).replacen("/api/v1", "", 1),
            )
        })
        .collect();
    // Sign-out, lock, unlock, password, second factor (3), acting for, approval, rejection, own tokens (3).
    assert_eq!(in_person.len(), 13, "{in_person:?}");
    for (method, uri) in in_person {
        let method = Method::from_bytes(method.as_bytes()).expect("a method");
        let refused = with_token(&app, &secret, method, &uri, json!({}));
        assert_eq!(refused.problem(), (403, "access.in_person_only"), "{uri}");
    }
    for permission in ["access.write", "access.check"] {
        let refused = make(&app, &admin, &wanted(&["access.read", permission]));
        assert_eq!(
            (refused.problem(), &refused.json["permission"]),
            ((422, "access.token_scope_forbidden"), &json!(permission))
        );
    }
}

#[test]
fn a_token_can_do_no_more_than_its_user_can_at_the_moment() {
    let app = TestApp::new();
    let (admin, clerk) = (app.sign_in("admin"), app.sign_in("clerk"));
    let beyond = make(&app, &clerk, &wanted(&["loan.read", "ledger.read"]));
    assert_eq!(
        (beyond.problem(), &beyond.json["permission"]),
        ((422, "access.token_scope_exceeded"), &json!("ledger.read"))
    );
    let (secret, _) = made(&app, &clerk, &wanted(&["loan.read", "product.read"]));
    let permissions = || get(&app, &secret, "/session").json["permissions"].clone();
    assert_eq!(permissions(), json!(["loan.read", "product.read"]));
    let change = |roles: &[&str], is_active: bool| {
        let body =
            json!({ "name": "clerk", "organisation": "0001", "post": null, "roles": roles, "is_active": is_active });
        let answered = app.call(Method::PUT, "/users/clerk", &[("cookie", &admin)], body);
        assert_eq!(answered.status, 200, "{}", answered.json);
    };
    let only_loans = json!({ "code": "reader", "name_zh": "查询", "name_en": "Reader", "data_scope": "own",
                             "permissions": ["loan.read"] });
    assert_eq!(app.post("/roles", &admin, only_loans).status, 201);
    change(&["reader"], true);
    assert_eq!(permissions(), json!(["loan.read"]));
    change(&["clerk"], false);
    assert_eq!(get(&app, &secret, "/session").status, 401);
}

#[test]
fn a_token_ends_with_its_time_and_when_it_is_revoked() {
    let app = TestApp::new();
    let (admin, clerk) = (app.sign_in("admin"), app.sign_in("clerk"));
    let day = json!({ "name": "一天", "days": 1, "permissions": ["loan.read"] });
    let (short, _) = made(&app, &clerk, &day);
    let (long, id) = made(&app, &clerk, &wanted(&["loan.read"]));
    app.advance_minutes(24 * 60 - 1);
    assert_eq!(get(&app, &short, "/session").status, 200, "no idle time ends a token");
    app.advance_minutes(1);
    assert_eq!(get(&app, &short, "/session").status, 401);
    assert_eq!(get(&app, &long, "/session").status, 200);
    let (admin, clerk) = match (app.get("/session", &admin).status.as_u16(), &clerk) {
        (401, _) => (app.sign_in("admin"), app.sign_in("clerk")),
        other => panic!("a session of a day: {other:?}"),
    };
    let revoke = |cookie: &str, uri: &str| app.call(Method::DELETE, uri, &[("cookie", cookie)], Value::Null);
    let own = format!("/session/tokens/{id}");
    assert_eq!(
        revoke(&admin, &own).problem(),
        (404, "access.token_unknown"),
        "it is the clerk's"
    );
    assert_eq!(revoke(&clerk, &format!("/tokens/{id}")).status, 403);
    assert_eq!(revoke(&clerk, &own).status, 204);
    assert_eq!(revoke(&admin, &format!("/tokens/{id}")).status, 204, "revoked already");
    assert_eq!(get(&app, &long, "/session").problem(), (401, "access.not_signed_in"));
    let items = app.get("/session/tokens", &clerk).json["items"].clone();
    assert_eq!(
        (&items[0]["revoked_by"], &items[1]["revoked_by"]),
        (&json!("clerk"), &Value::Null)
    );
    assert_eq!(app.audited("access.token_revoked").len(), 1);
}

/// What one node has in memory it believes for five seconds, as with a sign-out; another node asks the database sooner.
#[test]
fn a_revocation_on_another_node_is_noticed_within_five_seconds() {
    let app = TestApp::new();
    let clerk = app.sign_in("clerk");
    let (secret, _) = made(&app, &clerk, &wanted(&["loan.read"]));
    assert_eq!(get(&app, &secret, "/session").status, 200);
    let elsewhere = |sql: &str| app.state.db.write(|tx| tx.execute(sql, &[])).expect("written");
    assert_eq!(
        elsewhere("UPDATE api_token SET revoked_at = 1, revoked_by = 'admin'"),
        1
    );
    app.state.clock.advance(std::time::Duration::from_millis(4_999));
    assert_eq!(get(&app, &secret, "/session").status, 200);
    app.state.clock.advance(std::time::Duration::from_millis(1));
    assert_eq!(get(&app, &secret, "/session").status, 401);
}

#[test]
fn a_token_is_used_from_its_networks_only_and_its_last_use_is_told() {
    let app = TestApp::new();
    let clerk = app.sign_in("clerk");
    let token = json!({ "name": "机房", "days": 30, "permissions": ["loan.read"], "addresses": ["10.1.0.0/16", "2001:db8::/32"] });
    let (secret, _) = made(&app, &clerk, &token);
    let bearer = format!("Bearer {secret}");
    let from = |address: &str| {
        app.call_from(
            address,
            (Method::GET, "/session", &[("authorization", &bearer)], Value::Null),
        )
    };
    assert_eq!(
        get(&app, &secret, "/session").problem(),
        (403, "access.address_refused"),
        "no address is known"
    );
    let refused = from("10.2.0.1");
    assert_eq!(
        (refused.problem(), &refused.json["address"]),
        ((403, "access.address_refused"), &json!("10.2.0.1"))
    );
    let last = || app.get("/session/tokens", &clerk).json["items"][0].clone();
    assert_eq!(last()["last_used_at"], Value::Null);
    for address in ["10.1.255.255", "2001:db8::7"] {
        assert_eq!(from(address).status, 200, "{address}");
        assert_eq!(last()["last_used_from"], address);
        app.advance_minutes(1);
    }
    assert_eq!(last()["last_used_at"], "2025-01-20T08:01:00.000Z");
    // Remembered a moment ago, it is still judged by where it comes from.
    assert_eq!(from("10.1.255.255").status, 200);
    assert_eq!(from("10.2.0.1").status, 403);
    let invalid = json!({ "name": "x", "days": 1, "permissions": ["loan.read"], "addresses": ["10.1.2.3/16"] });
    let refused = make(&app, &clerk, &invalid);
    assert_eq!(
        (refused.problem(), &refused.json["field"]),
        ((422, "access.address_invalid"), &json!("addresses"))
    );
}

#[test]
fn programs_act_as_a_service_user_as_whom_nobody_signs_in() {
    let app = TestApp::new();
    let admin = app.sign_in("admin");
    let body = json!({ "login": "svc.core", "name": "核心系统", "roles": ["clerk"], "is_service": true });
    let user = app.post("/users", &admin, body).json;
    assert_eq!(
        (&user["is_service"], &user["login"]),
        (&json!(true), &json!("svc.core"))
    );
    assert_eq!(
        app.try_sign_in("svc.core", PASSWORD).problem(),
        (401, "access.sign_in_failed")
    );
    let issued = app.post("/users/svc.core/password", &admin, Value::Null);
    assert_eq!(issued.problem(), (409, "access.is_service_user"));
    let person = app.post("/users/clerk/tokens", &admin, wanted(&["loan.read"]));
    assert_eq!(person.problem(), (409, "access.not_service_user"));
    let beyond = app.post("/users/svc.core/tokens", &admin, wanted(&["ledger.read"]));
    assert_eq!(
        beyond.problem(),
        (422, "access.token_scope_exceeded"),
        "the service user lacks it"
    );
    let made = app.post("/users/svc.core/tokens", &admin, wanted(&["loan.read"]));
    assert_eq!(made.status, 200, "{}", made.json);
    let secret = made.json["secret"].as_str().expect("a secret");
    let session = get(&app, secret, "/session").json;
    assert_eq!(
        (&session["user"]["login"], &session["must_change_password"]),
        (&json!("svc.core"), &json!(false))
    );
    let listed = app.get("/tokens", &admin).json["items"][0].clone();
    assert_eq!(
        (&listed["login"], &listed["created_by"]),
        (&json!("svc.core"), &json!("admin"))
    );
    assert_eq!(listed["hint"], json!(&secret[64..]));
}

#[test]
fn nobody_keeps_the_secret_of_a_token() {
    let app = TestApp::new();
    let admin = app.sign_in("admin");
    let (secret, _) = made(&app, &admin, &wanted(&["access.read"]));
    let made = app.audited("access.token_made");
    assert_eq!((made.len(), made[0].via_token.as_deref()), (1, None));
    assert!(!format!("{made:?}").contains(&secret[4..]));
    let stored = app
        .state
        .db
        .read(|tx| tx.query("SELECT secret_hash FROM api_token", &[]));
    assert_eq!(
        stored.expect("one row")[0].bytes(0),
        Sha256::digest(&secret).as_slice(),
        "the hash alone"
    );
    assert_eq!(
        app.count("SELECT count(*) FROM command_record"),
        0,
        "no answer with a secret is kept for repeats"
    );
}

#[test]
fn the_audit_trail_names_the_token() {
    let app = TestApp::new();
    let admin = app.sign_in("admin");
    let (secret, _) = made(&app, &admin, &wanted(&["access.read"]));
    let withdraw = format!("/pending-changes/{}/withdrawal", uuid::Uuid::nil());
    assert_eq!(
        with_token(&app, &secret, Method::POST, &withdraw, Value::Null).status,
        404
    );
    let caller = app
        .gate
        .recall_caller(&access::app::Arrival {
            pass: access::app::Pass::Token(&secret),
            address: None,
            now: app.state.clock.now(),
            idle_minutes: 30,
        })
        .expect("it was seen a moment ago");
    let line = platform::AuditLine {
        action: "test.done",
        object_kind: "test",
        object_id: "1".to_owned(),
        before: None,
        after: None,
    };
    let acted = app.state.db.write(|tx| {
        tx.act_as(&caller.actor, "r1", app.state.clock.now());
        tx.audit(line.clone());
        Ok::<_, platform::DbError>(())
    });
    acted.expect("written");
    let trail = app.audited("test.done");
    assert_eq!(
        (trail[0].actor_login.as_str(), trail[0].via_token.as_deref()),
        ("admin", Some("对账"))
    );
    assert_eq!(
        app.audited("对账").len(),
        1,
        "the trail is searched by the name of a token"
    );
    let verified = platform::audit::verify(&app.state.db).expect("verified");
    assert_eq!(verified.first_broken, None);
    app.state
        .db
        .write(|tx| {
            tx.execute(
                "UPDATE audit_entry SET via_token = NULL WHERE action = 'test.done'",
                &[],
            )
        })
        .expect("written");
    let broken = platform::audit::verify(&app.state.db).expect("verified");
    assert!(broken.first_broken.is_some(), "the chain covers the token");
}

#[test]
fn a_user_has_twenty_tokens_at_most_each_of_a_year_at_most_against_the_password() {
    let app = TestApp::new();
    let clerk = app.sign_in("clerk");
    for (token, code, field) in [
        (
            json!({ "name": " ", "days": 1, "permissions": ["loan.read"] }),
            "access.name_invalid",
            "name",
        ),
        (
            json!({ "name": "x", "days": 366, "permissions": ["loan.read"] }),
            "access.token_days",
            "days",
        ),
        (
            json!({ "name": "x", "days": 0, "permissions": ["loan.read"] }),
            "access.token_days",
            "days",
        ),
        (
            json!({ "name": "x", "days": 1, "permissions": [] }),
            "access.token_scope_empty",
            "permissions",
        ),
    ] {
        let refused = make(&app, &clerk, &token);
        assert_eq!(
            (refused.problem(), &refused.json["field"]),
            ((422, code), &json!(field))
        );
    }
    let year = json!({ "name": "x", "days": 365, "permissions": ["loan.read"] });
    for _ in 0..20 {
        let _ = made(&app, &clerk, &year);
    }
    assert_eq!(make(&app, &clerk, &year).problem(), (409, "access.tokens_too_many"));
    for _ in 0..5 {
        let body = json!({ "current": "Wrong-pass-1", "token": year });
        assert_eq!(
            app.post("/session/tokens", &clerk, body).problem(),
            (422, "access.password_wrong")
        );
    }
    assert_eq!(make(&app, &clerk, &year).problem(), (429, "access.locked_out"));
}
