//! Sign out: the session is gone, whatever happens to the cookie.

use platform::command::CommandContext;
use platform::{AuditLine, Db, DbError};

use crate::app::gate::Gate;
use crate::app::secret::hash_of;
use crate::app::store_session;

/// Ends the session of a secret.
///
/// # Errors
/// [`DbError`].
pub fn sign_out(db: &Db, gate: &Gate, secret: &str, context: &CommandContext) -> Result<(), DbError> {
    let key = hash_of(secret);
    db.write(|tx| {
        tx.act_as(&context.actor, &context.request_id, context.now);
        store_session::delete_session(tx, &key)?;
        tx.audit(AuditLine {
            action: "access.signed_out",
            object_kind: "user",
            object_id: context.actor.user_id.to_string(),
            before: None,
            after: None,
        });
        Ok::<_, DbError>(())
    })?;
    gate.forget(&key);
    Ok(())
}
