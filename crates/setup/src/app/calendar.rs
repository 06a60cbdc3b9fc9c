//! The working days of a new lender.

use super::error::{Result, SetupError};
use crate::domain::{SetupRefusal, WorkCalendar};
use kernel::{BusinessDate, CivilDate};
use platform::{CommandContext, Tx};
use reference::domain::{CalendarYear, Change, Content, Kind, OwnDays, read_notice};

/// The calendar of a lender who works on every day but weekends.
const WEEKENDS: &str = "weekends";
/// The calendar that a lender brings.
const OWN: &str = "own";
const SATURDAY_AND_SUNDAY: [u32; 2] = [6, 7];
const REASON: &str = "系统初始化 / set-up";

/// Lets the head office, and with it every organisation that names no other, work by a calendar from the first day on. That of China is
/// delivered and named already.
///
/// # Errors
/// [`SetupRefusal::CalendarWrong`]; what master data refuses of the days.
pub(super) fn work_by(
    tx: &mut Tx,
    context: &CommandContext,
    (head_office, first_day): (&str, BusinessDate),
    calendar: &WorkCalendar,
) -> Result<()> {
    let (code, year, content, source) = match calendar {
        WorkCalendar::China => return Ok(()),
        WorkCalendar::Weekends => (WEEKENDS, first_day.date().ymd().0, Vec::new(), String::new()),
        WorkCalendar::Own { csv } => {
            let notice = read_notice(csv).map_err(|faults| {
                let line = faults.first().map_or(1, |(line, _)| *line);
                SetupError::from(SetupRefusal::CalendarWrong { line })
            })?;
            (OWN, notice.year, notice.days, notice.source)
        }
    };
    let source = if source.is_empty() { REASON.to_owned() } else { source };
    let begins = CivilDate::from_ymd(year, 1, 1).ok_or(SetupRefusal::CalendarWrong { line: 1 })?;
    let weekend = SATURDAY_AND_SUNDAY.to_vec();
    let days = Content::Calendar(CalendarYear { weekend, days: content });
    write(tx, context, (code, 0, begins), (days, &source))?;
    let named = OwnDays {
        calendar: code.to_owned(),
        days: Vec::new(),
    };
    let known = reference::app::versions_of(tx, Kind::WorkingDays, head_office)?;
    let revision = known.last().map_or(0, |last| last.revision);
    let content = Content::WorkingDays(named);
    write(
        tx,
        context,
        (head_office, revision, first_day.date()),
        (content, &source),
    )
}

fn write(
    tx: &mut Tx,
    context: &CommandContext,
    (code, revision, effective_from): (&str, u32, CivilDate),
    (content, source): (Content, &str),
) -> Result<()> {
    let change = Change {
        kind: content.kind(),
        code: code.to_owned(),
        revision,
        effective_from,
        effective_until: None,
        content: Some(content),
        source: source.to_owned(),
        reason: REASON.to_owned(),
    };
    reference::app::apply(tx, context, &change)?;
    Ok(())
}
