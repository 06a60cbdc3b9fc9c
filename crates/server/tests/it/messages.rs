//! What waits for somebody, over the whole program.

use crate::app::app;
use access::NewUser;
use serde_json::{Value, json};
use std::time::Duration;
use testkit::{Caller, Lending, PASSWORD};

fn waiting(caller: &Caller<'_>) -> Vec<(String, i64)> {
    let told = caller.get("/to-dos").ok();
    let items = told["items"].as_array().cloned().unwrap_or_default();
    let one = |item: &Value| {
        let code = item["code"].as_str().unwrap_or_default().to_owned();
        (code, item["count"].as_i64().unwrap_or_default())
    };
    items.iter().map(one).collect()
}

fn told(code: &str, count: i64) -> (String, i64) {
    (code.to_owned(), count)
}

#[test]
fn a_proposal_waits_for_who_may_decide_it_and_its_decision_for_its_maker() {
    let app = app();
    let loan = app.lend(&Lending::default()).to_string();
    let (clerk, manager, auditor) = (app.sign_in("clerk"), app.sign_in("manager"), app.sign_in("auditor"));
    assert_eq!(waiting(&manager), []);
    let wanted =
        json!({ "command": "loan.charge_off", "content": { "loan_id": loan, "note": "破产" }, "reason": "破产清算" });
    let proposed = clerk.post("/pending-changes", &wanted).ok();
    assert_eq!(waiting(&manager), [told("proposals_to_decide", 1)]);
    assert_eq!(waiting(&clerk), [], "not for its maker");
    assert_eq!(waiting(&auditor), [], "nor for who only sees it");
    let id = proposed["id"].as_str().expect("an id");
    app.state.clock.advance(Duration::from_secs(60));
    let rejected = manager
        .post(
            &format!("/pending-changes/{id}/rejection"),
            &json!({ "reason": "未见法院公告" }),
        )
        .ok();
    assert_eq!(rejected["state"], "rejected");
    assert_eq!(waiting(&manager), []);
    assert_eq!(waiting(&clerk), [told("proposals_decided", 1)]);
    app.state.clock.advance(Duration::from_secs(60));
    assert_eq!(clerk.post("/to-dos/proposals_decided/seen", &Value::Null).status, 204);
    assert_eq!(waiting(&clerk), [], "news are gone once they were seen");
}

#[test]
fn closes_are_told_to_those_who_see_them_for_a_week() {
    let app = app();
    let _ = app.lend(&Lending::default());
    app.close_until("2025-01-22");
    let (manager, clerk) = (app.sign_in("manager"), app.sign_in("clerk"));
    assert_eq!(waiting(&manager), [told("close_done", 2)]);
    assert_eq!(
        clerk.get("/close-runs").problem().0,
        403,
        "the clerk does not see closes"
    );
    assert_eq!(waiting(&clerk), []);
    app.state.clock.advance(Duration::from_secs(8 * 86_400));
    let manager = app.sign_in("manager");
    assert_eq!(waiting(&manager), [], "old news are no news");
}

#[test]
fn a_notice_for_an_organisation_is_for_those_below_it_too() {
    let app = app();
    let admin = app.sign_in("admin");
    let opened = admin.post(
        "/organisations",
        &json!({ "code": "B1", "name_zh": "一支行", "name_en": "Branch 1", "parent": "0001" }),
    );
    assert_eq!(opened.status, 201, "{}", opened.json);
    let notice = |organisation: &str| {
        json!({
            "title_zh": "通知", "text_zh": "内容", "importance": "normal", "shown_from": "2025-01-20T00:00:00Z",
            "organisations": [organisation],
        })
    };
    let _ = admin.post("/notices", &notice("0001")).ok();
    let _ = admin.post("/notices", &notice("B1")).ok();
    let new = NewUser {
        login: "branch".to_owned(),
        name: "支行柜员".to_owned(),
        password: PASSWORD.to_owned(),
        roles: vec!["clerk".to_owned()],
        organisation: Some("B1".to_owned()),
    };
    access::create_user(&app.state.db, &app.gate, &app.context(), &new).expect("a sound user");
    let unread = |login: &str| app.sign_in(login).get("/to-dos").ok()["unread_notices"].clone();
    assert_eq!(unread("branch"), 2);
    assert_eq!(unread("clerk"), 1, "the head office is not below its branch");
}
