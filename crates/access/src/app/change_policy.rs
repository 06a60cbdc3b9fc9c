//! Change what sign-in demands. A change is a new version; what held before stays to be read.

use platform::{AuditLine, CommandContext, Tx};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::app::error::AccessError;
use crate::app::store_policy::{self, PolicyRow};
use crate::domain::{AccessRefusal, SignInPolicy};

const SOURCE_MAX: usize = 200;

/// A policy as somebody wants it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyDraft {
    /// The numbers.
    pub policy: SignInPolicy,
    /// Where it comes from: 1 to 200 characters.
    pub source: String,
}

/// Puts a policy into force from now on.
///
/// # Errors
/// [`AccessRefusal::PolicyOutOfBounds`], [`AccessRefusal::SourceInvalid`].
pub fn change_policy(tx: &mut Tx, context: &CommandContext, draft: &PolicyDraft) -> Result<PolicyRow, AccessError> {
    draft.policy.check_bounds()?;
    let source = draft.source.trim();
    if source.is_empty() || source.chars().count() > SOURCE_MAX {
        return Err(AccessRefusal::SourceInvalid.into());
    }
    let before = store_policy::get_policy_row(tx, context.now)?;
    let row = PolicyRow {
        // Two changes never begin at the same moment, so that each has its row.
        effective_at: context.now.millis().max(before.effective_at + 1),
        policy: draft.policy,
        source: source.to_owned(),
        changed_by: context.actor.login.clone(),
    };
    store_policy::insert_policy(tx, &row)?;
    tx.audit(AuditLine {
        action: "access.policy_changed",
        object_kind: "sign_in_policy",
        object_id: "1".to_owned(),
        before: Some(told(&before)),
        after: Some(told(&row)),
    });
    Ok(row)
}

/// A policy as the audit trail and a difference tell it.
#[must_use]
pub fn told(row: &PolicyRow) -> Value {
    let mut told = serde_json::to_value(row.policy).unwrap_or_default();
    told["source"] = json!(row.source);
    told
}
