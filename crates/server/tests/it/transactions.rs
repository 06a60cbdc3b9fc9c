//! The list of transactions, through the whole program.

use crate::app::app;
use serde_json::{Value, json};
use testkit::{Caller, Lending, TestApp};

fn yuan(amount: &str) -> Value {
    json!({ "amount": amount, "currency": "CNY" })
}

fn listed(caller: &Caller<'_>, query: &str) -> Value {
    caller.get(&format!("/loan-transactions?{query}")).ok()
}

fn composed(caller: &Caller<'_>, search: &Value) -> Value {
    let escaped: String = search.to_string().bytes().map(|byte| format!("%{byte:02X}")).collect();
    listed(caller, &format!("where={escaped}"))
}

/// Kind, amount and state of each row.
fn rows(page: &Value) -> Vec<(String, String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let items = page["items"].as_array().expect("a list").iter();
    items
        .map(|one| (text(&one["kind"]), text(&one["amount"]["amount"]), text(&one["state"])))
        .collect()
}

fn row(kind: &str, amount: &str, state: &str) -> (String, String, String) {
    (kind.to_owned(), amount.to_owned(), state.to_owned())
}

fn pay(caller: &Caller<'_>, loan: &str, amount: &str) -> String {
    let body = json!({ "amount": yuan(amount), "value_date": "2025-01-20", "kind": "regular" });
    let paid = caller.post(&format!("/loans/{loan}/repayments"), &body).ok();
    paid["event_id"].as_str().expect("an event").to_owned()
}

fn reverse(caller: &Caller<'_>, loan: &str, event: &str) -> String {
    let body = json!({ "reason": "退汇" });
    let done = caller
        .post(&format!("/loans/{loan}/events/{event}/reversal"), &body)
        .ok();
    done["event_id"].as_str().expect("an event").to_owned()
}

/// A loan of 120,000.00 and one of 12,000.00; 100.00 and 50.00 are paid on the first, the 100.00 are taken back.
fn lender() -> (TestApp, String, String) {
    let app = app();
    let first = app.lend(&Lending::default()).to_string();
    let second = app.lend(&Lending {
        principal: "12000.00",
        ..Lending::default()
    });
    let admin = app.sign_in("admin");
    let paid = pay(&admin, &first, "100.00");
    let _ = pay(&admin, &first, "50.00");
    let reversal = reverse(&admin, &first, &paid);
    drop(admin);
    let _ = second;
    (app, first, reversal)
}

/// Lent: 120,000.00 + 12,000.00 = 132,000.00. Received: the 50.00 that stand.
#[test]
fn what_happened_across_the_book_is_listed_newest_first_and_summed_as_it_stands() {
    let (app, first, _) = lender();
    let manager = app.sign_in("manager");
    let page = listed(&manager, "with_totals=true");
    assert_eq!(
        rows(&page),
        [
            row("reversed", "-100.00", "reversal"),
            row("repaid", "50.00", "standing"),
            row("repaid", "100.00", "reversed"),
            row("disbursed", "12000.00", "standing"),
            row("disbursed", "120000.00", "standing"),
        ]
    );
    assert_eq!(
        page["totals"],
        json!({ "count": 5, "more": false, "sums": [{ "currency": "CNY", "transactions": 5,
            "lent": yuan("132000.00"), "received": yuan("50.00"), "charged": yuan("0.00") }] })
    );
    let of_first = listed(&manager, &format!("loan_id={first}&kind=repaid"));
    assert_eq!(rows(&of_first).len(), 2);
    let shown = &page["items"][1];
    assert_eq!(
        (
            &shown["loan_id"],
            &shown["organisation"],
            &shown["organisation_name_en"],
            &shown["product_code"]
        ),
        (&json!(first), &json!("0001"), &json!("Head office"), &json!("P03"))
    );
    let bounded = listed(&manager, "with_totals=true&totals_most=2");
    assert_eq!(bounded["totals"], json!({ "count": 2, "more": true, "sums": [] }));
}

#[test]
fn a_reversal_that_is_taken_back_brings_its_event_back() {
    let (app, first, reversal) = lender();
    let admin = app.sign_in("admin");
    let again = reverse(&admin, &first, &reversal);
    let states = |caller: &Caller<'_>| -> Vec<(String, String, String)> {
        rows(&listed(
            caller,
            &format!("loan_id={first}&kind=repaid&amount_from=100.00"),
        ))
    };
    assert_eq!(states(&admin), [row("repaid", "100.00", "standing")]);
    let sums = |caller: &Caller<'_>| listed(caller, "with_totals=true")["totals"]["sums"][0]["received"].clone();
    assert_eq!(sums(&admin), yuan("150.00"), "100.00 + 50.00");
    let _ = reverse(&admin, &first, &again);
    assert_eq!(states(&admin), [row("repaid", "100.00", "reversed")]);
    assert_eq!(sums(&admin), yuan("50.00"));
}

#[test]
fn transactions_are_found_by_every_filter_order_and_composed_search() {
    let (app, ..) = lender();
    let manager = app.sign_in("manager");
    for (query, found) in [
        ("kind=repaid", 2),
        ("kind=charged_off", 0),
        ("from=2025-01-20&to=2025-01-20", 5),
        ("from=2025-01-21", 0),
        ("to=2025-01-19", 0),
        ("organisation=0001", 5),
        ("organisation=0002", 0),
        ("product=P03&currency=CNY", 5),
        ("currency=USD", 0),
        ("officer=nobody", 0),
        ("amount_from=50.00&amount_to=100.00", 2),
        ("amount_to=-1.00", 1),
        ("q=nothing", 0),
    ] {
        assert_eq!(rows(&listed(&manager, query)).len(), found, "{query}");
    }
    let amounts: Vec<String> = rows(&listed(&manager, "sort=amount"))
        .into_iter()
        .map(|row| row.1)
        .collect();
    assert_eq!(amounts, ["-100.00", "50.00", "100.00", "12000.00", "120000.00"]);
    let one = |field: &str, op: &str, value: Value| json!({ "field": field, "op": op, "value": value });
    for (search, found) in [
        (one("state", "in", json!(["reversed"])), 1),
        (one("state", "not_in", json!(["standing"])), 2),
        (one("kind", "in", json!(["repaid", "reversed"])), 3),
        (one("amount", "gt", yuan("100.00")), 2),
        (one("booked_on", "eq", json!({ "days": 0 })), 5),
        (one("value_date", "lt", json!({ "days": 0 })), 0),
        (one("actor", "eq", json!("admin")), 3),
        (one("note", "eq", json!("退汇")), 1),
        (one("organisation", "starts_with", json!("00")), 5),
    ] {
        assert_eq!(rows(&composed(&manager, &search)).len(), found, "{search}");
    }
    let wrong = manager.get("/loan-transactions?amount_from=1.234");
    assert_eq!(wrong.problem(), (422, "loan.amount_invalid"));
}
