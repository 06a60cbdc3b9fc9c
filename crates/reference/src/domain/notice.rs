//! The yearly notice as a file: `date,kind,name` with an optional `source`, one day a row.

use super::day::DayRow;
use kernel::{CivilDate, DayKind};

/// Rows of a file at most: the days of a leap year.
const ROWS_MAX: usize = 366;

/// What a file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The year of its first day.
    pub year: i32,
    /// Its days, in order.
    pub days: Vec<DayRow>,
    /// The source that its rows name; empty when they name none.
    pub source: String,
}

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowFault {
    /// The first row must name the columns.
    HeaderMissing,
    /// There is no row, or more than the days of a year.
    RowCount {
        /// At most.
        most: usize,
    },
    /// The row has fewer than three columns.
    ColumnsMissing,
    /// The first column is no date.
    NotADate,
    /// The second column is neither `holiday` nor `workday`.
    KindUnknown,
}

/// Reads a file.
///
/// # Errors
/// Every row that is wrong, with its line number.
pub fn read_notice(text: &str) -> Result<Notice, Vec<(usize, RowFault)>> {
    let text = text.trim_start_matches('\u{feff}');
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    match lines.next() {
        Some((_, header)) if header.trim().starts_with("date,kind,name") => {}
        _ => return Err(vec![(1, RowFault::HeaderMissing)]),
    }
    let (mut days, mut faults, mut source) = (Vec::new(), Vec::new(), String::new());
    for (index, line) in lines {
        match read_row(line) {
            Ok((day, named)) => {
                days.push(day);
                if source.is_empty() {
                    named.clone_into(&mut source);
                }
            }
            Err(fault) => faults.push((index + 1, fault)),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    days.sort_by_key(|day| day.date);
    match days.first() {
        Some(first) if days.len() <= ROWS_MAX => Ok(Notice {
            year: first.date.ymd().0,
            source,
            days,
        }),
        _ => Err(vec![(1, RowFault::RowCount { most: ROWS_MAX })]),
    }
}

fn read_row(line: &str) -> Result<(DayRow, &str), RowFault> {
    let cells: Vec<&str> = line.split(',').map(|cell| cell.trim().trim_matches('"')).collect();
    let [date, kind, name, rest @ ..] = cells.as_slice() else {
        return Err(RowFault::ColumnsMissing);
    };
    let date = CivilDate::parse(date).map_err(|_| RowFault::NotADate)?;
    let kind = match *kind {
        "holiday" => DayKind::Holiday,
        "workday" => DayKind::WorkingDay,
        _ => return Err(RowFault::KindUnknown),
    };
    let name = (*name).to_owned();
    Ok((DayRow { date, kind, name }, rest.first().copied().unwrap_or_default()))
}
