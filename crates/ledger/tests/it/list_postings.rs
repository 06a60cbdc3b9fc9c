use crate::support::{Books, Browser, code, loan};
use kernel::Currency;
use ledger::Posting;
use serde_json::Value;

/// Five disbursements over three days, and one line on the sub-account next to it, in dollars.
fn books() -> Books {
    let books = Books::new();
    for (i, on) in ["2025-01-20", "2025-01-20", "2025-01-21", "2025-01-22", "2025-01-22"]
        .into_iter()
        .enumerate()
    {
        let minor = i64::try_from(i + 1).unwrap() * 100;
        books
            .post(&[books.disbursement(on, &loan("XD2025000001"), minor)])
            .unwrap();
    }
    let lines = vec![Posting::debit(code("1303.02"), 900), Posting::credit(code("2011"), 900)];
    books
        .post(&[books.entry(books.head("2025-01-21", Currency::USD), lines)])
        .unwrap();
    books
}

fn debits(page: &Value) -> Vec<&str> {
    page["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["debit"]["amount"].as_str().unwrap())
        .collect()
}

#[test]
fn lines_come_newest_first_page_by_page() {
    let books = books();
    let browser = Browser::new(&books, "ledger.read");
    let (status, first) = browser.get("/api/v1/ledger/accounts/1303.01/postings?limit=2");
    assert_eq!((status, debits(&first)), (200, vec!["5.00", "4.00"]));
    assert_eq!(first["items"][0]["loan_number"], "XD2025000001");
    assert_eq!(first["items"][0]["kind"], "disbursement");
    let cursor = first["next_cursor"].as_str().unwrap();
    let (_, second) = browser.get(&format!(
        "/api/v1/ledger/accounts/1303.01/postings?limit=2&cursor={cursor}"
    ));
    assert_eq!(debits(&second), ["3.00", "2.00"]);
    let cursor = second["next_cursor"].as_str().unwrap();
    let (_, last) = browser.get(&format!(
        "/api/v1/ledger/accounts/1303.01/postings?limit=2&cursor={cursor}"
    ));
    assert_eq!((debits(&last), &last["next_cursor"]), (vec!["1.00"], &Value::Null));
    let (status, problem) = browser.get(&format!("/api/v1/ledger/accounts/2011/postings?cursor={cursor}"));
    assert_eq!(
        (status, problem["code"].as_str()),
        (400, Some("platform.cursor_invalid"))
    );
}

#[test]
fn a_heading_shows_its_sub_accounts_and_filters_narrow() {
    let books = books();
    let browser = Browser::new(&books, "ledger.read");
    for (query, shown) in [
        ("1303/postings", vec!["5.00", "4.00", "9.00", "3.00", "2.00", "1.00"]),
        (
            "1303/postings?currency=CNY&from=2025-01-21",
            vec!["5.00", "4.00", "3.00"],
        ),
        ("1303/postings?from=2025-01-21&to=2025-01-21", vec!["9.00", "3.00"]),
        ("1303/postings?currency=USD", vec!["9.00"]),
        ("1303.02/postings?currency=CNY", vec![]),
        ("1441/postings", vec![]),
    ] {
        let (status, page) = browser.get(&format!("/api/v1/ledger/accounts/{query}"));
        assert_eq!((status, debits(&page)), (200, shown), "{query}");
    }
}

#[test]
fn turnover_is_the_sum_of_the_lines_by_currency() {
    let books = books();
    let browser = Browser::new(&books, "ledger.read");
    for (query, shown) in [
        (
            "1303/turnover?from=2025-01-20&to=2025-01-22",
            vec![("CNY", 5, "15.00"), ("USD", 1, "9.00")],
        ),
        (
            "1303.01/turnover?from=2025-01-21&to=2025-01-21",
            vec![("CNY", 1, "3.00")],
        ),
        ("1303/turnover?from=2025-01-23&to=2025-01-31", vec![]),
    ] {
        let (status, sums) = browser.get(&format!("/api/v1/ledger/accounts/{query}"));
        let found: Vec<(String, i64, String)> = sums["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|sum| {
                let text = |value: &'_ Value| value.as_str().unwrap_or_default().to_owned();
                (
                    text(&sum["currency"]),
                    sum["lines"].as_i64().unwrap(),
                    text(&sum["debit"]["amount"]),
                )
            })
            .collect();
        let shown: Vec<(String, i64, String)> = shown
            .into_iter()
            .map(|(currency, lines, debit): (&str, i64, &str)| (currency.to_owned(), lines, debit.to_owned()))
            .collect();
        assert_eq!((status, found), (200, shown), "{query}");
    }
    let (status, problem) = browser.get("/api/v1/ledger/accounts/9999/turnover?from=2025-01-01&to=2025-01-02");
    assert_eq!(
        (status, problem["code"].as_str()),
        (404, Some("ledger.account_unknown"))
    );
}

#[test]
fn unknown_accounts_and_malformed_codes_are_told_apart() {
    let books = Books::new();
    let browser = Browser::new(&books, "ledger.read");
    for (code, status, problem) in [
        ("9999", 404, "ledger.account_unknown"),
        ("1303-01", 400, "platform.path_invalid"),
    ] {
        let (found, body) = browser.get(&format!("/api/v1/ledger/accounts/{code}/postings"));
        assert_eq!((found, body["code"].as_str()), (status, Some(problem)));
    }
}
