use crate::{app, user};
use kernel::{CivilDate, OrgId};
use serde_json::{Value, json};
use testkit::{Caller, TestApp};

/// A year as small as the law allows: the public holidays of 2027 on their days, without exchange.
const FILE_2027: &str = "date,kind,name,source
2027-01-01,holiday,元旦,测试通知
2027-02-05,holiday,春节,测试通知
2027-02-06,holiday,春节,测试通知
2027-02-07,holiday,春节,测试通知
2027-02-08,holiday,春节,测试通知
2027-04-05,holiday,清明,测试通知
2027-05-01,holiday,劳动节,测试通知
2027-05-02,holiday,劳动节,测试通知
2027-06-09,holiday,端午,测试通知
2027-09-15,holiday,中秋,测试通知
2027-10-01,holiday,国庆节,测试通知
2027-10-02,holiday,国庆节,测试通知
2027-10-03,holiday,国庆节,测试通知
2027-10-09,workday,国庆节调休,测试通知
";

fn works(app: &TestApp, org: OrgId, day: &str) -> bool {
    let calendar = app
        .state
        .db
        .read(|tx| reference::working_days(tx, org))
        .expect("a calendar");
    calendar.is_working_day(CivilDate::parse(day).expect("a date"))
}

fn version_of(file: &Value, revision: u32) -> Value {
    json!({
        "revision": revision, "effective_from": format!("{}-01-01", file["year"]),
        "content": { "kind": "calendar", "weekend": [6, 7], "days": file["days"] },
        "source": file["source"], "reason": "年度节假日安排",
    })
}

fn approve(app: &TestApp, maker: &Caller<'_>, (command, code): (&str, &str), change: &Value) {
    let content = json!({ "code": code, "change": change });
    let proposal = json!({ "command": command, "content": content, "reason": "年度节假日安排" });
    let id = maker.post("/pending-changes", &proposal).ok()["id"].clone();
    let approval = format!("/pending-changes/{}/approval", id.as_str().expect("an id"));
    assert_eq!(app.sign_in("manager").post(&approval, &Value::Null).status, 200);
}

#[test]
fn a_year_is_read_from_a_file_shown_as_a_difference_and_confirmed_by_another() {
    let app = app();
    let accountant = user(&app, "accountant", "accountant");
    assert!(
        works(&app, OrgId::HEAD_OFFICE, "2027-01-01"),
        "a Friday of a year without a notice"
    );
    let file = accountant.post("/holiday-files", &json!({ "csv": FILE_2027 })).ok();
    assert_eq!((&file["year"], &file["source"]), (&json!(2027), &json!("测试通知")));
    let change = version_of(&file, 2);
    let preview = accountant
        .post("/reference/calendar/cn/versions?dry_run=true", &change)
        .ok();
    assert_eq!(preview["before"], Value::Null, "nothing was said about that year");
    assert_eq!(preview["after"]["effective_until"], "2028-01-01");
    assert_eq!(preview["after"]["days_off"][0], "2027-01-01 元旦");
    approve(&app, &accountant, ("reference.change_calendar", "cn"), &change);
    assert!(!works(&app, OrgId::HEAD_OFFICE, "2027-01-01"));
    assert!(
        works(&app, OrgId::HEAD_OFFICE, "2027-10-09"),
        "a Saturday that is worked"
    );
    assert!(!works(&app, OrgId::HEAD_OFFICE, "2026-10-01"), "other years stay");
    let history = accountant.get("/reference/calendar/cn").ok();
    assert_eq!(history["periods"].as_array().map(Vec::len), Some(3));
}

#[test]
fn a_wrong_file_is_told_row_by_row_and_an_incomplete_year_is_refused() {
    let app = app();
    let manager = app.sign_in("manager");
    let read = |csv: &str| manager.post("/holiday-files", &json!({ "csv": csv })).ok();
    let faults = read("date,kind,name\n1 January,holiday,元旦\n2027-01-02,off,元旦\n")["faults"].clone();
    assert_eq!((&faults[0]["line"], &faults[1]["line"]), (&json!(2), &json!(3)));
    let incomplete = read(&FILE_2027.replace("2027-06-09,holiday,端午,测试通知\n", ""));
    let refused = manager.post(
        "/reference/calendar/cn/versions?dry_run=true",
        &version_of(&incomplete, 2),
    );
    assert_eq!(refused.problem(), (422, "reference.notice_contradictory"));
    assert_eq!(refused.json["field"], "content.days");
    let contradictory = read(&FILE_2027.replace("2027-10-09,workday", "2027-10-08,workday"));
    let refused = manager.post(
        "/reference/calendar/cn/versions?dry_run=true",
        &version_of(&contradictory, 2),
    );
    assert_eq!(refused.problem(), (422, "reference.notice_contradictory"));
}

#[test]
fn an_organisation_works_by_its_own_days_and_else_by_those_above_it() {
    let app = app();
    let (admin, manager) = (app.sign_in("admin"), app.sign_in("manager"));
    let open = |code: &str, parent: &str| {
        let body = json!({ "code": code, "name_zh": code, "name_en": code, "parent": parent });
        assert_eq!(admin.post("/organisations", &body).status, 201);
    };
    open("0100", "0001");
    open("0101", "0100");
    let list = app.state.db.read(access::app::list_organisations).expect("the tree");
    let id = |code: &str| list.iter().find(|one| one.code == code).expect("it was opened").id;
    // 2025-03-03 is a Monday: the founding day of the branch.
    let own = json!({
        "revision": 0, "effective_from": "2025-01-01", "source": "分行通知", "reason": "成立纪念日",
        "content": { "kind": "working_days", "calendar": "cn",
            "days": [{ "date": "2025-03-03", "kind": "holiday", "name": "成立纪念日" }] },
    });
    let put = |code: &str, body: &Value| manager.post(&format!("/reference/working_days/{code}/versions"), body);
    assert_eq!(put("0100", &own).status, 201);
    assert!(works(&app, OrgId::HEAD_OFFICE, "2025-03-03"));
    assert!(!works(&app, id("0100"), "2025-03-03"));
    assert!(!works(&app, id("0101"), "2025-03-03"), "as the branch above it");
    assert!(
        !works(&app, id("0101"), "2025-10-01"),
        "the calendar's own days count too"
    );
    assert_eq!(put("0999", &own).problem(), (422, "reference.organisation_unknown"));
    let mut elsewhere = own.clone();
    elsewhere["content"]["calendar"] = json!("us");
    assert_eq!(put("0101", &elsewhere).problem(), (422, "reference.calendar_unknown"));
}
