use axum::http::Method;
use serde_json::{Value, json};

use crate::app::{Answered, TestApp};

fn send(app: &TestApp, method: Method, uri: &str, body: Value) -> Answered {
    let admin = app.sign_in("admin");
    app.call(method, uri, &[("cookie", &admin)], body)
}

fn li_na(roles: Value) -> Value {
    json!({ "login": "li.na", "name": "李娜", "password": "Jinse-lude-7", "roles": roles })
}

#[test]
fn duties_that_exclude_each_other_are_named_when_roles_are_given() {
    let app = TestApp::new();
    let refused = send(&app, Method::POST, "/users", li_na(json!(["clerk", "manager"])));
    assert_eq!(refused.problem(), (409, "access.duties_conflict"));
    let named = ["role", "permission", "other_role", "other_permission"].map(|member| refused.json[member].clone());
    assert_eq!(named, ["clerk", "loan.repay", "manager", "loan.check"]);

    let removed = send(
        &app,
        Method::DELETE,
        "/duty-conflicts?one=loan.repay&other=loan.check",
        Value::Null,
    );
    assert_eq!(removed.status, 200, "{}", removed.json);
    assert_eq!(
        send(&app, Method::POST, "/users", li_na(json!(["clerk", "manager"]))).status,
        201
    );
    let pair = json!({ "one": "loan.check", "other": "loan.repay", "reason_zh": "经办与复核分离",
                       "reason_en": "Making and checking are apart", "source": "" });
    assert_eq!(send(&app, Method::POST, "/duty-conflicts", pair).status, 201);
    let changed = json!({ "name": "李娜", "organisation": "0001", "post": null, "roles": ["manager", "clerk"], "is_active": true });
    let again = send(&app, Method::PUT, "/users/li.na", changed);
    assert_eq!(again.problem(), (409, "access.duties_conflict"));
}

#[test]
fn a_role_does_not_grow_into_a_conflict_of_those_who_have_it() {
    let app = TestApp::new();
    let role = |permissions: Value| json!({ "code": "helper", "name_zh": "助理", "name_en": "Helper", "data_scope": "own", "permissions": permissions });
    assert_eq!(
        send(&app, Method::POST, "/roles", role(json!(["loan.read"]))).status,
        201
    );
    assert_eq!(
        send(&app, Method::POST, "/users", li_na(json!(["helper", "manager"]))).status,
        201
    );
    let grown = send(
        &app,
        Method::PUT,
        "/roles/helper",
        role(json!(["loan.read", "loan.repay"])),
    );
    assert_eq!(grown.problem(), (409, "access.duties_conflict"));
}

#[test]
fn a_pair_of_duties_is_refused_for_each_fault() {
    let app = TestApp::new();
    let pair = |one: &str, other: &str| json!({ "one": one, "other": other, "reason_zh": "分离", "reason_en": "Apart", "source": "" });
    for (body, problem) in [
        (pair("loan.forgive", "loan.read"), (422, "access.permission_unknown")),
        (pair("loan.read", "loan.read"), (422, "access.duty_of_itself")),
        (pair("loan.check", "loan.repay"), (409, "access.duty_taken")),
    ] {
        assert_eq!(send(&app, Method::POST, "/duty-conflicts", body).problem(), problem);
    }
    let gone = send(
        &app,
        Method::DELETE,
        "/duty-conflicts?one=loan.read&other=loan.book",
        Value::Null,
    );
    assert_eq!(gone.problem(), (404, "access.duty_unknown"));
}

#[test]
fn rules_and_limits_are_changed_as_data_and_refused_for_each_fault() {
    let app = TestApp::new();
    let rule = |mode: &str, above: Value, hours: u32| json!({ "mode": mode, "above": above, "expire_hours": hours, "unless_alone": false, "source": "授权书" });
    let yuan = json!([{ "amount": "1.00", "currency": "CNY" }]);
    let uri = "/check-rules/loan.reverse";
    let changed = send(&app, Method::PUT, uri, rule("above", yuan.clone(), 24));
    assert_eq!(
        (changed.status.as_u16(), &changed.json["above"]),
        (200, &yuan),
        "{}",
        changed.json
    );
    for (uri, body, problem) in [
        (uri, rule("often", json!([]), 24), (422, "access.check_mode_invalid")),
        (uri, rule("above", json!([]), 24), (422, "access.check_mode_invalid")),
        (uri, rule("always", yuan, 24), (422, "access.check_mode_invalid")),
        (uri, rule("always", json!([]), 721), (422, "access.expiry_invalid")),
        (
            "/check-rules/loan.forgive",
            rule("always", json!([]), 1),
            (422, "access.command_unknown"),
        ),
    ] {
        assert_eq!(send(&app, Method::PUT, uri, body).problem(), problem);
    }
    let limit = |field: &str, value: Value| {
        let mut body = json!({ "role": "manager", "command": "loan.charge_off", "product": null, "organisation": "0001",
            "limit": { "amount": "1.00", "currency": "CNY" }, "effective_from": "2025-01-20", "source": "授权书" });
        body[field] = value;
        body
    };
    for (body, problem) in [
        (limit("role", json!("king")), (422, "access.role_unknown")),
        (limit("command", json!("loan.forgive")), (422, "access.command_unknown")),
        (limit("organisation", json!("99")), (422, "access.organisation_unknown")),
        (
            limit("limit", json!({ "amount": "-1.00", "currency": "CNY" })),
            (422, "access.limit_invalid"),
        ),
    ] {
        assert_eq!(send(&app, Method::POST, "/authority-limits", body).problem(), problem);
    }
    assert_eq!(
        send(
            &app,
            Method::POST,
            "/authority-limits",
            limit("source", json!("授权书"))
        )
        .status,
        201
    );
    let nobody = "/authority-limits/01900000-0000-7000-8000-000000000000";
    assert_eq!(
        send(&app, Method::DELETE, nobody, Value::Null).problem(),
        (404, "access.limit_unknown")
    );
}
