//! Lists of codes with their words.

use super::error::ReferenceRefusal;
use super::text::check_name;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// All regions down to counties (about 3,200) or all classes of industries (about 2,000) are one list.
const ENTRIES_MAX: usize = 4_000;
const CODE_MAX: usize = 32;

/// A list of codes, in the order in which they are offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dictionary {
    /// Chinese name of the list.
    pub name_zh: String,
    /// English name of the list.
    pub name_en: String,
    /// Its entries.
    pub entries: Vec<Entry>,
}

/// One code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// What is stored.
    pub code: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// The colour of its state.
    pub tone: Tone,
    /// Whether it is shown where it was used, and no longer offered.
    pub retired: bool,
}

/// A colour of the screens; it means a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// In order.
    Green,
    /// To be watched.
    Gold,
    /// Late.
    Orange,
    /// Bad.
    Red,
    /// Written off, or with the law.
    Purple,
    /// In work.
    Blue,
    /// Nothing to be said.
    Grey,
}

impl Dictionary {
    /// The entry of a code, retired or not.
    #[must_use]
    pub fn find(&self, code: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.code == code)
    }

    /// The code that a text of a file means: the code itself, or its word in either language; the first of equal words.
    #[must_use]
    pub fn code_of(&self, text: &str) -> Option<&str> {
        let by_word = || self.entries.iter().find(|one| one.zh == text || one.en == text);
        Some(self.find(text).or_else(by_word)?.code.as_str())
    }

    /// Whether a code may be chosen.
    #[must_use]
    pub fn offers(&self, code: &str) -> bool {
        self.find(code).is_some_and(|entry| !entry.retired)
    }

    /// The codes that another list has and this one has not.
    #[must_use]
    pub fn lacks<'a>(&self, other: &'a Self) -> Vec<&'a Entry> {
        let known: BTreeSet<&str> = self.entries.iter().map(|entry| entry.code.as_str()).collect();
        let lacking = |entry: &&Entry| !known.contains(entry.code.as_str());
        other.entries.iter().filter(lacking).collect()
    }

    pub(super) fn check(&self) -> Result<(), ReferenceRefusal> {
        check_name("name_zh", &self.name_zh)?;
        check_name("name_en", &self.name_en)?;
        if self.entries.is_empty() || self.entries.len() > ENTRIES_MAX {
            return Err(ReferenceRefusal::EntryCount { most: ENTRIES_MAX });
        }
        let mut seen = BTreeSet::new();
        for entry in &self.entries {
            let code = entry.code.clone();
            let sound = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
            if code.is_empty() || code.len() > CODE_MAX || !code.chars().all(sound) {
                return Err(ReferenceRefusal::EntryCodeInvalid { code });
            }
            check_name("entries", &entry.zh)?;
            check_name("entries", &entry.en)?;
            if !seen.insert(entry.code.as_str()) {
                return Err(ReferenceRefusal::EntryTwice { code });
            }
        }
        Ok(())
    }

    /// What was used once must still be shown.
    pub(super) fn check_after(&self, before: &Self) -> Result<(), ReferenceRefusal> {
        match self.lacks(before).first() {
            Some(gone) => Err(ReferenceRefusal::EntryRemoved {
                code: gone.code.clone(),
            }),
            None => Ok(()),
        }
    }
}
