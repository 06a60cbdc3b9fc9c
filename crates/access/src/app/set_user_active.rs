//! Let a user in or keep it out: for `xindai user disable` and `enable`.

use platform::command::CommandContext;
use platform::{AuditLine, Db};
use serde_json::json;

use crate::app::error::AccessError;
use crate::app::gate::Gate;
use crate::app::{store, store_session, tokens};
use crate::domain::{AccessRefusal, Login};

/// Enables or disables a user; a disabled user's sessions end, and a person's tokens are revoked.
///
/// # Errors
/// [`AccessRefusal::UserUnknown`].
pub fn set_user_active(
    db: &Db,
    gate: &Gate,
    context: &CommandContext,
    login: &str,
    is_active: bool,
) -> Result<(), AccessError> {
    let login = Login::parse(login)?;
    db.write(|tx| {
        tx.act_as(&context.actor, &context.request_id, context.now);
        let unknown = || AccessRefusal::UserUnknown {
            login: login.to_string(),
        };
        let found = store::find_user_secret(tx, &login)?.ok_or_else(unknown)?;
        let user = found.id;
        store::update_active(tx, user, is_active)?;
        if !is_active {
            store_session::delete_sessions_of(tx, user)?;
        }
        if !is_active && !found.is_service {
            tokens::revoke_all(tx, user, (context.now, &context.actor.login))?;
        }
        tx.audit(AuditLine {
            action: if is_active {
                "access.user_enabled"
            } else {
                "access.user_disabled"
            },
            object_kind: "user",
            object_id: user.to_string(),
            before: None,
            after: Some(json!({ "is_active": is_active })),
        });
        Ok::<_, AccessError>(())
    })?;
    gate.forget_all();
    Ok(())
}
