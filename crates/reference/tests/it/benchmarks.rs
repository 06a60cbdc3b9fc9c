use crate::{app, user};
use serde_json::{Value, json};

fn publication(revision: u32, on: &str, rate: &str) -> Value {
    json!({
        "revision": revision, "effective_from": on, "content": { "kind": "benchmark", "annual_rate": rate },
        "source": "全国银行间同业拆借中心", "reason": "月度报价",
    })
}

#[test]
fn the_rate_of_a_day_is_the_last_published_by_then() {
    let app = app();
    let clerk = app.sign_in("clerk");
    let items = clerk.get("/reference/benchmark").ok();
    assert_eq!(items["on"], "2025-01-20", "the business day");
    assert_eq!(items["items"][0]["code"], "lpr_1y");
    // 3.10% and 3.60% from 2024-10-21, 3.00% and 3.50% from 2025-05-20 (cn.md §2.1).
    assert_eq!(items["items"][0]["holds"]["content"]["annual_rate"], "0.031");
    assert_eq!(items["items"][0]["next"]["effective_from"], "2025-05-20");
    assert_eq!(items["items"][1]["holds"]["content"]["annual_rate"], "0.036");
    let later = clerk.get("/reference/benchmark?on=2025-05-20").ok();
    assert_eq!(later["items"][0]["holds"]["content"]["annual_rate"], "0.03");
    let before = clerk.get("/reference/benchmark?on=2019-08-19").ok();
    assert_eq!(before["items"][0]["holds"], Value::Null);
    let history = clerk.get("/reference/benchmark/lpr_1y").ok();
    assert_eq!(history["periods"][0]["effective_until"], "2020-04-20");
    assert_eq!(history["versions"][0]["before"]["annual_rate"], "3.10%");
    assert_eq!(history["versions"][0]["after"]["annual_rate"], "3.00%");
}

#[test]
fn a_publication_takes_effect_when_another_confirms_it() {
    let app = app();
    let (accountant, manager) = (user(&app, "accountant", "accountant"), app.sign_in("manager"));
    let wanted = publication(10, "2025-01-20", "0.0305");
    let address = "/reference/benchmark/lpr_1y/versions";
    let preview = accountant.post(&format!("{address}?dry_run=true"), &wanted);
    assert_eq!(preview.status, 201, "{}", preview.json);
    let preview = preview.ok();
    assert_eq!(preview["before"]["annual_rate"], "3.10%");
    assert_eq!(preview["after"]["annual_rate"], "3.05%");
    assert_eq!(
        accountant.post(address, &wanted).problem(),
        (409, "access.check_required")
    );

    let proposal = json!({ "command": "reference.change_benchmark", "reason": "月度报价",
        "content": { "code": "lpr_1y", "change": wanted } });
    let proposed = accountant.post("/pending-changes", &proposal).ok();
    assert_eq!(proposed["before"]["annual_rate"], "3.10%");
    let holds = |caller: &testkit::Caller<'_>| {
        caller.get("/reference/benchmark").ok()["items"][0]["holds"]["content"]["annual_rate"].clone()
    };
    assert_eq!(holds(&manager), "0.031", "nothing has happened yet");
    let approval = format!("/pending-changes/{}/approval", proposed["id"].as_str().expect("an id"));
    assert_eq!(
        accountant.post(&approval, &Value::Null).status,
        403,
        "the maker does not confirm"
    );
    assert_eq!(manager.post(&approval, &Value::Null).status, 200);

    let history = manager.get("/reference/benchmark/lpr_1y").ok();
    let written = &history["versions"][0];
    assert_eq!(
        (&written["revision"], &written["recorded_by"]),
        (&json!(11), &json!("manager"))
    );
    assert_eq!(written["on_behalf_of"], "accountant");
    assert_eq!(holds(&accountant), "0.0305");
}

#[test]
fn refusals_name_what_is_wrong() {
    let app = app();
    let (manager, clerk) = (app.sign_in("manager"), app.sign_in("clerk"));
    let post = |code: &str, body: &Value| {
        let answered = manager.post(&format!("/reference/benchmark/{code}/versions?dry_run=true"), body);
        (
            answered.problem().0,
            answered.problem().1.to_owned(),
            answered.json["field"].clone(),
        )
    };
    let refused = |status: u16, code: &str, field: Value| (status, format!("reference.{code}"), field);
    let sound = publication(10, "2025-01-20", "0.0305");
    for (code, body, expected) in [
        (
            "shibor",
            publication(0, "2025-01-20", "0.03"),
            refused(422, "benchmark_unknown", json!("code")),
        ),
        (
            "lpr_1y",
            publication(9, "2025-01-20", "0.03"),
            refused(409, "changed_meanwhile", json!("revision")),
        ),
        (
            "lpr_1y",
            publication(10, "2025-01-20", "0"),
            refused(422, "rate_missing", json!("content.annual_rate")),
        ),
        (
            "lpr_1y",
            publication(10, "2024-10-21", "0.031"),
            refused(422, "nothing_changes", Value::Null),
        ),
    ] {
        let source = "National Interbank Funding Center (LPR)";
        let body = if expected.1.ends_with("changes") {
            with(body, "source", json!(source))
        } else {
            body
        };
        assert_eq!(post(code, &body), expected);
    }
    let withdrawal = with(sound.clone(), "content", Value::Null);
    assert_eq!(post("lpr_1y", &withdrawal).1, "reference.nothing_to_withdraw");
    let empty = with(sound.clone(), "effective_until", json!("2025-01-20"));
    assert_eq!(post("lpr_1y", &empty).1, "reference.period_empty");
    assert_eq!(post("lpr_1y", &with(sound.clone(), "reason", json!(" "))).2, "reason");
    assert_eq!(post("lpr%201y", &sound).1, "reference.code_invalid");
    let other = with(
        sound.clone(),
        "content",
        json!({ "kind": "working_days", "calendar": "cn", "days": [] }),
    );
    assert_eq!(post("lpr_1y", &other).1, "reference.kind_mismatch");
    let clerk_wants = clerk.post("/reference/benchmark/lpr_1y/versions", &sound);
    assert_eq!(clerk_wants.problem(), (403, "access.permission_denied"));
    assert_eq!(
        clerk.get("/reference/shoe_size").problem(),
        (404, "reference.kind_not_found")
    );
    assert_eq!(
        clerk.get("/reference/benchmark/shibor").problem(),
        (404, "reference.code_not_found")
    );
}

fn with(mut body: Value, name: &str, value: Value) -> Value {
    body[name] = value;
    body
}
