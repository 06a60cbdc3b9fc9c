//! The change that makes a version.

use super::content::{Content, check_code};
use super::error::ReferenceRefusal;
use super::kind::Kind;
use super::periods::in_force;
use super::version::Version;
use kernel::{CivilDate, Timestamp};
use serde::Serialize;

/// Versions that one code may have.
pub const REVISIONS_OF_A_CODE: u32 = 2_000;
const TEXT_MAX: usize = 200;

/// A change of a code as somebody wants it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Of which kind.
    pub kind: Kind,
    /// Of which code.
    pub code: String,
    /// The last revision that its maker saw; 0 for a new code.
    pub revision: u32,
    /// The first day on which it is to hold.
    pub effective_from: CivilDate,
    /// The day on which it no longer holds.
    pub effective_until: Option<CivilDate>,
    /// What it says; nothing withdraws what holds from its first day.
    pub content: Option<Content>,
    /// Who published it, and where.
    pub source: String,
    /// Why.
    pub reason: String,
}

impl Change {
    /// The version that the change makes of those before it; when and by whom is filled in by whoever stores it.
    ///
    /// # Errors
    /// [`ReferenceRefusal`], in the order of its variants.
    pub fn apply(&self, before: &[Version]) -> Result<Version, ReferenceRefusal> {
        check_code(&self.code)?;
        for (field, text) in [("source", &self.source), ("reason", &self.reason)] {
            if text.trim().is_empty() || text.chars().count() > TEXT_MAX {
                return Err(ReferenceRefusal::TextInvalid { field });
            }
        }
        if self.effective_until.is_some_and(|until| until <= self.effective_from) {
            return Err(ReferenceRefusal::PeriodEmpty);
        }
        let last = before.iter().map(|version| version.revision).max().unwrap_or(0);
        if last != self.revision {
            return Err(ReferenceRefusal::ChangedMeanwhile);
        }
        if last >= REVISIONS_OF_A_CODE {
            return Err(ReferenceRefusal::TooManyRevisions {
                most: REVISIONS_OF_A_CODE,
            });
        }
        let holds = in_force(before, self.effective_from);
        match &self.content {
            Some(content) if content.kind() != self.kind => return Err(ReferenceRefusal::KindMismatch),
            Some(content) => {
                content.check(&self.code, self.effective_from)?;
                if let Some(before) = holds.and_then(|version| version.content.as_ref()) {
                    content.check_after(before)?;
                }
            }
            None if holds.is_none_or(|version| version.effective_from != self.effective_from) => {
                return Err(ReferenceRefusal::NothingToWithdraw);
            }
            None => {}
        }
        let version = self.version(last + 1);
        if holds.is_some_and(|old| old.says_the_same(&version)) {
            return Err(ReferenceRefusal::NothingChanges);
        }
        Ok(version)
    }

    fn version(&self, revision: u32) -> Version {
        Version {
            code: self.code.clone(),
            revision,
            effective_from: self.effective_from,
            effective_until: self.content.as_ref().map_or(self.effective_until, |content| {
                content.until(self.effective_from).or(self.effective_until)
            }),
            content: self.content.clone(),
            source: self.source.trim().to_owned(),
            reason: self.reason.trim().to_owned(),
            recorded_at: Timestamp::from_millis(0),
            recorded_by: String::new(),
            on_behalf_of: None,
        }
    }
}
