use crate::support::{Books, Browser, NOW, clerk, loan};
use kernel::EntryId;
use ledger::{EntryError, JournalEntry, LedgerError, ReversalHead, reverse_entry};
use serde_json::json;
use uuid::Uuid;

fn reverse(books: &Books, id: EntryId) -> Result<JournalEntry, LedgerError> {
    let head = books.reversal_head("2025-01-21");
    books.db.write(|tx| reverse_entry(tx, id, head.clone(), &clerk(), NOW))
}

#[test]
fn a_reversal_takes_back_the_balance_and_lowers_the_turnover_of_the_same_side() {
    let books = Books::new();
    let entry = books.movement("2025-01-20", "fee_charged", 5_000);
    books.post(std::slice::from_ref(&entry)).unwrap();
    let red = reverse(&books, entry.id()).unwrap();
    assert_eq!(red.reverses(), Some(entry.id()));
    assert_eq!(
        (
            books.balance("1132.05", "2025-01-20"),
            books.balance("1132.05", "2025-01-21")
        ),
        (5_000, 0)
    );
    let trial = books
        .db
        .read(|tx| ledger::trial_balance(tx, red.head().booked_on, kernel::Currency::CNY))
        .unwrap();
    let receivable = trial
        .rows
        .iter()
        .find(|row| row.account.code.as_str() == "1132.05")
        .unwrap();
    assert_eq!(
        (receivable.turnover.debit_minor, receivable.turnover.credit_minor),
        (-5_000, 0)
    );
}

#[test]
fn an_entry_is_reversed_once_and_a_reversal_never() {
    let books = Books::new();
    let entry = books.movement("2025-01-20", "fee_charged", 5_000);
    books.post(std::slice::from_ref(&entry)).unwrap();
    let red = reverse(&books, entry.id()).unwrap();
    let again = LedgerError::EntryAlreadyReversed {
        entry: entry.id(),
        by: red.id(),
    };
    assert_eq!(reverse(&books, entry.id()), Err(again.clone()));
    assert_eq!(
        reverse(&books, red.id()),
        Err(LedgerError::EntryRefused(EntryError::ReversalNotReversible))
    );
    // The same when a capability posts the red entry itself.
    let second = entry.reversal(books.reversal_head("2025-01-21")).unwrap();
    assert_eq!(books.post(&[second]), Err(again));
    let unposted = books.movement("2025-01-21", "fee_charged", 1);
    let orphan = unposted.reversal(books.reversal_head("2025-01-21")).unwrap();
    assert_eq!(
        books.post(std::slice::from_ref(&orphan)),
        Err(LedgerError::EntryNotFound(unposted.id()))
    );
    books.post(&[unposted, orphan]).unwrap();
    let nobody = EntryId(Uuid::nil());
    assert_eq!(reverse(&books, nobody), Err(LedgerError::EntryNotFound(nobody)));
}

#[test]
fn of_two_reversals_at_once_one_is_done() {
    let books = Books::new();
    let entry = books.movement("2025-01-20", "fee_charged", 5_000);
    books.post(std::slice::from_ref(&entry)).unwrap();
    let heads = [books.reversal_head("2025-01-21"), books.reversal_head("2025-01-21")];
    let (db, id) = (books.db.db(), entry.id());
    let done: Vec<_> = std::thread::scope(|scope| {
        let reverse =
            |head| scope.spawn(move || db.write(|tx| reverse_entry(tx, id, ReversalHead::clone(head), &clerk(), NOW)));
        let threads: Vec<_> = heads.iter().map(reverse).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let by = done.iter().find_map(|outcome| outcome.as_ref().ok()).unwrap().id();
    let refused = done
        .iter()
        .filter(|outcome| **outcome == Err(LedgerError::EntryAlreadyReversed { entry: id, by }));
    assert_eq!((refused.count(), books.balance("1132.05", "2025-01-21")), (1, 0));
}

#[test]
fn a_reversal_by_hand_is_previewed_done_and_repeated() {
    let books = Books::new();
    let entry = books.movement("2025-01-20", "fee_charged", 5_000);
    books.post(std::slice::from_ref(&entry)).unwrap();
    let browser = Browser::new(&books, "ledger.reverse");
    let uri = format!("/api/v1/ledger/journal-entries/{}/reversal", entry.id());
    let reason = json!({"reason": "posted twice"});

    let (status, preview) = browser.post(&format!("{uri}?dry_run=true"), None, reason.clone());
    assert_eq!(status, 201);
    assert_eq!(
        preview["lines"][0]["debit"],
        json!({"amount": "-50.00", "currency": "CNY"})
    );
    assert_eq!(books.balance("6021", "2025-01-20"), -5_000);

    let (status, done) = browser.post(&uri, Some("key-1"), reason.clone());
    assert_eq!((status, &done["memo"]), (201, &json!("posted twice")));
    assert_eq!(books.balance("6021", "2025-01-20"), 0);
    let (_, repeated) = browser.post(&uri, Some("key-1"), reason.clone());
    assert_eq!(repeated, done);

    let (status, problem) = browser.post(&uri, Some("key-2"), reason);
    assert_eq!(
        (status, problem["code"].as_str()),
        (409, Some("ledger.entry_already_reversed"))
    );
    assert_eq!(problem["reversed_by"], done["id"]);
}

#[test]
fn an_entry_of_a_business_event_is_not_reversed_by_hand() {
    let books = Books::new();
    let entry = books.disbursement("2025-01-20", &loan("XD2025000001"), 100);
    books.post(std::slice::from_ref(&entry)).unwrap();
    let uri = format!("/api/v1/ledger/journal-entries/{}/reversal", entry.id());
    let (status, problem) = Browser::new(&books, "ledger.reverse").post(&uri, None, json!({"reason": "a mistake"}));
    assert_eq!((status, problem["code"].as_str()), (409, Some("ledger.entry_of_event")));
}

#[test]
fn a_reversal_that_was_reversed_already_is_told_so() {
    let books = Books::new();
    let entry = books.movement("2025-01-20", "fee_charged", 5_000);
    books.post(std::slice::from_ref(&entry)).unwrap();
    let red = reverse(&books, entry.id()).unwrap();
    let uri = format!("/api/v1/ledger/journal-entries/{}/reversal", red.id());
    let (status, problem) = Browser::new(&books, "ledger.reverse").post(&uri, None, json!({"reason": "x"}));
    assert_eq!(
        (status, problem["code"].as_str()),
        (409, Some("ledger.reversal_not_reversible"))
    );
}
