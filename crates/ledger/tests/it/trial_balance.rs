use crate::support::{Books, Browser, code, day};
use kernel::{Currency, OrgId};
use ledger::{EntryHead, Posting};
use serde_json::{Value, json};
use uuid::Uuid;

/// Two days: a disbursement, then an accrual of which a part is paid.
fn books() -> Books {
    let books = Books::new();
    books
        .post(&[books.movement("2025-01-20", "disbursement", 12_000_000)])
        .unwrap();
    let accrued = books.movement("2025-01-21", "interest_accrued", 60_000);
    let paid = books.movement("2025-01-21", "interest_prepaid", 20_000);
    books.post(&[accrued, paid]).unwrap();
    books
}

fn amounts(row: &Value) -> [&str; 4] {
    ["opening", "debit", "credit", "closing"].map(|name| row[name]["amount"].as_str().unwrap())
}

#[test]
fn it_is_the_same_before_and_after_the_close() {
    let books = books();
    let browser = Browser::new(&books, "ledger.read");
    let uri = "/api/v1/ledger/trial-balance?on=2025-01-21&currency=CNY";
    let (status, open) = browser.get(uri);
    assert_eq!(status, 200);
    let rows = open["rows"].as_array().unwrap();
    let row = |code: &str| rows.iter().find(|row| row["code"] == code).unwrap();
    assert_eq!(amounts(row("1303.01")), ["120000.00", "0.00", "0.00", "120000.00"]);
    assert_eq!(amounts(row("1132.01")), ["0.00", "600.00", "200.00", "400.00"]);
    // Balances read on the account's own side.
    assert_eq!(amounts(row("2011")), ["120000.00", "200.00", "0.00", "119800.00"]);
    assert_eq!(amounts(row("6011.01")), ["0.00", "0.00", "600.00", "600.00"]);
    let total = |name: &str| open[name]["amount"].as_str().unwrap();
    assert_eq!(
        (total("total_debit"), total("total_credit"), total("difference")),
        ("800.00", "800.00", "0.00")
    );
    assert_eq!(
        (total("closing_debit"), total("closing_credit")),
        ("120400.00", "120400.00")
    );

    books.close("2025-01-20");
    assert_eq!(browser.get(uri).1, open);
    books.close("2025-01-21");
    assert_eq!(browser.get(uri).1, open);
    books.close("2025-01-25");
    assert_eq!(browser.get(uri).1, open);
}

#[test]
fn it_is_of_the_business_day_unless_told_and_of_a_currency_always() {
    let books = books();
    let browser = Browser::new(&books, "ledger.read");
    let (_, today) = browser.get("/api/v1/ledger/trial-balance?currency=CNY");
    assert_eq!(
        (&today["on"], today["rows"].as_array().unwrap().len()),
        (&json!("2025-01-20"), 2)
    );
    let (_, dollars) = browser.get("/api/v1/ledger/trial-balance?currency=USD");
    assert_eq!(
        (&dollars["rows"], &dollars["difference"]["amount"]),
        (&json!([]), &json!("0.00"))
    );
    let (status, problem) = browser.get("/api/v1/ledger/trial-balance");
    assert_eq!(
        (status, problem["code"].as_str()),
        (400, Some("platform.query_invalid"))
    );
    assert_eq!(problem["field"], json!("currency"));
}

#[test]
fn currencies_and_organisations_are_kept_apart_and_a_heading_sums_its_accounts() {
    let books = books();
    let lines = || vec![Posting::debit(code("1303.02"), 70), Posting::credit(code("2011"), 70)];
    let branch = OrgId(Uuid::from_u128(2));
    let in_branch = books.entry(
        EntryHead {
            org: branch,
            ..books.head("2025-01-21", Currency::CNY)
        },
        lines(),
    );
    let in_dollars = books.entry(books.head("2025-01-21", Currency::USD), lines());
    books.post(&[in_branch, in_dollars]).unwrap();
    for _ in 0..2 {
        assert_eq!(books.balance("1303", "2025-01-21"), 12_000_070);
        let held = books.db.read(|tx| ledger::balances(tx, day("2025-01-21"))).unwrap();
        let of = |org, currency| {
            held.iter()
                .filter(|(pocket, _)| pocket.org == org && pocket.currency == currency)
                .map(|(_, minor)| *minor)
                .collect::<Vec<_>>()
        };
        assert_eq!(of(branch, Currency::CNY), [70, -70]);
        assert_eq!(of(OrgId(Uuid::from_u128(1)), Currency::USD), [70, -70]);
        assert_eq!(held.values().sum::<i64>(), 0);
        books.close("2025-01-21");
    }
}
