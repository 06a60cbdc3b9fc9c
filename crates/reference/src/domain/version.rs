//! What was said of a code.

use super::content::Content;
use kernel::{CivilDate, Timestamp};

/// One version of a code: what was said, by whom, when, and from which day on it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Of which code.
    pub code: String,
    /// Its number within the code, from 1; later ones are better knowledge.
    pub revision: u32,
    /// The first day on which it holds.
    pub effective_from: CivilDate,
    /// The day on which it no longer holds; until the next version begins when absent.
    pub effective_until: Option<CivilDate>,
    /// What it says; nothing withdraws what held from its first day.
    pub content: Option<Content>,
    /// Who published it, and where.
    pub source: String,
    /// Why it was written.
    pub reason: String,
    /// When.
    pub recorded_at: Timestamp,
    /// Login of who wrote it: of two people the one who approved.
    pub recorded_by: String,
    /// Login of who asked for it, when that is somebody else.
    pub on_behalf_of: Option<String>,
}

impl Version {
    /// Whether it says the same of the same days, with the same source.
    pub(super) fn says_the_same(&self, other: &Self) -> bool {
        (self.effective_from, self.effective_until) == (other.effective_from, other.effective_until)
            && (&self.content, &self.source) == (&other.content, &other.source)
    }
}
