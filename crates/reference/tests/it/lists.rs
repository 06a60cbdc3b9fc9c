use crate::app;
use platform::values;
use reference::domain::{Content, Kind, Version};
use serde_json::{Value, json};
use testkit::TestApp;

fn reasons(caller: &testkit::Caller<'_>) -> Value {
    let lists = caller.get("/dictionaries").ok();
    let items = lists["items"].as_array().cloned().unwrap_or_default();
    items
        .into_iter()
        .find(|list| list["code"] == "reversal_reason")
        .expect("a seeded list")
}

fn dated(content: Value, revision: u32) -> Value {
    json!({ "revision": revision, "effective_from": "2025-01-20", "content": content, "source": "行内制度", "reason": "补充" })
}

#[test]
fn words_of_lists_come_in_one_answer_that_is_not_sent_again_while_nothing_changes() {
    let app = app();
    let (clerk, manager) = (app.sign_in("clerk"), app.sign_in("manager"));
    let first = clerk.get("/dictionaries");
    let tag = first.header("etag").to_owned();
    assert_eq!(reasons(&clerk)["entries"][0]["code"], "wrong_amount");
    let again = clerk.with("if-none-match", &tag).get("/dictionaries");
    assert_eq!((again.status.as_u16(), again.json), (304, Value::Null));

    let mut list = reasons(&clerk);
    let entries = list["entries"].as_array().cloned().expect("entries");
    let new =
        json!({ "code": "audit_finding", "zh": "审计发现", "en": "Audit finding", "tone": "gold", "retired": false });
    list["entries"] = entries.into_iter().chain([new]).collect();
    let content = json!({ "kind": "dictionary", "name_zh": list["name_zh"], "name_en": list["name_en"], "entries": list["entries"] });
    let change = dated(content, 1);
    assert_eq!(
        manager
            .post("/reference/dictionary/reversal_reason/versions", &change)
            .status,
        201
    );
    let changed = clerk.with("if-none-match", &tag).get("/dictionaries");
    assert_eq!(changed.status, 200);
    let listed = reasons(&clerk)["entries"].clone();
    assert_eq!(
        listed.as_array().and_then(|all| all.last()).expect("an entry")["zh"],
        "审计发现"
    );

    let fewer = json!({ "kind": "dictionary", "name_zh": "冲正原因", "name_en": "Reasons", "entries": [listed[0]] });
    let refused = manager.post("/reference/dictionary/reversal_reason/versions", &dated(fewer, 2));
    assert_eq!(refused.problem(), (422, "reference.entry_removed"));
}

#[test]
fn a_figure_of_law_waits_for_a_second_person() {
    let app = app();
    let manager = app.sign_in("manager");
    let known = manager.get("/reference/parameter").ok()["items"].clone();
    let cap = known
        .as_array()
        .and_then(|all| all.iter().find(|one| one["code"] == "all_in_rate_cap"));
    let mut content = cap.expect("a seeded figure")["holds"]["content"].clone();
    assert_eq!(content["value"], "0.24", "法发〔2017〕22号 art. 2");
    content["value"] = json!("0.2");
    let path = "/reference/parameter/all_in_rate_cap/versions";
    assert_eq!(
        manager.post(path, &dated(content.clone(), 1)).problem(),
        (409, "access.check_required")
    );
    content["value"] = json!("0.4");
    let refused = manager.post(&format!("{path}?dry_run=true"), &dated(content, 1));
    assert_eq!(refused.problem(), (422, "reference.outside_bounds"));
    assert_eq!(refused.json["field"], "content.value");
}

#[test]
fn currencies_are_those_of_iso_4217_and_no_others() {
    let app = app();
    let manager = app.sign_in("manager");
    let known = manager.get("/reference/currency").ok()["items"].clone();
    let used: Vec<&Value> = known
        .as_array()
        .expect("a list")
        .iter()
        .filter(|one| one["holds"]["content"]["enabled"] == true)
        .collect();
    assert_eq!(used.iter().map(|one| &one["code"]).collect::<Vec<_>>(), ["CNY", "USD"]);
    let content = json!({ "kind": "currency", "name_zh": "某币", "name_en": "Some", "symbol": "X", "enabled": true });
    let refused = manager.post("/reference/currency/XXX/versions", &dated(content, 0));
    assert_eq!(refused.problem(), (422, "reference.currency_unknown"));
}

fn written(app: &TestApp, code: &str) -> Vec<Version> {
    let read = |tx: &mut platform::Tx| reference::app::versions_of(tx, Kind::Dictionary, code);
    app.state.db.read(read).expect("versions")
}

#[test]
fn a_list_nobody_touched_grows_with_the_delivery_and_a_changed_one_stays() {
    let app = app();
    let delivered = written(&app, "region")[0].clone();
    let older = |content: &mut Content| {
        if let Content::Dictionary(list) = content {
            list.entries.truncate(3);
        }
    };
    let shorten = |code: &str| {
        let mut version = written(&app, code)[0].clone();
        version.content.as_mut().map(older);
        let content = serde_json::to_string(&version.content).expect("JSON");
        let sql = "UPDATE reference_version SET content = $2 WHERE kind = 'dictionary' AND code = $1";
        app.state
            .db
            .write(|tx| tx.execute(sql, &values![code, content.as_str()]))
            .expect("an older delivery");
    };
    shorten("region");
    shorten("industry");
    let manager = app.sign_in("manager");
    let list = manager.get("/reference/dictionary/industry").ok()["periods"][0]["content"].clone();
    let mut content = list;
    content["name_en"] = json!("Industries of this lender");
    let changed = manager.post("/reference/dictionary/industry/versions", &dated(content, 1));
    assert_eq!(changed.status, 201, "{}", changed.json);

    for _ in 0..2 {
        app.state.db.write(reference::seed_reference).expect("a start");
    }
    let grown = written(&app, "region");
    assert_eq!(grown.len(), 2);
    assert_eq!(grown[1].content, delivered.content);
    assert_eq!(written(&app, "industry").len(), 2);
}

#[test]
fn a_list_that_the_program_knows_by_heart_gets_no_codes_of_its_own() {
    let app = app();
    let manager = app.sign_in("manager");
    let held = manager.get("/reference/dictionary/identity_kind").ok()["periods"][0]["content"].clone();
    let mut renamed = held.clone();
    renamed["entries"][1]["zh"] = json!("外国护照");
    renamed["entries"][3]["retired"] = json!(true);
    let changed = manager.post(
        "/reference/dictionary/identity_kind/versions",
        &dated(renamed.clone(), 1),
    );
    assert_eq!(changed.status, 201, "{}", changed.json);
    let entry =
        json!({ "code": "driving_licence", "zh": "驾驶证", "en": "Driving licence", "tone": "grey", "retired": false });
    renamed["entries"].as_array_mut().expect("entries").push(entry);
    let refused = manager.post("/reference/dictionary/identity_kind/versions", &dated(renamed, 2));
    assert_eq!(refused.problem(), (422, "reference.entry_not_known"));
}
