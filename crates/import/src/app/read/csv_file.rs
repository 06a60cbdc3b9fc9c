//! Comma-separated values: also with semicolons or tabs, as spreadsheets of other countries write them.

use super::Rows;
use crate::domain::{ImportRefusal, Table};

pub(super) fn rows(text: &str) -> Result<Table, ImportRefusal> {
    // The reader counts the line of a carriage return and line feed when the next row begins, one too late.
    let text = &text.replace("\r\n", "\n");
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut rows = Rows::default();
    let mut record = csv::StringRecord::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => return Ok(rows.0),
            Err(cause) => return Err(ImportRefusal::Damaged(cause.to_string())),
        }
        let number = record.position().map_or(0, csv::Position::line);
        let cells = record.iter().map(unguarded).map(str::to_owned).collect();
        rows.add(u32::try_from(number).unwrap_or(u32::MAX), cells)?;
    }
}

/// The sign that the headings use most.
fn delimiter(text: &str) -> u8 {
    let headings = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |sign: &u8| headings.bytes().filter(|byte| byte == sign).count();
    [b',', b';', b'\t'].into_iter().rev().max_by_key(count).unwrap_or(b',')
}

/// Without the apostrophe that our own files put before what looks like a formula, and without what else protects digits:
/// `="001"` and a tab.
fn unguarded(cell: &str) -> &str {
    let cell = cell.trim();
    if let Some(inner) = cell.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')) {
        return inner.trim();
    }
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) => rest,
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit()) => rest,
        _ => cell,
    }
}
