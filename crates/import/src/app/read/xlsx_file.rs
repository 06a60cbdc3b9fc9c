//! Spreadsheets: the first sheet, cell by cell. Formulas are read as the values that were computed last.

use super::{Rows, zip_check};
use crate::domain::{COLUMNS_MOST, ImportRefusal, Table, day_of_serial};
use calamine::{DataRef, Reader, Xlsx, open_workbook_from_rs};
use std::io::Cursor;

pub(super) fn rows(content: &[u8]) -> Result<Table, ImportRefusal> {
    zip_check::check(content)?;
    let damaged = |cause: calamine::XlsxError| match cause {
        calamine::XlsxError::Password => ImportRefusal::FormatUnknown,
        cause => ImportRefusal::Damaged(cause.to_string()),
    };
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(content)).map_err(damaged)?;
    let first = book
        .sheet_names()
        .first()
        .cloned()
        .ok_or(ImportRefusal::HeadingsMissing)?;
    let mut cells = book.worksheet_cells_reader(&first).map_err(damaged)?;
    let mut rows = Rows::default();
    let (mut row, mut held) = (0_u32, Vec::new());
    while let Some(cell) = cells.next_cell().map_err(damaged)? {
        let (at, column) = cell.get_position();
        if at != row {
            rows.add(row + 1, std::mem::take(&mut held))?;
            row = at;
        }
        let text = text_of(cell.get_value());
        let column = column as usize;
        if text.is_empty() {
            continue;
        }
        if column >= COLUMNS_MOST {
            let (columns, most) = (column + 1, COLUMNS_MOST);
            return Err(ImportRefusal::TooManyColumns { columns, most });
        }
        if held.len() <= column {
            held.resize(column + 1, String::new());
        }
        held[column] = text;
    }
    rows.add(row + 1, held)?;
    Ok(rows.0)
}

fn text_of(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) => text.trim().to_owned(),
        DataRef::SharedString(text) => text.trim().to_owned(),
        DataRef::Int(number) => number_text(*number as f64),
        DataRef::Float(number) => number_text(*number),
        DataRef::Bool(yes) => if *yes { "TRUE" } else { "FALSE" }.to_owned(),
        DataRef::DateTime(moment) => moment_text(moment.as_f64()),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => format!("{error:?}"),
    }
}

/// A number as a spreadsheet shows it: 15 digits. Longer whole numbers have lost their last digits; they are written in the
/// scientific notation that columns of text refuse.
fn number_text(number: f64) -> String {
    const LOST: f64 = 1e15;
    if number.abs() >= LOST {
        let text = format!("{number:E}");
        return text.replace('E', "E+");
    }
    let precise = format!("{number:.14e}");
    let rounded: f64 = precise.parse().unwrap_or(number);
    format!("{rounded}")
}

fn moment_text(serial: f64) -> String {
    let day = serial.floor();
    match day_of_serial(day as i32) {
        Some(date) => date.to_string(),
        None => number_text(serial),
    }
}
