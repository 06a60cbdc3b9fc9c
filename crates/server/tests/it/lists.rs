//! Declared lists, through the whole program.

use crate::app::app;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};
use testkit::{Caller, Lending, TestApp};

/// One loan of 120,000.00 yuan, lent today.
fn lender() -> TestApp {
    let app = app();
    let _ = app.lend(&Lending::default());
    app
}

/// The content of a file that is made on a thread of its own: asked for until it is ready.
fn file(caller: &Caller<'_>, uri: &str, body: &Value) -> Vec<String> {
    let asked = caller.post(uri, body);
    assert_eq!(asked.status, 202, "{}", asked.json);
    let id = asked.json["id"].as_str().expect("an id");
    let patience = Instant::now() + Duration::from_secs(30);
    while caller.get(&format!("/exports/{id}")).ok()["state"] != "ready" {
        assert!(Instant::now() < patience, "the file does not get ready");
        std::thread::yield_now();
    }
    let fetched = caller.get(&format!("/exports/{id}/file"));
    assert_eq!(fetched.status, 200);
    let text = String::from_utf8(fetched.body).expect("UTF-8");
    let text = text.strip_prefix('\u{FEFF}').expect("a byte order mark");
    let lines = text.split("\r\n").filter(|line| !line.is_empty());
    lines.map(str::to_owned).collect()
}

#[test]
fn whoever_reads_a_list_is_told_what_it_is() {
    let app = app();
    let names = |login: &str| -> BTreeSet<String> {
        let told = app.sign_in(login).get("/lists").ok();
        let items = told["items"].as_array().expect("lists").iter();
        items
            .map(|list| list["name"].as_str().expect("a name").to_owned())
            .collect()
    };
    assert!(names("auditor").contains("journal-entries"));
    assert!(
        !names("clerk").contains("journal-entries"),
        "a clerk does not read the ledger"
    );
    let told = app.sign_in("auditor").get("/lists").ok();
    let entries = told["items"].as_array().expect("lists").iter();
    let entries = entries
        .clone()
        .find(|list| list["name"] == "journal-entries")
        .expect("the list");
    assert_eq!(
        (&entries["may_export"], &entries["order"]),
        (&json!(true), &json!("-booked_on"))
    );
    let kind = entries["fields"]
        .as_array()
        .expect("fields")
        .iter()
        .find(|field| field["key"] == "kind");
    let words = kind.expect("a field")["words"].as_array().expect("words").clone();
    assert!(words.contains(&json!({ "code": "repaid", "zh": "还款", "en": "Repayment" })));
}

#[test]
fn the_journal_as_a_file_has_words_amounts_and_a_mark() {
    let app = lender();
    let auditor = app.sign_in("auditor").with("accept-language", "en");
    let columns = [
        "booked_on",
        "kind",
        "organisation",
        "organisation_name",
        "currency",
        "amount",
        "state",
    ];
    let body = json!({ "format": "csv", "columns": columns });
    let found = file(&auditor, "/ledger/journal-entries/exports?kind=disbursed", &body);
    assert_eq!(
        found[0],
        "Booked on,Kind,Organisation,Organisation's name,Ccy,Amount,State"
    );
    assert_eq!(
        found[1],
        "2025-01-20,Disbursement,0001,Head office,CNY,120000.00,Standing"
    );
    assert!(
        found[2].starts_with("Exported by auditor at 2025-01-20T08:00:00"),
        "{}",
        found[2]
    );
    assert_eq!(found.len(), 3);
}

/// Kinds that entries of a lent, repaid and closed book have are words of the list.
#[test]
fn every_kind_of_entry_has_words() {
    let app = lender();
    let auditor = app.sign_in("auditor");
    let page = auditor.get("/ledger/journal-entries?limit=200").ok();
    let known = ledger::app::JOURNAL_ENTRIES.field("kind").expect("declared");
    let items = page["items"].as_array().expect("entries");
    assert!(!items.is_empty());
    for item in items {
        let kind = item["kind"].as_str().expect("a kind");
        assert_ne!(known.word(kind, true), kind, "{kind} has no words");
    }
}
