//! Due dates on days off (cn.md §1.14), by the notices for 2025 and 2026.

use super::life::d;
use super::schedules::terms;
use crate::domain::clauses::Holidays;
use crate::domain::plan::Planner;
use crate::domain::schedule::schedule;
use crate::domain::terms::{DueRule, Frequency, LoanTerms, Method};
use kernel::HolidayRule::{self, Following, ModifiedFollowing};
use reference::seed::calendar as china;

fn leaving_days_off(mut terms: LoanTerms, rule: HolidayRule) -> LoanTerms {
    let dues = Planner::new(&terms).agreed_dues();
    terms.clauses.holidays = Some(Holidays::freeze(rule, china(), terms.disbursed_on, &dues));
    terms
}

fn dues(terms: &LoanTerms) -> Vec<String> {
    schedule(terms).unwrap().iter().map(|row| row.due.to_string()).collect()
}

/// T06 (cn.md §1.7) with FOLLOWING: 2025-06-21 is a Saturday, 09-21 and 12-21 are Sundays. Interest runs to the day that is
/// paid: 2,000,000.00 × 4.35% ÷ 360 for 39, 94, 91, 91 and 50 days.
#[test]
fn t06_quarters_that_end_on_weekends_are_due_on_monday_and_cost_their_days() {
    let mut terms = terms("2000000.00", "0.0435", Method::InterestOnly, 4, "2025-02-10");
    terms.frequency = Frequency::Quarter;
    terms.due = DueRule::Calendar { day: 21 };
    let terms = leaving_days_off(terms, Following);
    let rows: Vec<(String, i64)> = schedule(&terms)
        .unwrap()
        .iter()
        .map(|r| (r.due.to_string(), r.interest))
        .collect();
    let expected = [
        ("2025-03-21", 942_500),
        ("2025-06-23", 2_271_667),
        ("2025-09-22", 2_199_167),
        ("2025-12-22", 2_199_167),
        ("2026-02-10", 1_208_333),
    ];
    assert_eq!(rows, expected.map(|(due, interest)| (due.to_owned(), interest)));
}

/// National day 2025 is off from 10-01 to 10-08; 2025-05-31 begins the dragon boat holiday to 06-02. 2026-02-28 is a Saturday
/// that is worked, and of 2027 there is no notice: 10-01 is an ordinary Friday.
#[test]
fn a_due_date_moves_over_a_public_holiday_and_back_when_the_month_would_change() {
    for (start, rule, expected) in [
        ("2025-09-03", Following, "2025-10-09"),
        ("2025-04-30", Following, "2025-05-30"),
        ("2025-03-31", Following, "2025-04-30"),
        ("2026-01-28", Following, "2026-02-28"),
        ("2027-09-01", Following, "2027-10-01"),
    ] {
        let terms = leaving_days_off(terms("12000.00", "0.06", Method::Annuity, 1, start), rule);
        assert_eq!(dues(&terms), [expected], "{start}");
    }
    let anchored = terms("12000.00", "0.06", Method::Annuity, 3, "2025-03-31");
    assert_eq!(
        dues(&leaving_days_off(anchored.clone(), Following)),
        ["2025-04-30", "2025-06-03", "2025-06-30"]
    );
    assert_eq!(
        dues(&leaving_days_off(anchored, ModifiedFollowing)),
        ["2025-04-30", "2025-05-30", "2025-06-30"]
    );
}

/// A month of a regular plan costs a twelfth of the year whether its due date moved or not (cn.md §1.4).
#[test]
fn a_regular_plan_costs_the_same_when_due_dates_move() {
    let plain = terms("120000.00", "0.06", Method::Annuity, 12, "2025-01-20");
    let moved = leaving_days_off(plain.clone(), Following);
    let (plain, moved) = (schedule(&plain).unwrap(), schedule(&moved).unwrap());
    let money =
        |rows: &[crate::domain::plan::PlanRow]| rows.iter().map(|r| (r.principal, r.interest)).collect::<Vec<_>>();
    assert_eq!(money(&plain), money(&moved));
    // 2025-04-20 and 07-20 are Sundays, 09-20 and 12-20 Saturdays.
    let days: Vec<i32> = moved.iter().zip(&plain).map(|(m, p)| m.due.days_since(p.due)).collect();
    assert_eq!(days, [0, 0, 1, 0, 0, 1, 0, 2, 0, 0, 2, 0]);
}

/// A contract keeps no calendar, only the days that matter to it.
#[test]
fn terms_freeze_only_the_exceptions_near_their_due_dates() {
    let off = leaving_days_off(terms("12000.00", "0.06", Method::Annuity, 1, "2025-09-03"), Following);
    let days = off.clauses.holidays.unwrap().days;
    // 10-04 and 10-05 are a weekend anyway; 10-09 is an ordinary Thursday.
    let frozen: Vec<String> = days.iter().map(|(day, _)| day.to_string()).collect();
    assert_eq!(frozen, ["2025-10-03", "2025-10-06", "2025-10-07", "2025-10-08"]);
    let none = leaving_days_off(terms("12000.00", "0.06", Method::Annuity, 1, "2025-02-20"), Following);
    assert!(none.clauses.holidays.unwrap().days.is_empty());
}

/// A typed plan keeps rising: Saturday and Sunday would both become Monday.
#[test]
fn due_dates_that_would_meet_keep_their_order() {
    let rows = vec![(d("2025-06-21"), 500_000), (d("2025-06-22"), 500_000)];
    let typed = terms("10000.00", "0.06", Method::Custom { rows }, 2, "2025-06-02");
    assert_eq!(dues(&leaving_days_off(typed, Following)), ["2025-06-23", "2025-06-24"]);
}
