//! Keep what somebody typed and did not send. Encrypted: it may be personal data. Not in the audit trail: nothing was done yet.

use super::error::{PreferenceError, Result};
use super::{query, store};
use crate::domain::{DRAFTS_OF_A_USER, DraftContent, PlaceName, PreferenceRefusal};
use kernel::{Timestamp, UserId};
use platform::keys::FieldKeys;
use platform::{CommandContext, Db, Tx, run_command};
use serde_json::Value;

/// A draft as its user left it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptDraft {
    /// The form's own JSON.
    pub content: Value,
    /// Counts the changes.
    pub version: i64,
    /// When it was last kept.
    pub changed_at: Timestamp,
}

/// What ties a draft to its user and form.
pub(super) fn place(user: UserId, form: &str) -> Vec<u8> {
    FieldKeys::place("form_draft", form, user.uuid())
}

/// The draft of a form.
///
/// # Errors
/// [`PreferenceError::Key`] when it was made with another key.
pub fn find_draft(tx: &mut Tx, keys: &FieldKeys, user: UserId, form: &PlaceName) -> Result<Option<KeptDraft>> {
    let Some(sealed) = query::find_draft(tx, user, form.as_str(), "")? else {
        return Ok(None);
    };
    let plain = keys.decrypt(&sealed.content, &place(user, form.as_str()))?;
    let content = serde_json::from_slice(&plain).map_err(|error| PreferenceError::Stored(error.to_string()))?;
    Ok(Some(KeptDraft {
        content,
        version: sealed.version,
        changed_at: sealed.changed_at,
    }))
}

/// Keeps a draft in place of the version that the user saw (0 when there was none); the new version. Two windows with
/// one form do not overwrite each other unnoticed.
///
/// # Errors
/// [`PreferenceRefusal`]: `TooMany`, `ChangedMeanwhile`.
pub fn keep_draft(
    db: &Db,
    keys: &FieldKeys,
    context: &CommandContext,
    form: &PlaceName,
    (seen, content): (i64, &DraftContent),
) -> Result<i64> {
    let user = context.actor.user_id;
    let sealed = keys.encrypt(content.json().to_string().as_bytes(), &place(user, form.as_str()));
    let fingerprint = (form.as_str(), seen, content.json());
    run_command(db, context, "preference.keep_draft", &fingerprint, |tx| {
        let lock = tx.row_lock();
        let version = query::find_draft(tx, user, form.as_str(), lock)?.map_or(0, |draft| draft.version);
        if version != seen {
            return Err(PreferenceRefusal::ChangedMeanwhile.into());
        }
        store::put_draft(tx, user, form.as_str(), sealed.clone(), (version + 1, context.now))?;
        if store::count_drafts(tx, user)? > DRAFTS_OF_A_USER {
            let most = DRAFTS_OF_A_USER;
            return Err(PreferenceRefusal::TooMany { most }.into());
        }
        Ok(version + 1)
    })
    .map(|outcome| outcome.value)
}

/// Throws a draft away.
///
/// # Errors
/// The database's.
pub fn discard_draft(db: &Db, context: &CommandContext, form: &PlaceName) -> Result<()> {
    run_command(db, context, "preference.discard_draft", &form.as_str(), |tx| {
        store::delete_draft(tx, context.actor.user_id, form.as_str())
    })
    .map(|outcome| outcome.value)
}
