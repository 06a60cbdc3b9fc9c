//! Files that go out: templates, and rows with what is wrong with them.

use super::error::{ImportError, Result};
use export::domain::harmless;
use rust_xlsxwriter::{Color, Format as Style, Workbook, Worksheet, XlsxError};

impl From<XlsxError> for ImportError {
    fn from(error: XlsxError) -> Self {
        Self::File(error.to_string())
    }
}

impl From<csv::Error> for ImportError {
    fn from(error: csv::Error) -> Self {
        Self::File(error.to_string())
    }
}

/// A page of texts: the first row are its headings.
pub(super) struct Sheet<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its rows.
    pub rows: Vec<Vec<String>>,
}

/// A spreadsheet. All cells are text, so that numbers keep their digits and nothing is a formula.
pub(super) fn xlsx(sheets: &[Sheet<'_>]) -> Result<Vec<u8>> {
    const WIDTH: f64 = 22.0;
    let mut book = Workbook::new();
    let text = Style::new().set_num_format("@");
    let bold = Style::new()
        .set_bold()
        .set_num_format("@")
        .set_background_color(Color::RGB(0x00ED_F0F4));
    for page in sheets {
        let sheet: &mut Worksheet = book.add_worksheet();
        sheet.set_name(page.name)?;
        let columns = page.rows.iter().map(Vec::len).max().unwrap_or(0);
        for column in 0..u16::try_from(columns).unwrap_or(u16::MAX) {
            sheet.set_column_width(column, WIDTH)?;
            sheet.set_column_format(column, &text)?;
        }
        sheet.set_freeze_panes(1, 0)?;
        for (at, row) in (0_u32..).zip(&page.rows) {
            for (column, cell) in (0_u16..).zip(row) {
                sheet.write_string_with_format(at, column, cell, if at == 0 { &bold } else { &text })?;
            }
        }
    }
    Ok(book.save_to_buffer()?)
}

/// Comma-separated values in UTF-8 with a mark, as spreadsheets in Chinese expect it.
pub(super) fn csv(rows: &[Vec<String>]) -> Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{FEFF}".as_bytes().to_vec());
    for row in rows {
        writer.write_record(row.iter().map(|cell| harmless(cell).into_owned()))?;
    }
    writer
        .into_inner()
        .map_err(|error| ImportError::File(error.to_string()))
}
