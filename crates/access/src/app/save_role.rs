//! Make a role, or change what one permits.

use std::collections::BTreeSet;

use kernel::RoleId;
use platform::{AuditLine, CommandContext, Tx};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::address::check_still_inside;
use crate::app::duties;
use crate::app::error::AccessError;
use crate::app::store;
use crate::app::store_organisation;
use crate::app::store_role::{self, RoleRecord, RoleRow};
use crate::domain::{AccessRefusal, AddressList, RoleCode, ScopeKind, UserName};

/// A role as somebody wants it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleDraft {
    /// Stable code; names the role to be changed, or the new one.
    pub code: String,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// How far it reaches.
    pub data_scope: String,
    /// Codes of organisations, for the scope `custom`.
    pub organisations: Vec<String>,
    /// Names of permissions.
    pub permissions: BTreeSet<String>,
    /// From where its users may call: networks in CIDR form; from everywhere when empty, as before when absent.
    #[serde(default)]
    pub addresses: Option<Vec<String>>,
}

/// Makes a role that does not exist yet, or changes the one of this code.
///
/// # Errors
/// [`AccessRefusal::RoleCodeInvalid`], [`AccessRefusal::NameInvalid`], [`AccessRefusal::RoleTaken`] or
/// [`AccessRefusal::RoleUnknown`], [`AccessRefusal::ScopeUnknown`], [`AccessRefusal::PermissionUnknown`],
/// [`AccessRefusal::OrganisationUnknown`], [`AccessRefusal::AddressInvalid`], [`AccessRefusal::AddressesTooMany`],
/// [`AccessRefusal::AdministratorMissing`], [`AccessRefusal::AddressLocksOut`].
pub fn save_role(
    tx: &mut Tx,
    context: &CommandContext,
    (draft, is_new): (&RoleDraft, bool),
) -> Result<RoleRow, AccessError> {
    let code = RoleCode::parse(&draft.code)?.as_str().to_owned();
    let before = store_role::list_roles(tx)?.into_iter().find(|role| role.code == code);
    match (&before, is_new) {
        (Some(_), true) => return Err(AccessRefusal::RoleTaken { code }.into()),
        (None, false) => return Err(AccessRefusal::RoleUnknown { code }.into()),
        _ => {}
    }
    let kind = ScopeKind::parse(&draft.data_scope).ok_or(AccessRefusal::ScopeUnknown)?;
    let known = store_role::list_permissions(tx)?;
    let unknown = |name: &&String| !known.iter().any(|one| one.code == **name);
    if let Some(permission) = draft.permissions.iter().find(unknown).cloned() {
        return Err(AccessRefusal::PermissionUnknown { permission }.into());
    }
    let mut organisations = Vec::new();
    let listed: &[String] = if kind == ScopeKind::Custom {
        &draft.organisations
    } else {
        &[]
    };
    for code in listed {
        let unknown = || AccessRefusal::OrganisationUnknown { code: code.clone() };
        organisations.push(store_organisation::find_by_code(tx, code)?.ok_or_else(unknown)?.id);
    }
    let former = before.as_ref().map(|role| &role.addresses);
    let addresses = draft.addresses.as_ref().or(former).cloned().unwrap_or_default();
    let role = RoleRow {
        code,
        name_zh: UserName::parse(&draft.name_zh)?.as_str().to_owned(),
        name_en: UserName::parse(&draft.name_en)?.as_str().to_owned(),
        data_scope: kind.code().to_owned(),
        organisations: listed.to_vec(),
        permissions: draft.permissions.clone(),
        addresses: AddressList::parse(addresses.iter().map(String::as_str))?.entries(),
        is_builtin: before.as_ref().is_some_and(|role| role.is_builtin),
        users: before.as_ref().map_or(0, |role| role.users),
    };
    write(tx, before.as_ref(), &role, &organisations)?;
    check_still_inside(tx, context)?;
    Ok(role)
}

fn write(
    tx: &mut Tx,
    before: Option<&RoleRow>,
    role: &RoleRow,
    organisations: &[kernel::OrgId],
) -> Result<(), AccessError> {
    let known = store::find_role(tx, &role.code)?;
    let id = known.unwrap_or_else(|| RoleId(Uuid::now_v7()));
    let record = RoleRecord {
        id,
        role,
        organisations,
    };
    match known {
        None => store_role::insert_role(tx, &record)?,
        Some(_) => store_role::update_role(tx, &record)?,
    }
    duties::check_duties_of_holders(tx, &role.code)?;
    if store::count_administrators(tx)? == 0 {
        return Err(AccessRefusal::AdministratorMissing.into());
    }
    tx.audit(AuditLine {
        action: if before.is_none() {
            "access.role_made"
        } else {
            "access.role_changed"
        },
        object_kind: "role",
        object_id: role.code.clone(),
        before: before.map(told),
        after: Some(told(role)),
    });
    Ok(())
}

/// A role as the audit trail and a difference tell it.
#[must_use]
pub fn told(role: &RoleRow) -> Value {
    json!({ "name_zh": role.name_zh, "name_en": role.name_en, "data_scope": role.data_scope,
            "organisations": role.organisations, "permissions": role.permissions, "addresses": role.addresses })
}
