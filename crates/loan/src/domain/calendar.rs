//! The working days of mainland China, as the yearly notices of the State Council say (`data/holidays_cn.csv`).

use kernel::{Calendar, CivilDate, DayKind};
use std::sync::OnceLock;

const ROWS: &str = include_str!("../../../../data/holidays_cn.csv");

/// The calendar by which due dates in CNY leave days off. Years without a notice have Saturdays and Sundays off.
#[must_use]
pub fn china() -> &'static Calendar {
    static CHINA: OnceLock<Calendar> = OnceLock::new();
    CHINA.get_or_init(|| Calendar::new(&[6, 7], ROWS.lines().skip(1).map(row)).expect("weekdays are worked"))
}

fn row(line: &str) -> (CivilDate, DayKind) {
    let mut cells = line.split(',');
    let day = cells.next().and_then(|cell| CivilDate::parse(cell).ok());
    let kind = match cells.next() {
        Some("workday") => DayKind::WorkingDay,
        _ => DayKind::Holiday,
    };
    (day.expect("a test reads the calendar"), kind)
}
