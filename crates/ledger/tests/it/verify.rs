use crate::support::Books;

fn books() -> Books {
    let books = Books::new();
    books
        .post(&[books.movement("2025-01-20", "disbursement", 1_000)])
        .unwrap();
    books.close("2025-01-20");
    books
        .post(&[books.movement("2025-01-21", "written_off_registered", 300)])
        .unwrap();
    books
}

#[test]
fn sound_books_have_no_difference() {
    let books = books();
    let checks = books.db.read(ledger::verify).unwrap();
    assert!(checks.iter().all(ledger::LedgerCheck::ok));
    assert_eq!(
        checks.iter().map(|check| check.items).collect::<Vec<_>>(),
        [2, 2, 2, 2, 2]
    );
}

#[test]
fn every_kind_of_damage_is_named() {
    let id = "00000000-0000-0000-0000-000000000001";
    for (damage, code, item) in [
        (
            "UPDATE posting SET amount_minor = 999 WHERE account = '1303.01'",
            "ledger.entries_balanced",
            format!("journal entry {id}"),
        ),
        (
            "UPDATE journal_entry SET total_minor = 1001 WHERE booked_on = 20108",
            "ledger.entries_balanced",
            format!("total of journal entry {id}"),
        ),
        (
            "DELETE FROM posting WHERE booked_on = 20108",
            "ledger.entries_whole",
            format!("journal entry {id}"),
        ),
        (
            "UPDATE posting SET booked_on = 20109 WHERE account = '2011'",
            "ledger.entries_whole",
            format!("journal entry {id}"),
        ),
        (
            "UPDATE gl_balance SET closing_minor = 5 WHERE account = '2011'",
            "ledger.balances_carried",
            "account 2011 CNY 2025-01-20".to_owned(),
        ),
        (
            "DELETE FROM gl_balance WHERE account = '1303.01'",
            "ledger.balances_carried",
            "account 1303.01 CNY".to_owned(),
        ),
        (
            "DELETE FROM gl_pocket WHERE account = '2011'",
            "ledger.balances_carried",
            "account 2011 CNY".to_owned(),
        ),
    ] {
        let books = books();
        books.tamper(damage);
        assert_eq!(books.difference(), Some((code, item)), "{damage}");
    }
}

#[test]
fn a_reversal_unlike_its_original_is_named() {
    let books = Books::new();
    let entry = books.movement("2025-01-20", "fee_charged", 500);
    let red = entry.reversal(books.reversal_head("2025-01-20")).unwrap();
    books.post(&[entry]).unwrap();
    books.post(&[red]).unwrap();
    assert_eq!(books.difference(), None);
    books.tamper("UPDATE posting SET account = '1132.04' WHERE account = '1132.05' AND red = 1");
    let item = "reversal 00000000-0000-0000-0000-000000000002, account 1132.04".to_owned();
    assert_eq!(books.difference(), Some(("ledger.reversals_exact", item)));
}
