//! What a list is asked for.

use super::query_where::{Conditions, composed};
use crate::domain::{Field, Kind, List};
use kernel::{CivilDate, Currency};
use platform::http::{Problem, Sort};
use platform::predicate::{FieldKind, FieldSpec, Predicate};
use std::collections::HashMap;

/// A list with everything that was asked of it.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The list.
    pub list: &'static List,
    /// Which rows.
    pub conditions: Conditions,
    /// In which order.
    pub order: Ordered,
    /// The composed search, which the conditions contain: for a list that has quicker ways to some of it.
    pub search: Option<Predicate>,
    /// Permissions without one of which a file of it is not handed out, besides those of the list and its fields.
    pub needs: Vec<&'static str>,
    /// The words of its dictionaries, for a file.
    pub words: Words,
}

/// Words of dictionaries: by name and code, Chinese and English.
pub type Words = HashMap<(&'static str, String), (String, String)>;

/// An order that the list knows.
#[derive(Debug, Clone, Copy)]
pub struct Ordered {
    /// By what.
    pub field: &'static Field,
    /// As it stands in addresses and cursors.
    pub sort: Sort,
}

/// Understands the order and the composed search of a list on a business date, and adds the search to the list's own
/// conditions.
///
/// # Errors
/// `platform.sort_invalid`, or a problem of the composed search.
pub fn understand(
    list: &'static List,
    mut conditions: Conditions,
    (sort, search): (Option<&str>, Option<&str>),
    on: CivilDate,
) -> Result<Asked, Problem> {
    let sort = Sort::parse(sort, &list.orders())?;
    let field = list.field(sort.field).expect("an order of a list is one of its fields");
    let mut composed_search = None;
    if let Some(text) = search.filter(|text| !text.is_empty()) {
        let specs: Vec<FieldSpec> = list.searched().map(spec).collect();
        let predicate = Predicate::parse(text, &specs)?;
        conditions.and_fragment(composed(list, &predicate, on));
        composed_search = Some(predicate);
    }
    Ok(Asked {
        list,
        conditions,
        order: Ordered { field, sort },
        search: composed_search,
        needs: Vec::new(),
        words: Words::new(),
    })
}

fn spec(field: &'static Field) -> FieldSpec {
    let codes = || List::words(field).iter().map(|(code, ..)| *code).collect();
    let kind = match field.kind {
        Kind::Text | Kind::Listed(_) | Kind::Nested(_) | Kind::Among(_) | Kind::Numbered(_) | Kind::Moment => {
            FieldKind::Text
        }
        Kind::Currency => FieldKind::OneOf(Currency::all().map(Currency::code).collect()),
        Kind::Choice(_) | Kind::Flag => FieldKind::OneOf(codes()),
        Kind::Amount => FieldKind::Money,
        Kind::Number => FieldKind::Number,
        Kind::Rate => FieldKind::Rate,
        Kind::Date(gaps) => FieldKind::Date(gaps),
    };
    FieldSpec { name: field.key, kind }
}
