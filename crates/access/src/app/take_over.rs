//! The first administrator takes over from the account that the first start made.

use kernel::{Actor, Timestamp};
use platform::command::CommandContext;
use platform::{AuditLine, Db, Tx};
use serde_json::json;

use crate::app::create_user::{NewUser, UserDraft, insert_user};
use crate::app::error::AccessError;
use crate::app::gate::Gate;
use crate::app::query::UserRow;
use crate::app::{store, store_session, tokens};
use crate::domain::Login;

/// An administrator with the hash of a password that has passed the policy.
pub struct FirstAdministrator {
    draft: UserDraft,
    password_hash: String,
}

/// Checks and hashes the password: outside of a transaction, because that takes long.
///
/// # Errors
/// [`crate::AccessRefusal::LoginInvalid`], those of the password policy, [`AccessError::Busy`].
pub fn prepare_administrator(
    db: &Db,
    gate: &Gate,
    now: Timestamp,
    user: &NewUser,
) -> Result<FirstAdministrator, AccessError> {
    db.read(|tx| store::get_policy(tx, now))?
        .check_password(&Login::parse(&user.login)?, &user.password)?;
    Ok(FirstAdministrator {
        password_hash: gate.hasher().hash(&user.password)?,
        draft: user.draft(),
    })
}

/// Creates the administrator, who chose the password alone, and ends the account that acts.
///
/// # Errors
/// [`crate::AccessRefusal`] from `LoginInvalid` to `LoginTaken`.
pub fn take_over(
    tx: &mut Tx,
    context: &CommandContext,
    administrator: &FirstAdministrator,
) -> Result<UserRow, AccessError> {
    // As if made by the system: nobody else knows the password, so it need not be changed first.
    let by = (&Actor::system(), context.now);
    let made = insert_user(tx, by, (&administrator.draft, &administrator.password_hash))?;
    let former = context.actor.user_id;
    store::update_active(tx, former, false)?;
    store_session::delete_sessions_of(tx, former)?;
    tokens::revoke_all(tx, former, (context.now, &context.actor.login))?;
    tx.audit(AuditLine {
        action: "access.user_disabled",
        object_kind: "user",
        object_id: former.to_string(),
        before: None,
        after: Some(json!({ "is_active": false })),
    });
    Ok(made)
}
