use super::{chart, code, day};
use crate::domain::{EntryError, Posting, PostingRule, PostingRuleBook};

fn rule(movement: &str, from: &str, debit: &str, credit: &str) -> PostingRule {
    PostingRule {
        movement: movement.to_owned(),
        valid_from: day(from),
        debit: code(debit),
        credit: code(credit),
        source: String::new(),
    }
}

fn book() -> PostingRuleBook {
    let rules = vec![
        rule("principal_paid", "2025-07-01", "2011", "1303.01"),
        rule("principal_paid", "2020-01-01", "2011", "1303.02"),
        rule("interest_accrued", "2020-01-01", "1132.01", "6011.01"),
    ];
    PostingRuleBook::new(rules, &chart()).unwrap()
}

#[test]
fn the_rule_of_a_movement_is_the_latest_that_has_begun() {
    for (on, credited) in [
        ("2020-01-01", "1303.02"),
        ("2025-06-30", "1303.02"),
        ("2025-07-01", "1303.01"),
    ] {
        let rules = book().as_of(day(on));
        let lines = rules.lines("principal_paid", 500).unwrap();
        assert_eq!(
            lines,
            [Posting::debit(code("2011"), 500), Posting::credit(code(credited), 500)],
            "{on}"
        );
    }
}

#[test]
fn a_movement_without_a_rule_on_the_day_is_refused() {
    let unknown = |movement: &str| Err(EntryError::MovementUnknown(movement.to_owned()));
    assert_eq!(
        book().as_of(day("2019-12-31")).lines("principal_paid", 1),
        unknown("principal_paid")
    );
    assert_eq!(book().as_of(day("2025-01-01")).lines("gift", 1), unknown("gift"));
}

#[test]
fn nothing_moves_no_lines_and_less_than_nothing_moves_red_ones() {
    let rules = book().as_of(day("2025-01-01"));
    assert_eq!(rules.lines("interest_accrued", 0), Ok(vec![]));
    let red = rules.lines("interest_accrued", -3).unwrap();
    assert!(red.iter().all(|line| line.red));
    assert_eq!(red.iter().map(|line| line.amount_minor).sum::<i64>(), 0);
}

#[test]
fn a_rule_names_postable_accounts_on_one_side_of_the_books() {
    for (debit, credit, refusal) in [
        ("1303", "2011", EntryError::AccountIsAHeading(code("1303"))),
        ("9999", "2011", EntryError::AccountUnknown(code("9999"))),
        ("7002", "2011", EntryError::Unbalanced { difference_minor: 0 }),
    ] {
        let rules = vec![rule("x", "2020-01-01", debit, credit)];
        assert_eq!(PostingRuleBook::new(rules, &chart()).unwrap_err(), refusal);
    }
}
