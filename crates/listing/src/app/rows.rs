//! The rows of a list as the cells of a file.

use super::asked::Asked;
use super::query::whole_statement;
use crate::domain::{Field, Kind, List};
use export::app::{ExportError, Rows};
use export::domain::{Cell, Column, ColumnKind, ExportRefusal};
use kernel::{AnnualRate, CivilDate, Currency, Money, Timestamp};
use platform::Row;
use platform::keys::FieldKeys;
use std::sync::Arc;

/// The chosen columns in the order of choice.
///
/// # Errors
/// [`ExportRefusal::ColumnUnknown`] when a key is unknown or stands twice, or none is chosen.
pub fn chosen_fields(list: &List, keys: &[String]) -> Result<Vec<&'static Field>, ExportRefusal> {
    let unknown = |name: &str| ExportRefusal::ColumnUnknown { name: name.to_owned() };
    let mut chosen: Vec<&'static Field> = Vec::with_capacity(keys.len());
    for key in keys {
        let field = list.field(key).filter(|field| field.shown);
        let field = field.filter(|field| chosen.iter().all(|one| one.key != field.key));
        chosen.push(field.ok_or_else(|| unknown(key))?);
    }
    if chosen.is_empty() {
        Err(unknown(""))
    } else {
        Ok(chosen)
    }
}

/// The columns with their titles.
#[must_use]
pub fn titles(chosen: &[&'static Field], english: bool) -> Vec<Column> {
    let titled = |field: &&'static Field| Column {
        title: field.title(english),
        kind: match field.kind {
            Kind::Amount => ColumnKind::Amount,
            Kind::Number => ColumnKind::Number,
            Kind::Rate => ColumnKind::Rate,
            Kind::Date(_) => ColumnKind::Date,
            Kind::Text
            | Kind::Choice(_)
            | Kind::Currency
            | Kind::Among(_)
            | Kind::Numbered(_)
            | Kind::Moment
            | Kind::Flag => ColumnKind::Text,
        },
    };
    chosen.iter().map(titled).collect()
}

/// The rows of a file: the chosen columns of all rows that are asked for. With keys, masked texts are told whole.
#[must_use]
pub fn rows_of(asked: Asked, chosen: Vec<&'static Field>, english: bool, whole: Option<Arc<FieldKeys>>) -> Rows {
    Box::new(move |tx, take| {
        let (sql, params) = whole_statement(&asked, &columns_of(asked.list, &chosen, (english, whole.is_some())));
        tx.try_for_each(&sql, &params, |row| {
            let read = |(index, field): (usize, &&'static Field)| content(row, index, field, (english, &whole));
            let contents: Vec<Content> = chosen.iter().enumerate().map(read).collect::<Result<_, _>>()?;
            let cells: Vec<Cell<'_>> = contents.iter().map(Content::cell).collect();
            take(&cells)
        })
    })
}

/// The chosen columns, then the currency and the id of the row.
fn columns_of(list: &List, chosen: &[&'static Field], (english, whole): (bool, bool)) -> String {
    let column = |field: &&'static Field| match field.sealed {
        Some(sealed) if whole => sealed.column,
        _ => field.column_en.filter(|_| english).unwrap_or(field.column),
    };
    let columns: Vec<&str> = chosen.iter().map(column).collect();
    format!(
        "{}, {}, {}",
        columns.join(", "),
        list.currency.unwrap_or("NULL"),
        list.id
    )
}

enum Content {
    Nothing,
    Text(String),
    Amount(Money),
    Number(i64),
    Rate(AnnualRate),
    Date(CivilDate),
}

impl Content {
    fn cell(&self) -> Cell<'_> {
        match self {
            Self::Nothing => Cell::Empty,
            Self::Text(text) => Cell::Text(text),
            Self::Amount(money) => Cell::Amount(*money),
            Self::Number(number) => Cell::Number(*number),
            Self::Rate(rate) => Cell::Rate(*rate),
            Self::Date(date) => Cell::Date(*date),
        }
    }
}

fn content(
    row: &Row,
    index: usize,
    field: &Field,
    (english, whole): (bool, &Option<Arc<FieldKeys>>),
) -> Result<Content, ExportError> {
    if row.is_null(index) {
        return Ok(Content::Nothing);
    }
    if let (Some(sealed), Some(keys)) = (field.sealed, whole) {
        let place = (sealed.place)(row.id(row.len() - 1));
        let open = keys.decrypt(row.bytes(index), &place)?;
        return Ok(Content::Text(String::from_utf8_lossy(&open).into_owned()));
    }
    Ok(match field.kind {
        Kind::Numbered(make) => Content::Text(make(row.int(index), row.id(row.len() - 1))),
        Kind::Text | Kind::Among(_) | Kind::Choice(_) | Kind::Currency => {
            Content::Text(field.word(row.text(index), english).to_owned())
        }
        Kind::Flag => Content::Text(flag(row.bool(index), english).to_owned()),
        Kind::Amount => Content::Amount(Money::new(row.int(index), currency(row)?)),
        Kind::Number => Content::Number(row.int(index)),
        Kind::Rate => Content::Rate(AnnualRate::from_e10(row.int(index))),
        Kind::Date(_) => Content::Date(row.civil_date(index)),
        Kind::Moment => Content::Text(Timestamp::from_millis(row.int(index)).to_string()),
    })
}

fn currency(row: &Row) -> Result<Currency, ExportError> {
    Currency::parse(row.text(row.len() - 2)).map_err(|cause| ExportError::Rows(cause.to_string()))
}

fn flag(yes: bool, english: bool) -> &'static str {
    let (_, zh, en) = crate::domain::FLAGS[usize::from(!yes)];
    if english { en } else { zh }
}
