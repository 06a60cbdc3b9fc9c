use axum::http::Method;
use serde_json::{Value, json};

use crate::app::{Answered, PASSWORD, TestApp};

fn change_user(app: &TestApp, by: (&str, &str), login: &str, addresses: Value) -> Answered {
    let role = if login == "clerk" { "clerk" } else { "administrator" };
    let body = json!({ "name": login, "organisation": "0001", "post": null, "roles": [role], "is_active": true,
                       "addresses": addresses });
    app.call_from(
        by.1,
        (Method::PUT, &format!("/users/{login}"), &[("cookie", by.0)], body),
    )
}

fn sign_in_from(app: &TestApp, address: &str, password: &str) -> Answered {
    let body = json!({ "login": "clerk", "password": password });
    app.call_from(address, (Method::POST, "/session", &[], body))
}

fn session_from(app: &TestApp, address: &str, cookie: &str) -> Answered {
    app.call_from(address, (Method::GET, "/session", &[("cookie", cookie)], Value::Null))
}

#[test]
fn a_user_signs_in_and_calls_from_its_networks_only() {
    let app = TestApp::new();
    let admin = (app.sign_in("admin"), "192.0.2.1");
    let clerk = app.sign_in("clerk");
    let changed = change_user(
        &app,
        (&admin.0, admin.1),
        "clerk",
        json!(["10.1.0.0/16", "2001:db8::/32"]),
    );
    assert_eq!(
        changed.json["addresses"],
        json!(["10.1.0.0/16", "2001:db8::/32"]),
        "{}",
        changed.json
    );
    for (address, status) in [
        ("10.1.9.9", 200),
        ("2001:db8::1", 200),
        ("10.2.0.1", 403),
        ("2001:db9::1", 403),
    ] {
        assert_eq!(session_from(&app, address, &clerk).status, status, "{address}");
        assert_eq!(sign_in_from(&app, address, PASSWORD).status, status, "{address}");
    }
    let refused = sign_in_from(&app, "10.2.0.1", PASSWORD);
    assert_eq!(
        (refused.problem(), &refused.json["address"]),
        ((403, "access.address_refused"), &json!("10.2.0.1"))
    );
    assert_eq!(refused.header("set-cookie"), "");
    // From there a wrong password still tells nothing.
    assert_eq!(
        sign_in_from(&app, "10.2.0.1", "Wrong-pass-1").problem(),
        (401, "access.sign_in_failed")
    );
    let absent =
        json!({ "name": "clerk", "organisation": "0001", "post": null, "roles": ["clerk"], "is_active": true });
    let kept = app.call_from(admin.1, (Method::PUT, "/users/clerk", &[("cookie", &admin.0)], absent));
    assert_eq!(
        kept.json["addresses"],
        json!(["10.1.0.0/16", "2001:db8::/32"]),
        "as before when absent"
    );
    assert_eq!(change_user(&app, (&admin.0, admin.1), "clerk", json!([])).status, 200);
    assert_eq!(session_from(&app, "10.2.0.1", &clerk).status, 200);
}

#[test]
fn every_list_of_a_user_and_its_roles_must_allow_the_address() {
    let app = TestApp::new();
    let (admin, clerk) = (app.sign_in("admin"), app.sign_in("clerk"));
    let roles = app.get("/roles", &admin).json;
    let all = roles["items"].as_array().expect("a list");
    let role = all.iter().find(|role| role["code"] == "clerk").expect("the clerks");
    let with = |addresses: Value| {
        let body = json!({ "name_zh": "柜员", "name_en": "Clerk", "data_scope": role["data_scope"],
                           "permissions": role["permissions"], "addresses": addresses });
        app.call_from("192.0.2.1", (Method::PUT, "/roles/clerk", &[("cookie", &admin)], body))
    };
    assert_eq!(with(json!(["10.0.0.0/8"])).status, 200);
    assert_eq!(
        change_user(
            &app,
            (&admin, "192.0.2.1"),
            "clerk",
            json!(["10.1.0.0/16", "172.16.0.0/12"])
        )
        .status,
        200
    );
    // 10.1 is in both, 10.2 in the role's alone, 172.16 in the user's alone.
    for (address, status) in [("10.1.0.1", 200), ("10.2.0.1", 403), ("172.16.0.1", 403)] {
        assert_eq!(session_from(&app, address, &clerk).status, status, "{address}");
    }
    let made = json!({ "current": PASSWORD, "token": { "name": "t", "days": 1, "permissions": ["loan.read"], "addresses": ["10.1.2.0/24"] } });
    let token = app
        .call_from(
            "10.1.0.1",
            (Method::POST, "/session/tokens", &[("cookie", &clerk)], made),
        )
        .json;
    let bearer = format!("Bearer {}", token["secret"].as_str().expect("a secret"));
    for (address, status) in [("10.1.2.3", 200), ("10.1.3.3", 403), ("192.0.2.1", 403)] {
        let answered = app.call_from(
            address,
            (Method::GET, "/session", &[("authorization", &bearer)], Value::Null),
        );
        assert_eq!(answered.status, status, "{address}");
    }
    let invalid = with(json!(["10.0.0.1/8"]));
    assert_eq!(
        (invalid.problem(), &invalid.json["entry"]),
        ((422, "access.address_invalid"), &json!("10.0.0.1/8"))
    );
}

#[test]
fn nobody_keeps_themselves_out() {
    let app = TestApp::new();
    let admin = app.sign_in("admin");
    let here = (admin.as_str(), "192.0.2.1");
    let refused = change_user(&app, here, "admin", json!(["10.0.0.0/8"]));
    assert_eq!(
        (refused.problem(), &refused.json["address"]),
        ((409, "access.address_locks_out"), &json!("192.0.2.1"))
    );
    assert_eq!(
        change_user(&app, here, "admin", json!(["10.0.0.0/8", "192.0.2.0/24"])).status,
        200
    );
    let roles = app
        .call_from("192.0.2.1", (Method::GET, "/roles", &[("cookie", &admin)], Value::Null))
        .json;
    let all = roles["items"].as_array().expect("a list");
    let own = all.iter().find(|role| role["code"] == "administrator").expect("a role");
    let body = json!({ "name_zh": "管理员", "name_en": "Administrator", "data_scope": "all", "permissions": own["permissions"],
                       "addresses": ["10.0.0.0/8"] });
    let refused = app.call_from(
        "192.0.2.1",
        (Method::PUT, "/roles/administrator", &[("cookie", &admin)], body),
    );
    assert_eq!(refused.problem(), (409, "access.address_locks_out"));
    // When the network itself moved, the command line opens the door again.
    assert_eq!(session_from(&app, "198.51.100.1", &admin).status, 403);
    access::app::allow_everywhere(&app.state.db, &app.context(), "admin").expect("done");
    app.advance_minutes(1);
    assert_eq!(session_from(&app, "198.51.100.1", &admin).status, 200);
    assert_eq!(app.audited("access.addresses_cleared").len(), 1);
}
