use crate::support::Books;
use ledger::app::ClosedDay;

#[test]
fn only_accounts_that_moved_get_a_balance_and_the_rest_is_carried() {
    let books = Books::new();
    books
        .post(&[books.movement("2025-01-20", "disbursement", 1_000)])
        .unwrap();
    let first = books.close("2025-01-20");
    assert_eq!((first.postings, first.balances), (2, 2));
    books.post(&[books.movement("2025-01-21", "fee_charged", 50)]).unwrap();
    let second = books.close("2025-01-21");
    assert_eq!((second.postings, second.balances), (2, 2));
    assert_eq!(books.balance("1303.01", "2025-01-21"), 1_000);
    assert_eq!(books.balance("2011", "2025-01-25"), -1_000);
    assert_eq!(books.difference(), None);
}

#[test]
fn a_close_may_be_repeated() {
    let books = Books::new();
    books
        .post(&[books.movement("2025-01-20", "disbursement", 1_000)])
        .unwrap();
    books.close("2025-01-20");
    let again = books.close("2025-01-20");
    assert_eq!((again.postings, again.balances), (0, 0));
    assert_eq!(books.balance("1303.01", "2025-01-20"), 1_000);
    assert_eq!(books.difference(), None);
}

#[test]
fn a_close_over_several_days_keeps_a_balance_for_each() {
    let books = Books::new();
    books
        .post(&[books.movement("2025-01-20", "disbursement", 1_000)])
        .unwrap();
    books
        .post(&[books.movement("2025-01-22", "disbursement", 500)])
        .unwrap();
    let ClosedDay { postings, balances, .. } = books.close("2025-01-24");
    assert_eq!((postings, balances), (4, 4));
    for (on, balance) in [
        ("2025-01-19", 0),
        ("2025-01-20", 1_000),
        ("2025-01-21", 1_000),
        ("2025-01-22", 1_500),
        ("2025-01-24", 1_500),
    ] {
        assert_eq!(books.balance("1303.01", on), balance, "{on}");
    }
    assert_eq!(books.difference(), None);
}
