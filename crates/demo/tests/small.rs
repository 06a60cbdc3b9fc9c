//! A small demo, lived through all its days.

use demo::{DemoOptions, run};
use platform::keys::FieldKeys;
use platform::testing::TestDb;
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
