//! Random entries, reversals and closes: the books stay balanced and every balance is what the entries say.

use crate::support::{Books, NOW, clerk, code, day};
use kernel::{BusinessDate, Currency};
use ledger::{JournalEntry, Posting};
use proptest::prelude::*;

const ACCOUNTS: [&str; 5] = ["1303.01", "1303.02", "1132.01", "2011", "6011.01"];

#[derive(Debug, Clone)]
enum Step {
    Post(Vec<(usize, usize, i64)>),
    Reverse(usize),
    NextDay { close: bool },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let amount = prop_oneof![-100_000_i64..0, 1..100_000_i64];
    let lines = prop::collection::vec((0..5_usize, 0..5_usize, amount), 1..4);
    let step = prop_oneof![
        4 => lines.prop_map(Step::Post),
        1 => (0..100_usize).prop_map(Step::Reverse),
        2 => any::<bool>().prop_map(|close| Step::NextDay { close }),
    ];
    prop::collection::vec(step, 1..25)
}

/// The balance of an account by adding up entries in memory.
fn expected(made: &[JournalEntry], account: &str, on: BusinessDate) -> i64 {
    let until = made.iter().filter(|entry| entry.head().booked_on <= on);
    until
        .flat_map(JournalEntry::postings)
        .filter(|p| p.account == code(account))
        .map(|p| p.amount_minor)
        .sum()
}

fn live(books: &Books, steps: Vec<Step>) -> (Vec<JournalEntry>, BusinessDate) {
    let mut made: Vec<JournalEntry> = Vec::new();
    let mut today = day("2025-01-20");
    for step in steps {
        match step {
            Step::Post(lines) => {
                let postings = lines.into_iter().flat_map(|(from, to, minor)| {
                    [
                        Posting::debit(code(ACCOUNTS[from]), minor),
                        Posting::credit(code(ACCOUNTS[to]), minor),
                    ]
                });
                let head = books.head(&today.to_string(), Currency::CNY);
                let entry = books.entry(head, postings.collect());
                books.post(std::slice::from_ref(&entry)).unwrap();
                made.push(entry);
            }
            Step::Reverse(nth) if !made.is_empty() => {
                let id = made[nth % made.len()].id();
                let head = books.reversal_head(&today.to_string());
                // A second reversal, or one of a reversal, is refused and changes nothing.
                if let Ok(red) = books
                    .db
                    .write(|tx| ledger::reverse_entry(tx, id, head.clone(), &clerk(), NOW))
                {
                    made.push(red);
                }
            }
            Step::Reverse(_) => {}
            Step::NextDay { close } => {
                if close {
                    books.close(&today.to_string());
                }
                today = today.next();
            }
        }
    }
    (made, today)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn balances_are_what_the_entries_say(steps in steps()) {
        let books = Books::new();
        let (made, today) = live(&books, steps);
        for days in 0..5 {
            let on = BusinessDate::from_days(today.days() - days);
            for account in ACCOUNTS {
                prop_assert_eq!(books.balance(account, &on.to_string()), expected(&made, account, on));
            }
            let trial = books.db.read(|tx| ledger::trial_balance(tx, on, Currency::CNY)).unwrap();
            prop_assert_eq!(trial.difference_minor(), 0);
        }
        prop_assert_eq!(books.difference(), None);
    }
}
