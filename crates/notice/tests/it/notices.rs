use crate::app;
use axum::http::Method;
use serde_json::{Value, json};
use std::time::Duration;
use testkit::{Caller, TestApp};

fn maintenance() -> Value {
    json!({
        "title_zh": "今晚停机", "text_zh": "22:00 起停机两小时。", "title_en": "Maintenance", "text_en": "Down from 22:00.",
        "importance": "normal", "shown_from": "2025-01-20T08:00:00Z", "shown_until": "2025-01-20T08:20:00Z",
    })
}

fn with(name: &str, value: Value) -> Value {
    let mut body = maintenance();
    body[name] = value;
    body
}

fn titles(caller: &Caller<'_>, address: &str) -> Vec<String> {
    let list = caller.get(address).ok();
    let items = list["items"].as_array().cloned().unwrap_or_default();
    items
        .iter()
        .map(|one| one["title_zh"].as_str().unwrap_or_default().to_owned())
        .collect()
}

fn id_of(notice: &Value) -> String {
    notice["id"].as_str().unwrap_or_default().to_owned()
}

fn unread(caller: &Caller<'_>) -> Value {
    caller.get("/to-dos").ok()["unread_notices"].clone()
}

fn actions(app: &TestApp) -> Vec<String> {
    let rows = app
        .state
        .db
        .read(|tx| platform::audit::search(tx, &platform::audit::AuditSearch::text("notice"), None, 50));
    rows.expect("the trail")
        .into_iter()
        .rev()
        .map(|line| line.action)
        .collect()
}

#[test]
fn a_notice_is_counted_until_its_reader_has_read_it() {
    let app = app();
    let (admin, clerk) = (app.sign_in("admin"), app.sign_in("clerk"));
    let written = admin.post("/notices", &maintenance());
    assert_eq!(written.status, 201, "{}", written.json);
    let id = id_of(&written.json);
    assert_eq!(unread(&clerk), 1);
    let list = clerk.get("/notices").ok();
    assert_eq!(list["items"][0]["text_en"], "Down from 22:00.");
    assert_eq!(list["items"][0]["read_at"], Value::Null);
    assert!(
        list["items"][0].get("roles").is_none(),
        "readers do not learn the audience"
    );
    assert_eq!(clerk.post(&format!("/notices/{id}/read"), &Value::Null).status, 204);
    assert_eq!(unread(&clerk), 0);
    assert_eq!(unread(&admin), 1, "each reads for themselves");
    assert_eq!(titles(&clerk, "/notices?unread=true"), Vec::<String>::new());
    assert_eq!(
        clerk.get("/notices").ok()["items"][0]["read_at"],
        "2025-01-20T08:00:00.000Z"
    );
    assert_eq!(admin.get("/managed-notices").ok()["items"][0]["readers"], 1);
    assert_eq!(admin.post("/notices/read", &Value::Null).status, 204);
    assert_eq!(unread(&admin), 0);
}

#[test]
fn a_notice_is_shown_in_its_time_only() {
    let app = app();
    let (admin, clerk) = (app.sign_in("admin"), app.sign_in("clerk"));
    let later = with("shown_from", json!("2025-01-20T08:10:00Z"));
    let id = id_of(&admin.post("/notices", &later).ok());
    assert_eq!(unread(&clerk), 0, "its time has not come");
    assert_eq!(admin.get("/managed-notices").ok()["items"][0]["state"], "waiting");
    assert_eq!(
        clerk.post(&format!("/notices/{id}/read"), &Value::Null).problem(),
        (404, "notice.not_found")
    );
    app.state.clock.advance(Duration::from_secs(600));
    assert_eq!(unread(&clerk), 1, "from the first moment on");
    app.state.clock.advance(Duration::from_secs(600));
    assert_eq!(unread(&clerk), 0, "until before the last");
    assert_eq!(admin.get("/managed-notices").ok()["items"][0]["state"], "ended");
}

#[test]
fn a_notice_for_a_role_is_for_nobody_else() {
    let app = app();
    let (admin, clerk, manager) = (app.sign_in("admin"), app.sign_in("clerk"), app.sign_in("manager"));
    assert_eq!(admin.post("/notices", &with("roles", json!(["clerk"]))).status, 201);
    assert_eq!((unread(&clerk), unread(&manager)), (json!(1), json!(0)));
    let elsewhere = with("organisations", json!(["NOWHERE"]));
    assert_eq!(
        admin.post("/notices", &elsewhere).problem(),
        (422, "notice.organisation_unknown")
    );
    let nobody = with("roles", json!(["pirate"]));
    assert_eq!(admin.post("/notices", &nobody).problem(), (422, "notice.role_unknown"));
}

#[test]
fn important_notices_come_with_the_counts_until_they_are_read() {
    let app = app();
    let (admin, clerk) = (app.sign_in("admin"), app.sign_in("clerk"));
    let _ = admin.post("/notices", &maintenance()).ok();
    let id = id_of(&admin.post("/notices", &with("importance", json!("important"))).ok());
    let told = clerk.get("/to-dos").ok();
    assert_eq!(told["unread_notices"], 2);
    let important = told["important"].as_array().cloned().unwrap_or_default();
    assert_eq!(
        important.iter().map(id_of).collect::<Vec<_>>(),
        std::slice::from_ref(&id)
    );
    assert_eq!(clerk.post(&format!("/notices/{id}/read"), &Value::Null).status, 204);
    assert_eq!(clerk.get("/to-dos").ok()["important"], json!([]));
}

#[test]
fn a_notice_that_says_something_else_is_to_be_read_again() {
    let app = app();
    let (admin, clerk) = (app.sign_in("admin"), app.sign_in("clerk"));
    let id = id_of(&admin.post("/notices", &maintenance()).ok());
    assert_eq!(clerk.post("/notices/read", &Value::Null).status, 204);
    let change = |version: i64, notice: Value| {
        let body = json!({ "version": version, "notice": notice });
        admin.send(Method::PUT, &format!("/notices/{id}"), &body)
    };
    assert_eq!(change(1, with("shown_until", Value::Null)).status, 200);
    assert_eq!(unread(&clerk), 0, "a longer time is no news");
    assert_eq!(change(1, maintenance()).problem(), (409, "notice.changed_meanwhile"));
    assert_eq!(change(2, with("text_zh", json!("改至明晚。"))).status, 200);
    assert_eq!(unread(&clerk), 1);
    assert_eq!(
        admin.post(&format!("/notices/{id}/withdrawal"), &Value::Null).status,
        200
    );
    assert_eq!(unread(&clerk), 0);
    assert_eq!(change(4, maintenance()).problem(), (409, "notice.withdrawn"));
    assert_eq!(
        actions(&app),
        [
            "notice.published",
            "notice.changed",
            "notice.changed",
            "notice.withdrawn"
        ]
    );
}

#[test]
fn what_cannot_be_published_is_told_at_its_field() {
    let app = app();
    let admin = app.sign_in("admin");
    let refused = |body: &Value| {
        let answer = admin.post("/notices", body);
        let field = answer.json["field"].as_str().unwrap_or_default().to_owned();
        (answer.problem().1.to_owned(), field)
    };
    let told = |code: &str, field: &str| (code.to_owned(), field.to_owned());
    assert_eq!(
        refused(&with("title_zh", json!("字".repeat(81)))),
        told("notice.title_invalid", "title_zh")
    );
    assert_eq!(
        refused(&with("text_en", json!("x".repeat(4001)))),
        told("notice.text_invalid", "text_en")
    );
    assert_eq!(
        refused(&with("text_en", json!(""))),
        told("notice.language_half", "text_en")
    );
    assert_eq!(
        refused(&with("shown_until", json!("2025-01-20T08:00:00Z"))),
        told("notice.period_invalid", "shown_until")
    );
    let crowd: Vec<String> = (0..51).map(|n| format!("role-{n}")).collect();
    assert_eq!(
        refused(&with("roles", json!(crowd))),
        told("notice.audience_too_large", "roles")
    );
    let silent = json!({ "importance": "normal", "shown_from": "2025-01-20T08:00:00Z" });
    assert_eq!(refused(&silent), told("notice.language_missing", "title_zh"));
    assert_eq!(
        refused(&with("shown_from", json!("tonight"))).0,
        "platform.body_invalid"
    );
}

#[test]
fn readers_do_not_write_and_a_repeated_command_writes_once() {
    let app = app();
    let (admin, clerk) = (app.sign_in("admin"), app.sign_in("clerk"));
    assert_eq!(clerk.post("/notices", &maintenance()).problem().0, 403);
    assert_eq!(clerk.get("/managed-notices").problem().0, 403);
    let again = admin.with("Idempotency-Key", "notice-1");
    let first = again.post("/notices", &maintenance()).ok();
    assert_eq!(again.post("/notices", &maintenance()).ok()["id"], first["id"]);
    assert_eq!(titles(&clerk, "/notices").len(), 1);
    assert_eq!(
        clerk.post("/to-dos/close_failed/seen", &Value::Null).problem(),
        (404, "notice.news_unknown")
    );
}

#[test]
fn no_more_notices_than_readers_could_take_in() {
    let app = app();
    let admin = app.sign_in("admin");
    let mut ended = with("shown_from", json!("2025-01-20T06:00:00Z"));
    ended["shown_until"] = json!("2025-01-20T07:00:00Z");
    let last = id_of(&admin.post("/notices", &ended).ok());
    for _ in 0..200 {
        let _ = admin.post("/notices", &maintenance()).ok();
    }
    assert_eq!(
        admin.post("/notices", &maintenance()).problem(),
        (409, "notice.too_many")
    );
    let prolonged = json!({ "version": 1, "notice": maintenance() });
    let answer = admin.send(Method::PUT, &format!("/notices/{last}"), &prolonged);
    assert_eq!(
        answer.problem(),
        (409, "notice.too_many"),
        "prolonging one is one more, too"
    );
    assert_eq!(admin.get("/to-dos").ok()["unread_notices"], 200);
}
