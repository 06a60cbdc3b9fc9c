use crate::support::{Books, Browser, code, loan};
use kernel::{Currency, OrgId};
use ledger::{EntryHead, Posting};
use serde_json::{Value, json};

const LIST: &str = "/api/v1/ledger/journal-entries";

/// Disbursements of 1.00 to 5.00 over three days, the fourth of another loan, and 9.00 dollars by hand; the first is reversed.
fn books() -> Books {
    let books = Books::new();
    let days = ["2025-01-20", "2025-01-20", "2025-01-21", "2025-01-22", "2025-01-22"];
    for (i, on) in (1_i64..).zip(days) {
        let number = if i == 4 { "XD2025000002" } else { "XD2025000001" };
        books.post(&[books.disbursement(on, &loan(number), i * 100)]).unwrap();
    }
    let lines = vec![Posting::debit(code("1303.02"), 900), Posting::credit(code("2011"), 900)];
    let by_hand = books.entry(
        EntryHead {
            org: OrgId::HEAD_OFFICE,
            ..books.head("2025-01-22", Currency::USD)
        },
        lines,
    );
    books.post(std::slice::from_ref(&by_hand)).unwrap();
    let head = books.reversal_head("2025-01-23");
    books.post(&[by_hand.reversal(head).unwrap()]).unwrap();
    books
}

fn amounts(page: &Value) -> Vec<&str> {
    let items = page["items"].as_array().unwrap();
    items
        .iter()
        .map(|item| item["amount"]["amount"].as_str().unwrap())
        .collect()
}

#[test]
fn entries_come_newest_first_page_by_page_and_in_every_order() {
    let books = books();
    let browser = Browser::new(&books, "ledger.read");
    let mut shown = Vec::new();
    let mut uri = format!("{LIST}?limit=3");
    loop {
        let (status, page) = browser.get(&uri);
        assert_eq!(status, 200, "{page}");
        shown.extend(amounts(&page).into_iter().map(str::to_owned));
        let Some(cursor) = page["next_cursor"].as_str() else {
            break;
        };
        uri = format!("{LIST}?limit=3&cursor={cursor}");
    }
    assert_eq!(shown, ["-9.00", "9.00", "5.00", "4.00", "3.00", "2.00", "1.00"]);
    let (_, by_amount) = browser.get(&format!("{LIST}?sort=amount"));
    assert_eq!(
        amounts(&by_amount),
        ["-9.00", "1.00", "2.00", "3.00", "4.00", "5.00", "9.00"]
    );
    let (status, problem) = browser.get(&format!("{LIST}?sort=memo"));
    assert_eq!((status, problem["code"].as_str()), (400, Some("platform.sort_invalid")));
}

#[test]
fn filters_narrow_and_add_up() {
    let books = books();
    let browser = Browser::new(&books, "ledger.read");
    for (query, shown) in [
        ("q=XD2025000002", vec!["4.00"]),
        ("q=XD2025", vec!["5.00", "4.00", "3.00", "2.00", "1.00"]),
        ("account=1303.02", vec!["-9.00", "9.00"]),
        ("account=1303&to=2025-01-20", vec!["2.00", "1.00"]),
        ("account=130", vec![]),
        ("from=2025-01-21&to=2025-01-22", vec!["9.00", "5.00", "4.00", "3.00"]),
        ("kind=disbursement&from=2025-01-22", vec!["5.00", "4.00"]),
        ("currency=USD", vec!["-9.00", "9.00"]),
        ("amount_from=2.00&amount_to=3.00", vec!["3.00", "2.00"]),
        ("amount_from=9.00&currency=USD", vec!["9.00"]),
        ("organisation=0001", vec!["-9.00", "9.00"]),
    ] {
        let (status, page) = browser.get(&format!("{LIST}?{query}"));
        assert_eq!((status, amounts(&page)), (200, shown), "{query}");
    }
    let (status, problem) = browser.get(&format!("{LIST}?amount_from=1.234"));
    assert_eq!((status, problem["code"].as_str()), (422, Some("ledger.amount_invalid")));
}

#[test]
fn an_entry_is_found_by_its_number_and_tells_what_became_of_it() {
    let books = books();
    let browser = Browser::new(&books, "ledger.read");
    let (_, all) = browser.get(LIST);
    let states: Vec<&str> = all["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["state"].as_str().unwrap())
        .collect();
    assert_eq!(states[..3], ["reversal", "reversed", "standing"]);
    let entry = &all["items"][2];
    let (_, found) = browser.get(&format!("{LIST}?q={}", entry["entry_no"].as_str().unwrap()));
    assert_eq!(found["items"], json!([entry]));
    assert_eq!(entry["loan_number"], "XD2025000001");
    let head_office = &all["items"][0];
    assert_eq!(
        (&head_office["organisation"], &head_office["organisation_name_zh"]),
        (&json!("0001"), &json!("总行"))
    );
}

/// 1 + 2 + 3 + 4 + 5 = 15.00 yuan; the dollars were taken back in red on the same side, so nothing is left of them.
#[test]
fn totals_are_the_sums_of_both_sides_of_all_pages() {
    let books = books();
    let browser = Browser::new(&books, "ledger.read");
    let (_, page) = browser.get(&format!("{LIST}?limit=1&with_totals=true"));
    let money = |amount: &str, currency: &str| json!({ "amount": amount, "currency": currency });
    let (yuan, dollars) = (money("15.00", "CNY"), money("0.00", "USD"));
    assert_eq!(
        page["totals"],
        json!({ "count": 7, "more": false, "sums": [
            { "currency": "CNY", "entries": 5, "debit": yuan, "credit": yuan },
            { "currency": "USD", "entries": 2, "debit": dollars, "credit": dollars },
        ] })
    );
    let (_, bounded) = browser.get(&format!("{LIST}?limit=1&with_totals=true&totals_most=6"));
    assert_eq!(bounded["totals"], json!({ "count": 6, "more": true, "sums": [] }));
    let (status, problem) = browser.get(&format!("{LIST}?with_totals=true&totals_most=0"));
    assert_eq!(
        (status, problem["code"].as_str()),
        (422, Some("listing.totals_most_invalid"))
    );
}

#[test]
fn composed_searches_know_accounts_amounts_and_states() {
    let books = books();
    let browser = Browser::new(&books, "ledger.read");
    let of = |search: &Value| {
        let bytes = search.to_string().into_bytes();
        let escaped: String = bytes.iter().map(|byte| format!("%{byte:02X}")).collect();
        browser.get(&format!("{LIST}?where={escaped}"))
    };
    let yuan = |amount: &str| json!({ "amount": amount, "currency": "CNY" });
    for (search, shown) in [
        (
            json!({ "field": "account", "op": "eq", "value": "1303.02" }),
            vec!["-9.00", "9.00"],
        ),
        (
            json!({ "all": [{ "field": "amount", "op": "gt", "value": yuan("3.00") },
            { "field": "loan_number", "op": "ne", "value": "XD2025000002" }] }),
            vec!["5.00"],
        ),
        (
            json!({ "any": [{ "field": "state", "op": "in", "value": ["reversal"] },
            { "field": "booked_on", "op": "le", "value": { "days": 0 } }] }),
            vec!["-9.00", "2.00", "1.00"],
        ),
        (
            json!({ "field": "organisation", "op": "starts_with", "value": "0009" }),
            vec![],
        ),
    ] {
        let (status, page) = of(&search);
        assert_eq!((status, amounts(&page)), (200, shown), "{search}");
    }
    let (status, problem) = of(&json!({ "field": "colour", "op": "eq", "value": "red" }));
    assert_eq!(
        (status, problem["code"].as_str()),
        (422, Some("platform.where_field_unknown"))
    );
}

#[test]
fn a_file_needs_its_permission_and_known_columns() {
    let books = books();
    let body = json!({ "format": "csv", "columns": ["entry_no", "amount"] });
    let uri = format!("{LIST}/exports");
    let (status, _) = Browser::new(&books, "ledger.read").post(&uri, Some("a"), body.clone());
    assert_eq!(status, 403);
    let browser = Browser::new(&books, "ledger.read+ledger.export");
    let (status, told) = browser.post(&format!("{uri}?currency=CNY&dry_run=true"), Some("a"), body.clone());
    assert_eq!(
        (status, &told["rows_total"], &told["list"]),
        (202, &json!(5), &json!("journal-entries"))
    );
    for (body, code) in [
        (
            json!({ "format": "csv", "columns": ["account"] }),
            "export.column_unknown",
        ),
        (
            json!({ "format": "csv", "columns": ["amount", "amount"] }),
            "export.column_unknown",
        ),
        (
            json!({ "format": "csv", "columns": ["amount"], "reveal_reason": "x" }),
            "listing.nothing_masked",
        ),
    ] {
        let (status, problem) = browser.post(&uri, Some("b"), body);
        assert_eq!((status, problem["code"].as_str()), (422, Some(code)));
    }
}

/// Accrued interest is posted for a whole product: it is about no loan, and leads to none.
#[test]
fn an_aggregate_is_about_no_loan() {
    let books = Books::new();
    books.post(&[books.disbursement("2025-01-20", &loan(""), 100)]).unwrap();
    let browser = Browser::new(&books, "ledger.read");
    let (_, page) = browser.get(LIST);
    let row = &page["items"][0];
    assert_eq!((&row["loan_id"], &row["loan_number"]), (&Value::Null, &Value::Null));
    let (_, entry) = browser.get(&format!("{LIST}/{}", row["id"].as_str().unwrap()));
    assert_eq!((&entry["loan_id"], &entry["loan_number"]), (&Value::Null, &Value::Null));
    let (_, lines) = browser.get("/api/v1/ledger/accounts/1303.01/postings");
    assert_eq!(lines["items"][0]["loan_id"], Value::Null);
}
