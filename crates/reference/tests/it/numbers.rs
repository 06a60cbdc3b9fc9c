use crate::app;
use kernel::OrgId;
use reference::domain::LOAN_NUMBER;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::thread;
use testkit::TestApp;
use uuid::Uuid;

fn counting(app: &TestApp, pattern: &str, reset: &str) {
    let revision = app.sign_in("clerk").get("/reference/numbering/loan_number").ok()["revision"].clone();
    let change = json!({
        "revision": revision, "effective_from": "2025-01-20", "source": "行内制度", "reason": "改用流水号",
        "content": { "kind": "numbering", "pattern": pattern, "reset": reset },
    });
    let answered = app
        .sign_in("manager")
        .post("/reference/numbering/loan_number/versions", &change);
    assert_eq!(answered.status, 201, "{}", answered.json);
}

fn take(app: &TestApp, count: usize) -> Vec<String> {
    let ids: Vec<Uuid> = (0..count).map(|_| Uuid::now_v7()).collect();
    let taken = app
        .state
        .db
        .write(|tx| reference::app::number(tx, LOAN_NUMBER, OrgId::HEAD_OFFICE, &ids));
    taken.expect("numbers")
}

#[test]
fn a_rule_that_counts_leaves_no_gap_and_begins_anew_with_its_period() {
    let app = app();
    counting(&app, "{org}-{yyyy}{mm}{dd}-{seq:4}", "day");
    assert_eq!(take(&app, 2), ["0001-20250120-0001", "0001-20250120-0002"]);
    let refused: Result<(), reference::ReferenceError> = app.state.db.write(|tx| {
        reference::app::number(tx, LOAN_NUMBER, OrgId::HEAD_OFFICE, &[Uuid::now_v7()])?;
        Err(reference::domain::ReferenceRefusal::NothingChanges.into())
    });
    assert!(refused.is_err());
    assert_eq!(take(&app, 1), ["0001-20250120-0003"], "a command that failed took none");
    let preview = json!({ "item": "loan_number", "pattern": "{org}-{yyyy}{mm}{dd}-{seq:4}", "reset": "day" });
    let shown = app.sign_in("clerk").post("/number-previews", &preview).ok();
    assert_eq!(shown["numbers"][0], "0001-20250120-0004");
    assert_eq!(take(&app, 1), ["0001-20250120-0004"], "a preview takes none");
}

#[test]
fn numbers_taken_at_the_same_time_are_different_and_complete() {
    let app = app();
    counting(&app, "L{seq:6}", "never");
    let all: Vec<String> = thread::scope(|scope| {
        let takers: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| (0..10).flat_map(|_| take(&app, 1)).collect::<Vec<_>>()))
            .collect();
        takers
            .into_iter()
            .flat_map(|taker| taker.join().expect("a taker"))
            .collect()
    });
    let expected: BTreeSet<String> = (1..=40).map(|n| format!("L{n:06}")).collect();
    assert_eq!(all.into_iter().collect::<BTreeSet<_>>(), expected);
}

#[test]
fn a_rule_is_tried_and_refused_with_its_field() {
    let app = app();
    let clerk = app.sign_in("clerk");
    let preview = |pattern: &str| {
        clerk.post(
            "/number-previews",
            &json!({ "item": "loan_number", "pattern": pattern, "reset": "never" }),
        )
    };
    assert_eq!(
        preview("L{seq:4}{check:luhn}").ok()["numbers"].as_array().map(Vec::len),
        Some(3)
    );
    let refused = preview("L{yyyy}");
    assert_eq!(
        (refused.problem(), &refused.json["field"]),
        ((422, "reference.pattern_invalid"), &json!("content.pattern"))
    );
    let other = json!({ "item": "shoe_number", "pattern": "L{seq:4}", "reset": "never" });
    assert_eq!(
        clerk.post("/number-previews", &other).problem(),
        (422, "reference.numbering_unknown")
    );
    assert_eq!(clerk.post("/number-previews", &Value::Null).status, 400);
}
