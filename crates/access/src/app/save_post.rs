//! Add a post, rename it, retire it.

use platform::{AuditLine, Tx};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::app::error::AccessError;
use crate::app::store_post::{self, PostRow};
use crate::domain::{PostRefusal, UserName, post_code};

/// A post as somebody wants it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostDraft {
    /// Stable code; names the post to be changed, or the new one.
    pub code: String,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// Whether it is given to nobody any more.
    pub is_retired: bool,
}

/// Adds a post.
///
/// # Errors
/// [`PostRefusal::CodeInvalid`], [`crate::AccessRefusal::NameInvalid`], [`PostRefusal::Taken`].
pub fn add_post(tx: &mut Tx, draft: &PostDraft) -> Result<PostRow, AccessError> {
    let row = row_of(draft)?;
    if store_post::find_post(tx, &row.code)?.is_some() {
        return Err(PostRefusal::Taken { code: row.code }.into());
    }
    store_post::insert_post(tx, &row)?;
    audit(tx, "access.post_added", None, &row);
    Ok(row)
}

/// Renames a post, retires it, or takes it up again. Who has a retired post keeps it.
///
/// # Errors
/// [`PostRefusal::CodeInvalid`], [`crate::AccessRefusal::NameInvalid`], [`PostRefusal::Unknown`].
pub fn change_post(tx: &mut Tx, draft: &PostDraft) -> Result<PostRow, AccessError> {
    let mut row = row_of(draft)?;
    let unknown = || PostRefusal::Unknown { code: row.code.clone() };
    let before = store_post::find_post(tx, &row.code)?.ok_or_else(unknown)?;
    row.users = before.users;
    store_post::update_post(tx, &row)?;
    audit(tx, "access.post_changed", Some(&before), &row);
    Ok(row)
}

/// Refuses to give somebody a post that does not exist, or a retired one that they do not have already.
pub(crate) fn check_post(tx: &mut Tx, wanted: &str, present: Option<&str>) -> Result<(), AccessError> {
    let code = wanted.to_owned();
    match store_post::find_post(tx, wanted)? {
        None => Err(PostRefusal::Unknown { code }.into()),
        Some(post) if post.is_retired && present != Some(wanted) => Err(PostRefusal::Retired { code }.into()),
        Some(_) => Ok(()),
    }
}

fn row_of(draft: &PostDraft) -> Result<PostRow, AccessError> {
    Ok(PostRow {
        code: post_code(&draft.code)?,
        name_zh: UserName::parse(&draft.name_zh)?.as_str().to_owned(),
        name_en: UserName::parse(&draft.name_en)?.as_str().to_owned(),
        is_retired: draft.is_retired,
        users: 0,
    })
}

fn audit(tx: &mut Tx, action: &'static str, before: Option<&PostRow>, after: &PostRow) {
    let told = |row: &PostRow| -> Value {
        json!({ "name_zh": row.name_zh, "name_en": row.name_en, "is_retired": row.is_retired })
    };
    tx.audit(AuditLine {
        action,
        object_kind: "post",
        object_id: after.code.clone(),
        before: before.map(told),
        after: Some(told(after)),
    });
}
