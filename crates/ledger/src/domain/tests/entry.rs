use super::{chart, code, day, head};
use crate::domain::{AccountCode, EntryError, JournalEntry, Posting, ReversalHead, Side, entry_no, money_posting};
use kernel::{Currency, EntryId, Money};
use proptest::prelude::*;
use std::collections::BTreeMap;
use uuid::Uuid;

fn debit(account: &str, minor: i64) -> Posting {
    Posting::debit(code(account), minor)
}

fn credit(account: &str, minor: i64) -> Posting {
    Posting::credit(code(account), minor)
}

fn entry(postings: Vec<Posting>) -> Result<JournalEntry, EntryError> {
    JournalEntry::new(head(1, "2025-01-20"), postings, &chart())
}

#[test]
fn an_entry_is_refused_for_the_first_thing_wrong_with_it() {
    for (postings, refusal) in [
        (vec![], EntryError::NoPostings),
        (
            vec![debit("9999", 1), credit("2011", 1)],
            EntryError::AccountUnknown(code("9999")),
        ),
        (
            vec![debit("1303", 1), credit("2011", 1)],
            EntryError::AccountIsAHeading(code("1303")),
        ),
        (
            vec![debit("1303.01", 0), credit("2011", 0)],
            EntryError::ZeroPosting(code("1303.01")),
        ),
        (
            vec![debit("1303.01", 3), credit("2011", 1)],
            EntryError::Unbalanced { difference_minor: 2 },
        ),
        (
            vec![debit("1303.01", 3)],
            EntryError::Unbalanced { difference_minor: 3 },
        ),
        // The books and the off-book register balance each by itself.
        (
            vec![debit("7002", 5), credit("2011", 5)],
            EntryError::Unbalanced { difference_minor: -5 },
        ),
        (
            vec![
                debit("2011", i64::MAX),
                debit("2011", 1),
                credit("1303.01", i64::MAX),
                credit("1303.01", 1),
            ],
            EntryError::AmountOutOfRange(code("2011")),
        ),
    ] {
        assert_eq!(entry(postings).unwrap_err(), refusal);
    }
}

#[test]
fn lines_on_the_same_side_of_an_account_become_one() {
    let repayment = entry(vec![
        debit("2011", 972_797),
        credit("1303.02", 972_797),
        debit("2011", 60_000),
        credit("1132.01", 60_000),
    ])
    .unwrap();
    assert_eq!(
        repayment.postings(),
        [
            debit("2011", 1_032_797),
            credit("1303.02", 972_797),
            credit("1132.01", 60_000)
        ]
    );
}

#[test]
fn both_sides_of_an_account_stay_apart() {
    let transfer = entry(vec![debit("2011", 5), credit("2011", 5)]).unwrap();
    assert_eq!(transfer.postings().len(), 2);
}

#[test]
fn a_negative_amount_is_written_in_red_on_its_side() {
    let (red_debit, red_credit) = (debit("1303.01", -7), credit("2011", -7));
    assert_eq!(
        (red_debit.side(), red_debit.written_minor(), red_debit.amount_minor),
        (Side::Debit, -7, -7)
    );
    assert_eq!(
        (red_credit.side(), red_credit.written_minor(), red_credit.amount_minor),
        (Side::Credit, -7, 7)
    );
    assert!(red_debit.red && red_credit.red);
}

#[test]
fn another_currency_is_refused() {
    let yen = Money::new(100, Currency::JPY);
    assert_eq!(
        money_posting(Side::Debit, code("2011"), yen, Currency::CNY),
        Err(EntryError::CurrencyMixed {
            expected: Currency::CNY,
            found: Currency::JPY
        })
    );
    let yuan = Money::new(100, Currency::CNY);
    assert_eq!(
        money_posting(Side::Credit, code("2011"), yuan, Currency::CNY),
        Ok(credit("2011", 100))
    );
}

#[test]
fn a_reversal_is_not_reversed_again() {
    let original = entry(vec![debit("1303.01", 5), credit("2011", 5)]).unwrap();
    let red = original.reversal(reversal_head(2)).unwrap();
    assert_eq!(red.reverses(), Some(original.id()));
    assert_eq!(red.reversal(reversal_head(3)), Err(EntryError::ReversalNotReversible));
}

#[test]
fn the_number_of_an_entry_is_its_day_and_the_end_of_its_id() {
    assert_eq!(
        entry_no(day("2025-01-20"), EntryId(Uuid::from_u128(0))),
        "20250120-00000000"
    );
    assert_eq!(
        entry_no(day("2025-01-20"), EntryId(Uuid::from_u128(u128::MAX))),
        "20250120-ZZZZZZZZ"
    );
    assert_eq!(
        entry_no(day("2025-01-20"), EntryId(Uuid::from_u128(33))),
        "20250120-00000011"
    );
}

#[test]
fn account_codes_are_digits_and_dots() {
    for good in ["1002", "1303.02", "123456789.12"] {
        assert_eq!(code(good).to_string(), good);
    }
    for bad in ["", ".1", "13 03", "1303-01", "1234567890.12", "１３０３"] {
        assert!(AccountCode::parse(bad).is_err(), "{bad:?}");
    }
    assert!(code("1303.02").is_within(code("1303")));
    assert!(code("1303").is_within(code("1303")));
    assert!(!code("13031").is_within(code("1303")));
}

fn reversal_head(id: u128) -> ReversalHead {
    ReversalHead {
        id: EntryId(Uuid::from_u128(id)),
        booked_on: day("2025-01-21"),
        event: None,
        memo: "wrong account".to_owned(),
    }
}

/// Balanced lines over five accounts, black and red.
pub fn balanced_lines() -> impl Strategy<Value = Vec<Posting>> {
    let accounts = ["1303.01", "1303.02", "1132.01", "2011", "6011.01"];
    let movement = (0..5_usize, 0..5_usize, prop_oneof![-1_000_000_i64..0, 1..1_000_000_i64]);
    prop::collection::vec(movement, 1..6).prop_map(move |movements| {
        let lines = |(from, to, minor)| [debit(accounts[from], minor), credit(accounts[to], minor)];
        movements.into_iter().flat_map(lines).collect()
    })
}

proptest! {
    #[test]
    fn an_entry_and_its_reversal_leave_every_side_of_every_account_as_it_was(lines in balanced_lines()) {
        let original = entry(lines).unwrap();
        let red = original.reversal(reversal_head(2)).unwrap();
        let mut written: BTreeMap<_, i64> = BTreeMap::new();
        for posting in original.postings().iter().chain(red.postings()) {
            *written.entry((posting.account, posting.side() == Side::Debit)).or_default() += posting.written_minor();
        }
        prop_assert!(written.values().all(|sum| *sum == 0), "{written:?}");
    }

    #[test]
    fn a_line_out_of_balance_is_always_refused(lines in balanced_lines(), extra in 1..1_000_i64) {
        let mut lines = lines;
        lines.push(debit("2011", extra));
        let refusal = EntryError::Unbalanced { difference_minor: i128::from(extra) };
        prop_assert_eq!(entry(lines).unwrap_err(), refusal);
    }
}
