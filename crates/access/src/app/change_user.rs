//! Change a user: name, organisation, post, roles, and whether they may sign in.

use platform::{AuditLine, CommandContext, Tx};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::app::address::check_still_inside;
use crate::app::error::AccessError;
use crate::app::query::{self, UserRow};
use crate::app::save_post::check_post;
use crate::app::{duties, store, store_session, tokens};
use crate::domain::{AccessRefusal, AddressList, Login, UserName};

/// A user as somebody wants it. The login does not change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserChange {
    /// Names the user.
    pub login: String,
    /// The name others see.
    pub name: String,
    /// Code of the organisation.
    pub organisation: String,
    /// Code of the post.
    pub post: Option<String>,
    /// Codes of the roles; at least one.
    pub roles: Vec<String>,
    /// Whether the user may sign in.
    pub is_active: bool,
    /// From where the user may call: networks in CIDR form; from everywhere when empty, as before when absent.
    #[serde(default)]
    pub addresses: Option<Vec<String>>,
}

/// Changes a user. Sessions end when the user may no longer sign in, and a person's tokens are revoked.
///
/// # Errors
/// [`AccessRefusal::UserUnknown`], [`AccessRefusal::NameInvalid`], [`AccessRefusal::RolesMissing`],
/// [`AccessRefusal::RoleUnknown`], [`AccessRefusal::OrganisationUnknown`], [`crate::domain::PostRefusal`],
/// [`AccessRefusal::AddressInvalid`], [`AccessRefusal::AddressesTooMany`], [`AccessRefusal::AdministratorMissing`],
/// [`AccessRefusal::AddressLocksOut`].
pub fn change_user(tx: &mut Tx, context: &CommandContext, change: &UserChange) -> Result<UserRow, AccessError> {
    let login = Login::parse(&change.login)?;
    let unknown = || AccessRefusal::UserUnknown {
        login: login.to_string(),
    };
    let id = store::find_user_id(tx, &login)?.ok_or_else(unknown)?;
    let before = query::find_user(tx, login.as_str())?.ok_or_else(unknown)?;
    let name = UserName::parse(&change.name)?;
    let roles = store::roles_of_codes(tx, &change.roles)?;
    let unknown = || AccessRefusal::OrganisationUnknown {
        code: change.organisation.clone(),
    };
    let (org_id, _) = store::find_organisation(tx, Some(&change.organisation))?.ok_or_else(unknown)?;
    if let Some(post) = &change.post {
        check_post(tx, post, before.post.as_deref())?;
    }
    let addresses = change.addresses.as_ref().unwrap_or(&before.addresses);
    let addresses = AddressList::parse(addresses.iter().map(String::as_str))?;
    duties::check_duties(tx, &change.roles)?;
    let parts = (&name, org_id, change.post.as_deref(), change.is_active);
    store::update_user(tx, id, parts, &addresses)?;
    store::replace_roles(tx, id, &roles)?;
    if store::count_administrators(tx)? == 0 {
        return Err(AccessRefusal::AdministratorMissing.into());
    }
    check_still_inside(tx, context)?;
    if !change.is_active {
        store_session::delete_sessions_of(tx, id)?;
    }
    if !change.is_active && !before.is_service {
        tokens::revoke_all(tx, id, (context.now, &context.actor.login))?;
    }
    let unknown = || AccessRefusal::UserUnknown {
        login: login.to_string(),
    };
    let after = query::find_user(tx, login.as_str())?.ok_or_else(unknown)?;
    tx.audit(AuditLine {
        action: "access.user_changed",
        object_kind: "user",
        object_id: id.to_string(),
        before: Some(told(&before)),
        after: Some(told(&after)),
    });
    Ok(after)
}

/// A user as the audit trail and a difference tell it.
#[must_use]
pub fn told(user: &UserRow) -> Value {
    json!({ "login": user.login, "name": user.name, "organisation": user.organisation_code, "post": user.post,
            "roles": user.roles, "is_active": user.is_active, "is_service": user.is_service,
            "addresses": user.addresses })
}
