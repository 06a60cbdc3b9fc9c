//! Writes the rows of a list as a file. Rows come and go one by one; the file grows in a temporary one (XLSX) or in memory (CSV).

use super::error::{ExportError, Result};
use crate::domain::{BYTES_OF_A_FILE, Cell, Column, ColumnKind, ExportRefusal, Format, Mark, harmless};
use kernel::Money;
use rust_xlsxwriter::{Color, Format as Style, FormatAlign, Workbook, XlsxError};
use std::borrow::Cow;

/// A file in the making.
pub struct Sheet(Kind);

enum Kind {
    Xlsx(Box<Xlsx>),
    Csv(Box<Csv>),
}

struct Xlsx {
    book: Workbook,
    columns: Vec<Column>,
    styles: Styles,
    row: u32,
}

struct Styles {
    amount: Style,
    number: Style,
    rate: Style,
    date: Style,
    title: Style,
    mark: Style,
}

struct Csv {
    writer: csv::Writer<Vec<u8>>,
    mark: Mark,
}

impl From<XlsxError> for ExportError {
    fn from(error: XlsxError) -> Self {
        Self::File(error.to_string())
    }
}

impl From<csv::Error> for ExportError {
    fn from(error: csv::Error) -> Self {
        Self::File(error.to_string())
    }
}

impl Sheet {
    /// Begins a file: mark and titles in XLSX, titles in CSV, whose mark is its last line.
    ///
    /// # Errors
    /// [`ExportError::File`].
    pub fn begin(format: Format, columns: &[Column], mark: &Mark) -> Result<Self> {
        Ok(Self(match format {
            Format::Xlsx => Kind::Xlsx(Box::new(Xlsx::begin(columns, mark)?)),
            Format::Csv => Kind::Csv(Box::new(Csv::begin(columns, mark)?)),
        }))
    }

    /// Adds a row, a cell for each column.
    ///
    /// # Errors
    /// [`ExportError::File`], or [`ExportRefusal::TooLarge`].
    pub fn add(&mut self, cells: &[Cell<'_>]) -> Result<()> {
        match &mut self.0 {
            Kind::Xlsx(file) => file.add(cells),
            Kind::Csv(file) => file.add(cells),
        }
    }

    /// The finished file.
    ///
    /// # Errors
    /// [`ExportError::File`], or [`ExportRefusal::TooLarge`].
    pub fn finish(self) -> Result<Vec<u8>> {
        let bytes = match self.0 {
            Kind::Xlsx(mut file) => file.book.save_to_buffer()?,
            Kind::Csv(file) => file.finish()?,
        };
        if bytes.len() > BYTES_OF_A_FILE {
            return Err(too_large());
        }
        Ok(bytes)
    }
}

fn too_large() -> ExportError {
    let most = BYTES_OF_A_FILE;
    ExportRefusal::TooLarge { most }.into()
}

const TITLES_ROW: u32 = 1;

impl Xlsx {
    fn begin(columns: &[Column], mark: &Mark) -> Result<Self> {
        let mut book = Workbook::new();
        let styles = Styles {
            amount: Style::new().set_num_format("#,##0.00"),
            number: Style::new().set_num_format("#,##0"),
            rate: Style::new().set_num_format("0.00##%"),
            date: Style::new().set_num_format("yyyy-mm-dd"),
            title: Style::new().set_bold().set_background_color(Color::RGB(0x00ED_F0F4)),
            mark: Style::new()
                .set_font_color(Color::RGB(0x007A_8494))
                .set_align(FormatAlign::Left),
        };
        let sheet = book.add_worksheet_with_constant_memory();
        let text = mark.text();
        // What stands on every printed page; an ampersand would be a command there.
        sheet.set_header(format!("&C&8{}", text.replace('&', "&&")));
        for (index, column) in (0..).zip(columns) {
            sheet.set_column_width(index, width_of(column.kind))?;
        }
        sheet.write_string_with_format(0, 0, &text, &styles.mark)?;
        sheet.set_freeze_panes(TITLES_ROW + 1, 0)?;
        for (index, column) in (0..).zip(columns) {
            sheet.write_string_with_format(TITLES_ROW, index, column.title, &styles.title)?;
        }
        Ok(Self {
            book,
            columns: columns.to_vec(),
            styles,
            row: TITLES_ROW,
        })
    }

    fn add(&mut self, cells: &[Cell<'_>]) -> Result<()> {
        self.row += 1;
        let (row, styles) = (self.row, &self.styles);
        let sheet = self.book.worksheet_from_index(0)?;
        for ((index, cell), _) in (0..).zip(cells).zip(&self.columns) {
            match cell {
                Cell::Empty => continue,
                // A string is never a formula in XLSX.
                Cell::Text(text) => sheet.write_string(row, index, fitting(text).as_ref())?,
                Cell::Amount(money) => match spreadsheet_number(*money) {
                    Some(number) => sheet.write_number_with_format(row, index, number, &styles.amount)?,
                    None => sheet.write_string(row, index, plain(*money))?,
                },
                Cell::Number(number) => sheet.write_number_with_format(row, index, *number as f64, &styles.number)?,
                Cell::Rate(rate) => {
                    sheet.write_number_with_format(row, index, rate.e10() as f64 / 1e10, &styles.rate)?
                }
                Cell::Date(date) => {
                    let serial = f64::from(date.days()) + DAYS_TO_1970;
                    sheet.write_number_with_format(row, index, serial, &styles.date)?
                }
            };
        }
        Ok(())
    }
}

/// The most characters of a cell of XLSX.
const LONGEST_CELL: usize = 32_767;

/// What a cell can hold of a text: a longer one ends with an ellipsis.
fn fitting(text: &str) -> Cow<'_, str> {
    if text.encode_utf16().count() <= LONGEST_CELL {
        return Cow::Borrowed(text);
    }
    let mut room = LONGEST_CELL - 1;
    let fits = |one: &char| {
        let wide = one.len_utf16();
        let goes = wide <= room;
        room = room.saturating_sub(wide);
        goes
    };
    let mut cut: String = text.chars().take_while(fits).collect();
    cut.push('…');
    Cow::Owned(cut)
}

/// Spreadsheets count days from 1899-12-30.
const DAYS_TO_1970: f64 = 25_569.0;

fn width_of(kind: ColumnKind) -> f64 {
    match kind {
        ColumnKind::Text => 22.0,
        ColumnKind::Amount => 16.0,
        ColumnKind::Number => 10.0,
        ColumnKind::Rate | ColumnKind::Date => 12.0,
    }
}

/// A spreadsheet's numbers have 53 bits: amounts beyond them are written as text.
fn spreadsheet_number(money: Money) -> Option<f64> {
    let minor = money.minor();
    (minor.unsigned_abs() < 1 << 53).then(|| minor as f64 / 10_f64.powi(money.currency().exponent() as i32))
}

fn plain(money: Money) -> String {
    let exponent = money.currency().exponent() as usize;
    let digits = format!("{:0>1$}", money.minor().unsigned_abs(), exponent + 1);
    let (whole, fraction) = digits.split_at(digits.len() - exponent);
    let sign = if money.minor() < 0 { "-" } else { "" };
    let point = if exponent == 0 { "" } else { "." };
    format!("{sign}{whole}{point}{fraction}")
}

impl Csv {
    fn begin(columns: &[Column], mark: &Mark) -> Result<Self> {
        let mut writer = csv::WriterBuilder::new()
            .flexible(true)
            .terminator(csv::Terminator::CRLF)
            .from_writer("\u{FEFF}".as_bytes().to_vec());
        writer.write_record(columns.iter().map(|column| column.title))?;
        Ok(Self {
            writer,
            mark: mark.clone(),
        })
    }

    fn add(&mut self, cells: &[Cell<'_>]) -> Result<()> {
        for cell in cells {
            match cell {
                Cell::Empty => self.writer.write_field("")?,
                Cell::Text(text) => self.writer.write_field(harmless(text).as_bytes())?,
                Cell::Amount(money) => self.writer.write_field(plain(*money))?,
                Cell::Number(number) => self.writer.write_field(number.to_string())?,
                Cell::Rate(rate) => self.writer.write_field(rate.to_string())?,
                Cell::Date(date) => self.writer.write_field(date.to_string())?,
            }
        }
        self.writer.write_record(None::<&[u8]>)?;
        if self.writer.get_ref().len() > BYTES_OF_A_FILE {
            return Err(too_large());
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Vec<u8>> {
        self.writer.write_record([self.mark.text()])?;
        self.writer
            .into_inner()
            .map_err(|error| ExportError::File(error.to_string()))
    }
}
