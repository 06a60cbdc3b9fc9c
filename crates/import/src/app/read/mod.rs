//! Files into rows of text. A file comes from outside: whatever it holds, it ends as a table or as a refusal.

mod csv_file;
mod text;
mod xlsx_file;
mod zip_check;

#[cfg(test)]
mod tests;

use crate::domain::{COLUMNS_MOST, FILE_BYTES, ImportRefusal, Line, ROWS_MOST, Table};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The format of a file that was sent, by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// Comma-separated values.
    Csv,
    /// Office Open XML.
    Xlsx,
}

impl FileKind {
    /// The name in the database and the ending of file names.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }
}

/// The rows of a file.
///
/// # Errors
/// [`ImportRefusal`] from `FileEmpty` to `TooManyRows`.
pub fn read_table(content: &[u8]) -> Result<(FileKind, Table), ImportRefusal> {
    if content.is_empty() {
        return Err(ImportRefusal::FileEmpty);
    }
    if content.len() > FILE_BYTES {
        return Err(ImportRefusal::FileTooLarge { most: FILE_BYTES });
    }
    // A reader that panics on a file that nobody has thought of must not end the work of others.
    let read = catch_unwind(AssertUnwindSafe(|| read_content(content)));
    read.unwrap_or_else(|_| Err(ImportRefusal::Damaged("unreadable".to_owned())))
}

fn read_content(content: &[u8]) -> Result<(FileKind, Table), ImportRefusal> {
    const ZIP: &[u8] = b"PK\x03\x04";
    const OLE: &[u8] = b"\xD0\xCF\x11\xE0";
    let (kind, mut rows) = if content.starts_with(ZIP) {
        (FileKind::Xlsx, xlsx_file::rows(content)?)
    } else if content.starts_with(OLE) || content.starts_with(b"%PDF") || (!is_wide(content) && content.contains(&0)) {
        return Err(ImportRefusal::FormatUnknown);
    } else {
        (FileKind::Csv, csv_file::rows(&text::decode(content)?)?)
    };
    rows.headings = trimmed(rows.headings);
    if rows.headings.iter().all(String::is_empty) {
        return Err(ImportRefusal::HeadingsMissing);
    }
    Ok((kind, rows))
}

/// Text in UTF-16 says so in its first bytes.
fn is_wide(content: &[u8]) -> bool {
    content.starts_with(b"\xFF\xFE") || content.starts_with(b"\xFE\xFF")
}

/// Empty headings at the end are no columns: spreadsheets write them where a cell once was.
fn trimmed(mut headings: Vec<String>) -> Vec<String> {
    while headings.last().is_some_and(String::is_empty) {
        headings.pop();
    }
    headings
}

/// Rows as they come, within the limits; the first that is not empty has the headings.
#[derive(Default)]
struct Rows(Table);

impl Rows {
    fn add(&mut self, number: u32, cells: Vec<String>) -> Result<(), ImportRefusal> {
        if cells.len() > COLUMNS_MOST && cells[COLUMNS_MOST..].iter().any(|cell| !cell.is_empty()) {
            let (columns, most) = (cells.len(), COLUMNS_MOST);
            return Err(ImportRefusal::TooManyColumns { columns, most });
        }
        if cells.iter().all(String::is_empty) {
            return Ok(());
        }
        if self.0.headings.is_empty() {
            self.0.headings = cells;
            return Ok(());
        }
        if self.0.lines.len() == ROWS_MOST {
            return Err(ImportRefusal::TooManyRows { most: ROWS_MOST });
        }
        self.0.lines.push(Line { number, cells });
        Ok(())
    }
}
