//! A small demo, lived through all its days.

use demo::{DemoError, DemoOptions, begin, fill, run, silent_bar};
use platform::keys::FieldKeys;
use platform::testing::TestDb;
use std::cell::Cell;
use std::sync::Arc;

#[test]
fn three_hundred_loans_live_and_the_books_agree_every_day() {
    let test = TestDb::empty();
    let keys = Arc::new(FieldKeys::from_master(&[7; 32]));
    let options = DemoOptions {
        database_url: test.url().to_owned(),
        keys,
        loans: Some(300),
        quiet: true,
    };
    let report = run(&options).unwrap();
    assert_eq!((report.loans, report.real_loans, report.days_lived), (325, 300, 170));
    assert_eq!(
        (report.trial_balance.as_str(), report.subledger_difference.as_str()),
        ("0.00", "0.00")
    );
    assert_eq!(report.instalments_equal, 300);
    let found = test.db().read(loan::app::verify::rebuild).unwrap();
    assert_eq!((found.loans, found.first_difference), (325, None));
    println!("{}", serde_json::to_string_pretty(&report).unwrap());
    assert!(run(&options).is_err(), "a second demo in the same database is refused");
}

/// Stopped before one transaction after another, as by a kill, and begun again each time: the book is the one of a making that nobody
/// disturbed.
#[test]
fn a_making_that_is_interrupted_again_and_again_comes_to_the_same_book() {
    let keys = FieldKeys::from_master(&[7; 32]);
    let make = |stops: &[u32]| {
        let test = TestDb::new();
        test.db()
            .write(|tx| begin(tx, platform::clock::Clock::system().now()))
            .unwrap();
        for stop in stops {
            let asked = Cell::new(0);
            let stopped = || {
                asked.set(asked.get() + 1);
                asked.get() > *stop
            };
            let ended = fill(test.db(), &keys, Some(40), (&silent_bar(), &stopped));
            assert!(matches!(ended, Err(DemoError::Stopped)), "{stop}");
        }
        // As many loans as it began with, whatever is asked for later.
        let loans = if stops.is_empty() { 40 } else { 7 };
        let done = fill(test.db(), &keys, Some(loans), (&silent_bar(), &|| false)).unwrap();
        let checked = test.db().read(loan::app::verify::rebuild).unwrap();
        assert_eq!((checked.loans, checked.first_difference), (65, None));
        (
            done.loans,
            done.trial_balance,
            done.subledger_difference,
            done.outstanding,
            done.instalments_equal,
        )
    };
    let undisturbed = make(&[]);
    assert_eq!(make(&[0, 1, 2, 3, 40, 1, 111]), undisturbed);
}
