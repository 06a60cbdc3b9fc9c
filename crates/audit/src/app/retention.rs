//! The rules in force, and new versions of them.

use super::error::Result;
use super::store;
use crate::domain::{AuditRefusal, Keep, KeepVersion, in_force};
use kernel::{CivilDate, Timestamp};
use platform::clock::china_date;
use platform::command::{CommandContext, Outcome, run_command};
use platform::{AuditLine, Db, DbError, Tx};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

/// The day of a moment in China: retention is counted in days of the calendar, not in the lender's business days.
#[must_use]
pub fn today(now: Timestamp) -> CivilDate {
    china_date(now).date()
}

/// Every version of every rule.
///
/// # Errors
/// [`DbError`].
pub fn list_retention(tx: &mut Tx) -> std::result::Result<Vec<KeepVersion>, DbError> {
    store::list_versions(tx)
}

/// What a change of a rule did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    /// What the lines are about.
    pub area: String,
    /// The revision that was written.
    pub revision: u32,
    /// What would hold on the first day without it.
    pub before: Option<Value>,
    /// What holds on that day.
    pub after: Value,
}

/// Writes a version of a rule.
///
/// # Errors
/// [`AuditRefusal`], and what commands may answer.
pub fn change_retention(db: &Db, context: &CommandContext, wanted: &Keep) -> Result<Outcome<Changed>> {
    run_command(db, context, "audit.change_retention", wanted, |tx| {
        change_retention_in(tx, context, wanted)
    })
}

/// [`change_retention`] inside a transaction.
///
/// # Errors
/// As [`change_retention`], but for those of commands.
pub fn change_retention_in(tx: &mut Tx, context: &CommandContext, wanted: &Keep) -> Result<Changed> {
    wanted.check(today(context.now))?;
    let versions = store::list_versions(tx)?;
    let of_area = versions.iter().filter(|version| version.keep.area == wanted.area);
    let last = of_area.map(|version| version.keep.revision).max().unwrap_or(0);
    if last != wanted.revision {
        return Err(AuditRefusal::ChangedMeanwhile.into());
    }
    let after = KeepVersion {
        keep: Keep {
            revision: last + 1,
            source: wanted.source.trim().to_owned(),
            ..wanted.clone()
        },
        recorded_at: context.now,
        recorded_by: context.actor.login.clone(),
    };
    let before = in_force(&versions, &wanted.area, wanted.effective_from).map(told);
    store::insert_version(tx, &after).map_err(|error| {
        if error.is_unique_violation() {
            AuditRefusal::ChangedMeanwhile.into()
        } else {
            super::AuditError::from(error)
        }
    })?;
    let changed = Changed {
        area: wanted.area.clone(),
        revision: after.keep.revision,
        before,
        after: told(&after),
    };
    tx.audit(AuditLine {
        action: "audit.retention_changed",
        object_kind: "audit_retention",
        object_id: changed.area.clone(),
        before: changed.before.clone(),
        after: Some(changed.after.clone()),
    });
    Ok(changed)
}

fn told(version: &KeepVersion) -> Value {
    let keep = &version.keep;
    json!({ "months": keep.months, "effective_from": keep.effective_from, "source": keep.source })
}

/// Writes down that somebody took the file of an archive.
///
/// # Errors
/// [`DbError`].
pub fn note_download(tx: &mut Tx, context: &CommandContext, archive: Uuid) -> std::result::Result<(), DbError> {
    tx.act_as(&context.actor, &context.request_id, context.now);
    tx.audit(AuditLine {
        action: "audit.archive_downloaded",
        object_kind: "audit_archive",
        object_id: archive.to_string(),
        before: None,
        after: None,
    });
    Ok(())
}
