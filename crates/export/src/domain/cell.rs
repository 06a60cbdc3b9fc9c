use kernel::{AnnualRate, CivilDate, Money};
use std::borrow::Cow;

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Text.
    Text,
    /// Amounts; their currency is a column of its own.
    Amount,
    /// Whole numbers.
    Number,
    /// Rates, shown in percent.
    Rate,
    /// Days.
    Date,
}

/// A column of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its title in the reader's language.
    pub title: &'static str,
    /// What its cells are.
    pub kind: ColumnKind,
}

/// A cell of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell<'a> {
    /// Nothing.
    Empty,
    /// Text.
    Text(&'a str),
    /// An amount.
    Amount(Money),
    /// A whole number.
    Number(i64),
    /// A rate.
    Rate(AnnualRate),
    /// A day.
    Date(CivilDate),
}

/// A text as a cell of a CSV file, such that no spreadsheet takes it for a formula: an apostrophe stands before what begins
/// like one (OWASP, CSV Injection).
#[must_use]
pub fn harmless(text: &str) -> Cow<'_, str> {
    match text.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠') => {
            Cow::Owned(format!("'{text}"))
        }
        _ => Cow::Borrowed(text),
    }
}
