//! Open a branch, change it, move it, close it.

use kernel::{CivilDate, OrgId};
use platform::{AuditLine, Tx};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::error::AccessError;
use crate::app::store_organisation::{self, OrganisationRow};
use crate::app::store_session::load_tree;
use crate::domain::{AccessRefusal, OrganisationCode, UserName};

/// An organisation as somebody wants it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganisationDraft {
    /// Stable code; names the organisation to be changed, or the new one.
    pub code: String,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// Code of the organisation above; none for the head office only.
    pub parent: Option<String>,
    /// Since when it is open.
    pub opened_on: Option<CivilDate>,
    /// Since when it is closed.
    pub closed_on: Option<CivilDate>,
}

/// Opens an organisation.
///
/// # Errors
/// [`AccessRefusal::OrganisationCodeInvalid`], [`AccessRefusal::NameInvalid`], [`AccessRefusal::OrganisationTaken`],
/// [`AccessRefusal::OrganisationUnknown`] for its parent, [`AccessRefusal::OrganisationDates`].
pub fn open_organisation(tx: &mut Tx, draft: &OrganisationDraft) -> Result<OrganisationRow, AccessError> {
    let mut row = row_of(draft)?;
    if store_organisation::find_by_code(tx, &row.code)?.is_some() {
        return Err(AccessRefusal::OrganisationTaken { code: row.code }.into());
    }
    let parent = parent_of(tx, draft)?.ok_or(AccessRefusal::OrganisationCircle)?;
    row.id = OrgId(Uuid::now_v7());
    store_organisation::insert(tx, &row, parent)?;
    audit(tx, "access.organisation_opened", None, &row);
    Ok(row)
}

/// Changes names, dates and place of an organisation. Customers and loans stay with it.
///
/// # Errors
/// As [`open_organisation`]; [`AccessRefusal::OrganisationUnknown`], [`AccessRefusal::OrganisationCircle`],
/// [`AccessRefusal::OrganisationInUse`] when it is to be closed and has users or open organisations below it.
pub fn change_organisation(tx: &mut Tx, draft: &OrganisationDraft) -> Result<OrganisationRow, AccessError> {
    let mut row = row_of(draft)?;
    let unknown = || AccessRefusal::OrganisationUnknown { code: row.code.clone() };
    let before = store_organisation::find_by_code(tx, &row.code)?.ok_or_else(unknown)?;
    (row.id, row.users) = (before.id, before.users);
    let parent = parent_of(tx, draft)?;
    match (&before.parent, parent) {
        (None, None) => {}
        (Some(_), Some(parent)) if before.parent == row.parent => {
            debug_assert_ne!(parent, row.id, "invariant: nothing stands below itself");
        }
        (_, Some(parent)) => load_tree(tx)?.check_move(row.id, parent)?,
        (Some(_), None) => return Err(AccessRefusal::OrganisationCircle.into()),
    }
    if row.closed_on.is_some() && before.closed_on.is_none() {
        let below = store_organisation::count_open_children(tx, row.id)?;
        if row.users > 0 || below > 0 || before.parent.is_none() {
            let users = row.users;
            return Err(AccessRefusal::OrganisationInUse { users, below }.into());
        }
    }
    store_organisation::update(tx, &row, parent)?;
    audit(tx, "access.organisation_changed", Some(&before), &row);
    Ok(row)
}

fn row_of(draft: &OrganisationDraft) -> Result<OrganisationRow, AccessRefusal> {
    let closed_first = |(opened, closed): (CivilDate, CivilDate)| closed < opened;
    if draft.opened_on.zip(draft.closed_on).is_some_and(closed_first) {
        return Err(AccessRefusal::OrganisationDates);
    }
    Ok(OrganisationRow {
        id: OrgId(Uuid::nil()),
        code: OrganisationCode::parse(&draft.code)?.as_str().to_owned(),
        name_zh: UserName::parse(&draft.name_zh)?.as_str().to_owned(),
        name_en: UserName::parse(&draft.name_en)?.as_str().to_owned(),
        parent: draft.parent.clone(),
        opened_on: draft.opened_on,
        closed_on: draft.closed_on,
        users: 0,
    })
}

fn parent_of(tx: &mut Tx, draft: &OrganisationDraft) -> Result<Option<OrgId>, AccessError> {
    let Some(code) = &draft.parent else { return Ok(None) };
    let unknown = || AccessRefusal::OrganisationUnknown { code: code.clone() };
    Ok(Some(
        store_organisation::find_by_code(tx, code)?.ok_or_else(unknown)?.id,
    ))
}

fn audit(tx: &mut Tx, action: &'static str, before: Option<&OrganisationRow>, after: &OrganisationRow) {
    let told = |row: &OrganisationRow| -> Value {
        json!({ "name_zh": row.name_zh, "name_en": row.name_en, "parent": row.parent,
                "opened_on": row.opened_on, "closed_on": row.closed_on })
    };
    tx.audit(AuditLine {
        action,
        object_kind: "organisation",
        object_id: after.code.clone(),
        before: before.map(told),
        after: Some(told(after)),
    });
}
