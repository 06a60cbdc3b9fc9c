//! What loans are for: codes of the lender's list.

use crate::bank::{Bank, with};
use kernel::{CivilDate, Timestamp};
use platform::CommandContext;
use reference::domain::{Change, Content, Kind};
use serde_json::{Value, json};

fn booking(bank: &Bank, purpose: &Value) -> Value {
    with(bank.booking("P03", "12000.00", 12), "purpose", purpose.clone())
}

fn numbers(page: &Value) -> Vec<&Value> {
    let items = page["items"].as_array().expect("a page");
    items.iter().map(|loan| &loan["number"]).collect()
}

/// From today on the list of purposes offers a code no longer.
fn retire(bank: &Bank, code: &str) {
    let (versions, today) = bank.read(|tx| {
        let versions = reference::app::versions_of(tx, Kind::Dictionary, "loan_purpose")?;
        Ok::<_, reference::ReferenceError>((versions, CivilDate::parse("2025-01-20").expect("a date")))
    });
    let last = versions.last().expect("a version");
    let mut content = last.content.clone();
    let Some(Content::Dictionary(list)) = &mut content else {
        panic!("no list")
    };
    let entry = list.entries.iter_mut().find(|entry| entry.code == code);
    entry.expect("an entry").retired = true;
    let change = Change {
        kind: Kind::Dictionary,
        code: "loan_purpose".to_owned(),
        revision: last.revision,
        effective_from: today,
        effective_until: None,
        content,
        source: "行内制度".to_owned(),
        reason: "停用".to_owned(),
    };
    let context = CommandContext::system("test", Timestamp::from_millis(0));
    reference::app::change(&bank.state.db, &context, &change).expect("a sound change");
}

#[test]
fn a_loan_tells_what_it_is_for_and_lists_are_narrowed_by_it() {
    let bank = Bank::new();
    let wedding = bank.book(booking(&bank, &json!("wedding")));
    let silent = bank.book(booking(&bank, &Value::Null));
    let (wedding, silent) = (bank.loan(&wedding), bank.loan(&silent));
    assert_eq!(
        (&wedding["purpose"], &silent["purpose"]),
        (&json!("wedding"), &Value::Null)
    );
    for (query, found) in [
        ("purpose=wedding", vec![&wedding["number"]]),
        ("purpose=travel", vec![]),
        (
            "where=%7B%22field%22%3A%22purpose%22%2C%22op%22%3A%22in%22%2C%22value%22%3A%5B%22wedding%22%5D%7D",
            vec![&wedding["number"]],
        ),
        (
            "where=%7B%22field%22%3A%22purpose%22%2C%22op%22%3A%22not_in%22%2C%22value%22%3A%5B%22wedding%22%5D%7D",
            vec![&silent["number"]],
        ),
    ] {
        let page = bank.get(&format!("/loans?{query}")).ok();
        assert_eq!(numbers(&page), found, "{query}");
    }
}

#[test]
fn a_purpose_that_is_not_offered_is_refused_and_older_loans_keep_it() {
    let bank = Bank::new();
    let old = bank.book(booking(&bank, &json!("travel")));
    let refused = bank.post("/loans", booking(&bank, &json!("gambling")));
    assert_eq!(refused.fault(), (422, "reference.entry_unknown", "purpose"));
    retire(&bank, "travel");
    let refused = bank.post("/loans", booking(&bank, &json!("travel")));
    assert_eq!(refused.fault(), (422, "reference.entry_unknown", "purpose"));
    assert_eq!(bank.loan(&old)["purpose"], "travel");
    bank.close_until("2025-01-22");
    assert_eq!(bank.loan(&old)["purpose"], "travel");
}
