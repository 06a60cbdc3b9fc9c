use axum::http::Method;
use kernel::BusinessDate;
use platform::business_day;
use serde_json::{Value, json};

use crate::app::{Answered, TestApp};

fn act_for(app: &TestApp, cookie: &str, absent: Value) -> Answered {
    let body = json!({ "absent": absent });
    app.call(Method::PUT, "/session/acting-for", &[("cookie", cookie)], body)
}

fn appointment(from: &str, to: &str) -> Value {
    json!({ "absent": "admin", "deputy": "clerk", "from": from, "to": to, "reason": "休假" })
}

fn may(app: &TestApp, cookie: &str, permission: &str) -> bool {
    let session = app.get("/session", cookie).json;
    session["permissions"]
        .as_array()
        .is_some_and(|list| list.contains(&json!(permission)))
}

#[test]
fn a_deputy_uses_the_roles_of_the_absent_on_the_days_of_the_period_and_the_trail_names_both() {
    let app = TestApp::new();
    let (admin, clerk) = (app.sign_in("admin"), app.sign_in("clerk"));
    let made = app.post("/deputies", &admin, appointment("2025-01-21", "2025-01-22"));
    assert_eq!(made.status, 201, "{}", made.json);
    assert_eq!(
        act_for(&app, &clerk, json!("admin")).problem(),
        (409, "access.not_deputy"),
        "a day early"
    );

    let open = |day: &str| {
        let date = BusinessDate::parse(day).expect("a date");
        let moved = app.state.db.write(|tx| {
            let today = business_day::get(tx)?;
            business_day::advance(tx, today, date)
        });
        moved.expect("the day moves");
        app.advance_minutes(1);
    };
    open("2025-01-21");
    let session = app.get("/session", &clerk).json;
    assert_eq!(session["may_act_for"], json!([{ "login": "admin", "name": "admin" }]));
    assert!(!may(&app, &clerk, "access.write"));
    assert_eq!(act_for(&app, &clerk, json!("admin")).status, 204);
    assert!(may(&app, &clerk, "access.write"));
    assert_eq!(app.get("/session", &clerk).json["acting_for"], "admin");

    let post = json!({ "code": "0199", "name_zh": "临时网点", "name_en": "Temporary", "parent": "0001" });
    assert_eq!(app.post("/organisations", &clerk, post).status, 201);
    let line = &app.audited("access.organisation_opened")[0];
    assert_eq!(
        (line.actor_login.as_str(), line.on_behalf_of.as_deref()),
        ("clerk", Some("admin"))
    );

    open("2025-01-22");
    assert!(!may(&app, &clerk, "access.write"), "the period is over");
    assert_eq!(app.get("/session", &clerk).json["acting_for"], Value::Null);
}

#[test]
fn a_revoked_deputy_has_its_own_roles_again_and_so_has_one_who_steps_back() {
    let app = TestApp::new();
    let (admin, clerk) = (app.sign_in("admin"), app.sign_in("clerk"));
    let made = app
        .post("/deputies", &admin, appointment("2025-01-20", "2025-02-20"))
        .json;
    assert_eq!(act_for(&app, &clerk, json!("admin")).status, 204);
    assert_eq!(act_for(&app, &clerk, Value::Null).status, 204);
    assert!(!may(&app, &clerk, "access.write"));

    assert_eq!(act_for(&app, &clerk, json!("admin")).status, 204);
    let uri = format!("/deputies/{}", made["id"].as_str().expect("an id"));
    let revoked = app.call(Method::DELETE, &uri, &[("cookie", &admin)], Value::Null);
    assert_eq!(revoked.status, 200, "{}", revoked.json);
    assert!(!may(&app, &clerk, "access.write"));
    assert_eq!(
        act_for(&app, &clerk, json!("admin")).problem(),
        (409, "access.not_deputy")
    );
    assert_eq!(app.get("/deputies", &admin).json["items"][0]["deputy"], "clerk");
}

#[test]
fn an_appointment_is_refused_for_each_fault() {
    let app = TestApp::new();
    let admin = app.sign_in("admin");
    let with = |field: &str, value: &str| {
        let mut body = appointment("2025-01-20", "2025-02-20");
        body[field] = json!(value);
        body
    };
    for (body, problem) in [
        (with("deputy", "admin"), (422, "access.deputy_of_oneself")),
        (with("deputy", "nobody"), (404, "access.user_unknown")),
        (with("reason", " "), (422, "access.reason_invalid")),
        (with("to", "2025-01-20"), (422, "access.period_invalid")),
        (with("to", "2026-01-22"), (422, "access.period_invalid")),
        (appointment("2025-01-01", "2025-01-20"), (422, "access.period_invalid")),
    ] {
        assert_eq!(app.post("/deputies", &admin, body).problem(), problem);
    }
    let nobody = "/deputies/01900000-0000-7000-8000-000000000000";
    let answered = app.call(Method::DELETE, nobody, &[("cookie", &admin)], Value::Null);
    assert_eq!(answered.problem(), (404, "access.deputy_unknown"));
}
