//! Working days as data: a weekend, public holidays and the days worked in exchange for them.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::CivilDate;

/// What a calendar row says about one day, against the rule of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// A day off, whatever the weekday.
    Holiday,
    /// A day worked although its weekday is in the weekend (调休).
    WorkingDay,
}

/// What happens to a due date that is not a working day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HolidayRule {
    /// The date stays: usual for retail loans debited automatically.
    None,
    /// The date moves to the next working day.
    Following,
    /// As `Following`, but a date that would leave its month moves back to the last working day before it.
    ModifiedFollowing,
}

impl HolidayRule {
    /// The date on which something due on `date` falls, told which days are worked. A working day stays where it is.
    /// Some day of every week must be worked.
    pub fn adjust(self, date: CivilDate, mut is_working_day: impl FnMut(CivilDate) -> bool) -> CivilDate {
        let mut walk = |step| {
            let mut day = date;
            while !is_working_day(day) {
                day = day.add_days(step);
            }
            day
        };
        match self {
            HolidayRule::None => date,
            HolidayRule::Following => walk(1),
            HolidayRule::ModifiedFollowing => {
                let moved = walk(1);
                if same_month(moved, date) { moved } else { walk(-1) }
            }
        }
    }
}

/// A calendar of working days. It holds no data of its own: the days come from rows, such as the yearly notice of the
/// General Office of the State Council.
///
/// ```
/// use kernel::{Calendar, CivilDate, DayKind, HolidayRule};
/// let day = |m, d| CivilDate::from_ymd(2025, m, d).expect("a real date");
/// let rows = [(day(10, 1), DayKind::Holiday), (day(9, 28), DayKind::WorkingDay)];
/// let calendar = Calendar::new(&[6, 7], rows).expect("some weekday is worked");
/// assert!(calendar.is_working_day(day(9, 28)), "a Sunday worked in exchange");
/// assert_eq!(calendar.adjust(day(10, 1), HolidayRule::Following), day(10, 2));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    weekend: BTreeSet<u32>,
    days: BTreeMap<CivilDate, DayKind>,
}

impl Calendar {
    /// A calendar from the weekdays of its weekend (1 = Monday … 7 = Sunday) and rows that overrule the week.
    /// A later row of the same day replaces the earlier one.
    ///
    /// `None` when a weekday is not 1..=7, or when no weekday would be left to work.
    pub fn new(weekend: &[u32], rows: impl IntoIterator<Item = (CivilDate, DayKind)>) -> Option<Calendar> {
        let weekend: BTreeSet<u32> = weekend.iter().copied().collect();
        let valid = weekend.iter().all(|day| (1..=7).contains(day)) && weekend.len() < 7;
        valid.then(|| Calendar {
            weekend,
            days: rows.into_iter().collect(),
        })
    }

    /// A calendar on which every day is worked: no rule moves a date.
    pub fn every_day() -> Calendar {
        Calendar {
            weekend: BTreeSet::new(),
            days: BTreeMap::new(),
        }
    }

    /// Whether the day is worked.
    pub fn is_working_day(&self, date: CivilDate) -> bool {
        match self.days.get(&date) {
            Some(DayKind::Holiday) => false,
            Some(DayKind::WorkingDay) => true,
            None => !self.weekend.contains(&date.weekday()),
        }
    }

    /// The first working day after `date`, never `date` itself.
    pub fn next_working_day(&self, date: CivilDate) -> CivilDate {
        self.walk(date.add_days(1), 1)
    }

    /// The last working day before `date`, never `date` itself.
    pub fn previous_working_day(&self, date: CivilDate) -> CivilDate {
        self.walk(date.add_days(-1), -1)
    }

    /// The date on which something due on `date` falls under `rule`. A working day stays where it is.
    pub fn adjust(&self, date: CivilDate, rule: HolidayRule) -> CivilDate {
        rule.adjust(date, |day| self.is_working_day(day))
    }

    /// Ends because holidays are finitely many and at least one weekday is worked.
    fn walk(&self, from: CivilDate, step: i32) -> CivilDate {
        let mut date = from;
        while !self.is_working_day(date) {
            date = date.add_days(step);
        }
        date
    }
}

fn same_month(a: CivilDate, b: CivilDate) -> bool {
    let (a_year, a_month, _) = a.ymd();
    let (b_year, b_month, _) = b.ymd();
    (a_year, a_month) == (b_year, b_month)
}

#[cfg(test)]
mod tests {
    use super::*;
    use HolidayRule::{Following, ModifiedFollowing, None as Stay};

    fn date(text: &str) -> CivilDate {
        CivilDate::parse(text).expect("a date of the test table")
    }

    /// Part of the notice for 2025: spring festival, labour day, national day.
    fn china_2025() -> Calendar {
        let days = |list: &[&str], kind| list.iter().map(|d| (date(d), kind)).collect::<Vec<_>>();
        let mut rows = days(
            &["2025-01-28", "2025-01-29", "2025-01-30", "2025-01-31"],
            DayKind::Holiday,
        );
        rows.extend(days(
            &["2025-02-01", "2025-02-02", "2025-02-03", "2025-02-04"],
            DayKind::Holiday,
        ));
        rows.extend(days(&["2025-05-01", "2025-05-02", "2025-05-05"], DayKind::Holiday));
        rows.extend(days(&["2025-01-26", "2025-02-08", "2025-04-27"], DayKind::WorkingDay));
        Calendar::new(&[6, 7], rows).expect("weekdays are worked")
    }

    #[test]
    fn rows_overrule_the_week() {
        let calendar = china_2025();
        for (day, worked) in [
            ("2025-01-24", true),  // Friday
            ("2025-01-25", false), // Saturday
            ("2025-01-26", true),  // Sunday, worked in exchange
            ("2025-01-28", false), // Tuesday, holiday
            ("2025-02-08", true),  // Saturday, worked in exchange
            ("2025-02-09", false), // Sunday
            ("1969-12-31", true),  // Wednesday before the epoch
        ] {
            assert_eq!(calendar.is_working_day(date(day)), worked, "{day}");
        }
    }

    #[test]
    fn due_dates_move_by_their_rule() {
        let calendar = china_2025();
        for (due, rule, moved) in [
            ("2025-01-20", Following, "2025-01-20"),
            ("2025-01-25", Following, "2025-01-26"),
            ("2025-01-29", Stay, "2025-01-29"),
            ("2025-01-29", Following, "2025-02-05"),
            ("2025-01-29", ModifiedFollowing, "2025-01-27"),
            ("2025-05-01", Following, "2025-05-06"),
            ("2025-05-01", ModifiedFollowing, "2025-05-06"),
            ("2025-05-31", Following, "2025-06-02"),
            ("2025-05-31", ModifiedFollowing, "2025-05-30"),
        ] {
            assert_eq!(calendar.adjust(date(due), rule), date(moved), "{due} {rule:?}");
        }
    }

    #[test]
    fn next_and_previous_never_return_the_day_itself() {
        let calendar = china_2025();
        assert_eq!(calendar.next_working_day(date("2025-01-27")), date("2025-02-05"));
        assert_eq!(calendar.next_working_day(date("2025-01-20")), date("2025-01-21"));
        assert_eq!(calendar.previous_working_day(date("2025-02-05")), date("2025-01-27"));
    }

    #[test]
    fn a_calendar_without_a_working_weekday_is_refused() {
        assert_eq!(Calendar::new(&[1, 2, 3, 4, 5, 6, 7], []), None);
        assert_eq!(Calendar::new(&[0], []), None);
        assert_eq!(Calendar::new(&[8], []), None);
    }

    #[test]
    fn every_day_is_worked_on_the_open_calendar() {
        let sunday = date("2025-01-19");
        assert_eq!(Calendar::every_day().adjust(sunday, ModifiedFollowing), sunday);
    }
}
