//! Give a user another password: for `xindai user password`.

use platform::command::CommandContext;
use platform::{AuditLine, Db};

use crate::app::error::AccessError;
use crate::app::gate::Gate;
use crate::app::{store, store_session, tokens};
use crate::domain::{AccessRefusal, Login};

/// Replaces a user's password, ends the user's sessions and revokes the user's tokens.
///
/// # Errors
/// [`AccessRefusal::UserUnknown`], those of the password policy, [`AccessError::Busy`].
pub fn set_password(
    db: &Db,
    gate: &Gate,
    context: &CommandContext,
    login: &str,
    password: &str,
) -> Result<(), AccessError> {
    let login = Login::parse(login)?;
    db.read(|tx| store::get_policy(tx, context.now))?
        .check_password(&login, password)?;
    let password_hash = gate.hasher().hash(password)?;
    db.write(|tx| {
        tx.act_as(&context.actor, &context.request_id, context.now);
        let unknown = || AccessRefusal::UserUnknown {
            login: login.to_string(),
        };
        let user = store::find_user_id(tx, &login)?.ok_or_else(unknown)?;
        store::replace_password(tx, user, &password_hash, (false, context.now))?;
        store_session::delete_sessions_of(tx, user)?;
        tokens::revoke_all(tx, user, (context.now, &context.actor.login))?;
        tx.audit(AuditLine {
            action: "access.password_set",
            object_kind: "user",
            object_id: user.to_string(),
            before: None,
            after: None,
        });
        Ok::<_, AccessError>(())
    })?;
    gate.forget_all();
    Ok(())
}
