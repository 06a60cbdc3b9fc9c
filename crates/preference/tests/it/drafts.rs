use crate::app;
use axum::http::Method;
use serde_json::{Value, json};
use testkit::{Answered, Caller};

fn keep(caller: &Caller<'_>, version: i64, content: Value) -> Answered {
    let body = json!({ "version": version, "content": content });
    caller.send(Method::PUT, "/drafts/book-loan", &body)
}

#[test]
fn a_draft_is_kept_read_and_thrown_away() {
    let app = app();
    let clerk = app.sign_in("clerk");
    assert_eq!(
        clerk.get("/drafts/book-loan").problem(),
        (404, "preference.draft_not_found")
    );
    assert_eq!(keep(&clerk, 0, json!({ "principal": "12000.00" })).ok()["version"], 1);
    assert_eq!(keep(&clerk, 1, json!({ "principal": "13000.00" })).ok()["version"], 2);
    let draft = clerk.get("/drafts/book-loan").ok();
    assert_eq!(draft["content"], json!({ "principal": "13000.00" }));
    assert_eq!(draft["version"], 2);
    assert_eq!(clerk.delete("/drafts/book-loan").status, 204);
    assert_eq!(
        clerk.get("/drafts/book-loan").problem(),
        (404, "preference.draft_not_found")
    );
    assert_eq!(keep(&clerk, 0, json!({})).ok()["version"], 1);
}

#[test]
fn two_windows_do_not_overwrite_each_other_unnoticed() {
    let app = app();
    let clerk = app.sign_in("clerk");
    assert_eq!(keep(&clerk, 0, json!({ "a": 1 })).status, 200);
    assert_eq!(
        keep(&clerk, 0, json!({ "a": 2 })).problem(),
        (409, "preference.changed_meanwhile")
    );
    assert_eq!(clerk.get("/drafts/book-loan").ok()["content"], json!({ "a": 1 }));
}

#[test]
fn nobody_reads_the_draft_of_another_and_the_database_holds_no_plain_text() {
    let app = app();
    assert_eq!(keep(&app.sign_in("clerk"), 0, json!({ "name": "张三丰" })).status, 200);
    let manager = app.sign_in("manager");
    assert_eq!(
        manager.get("/drafts/book-loan").problem(),
        (404, "preference.draft_not_found")
    );
    let stored = app
        .state
        .db
        .read(|tx| tx.query_one("SELECT content_sealed FROM form_draft", &[]));
    let sealed = stored.expect("one draft").bytes(0).to_vec();
    let plain = "张三丰".as_bytes();
    assert!(!sealed.windows(plain.len()).any(|window| window == plain));
}

#[test]
fn a_draft_that_is_too_large_is_refused() {
    let app = app();
    let answered = keep(&app.sign_in("clerk"), 0, json!("x".repeat(32 * 1024)));
    assert_eq!(answered.problem(), (422, "preference.draft_too_large"));
    assert_eq!(answered.json["field"], "content");
}
