//! The rows of a list as the cells of a file.

use super::asked::{Asked, Words};
use super::query::whole_statement;
use crate::domain::{Field, Kind, List};
use export::app::{ExportError, Rows};
use export::domain::{Cell, Column, ColumnKind, ExportRefusal};
use kernel::{AnnualRate, CivilDate, Currency, Money, OrgId, Timestamp};
use platform::keys::FieldKeys;
use platform::{Row, Sight};
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
            | Kind::Listed(_)
            | Kind::Nested(_)
            | Kind::Currency
            | Kind::Among(_)
            | Kind::Numbered(_)
            | Kind::Moment
            | Kind::Flag => ColumnKind::Text,
        },
    };
    chosen.iter().map(titled).collect()
}

/// For whom a file is made.
#[derive(Debug, Clone)]
pub struct Reader {
    /// Whether its words are English.
    pub english: bool,
    /// The guarded fields that they see.
    pub sight: Sight,
    /// The keys, when masked texts are told whole.
    pub whole: Option<Arc<FieldKeys>>,
}

/// The rows of a file: the chosen columns of all rows that are asked for. What the reader may not see is named as such.
#[must_use]
pub fn rows_of(asked: Asked, chosen: Vec<&'static Field>, reader: Reader) -> Rows {
    Box::new(move |tx, take| {
        let (sql, params) = whole_statement(&asked, &columns_of(asked.list, &chosen, &reader));
        tx.try_for_each(&sql, &params, |row| {
            let of = (asked.list, &reader, &asked.words);
            let read = |(index, field): (usize, &&'static Field)| content(row, index, field, of);
            let contents: Vec<Content> = chosen.iter().enumerate().map(read).collect::<Result<_, _>>()?;
            let cells: Vec<Cell<'_>> = contents.iter().map(Content::cell).collect();
            take(&cells)
        })
    })
}

/// The chosen columns, then to whom the row belongs, its currency and its id.
fn columns_of(list: &List, chosen: &[&'static Field], reader: &Reader) -> String {
    let column = |field: &&'static Field| match field.sealed {
        Some(sealed) if reader.whole.is_some() => sealed.column,
        _ => field.column_en.filter(|_| reader.english).unwrap_or(field.column),
    };
    let columns: Vec<&str> = chosen.iter().map(column).collect();
    let (organisation, officer) = list.owners.map_or(("NULL", "NULL"), |of| (of.organisation, of.officer));
    format!(
        "{}, {organisation}, {officer}, {}, {}",
        columns.join(", "),
        list.currency.unwrap_or("NULL"),
        list.id
    )
}

/// Whether the reader sees a field of a row. Where rows belong to nobody it is seen on all of them or on none.
fn is_seen(row: &Row, field: &Field, list: &List, sight: &Sight) -> bool {
    match (field.guard, list.owners) {
        (None, _) => true,
        (Some(permission), Some(_)) => {
            let (organisation, officer) = (row.len() - 4, row.len() - 3);
            sight.covers(permission, OrgId(row.id(organisation)), row.text(officer))
        }
        (Some(permission), None) => sight.of(permission).is_all(),
    }
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
    (list, reader, words): (&List, &Reader, &Words),
) -> Result<Content, ExportError> {
    let english = reader.english;
    if !is_seen(row, field, list, &reader.sight) {
        return Ok(Content::Text(unseen(english).to_owned()));
    }
    if row.is_null(index) {
        return Ok(Content::Nothing);
    }
    if let (Some(sealed), Some(keys)) = (field.sealed, &reader.whole) {
        let place = (sealed.place)(row.id(row.len() - 1));
        let open = keys.decrypt(row.bytes(index), &place)?;
        return Ok(Content::Text(String::from_utf8_lossy(&open).into_owned()));
    }
    Ok(match field.kind {
        Kind::Numbered(make) => Content::Text(make(row.int(index), row.id(row.len() - 1))),
        Kind::Text | Kind::Among(_) | Kind::Choice(_) | Kind::Currency => {
            Content::Text(field.word(row.text(index), english).to_owned())
        }
        Kind::Listed(name) | Kind::Nested(name) => Content::Text(listed(words, (name, row.text(index)), english)),
        Kind::Flag => Content::Text(flag(row.bool(index), english).to_owned()),
        Kind::Amount => Content::Amount(Money::new(row.int(index), currency(row)?)),
        Kind::Number => Content::Number(row.int(index)),
        Kind::Rate => Content::Rate(AnnualRate::from_e10(row.int(index))),
        Kind::Date(_) => Content::Date(row.civil_date(index)),
        Kind::Moment => Content::Text(Timestamp::from_millis(row.int(index)).to_string()),
    })
}

/// What stands in a cell that the reader may not see: an empty one would say that there is nothing.
fn unseen(english: bool) -> &'static str {
    if english { "not permitted" } else { "无权查看" }
}

fn listed(words: &Words, (name, code): (&'static str, &str), english: bool) -> String {
    let known = words.get(&(name, code.to_owned()));
    let word = known.map(|(zh, en)| if english { en } else { zh });
    word.map_or(code, String::as_str).to_owned()
}

fn currency(row: &Row) -> Result<Currency, ExportError> {
    Currency::parse(row.text(row.len() - 2)).map_err(|cause| ExportError::Rows(cause.to_string()))
}

fn flag(yes: bool, english: bool) -> &'static str {
    let (_, zh, en) = crate::domain::FLAGS[usize::from(!yes)];
    if english { en } else { zh }
}
