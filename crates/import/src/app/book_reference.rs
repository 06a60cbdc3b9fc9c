//! Rows as master data: codes of lists, days of calendars, published rates. A version for each code or year that changes.

use super::desk::Desk;
use super::error::{ImportError, Result};
use super::report::{Report, RowOutcome};
use super::row_problem::ROW_TWICE;
use crate::domain::{DayLine, EntryLine, RateLine};
use kernel::{CivilDate, DayKind};
use platform::http::Problem;
use platform::{Tx, business_day};
use reference::ReferenceError;
use reference::domain::{
    CalendarYear, Change, Content, DayRow, Dictionary, Entry, Kind, Publication, ReferenceRefusal, Tone, Version,
    in_force,
};
use std::collections::{BTreeMap, HashMap};

const REASON: &str = "数据导入 / import";
const SATURDAY_AND_SUNDAY: [u32; 2] = [6, 7];

/// What is written of a code: from which day on, what, and by which source.
struct Wanted<'a> {
    kind: Kind,
    code: &'a str,
    from: CivilDate,
    source: &'a str,
    content: Content,
}

/// The versions of a code; none for one that is new.
fn versions(tx: &mut Tx, kind: Kind, code: &str) -> Result<Vec<Version>> {
    match reference::app::versions_of(tx, kind, code) {
        Ok(found) => Ok(found),
        Err(ReferenceError::Refused(ReferenceRefusal::CodeUnknown { .. })) => Ok(Vec::new()),
        Err(error) => Err(inside(error)),
    }
}

fn inside(error: ReferenceError) -> ImportError {
    match error {
        ReferenceError::Db(cause) => cause.into(),
        ReferenceError::Command(cause) => cause.into(),
        other => ImportError::Inside(other.to_string()),
    }
}

/// Writes what is wanted unless it holds already; what each of its rows did, or why none of them does.
fn write(
    tx: &mut Tx,
    desk: &Desk<'_>,
    known: &[Version],
    wanted: Wanted<'_>,
) -> Result<std::result::Result<RowOutcome, Problem>> {
    // A rate is published every month, also when it has not moved: only the same of the same day is known already.
    let known_already = |version: &&Version| wanted.kind != Kind::Benchmark || version.effective_from == wanted.from;
    let holds = in_force(known, wanted.from).filter(known_already);
    if holds.and_then(|version| version.content.as_ref()) == Some(&wanted.content) {
        return Ok(Ok(RowOutcome::Unchanged));
    }
    let change = Change {
        kind: wanted.kind,
        code: wanted.code.to_owned(),
        revision: known.iter().map(|version| version.revision).max().unwrap_or(0),
        effective_from: wanted.from,
        effective_until: None,
        content: Some(wanted.content),
        source: wanted.source.to_owned(),
        reason: REASON.to_owned(),
    };
    match reference::app::apply(tx, desk.context, &change) {
        Ok(_) => Ok(Ok(RowOutcome::Created)),
        Err(ReferenceError::Refused(refusal)) => Ok(Err(ReferenceError::from(refusal).into())),
        Err(error) => Err(inside(error)),
    }
}

/// Adds the codes of a batch to their lists, or changes their words; other codes of a list stay as they are.
///
/// # Errors
/// What ends the whole batch.
pub fn book_entries(tx: &mut Tx, desk: &Desk<'_>, lines: &[EntryLine], report: &mut Report) -> Result<()> {
    let today = business_day::get(tx)?.date();
    let mut lists: BTreeMap<(&str, CivilDate), Vec<&EntryLine>> = BTreeMap::new();
    let mut seen = HashMap::new();
    for line in lines {
        let from = line.effective_from.unwrap_or(today);
        if let Some(first) = seen.insert((&line.list, &line.code, from), line.line) {
            report.refuse(line.line, Problem::of(ROW_TWICE).field("code").with("row", first));
            continue;
        }
        lists.entry((&line.list, from)).or_default().push(line);
    }
    for ((list, from), rows) in lists {
        let known = versions(tx, Kind::Dictionary, list)?;
        let holds = match in_force(&known, from).and_then(|version| version.content.as_ref()) {
            Some(Content::Dictionary(dictionary)) => dictionary.clone(),
            _ => new_list(&rows),
        };
        let wanted = Wanted {
            kind: Kind::Dictionary,
            code: list,
            from,
            source: &rows[0].source,
            content: Content::Dictionary(with_rows(holds.clone(), &rows)),
        };
        match write(tx, desk, &known, wanted)? {
            Err(problem) => rows.iter().for_each(|row| report.refuse(row.line, problem.clone())),
            Ok(_) => {
                for row in &rows {
                    let same = holds.find(&row.code) == Some(&entry_of(row));
                    let outcome = if same {
                        RowOutcome::Unchanged
                    } else {
                        RowOutcome::Created
                    };
                    report.add(row.line, outcome, format!("{list} {}", row.code));
                }
            }
        }
        (desk.tell)(tx, report.done.len())?;
    }
    Ok(())
}

fn new_list(rows: &[&EntryLine]) -> Dictionary {
    let name = |of: fn(&EntryLine) -> Option<&String>| rows.iter().find_map(|row| of(row)).cloned();
    Dictionary {
        name_zh: name(|row| row.names.0.as_ref()).unwrap_or_default(),
        name_en: name(|row| row.names.1.as_ref()).unwrap_or_default(),
        entries: Vec::new(),
    }
}

fn with_rows(mut list: Dictionary, rows: &[&EntryLine]) -> Dictionary {
    for row in rows {
        match list.entries.iter_mut().find(|entry| entry.code == row.code) {
            Some(entry) => *entry = entry_of(row),
            None => list.entries.push(entry_of(row)),
        }
    }
    list
}

fn entry_of(row: &EntryLine) -> Entry {
    Entry {
        code: row.code.clone(),
        zh: row.zh.clone(),
        en: row.en.clone(),
        tone: match row.tone {
            "green" => Tone::Green,
            "gold" => Tone::Gold,
            "orange" => Tone::Orange,
            "red" => Tone::Red,
            "purple" => Tone::Purple,
            "blue" => Tone::Blue,
            _ => Tone::Grey,
        },
        retired: row.retired,
    }
}

/// Writes the years of calendars that a batch brings; each is all that the batch says of it.
///
/// # Errors
/// What ends the whole batch.
pub fn book_days(tx: &mut Tx, desk: &Desk<'_>, lines: &[DayLine], report: &mut Report) -> Result<()> {
    let mut years: BTreeMap<(&str, i32), Vec<&DayLine>> = BTreeMap::new();
    for line in lines {
        let year = line.date.ymd().0;
        years.entry((&line.calendar, year)).or_default().push(line);
    }
    for ((calendar, year), mut rows) in years {
        rows.sort_by_key(|row| row.date);
        let known = versions(tx, Kind::Calendar, calendar)?;
        let begins = CivilDate::from_ymd(year, 1, 1).unwrap_or(rows[0].date);
        let weekend = match in_force(&known, begins)
            .or(known.last())
            .and_then(|version| version.content.as_ref())
        {
            Some(Content::Calendar(before)) => before.weekend.clone(),
            _ => SATURDAY_AND_SUNDAY.to_vec(),
        };
        let day = |row: &&DayLine| DayRow {
            date: row.date,
            kind: if row.off { DayKind::Holiday } else { DayKind::WorkingDay },
            name: row.name.clone(),
        };
        let wanted = Wanted {
            kind: Kind::Calendar,
            code: calendar,
            from: begins,
            source: &rows[0].source,
            content: Content::Calendar(CalendarYear {
                weekend,
                days: rows.iter().map(day).collect(),
            }),
        };
        match write(tx, desk, &known, wanted)? {
            Err(problem) => rows.iter().for_each(|row| report.refuse(row.line, problem.clone())),
            Ok(outcome) => {
                for row in &rows {
                    report.add(row.line, outcome, format!("{calendar} {}", row.date));
                }
            }
        }
        (desk.tell)(tx, report.done.len())?;
    }
    Ok(())
}

/// Writes the publications of a batch, in the order of their days.
///
/// # Errors
/// What ends the whole batch.
pub fn book_rates(tx: &mut Tx, desk: &Desk<'_>, lines: &[RateLine], report: &mut Report) -> Result<()> {
    let mut ordered: Vec<&RateLine> = lines.iter().collect();
    ordered.sort_by_key(|line| (&line.benchmark, line.published_on, line.line));
    let mut last: Option<&RateLine> = None;
    for line in ordered {
        let of = |one: &RateLine| (one.benchmark.clone(), one.published_on);
        if let Some(first) = last.filter(|first| of(first) == of(line)) {
            let twice = Problem::of(ROW_TWICE).field("published_on");
            report.refuse(line.line, twice.with("row", first.line));
            continue;
        }
        last = Some(line);
        let known = versions(tx, Kind::Benchmark, &line.benchmark)?;
        let wanted = Wanted {
            kind: Kind::Benchmark,
            code: &line.benchmark,
            from: line.published_on,
            source: &line.source,
            content: Content::Benchmark(Publication {
                annual_rate: line.annual_rate,
            }),
        };
        match write(tx, desk, &known, wanted)? {
            Err(problem) => report.refuse(line.line, problem),
            Ok(outcome) => report.add(line.line, outcome, format!("{} {}", line.benchmark, line.published_on)),
        }
        (desk.tell)(tx, report.done.len())?;
    }
    Ok(())
}
