use crate::app;
use axum::http::Method;
use serde_json::{Value, json};
use testkit::{Caller, TestApp};

fn overdue() -> Value {
    json!({
        "table": "loans", "name": "逾期", "filters": { "status": "overdue", "dpd_min": "30" },
        "layout": { "columns": [{ "key": "dpd", "shown": true, "pin": "left", "width": null }], "sort": "-dpd" },
    })
}

fn with(mut body: Value, name: &str, value: Value) -> Value {
    body[name] = value;
    body
}

fn names(caller: &Caller<'_>) -> Vec<String> {
    let list = caller.get("/saved-views?table=loans").ok();
    let items = list["items"].as_array().cloned().unwrap_or_default();
    items
        .iter()
        .map(|view| view["name"].as_str().unwrap_or_default().to_owned())
        .collect()
}

fn id_of(view: &Value) -> String {
    view["id"].as_str().unwrap_or_default().to_owned()
}

fn actions(app: &TestApp) -> Vec<String> {
    let rows = app
        .state
        .db
        .read(|tx| platform::audit::search(tx, &platform::audit::AuditSearch::text("view"), None, 50))
        .expect("the trail");
    rows.into_iter().rev().map(|line| line.action).collect()
}

#[test]
fn a_view_comes_back_as_it_was_saved() {
    let app = app();
    let clerk = app.sign_in("clerk");
    let saved = clerk.post("/saved-views", &overdue());
    assert_eq!(saved.status, 201);
    let view = saved.ok();
    assert_eq!(view["mine"], true);
    assert_eq!(view["version"], 1);
    assert_eq!(view["filters"], json!({ "status": "overdue", "dpd_min": "30" }));
    assert_eq!(view["layout"]["columns"][0]["pin"], "left");
    let list = clerk.get("/saved-views?table=loans").ok();
    assert_eq!(list["items"], json!([view]));
    assert_eq!(clerk.get("/saved-views?table=customers").ok()["items"], json!([]));
}

#[test]
fn a_shared_view_is_seen_by_the_role_and_changed_by_its_owner_only() {
    let app = app();
    let (manager, clerk, auditor) = (app.sign_in("manager"), app.sign_in("clerk"), app.sign_in("auditor"));
    let view = manager
        .post("/saved-views", &with(overdue(), "shared_with", json!("clerk")))
        .ok();
    let id = id_of(&view);
    assert_eq!(names(&clerk), ["逾期"]);
    assert_eq!(names(&auditor), Vec::<String>::new());
    let seen = clerk.get("/saved-views?table=loans").ok()["items"][0].clone();
    assert_eq!((&seen["mine"], &seen["owner"]), (&json!(false), &json!("manager")));

    let change = json!({ "version": 1, "name": "我的" });
    let put = |caller: &Caller<'_>, body: &Value| caller.send(Method::PUT, &format!("/saved-views/{id}"), body);
    assert_eq!(put(&clerk, &change).problem(), (403, "preference.view_of_another"));
    assert_eq!(
        clerk.delete(&format!("/saved-views/{id}")).problem(),
        (403, "preference.view_of_another")
    );
    assert_eq!(put(&auditor, &change).problem(), (404, "preference.view_not_found"));

    assert_eq!(put(&manager, &change).ok()["version"], 2);
    assert_eq!(names(&clerk), Vec::<String>::new(), "it is no longer shared");
    assert_eq!(put(&manager, &change).problem(), (409, "preference.changed_meanwhile"));
    assert_eq!(manager.delete(&format!("/saved-views/{id}")).status, 204);
    assert_eq!(names(&manager), Vec::<String>::new());
    assert_eq!(actions(&app), ["view.saved", "view.changed", "view.deleted"]);
}

#[test]
fn sharing_needs_its_permission_and_a_role_that_exists() {
    let app = app();
    let shared = with(overdue(), "shared_with", json!("manager"));
    let refused = app.sign_in("clerk").post("/saved-views", &shared);
    assert_eq!(refused.problem(), (403, "access.permission_denied"));
    let unknown = with(overdue(), "shared_with", json!("nobody"));
    let answered = app.sign_in("manager").post("/saved-views", &unknown);
    assert_eq!(answered.problem(), (422, "preference.role_unknown"));
    assert_eq!(answered.json["field"], "shared_with");
}

#[test]
fn names_are_unique_for_a_user_and_table() {
    let app = app();
    let clerk = app.sign_in("clerk");
    assert_eq!(clerk.post("/saved-views", &overdue()).status, 201);
    let again = clerk.post("/saved-views", &with(overdue(), "name", json!(" 逾期 ")));
    assert_eq!(again.problem(), (409, "preference.view_name_taken"));
    assert_eq!(
        clerk
            .post("/saved-views", &with(overdue(), "table", json!("customers")))
            .status,
        201
    );
    assert_eq!(app.sign_in("manager").post("/saved-views", &overdue()).status, 201);
    let other = clerk.post("/saved-views", &with(overdue(), "name", json!("二"))).ok();
    let renamed = clerk.send(
        Method::PUT,
        &format!("/saved-views/{}", id_of(&other)),
        &json!({ "version": 1, "name": "逾期" }),
    );
    assert_eq!(renamed.problem(), (409, "preference.view_name_taken"));
}

#[test]
fn one_view_is_the_default_until_another_is_or_it_is_deleted() {
    let app = app();
    let (manager, clerk) = (app.sign_in("manager"), app.sign_in("clerk"));
    let choose =
        |caller: &Caller<'_>, id: Value| caller.send(Method::PUT, "/default-views/loans", &json!({ "view_id": id }));
    let defaults = |caller: &Caller<'_>| -> Vec<String> {
        let list = caller.get("/saved-views?table=loans").ok();
        let items = list["items"].as_array().cloned().unwrap_or_default();
        items
            .iter()
            .filter(|view| view["is_default"] == true)
            .map(id_of)
            .collect()
    };
    let shared = id_of(
        &manager
            .post("/saved-views", &with(overdue(), "shared_with", json!("clerk")))
            .ok(),
    );
    let own = id_of(&clerk.post("/saved-views", &overdue()).ok());
    assert_eq!(choose(&clerk, json!(shared)).status, 204);
    assert_eq!(defaults(&clerk), [shared.as_str()]);
    assert_eq!(
        defaults(&manager),
        Vec::<String>::new(),
        "a default is each reader's own"
    );
    assert_eq!(choose(&clerk, json!(own)).status, 204);
    assert_eq!(defaults(&clerk), [own.as_str()]);
    assert_eq!(
        choose(&manager, json!(own)).problem(),
        (404, "preference.view_not_found")
    );
    assert_eq!(clerk.delete(&format!("/saved-views/{own}")).status, 204);
    assert_eq!(defaults(&clerk), Vec::<String>::new());
    assert_eq!(choose(&clerk, json!(shared)).status, 204);
    assert_eq!(choose(&clerk, Value::Null).status, 204);
    assert_eq!(defaults(&clerk), Vec::<String>::new());
}

#[test]
fn what_a_view_cannot_be_is_refused_with_its_field() {
    let app = app();
    let clerk = app.sign_in("clerk");
    let long = json!({ "q": "x".repeat(8193) });
    for (name, value, code) in [
        ("name", json!("  "), "preference.view_name_invalid"),
        ("table", json!("LOANS"), "preference.name_of_place_invalid"),
        ("filters", long, "preference.filter_invalid"),
    ] {
        let answered = clerk.post("/saved-views", &with(overdue(), name, value));
        assert_eq!(answered.problem(), (422, code));
        assert_eq!(answered.json["field"], name);
    }
}

#[test]
fn a_repeated_save_is_one_view() {
    let app = app();
    let clerk = app.sign_in("clerk");
    let keyed = clerk.with("Idempotency-Key", "k1");
    let first = keyed.post("/saved-views", &overdue()).ok();
    let again = keyed.post("/saved-views", &overdue());
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!(again.ok(), first);
    assert_eq!(names(&clerk), ["逾期"]);
}
