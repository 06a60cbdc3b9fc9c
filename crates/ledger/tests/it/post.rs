use crate::support::{Books, Browser, NOW, day, loan};
use ledger::{JournalEntry, LedgerError, Subject};
use serde_json::json;
use uuid::Uuid;

#[test]
fn a_posted_entry_reads_as_it_was_made() {
    let books = Books::new();
    let entry = books.disbursement("2025-01-20", &loan("XD2025000001"), 12_000_000);
    books.post(std::slice::from_ref(&entry)).unwrap();
    let stored = books.db.read(|tx| ledger::get_entry(tx, entry.id())).unwrap();
    assert_eq!(stored.entry, entry);
    assert_eq!(
        (stored.actor.as_str(), stored.recorded_at, stored.reversed_by),
        ("clerk", NOW, None)
    );
}

#[test]
fn the_entries_of_a_subject_come_in_the_order_in_which_they_were_made() {
    let books = Books::new();
    let other = Subject {
        id: Uuid::from_u128(0xb0),
        number: "XD2025000002".to_owned(),
    };
    let mine: Vec<JournalEntry> = (1..=3)
        .map(|i| books.disbursement("2025-01-20", &loan("XD2025000001"), i * 100))
        .collect();
    books.post(&mine).unwrap();
    books.post(&[books.disbursement("2025-01-20", &other, 7)]).unwrap();
    let found = books
        .db
        .read(|tx| ledger::entries_of_subject(tx, Uuid::from_u128(0xa0)))
        .unwrap();
    assert_eq!(found.into_iter().map(|stored| stored.entry).collect::<Vec<_>>(), mine);
}

#[test]
fn nothing_is_booked_on_a_closed_day() {
    let books = Books::new();
    books.close("2025-01-20");
    let late = books.movement("2025-01-20", "fee_charged", 1);
    assert_eq!(
        books.post(&[books.movement("2025-01-21", "fee_charged", 1), late]),
        Err(LedgerError::DayClosed {
            booked_on: day("2025-01-20"),
            last_closed_on: day("2025-01-20")
        })
    );
    assert_eq!(books.balance("1132.05", "2025-01-21"), 0);
    books.post(&[books.movement("2025-01-21", "fee_charged", 1)]).unwrap();
}

#[test]
fn an_entry_is_shown_with_the_names_of_its_accounts() {
    let books = Books::new();
    let entry = books.disbursement("2025-01-20", &loan("XD2025000001"), 12_000_000);
    books.post(std::slice::from_ref(&entry)).unwrap();
    let browser = Browser::new(&books, "ledger.read");
    let (status, shown) = browser.get(&format!("/api/v1/ledger/journal-entries/{}", entry.id()));
    assert_eq!(status, 200);
    assert_eq!(shown["entry_no"], json!("20250120-00000002"));
    assert_eq!(shown["loan_number"], json!("XD2025000001"));
    assert_eq!(
        shown["lines"],
        json!([
            {
                "account_code": "1303.01", "account_name_zh": "贷款—正常本金", "account_name_en": "Loans: principal not due",
                "debit": {"amount": "120000.00", "currency": "CNY"}, "credit": null
            },
            {
                "account_code": "2011", "account_name_zh": "吸收存款", "account_name_en": "Customer deposits",
                "debit": null, "credit": {"amount": "120000.00", "currency": "CNY"}
            }
        ])
    );
    let (status, problem) = browser.get(&format!("/api/v1/ledger/journal-entries/{}", Uuid::nil()));
    assert_eq!(
        (status, problem["code"].as_str()),
        (404, Some("ledger.entry_not_found"))
    );
}
