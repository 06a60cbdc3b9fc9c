//! Customers by codes of the lender's lists.

use crate::app::{Answered, TestApp, mill, with, zhang};
use platform::CommandContext;
use reference::domain::{Change, Content, Kind};
use serde_json::{Value, json};

/// From today on a list offers a code no longer.
fn retire(app: &TestApp, list: &str, code: &str) {
    let mut content = reference::seed::dictionary(list).expect("a delivered list").clone();
    let entry = content.entries.iter_mut().find(|entry| entry.code == code);
    entry.expect("an entry").retired = true;
    let change = Change {
        kind: Kind::Dictionary,
        code: list.to_owned(),
        revision: 0,
        effective_from: kernel::CivilDate::parse("2025-01-20").expect("a date"),
        effective_until: None,
        content: Some(Content::Dictionary(content)),
        source: "行内制度".to_owned(),
        reason: "停用".to_owned(),
    };
    let context = CommandContext::system("test", app.state.clock.now());
    reference::app::change(&app.state.db, &context, &change).expect("a sound change");
}

fn ids(page: &Answered) -> Vec<&str> {
    let items = page.json["items"].as_array().map(Vec::as_slice).unwrap_or_default();
    items
        .iter()
        .map(|item| item["id"].as_str().unwrap_or_default())
        .collect()
}

fn classed(body: Value, industry: &str, region: &str) -> Value {
    with(with(body, "industry", json!(industry)), "region", json!(region))
}

#[test]
fn industry_and_region_are_codes_that_their_lists_offer() {
    let app = TestApp::new();
    let id = app.create(classed(mill(), "C13", "3302"));
    let shown = app.get(&format!("/customers/{id}"));
    assert_eq!((shown.text("industry"), shown.text("region")), ("C13", "3302"));
    for (industry, region, field) in [
        ("C99", "3302", "industry"),
        ("C13", "9999", "region"),
        ("农业", "33", "industry"),
    ] {
        let refused = app.post("/customers", classed(zhang(), industry, region));
        assert_eq!(refused.problem(), (422, "reference.entry_unknown"));
        assert_eq!((refused.text("field"), refused.text("list")), (field, field));
    }
    assert_eq!(app.count_customers(), 1);
    let audited = app.audited("customer.created");
    assert_eq!(
        audited[0].after.as_ref().map(|after| after["industry"].clone()),
        Some(json!("C13"))
    );
}

#[test]
fn who_asks_for_a_section_or_a_province_finds_what_stands_below() {
    let app = TestApp::new();
    let miller = app.create(classed(mill(), "C13", "3302"));
    let grocer = app.create(classed(zhang(), "F52", "33"));
    for (query, found) in [
        ("industry=C", vec![&miller]),
        ("industry=C1", vec![&miller]),
        ("industry=F52", vec![&grocer]),
        ("industry=A", vec![]),
        ("region=33", vec![&grocer, &miller]),
        ("region=3302", vec![&miller]),
        ("region=33&industry=F", vec![&grocer]),
        (
            "where=%7B%22field%22%3A%22industry%22%2C%22op%22%3A%22not_in%22%2C%22value%22%3A%5B%22C%22%5D%7D",
            vec![&grocer],
        ),
        (
            "where=%7B%22field%22%3A%22kind%22%2C%22op%22%3A%22in%22%2C%22value%22%3A%5B%22company%22%5D%7D",
            vec![&miller],
        ),
    ] {
        assert_eq!(ids(&app.get(&format!("/customers?{query}"))), found, "{query}");
    }
}

#[test]
fn a_retired_code_is_chosen_no_longer_and_stays_where_it_was_used() {
    let app = TestApp::new();
    let id = app.create(classed(mill(), "C13", "3302"));
    retire(&app, "industry", "C13");
    let refused = app.post("/customers", classed(zhang(), "C13", "3302"));
    assert_eq!(
        (refused.problem(), refused.text("field")),
        ((422, "reference.entry_unknown"), "industry")
    );
    let uri = format!("/customers/{id}/profile");
    let moved = app.post(&uri, json!({ "industry": "C13", "region": "11" }));
    assert_eq!(
        (moved.status.as_u16(), moved.json),
        (200, json!({ "industry": "C13", "region": "11" }))
    );
    let shown = app.get(&format!("/customers/{id}"));
    assert_eq!((shown.text("industry"), shown.text("region")), ("C13", "11"));
}

#[test]
fn a_kind_of_document_that_is_retired_is_refused() {
    let app = TestApp::new();
    retire(&app, "identity_kind", "passport");
    let passport = with(
        with(zhang(), "identity_kind", json!("passport")),
        "identity_number",
        json!("E1234567"),
    );
    let refused = app.post("/customers", passport);
    assert_eq!(
        (refused.problem(), refused.text("field")),
        ((422, "reference.entry_unknown"), "identity_kind")
    );
}

#[test]
fn what_was_said_before_stands_in_the_trail() {
    let app = TestApp::new();
    let id = app.create(classed(mill(), "C13", "3302"));
    let uri = format!("/customers/{id}/profile");
    for (body, status) in [
        (json!({ "industry": "F51", "region": "3302" }), 200),
        (json!({ "industry": "F51", "region": "3302" }), 200),
        (json!({ "industry": "C99", "region": "3302" }), 422),
        (json!({ "industry": null, "region": null }), 200),
    ] {
        assert_eq!(app.post(&uri, body).status, status);
    }
    let trail: Vec<(Option<Value>, Option<Value>)> = app
        .audited("customer.classified")
        .into_iter()
        .map(|line| (line.before, line.after))
        .collect();
    let said = |industry: Value, region: Value| Some(json!({ "industry": industry, "region": region }));
    assert_eq!(
        trail,
        [
            (said(json!("F51"), json!("3302")), said(Value::Null, Value::Null)),
            (said(json!("C13"), json!("3302")), said(json!("F51"), json!("3302"))),
        ]
    );
    let nobody = "/customers/01947f3a-2b1c-7d4e-8f90-a1b2c3d4e5f6/profile";
    assert_eq!(app.post(nobody, json!({})).problem(), (404, "customer.not_found"));
}

#[test]
fn a_sole_trader_has_a_credit_code_of_class_92() {
    let app = TestApp::new();
    let trader = |code: &str| {
        with(
            with(mill(), "kind", json!("self_employed")),
            "identity_number",
            json!(code),
        )
    };
    let refused = app.post("/customers", trader("91310000MA1FL0007C"));
    assert_eq!(
        (refused.problem(), refused.text("field")),
        ((422, "customer.credit_code_class"), "identity_number")
    );
    // As the company's code (Σ = 1352, cn.md §6.2) with 2 in place of 1 at weight 3: Σ = 1355, mod 31 = 22, 31 − 22 = 9.
    let id = app.create(trader("92310000MA1FL00079"));
    let shown = app.get(&format!("/customers/{id}"));
    assert_eq!(
        (shown.text("kind"), shown.text("name")),
        ("self_employed", "青禾面粉有限公司")
    );
}
