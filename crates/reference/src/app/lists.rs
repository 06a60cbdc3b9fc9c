//! Lists against which other capabilities check their codes.

use super::error::Result;
use super::store;
use crate::domain::{Content, Dictionary, Kind, ReferenceRefusal, in_force};
use platform::{DbError, Tx, business_day};
use std::collections::BTreeMap;

/// Some lists as they hold on the business day: read once, asked for every row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lists(BTreeMap<&'static str, Dictionary>);

/// The lists of these codes on the business day; one that was never written is as delivered.
///
/// # Errors
/// [`DbError`].
pub fn lists(tx: &mut Tx, codes: &[&'static str]) -> std::result::Result<Lists, DbError> {
    let today = business_day::get(tx)?.date();
    let mut found = BTreeMap::new();
    for code in codes {
        let versions = store::of_code(tx, Kind::Dictionary, code)?;
        if versions.is_empty() {
            found.extend(crate::seed::dictionary(code).map(|list| (*code, list.clone())));
            continue;
        }
        if let Some(Content::Dictionary(list)) = in_force(&versions, today).and_then(|one| one.content.clone()) {
            found.insert(code, list);
        }
    }
    Ok(Lists(found))
}

impl Lists {
    /// Refuses a code that a list does not offer; `field` is where somebody chose it.
    ///
    /// # Errors
    /// [`ReferenceRefusal::EntryUnknown`].
    pub fn check(&self, field: &'static str, list: &str, code: &str) -> std::result::Result<(), ReferenceRefusal> {
        if self.0.get(list).is_some_and(|known| known.offers(code)) {
            return Ok(());
        }
        let (list, code) = (list.to_owned(), code.to_owned());
        Err(ReferenceRefusal::EntryUnknown { field, list, code })
    }

    /// The code that a text of a file means, see [`Dictionary::code_of`]; the text itself when no entry is meant.
    #[must_use]
    pub fn code_of(&self, list: &str, text: &str) -> String {
        let known = self.0.get(list).and_then(|known| known.code_of(text));
        known.unwrap_or(text).to_owned()
    }

    /// The codes of a list with their words, Chinese and English, retired or not.
    pub fn words(&self) -> impl Iterator<Item = (&'static str, &Dictionary)> {
        self.0.iter().map(|(code, list)| (*code, list))
    }
}

/// Refuses a code that a list does not offer on the business day; `field` is where somebody chose it.
///
/// # Errors
/// [`ReferenceRefusal::EntryUnknown`], [`DbError`].
pub fn check_entry(tx: &mut Tx, field: &'static str, list: &'static str, code: &str) -> Result<()> {
    Ok(lists(tx, &[list])?.check(field, list, code)?)
}
