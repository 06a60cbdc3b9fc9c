//! Write a version.

use super::error::{ReferenceError, Result};
use super::record::told;
use super::store;
use crate::domain::{Change, Content, ReferenceRefusal, Version, in_force};
use platform::command::{CommandContext, Outcome, run_command};
use platform::{AuditLine, Db, Tx};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What a change did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    /// The code.
    pub code: String,
    /// The revision that was written.
    pub revision: u32,
    /// What held on the first day of the change before it.
    pub before: Option<Value>,
    /// What holds on that day now.
    pub after: Value,
}

/// Writes a version.
///
/// # Errors
/// [`ReferenceRefusal`], and what commands may answer.
pub fn change(db: &Db, context: &CommandContext, wanted: &Change) -> Result<Outcome<Changed>> {
    run_command(db, context, wanted.kind.command(), wanted, |tx| {
        apply(tx, context, wanted)
    })
}

/// [`change`] inside a transaction.
///
/// # Errors
/// As [`change`], but for those of commands.
pub fn apply(tx: &mut Tx, context: &CommandContext, wanted: &Change) -> Result<Changed> {
    let versions = store::of_code(tx, wanted.kind, &wanted.code)?;
    let after = Version {
        recorded_at: context.now,
        recorded_by: context.actor.login.clone(),
        on_behalf_of: context.actor.on_behalf_of.clone(),
        ..wanted.apply(&versions)?
    };
    check_names(tx, &after)?;
    check_bound(&after)?;
    let before = in_force(&versions, after.effective_from).map(told);
    store::insert(tx, wanted.kind, &after).map_err(|error| {
        if error.is_unique_violation() {
            ReferenceRefusal::ChangedMeanwhile.into()
        } else {
            ReferenceError::from(error)
        }
    })?;
    let changed = Changed {
        code: after.code.clone(),
        revision: after.revision,
        before,
        after: told(&after),
    };
    tx.audit(AuditLine {
        action: "reference.changed",
        object_kind: "reference",
        object_id: format!("{}/{}", wanted.kind.name(), changed.code),
        before: changed.before.clone(),
        after: Some(changed.after.clone()),
    });
    Ok(changed)
}

/// Lists whose codes rules of the program are about: their words change, a code that no rule knows would mean nothing.
const BOUND: [&str; 2] = ["customer_kind", "identity_kind"];

fn check_bound(version: &Version) -> Result<()> {
    let (Some(Content::Dictionary(list)), true) = (&version.content, BOUND.contains(&version.code.as_str())) else {
        return Ok(());
    };
    let known = crate::seed::dictionary(&version.code);
    match known.and_then(|known| known.lacks(list).first().map(|entry| entry.code.clone())) {
        Some(code) => Err(ReferenceRefusal::EntryNotKnown {
            list: version.code.clone(),
            code,
        }
        .into()),
        None => Ok(()),
    }
}

/// The organisation and the calendar that an organisation's days name must be there.
fn check_names(tx: &mut Tx, version: &Version) -> Result<()> {
    let Some(Content::WorkingDays(own)) = &version.content else {
        return Ok(());
    };
    if !access::app::list_organisations(tx)?
        .iter()
        .any(|one| one.code == version.code)
    {
        let code = version.code.clone();
        return Err(ReferenceRefusal::OrganisationUnknown { code }.into());
    }
    let versions = store::of_code(tx, crate::domain::Kind::Calendar, &own.calendar)?;
    if versions.iter().all(|one| one.content.is_none()) {
        let code = own.calendar.clone();
        return Err(ReferenceRefusal::CalendarUnknown { code }.into());
    }
    Ok(())
}
