//! Sign out: the session is gone, whatever happens to the cookie.

use platform::command::CommandContext;
use platform::{AuditLine, Db, DbError};

use crate::app::error::AccessError;
use crate::app::gate::Gate;
use crate::app::secret::hash_of;
use crate::app::store_session;
use crate::domain::AccessRefusal;

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

/// Ends the session that a new one of the same browser takes the place of: a locked one of somebody who signed on again.
///
/// # Errors
/// [`DbError`].
pub fn end_replaced(db: &Db, gate: &Gate, context: &CommandContext, secret: &str) -> Result<(), DbError> {
    let key = hash_of(secret);
    db.write(|tx| {
        tx.act_as(&context.actor, &context.request_id, context.now);
        if let Some(user) = store_session::take_session(tx, &key)? {
            tx.audit(AuditLine {
                action: "access.session_ended",
                object_kind: "user",
                object_id: user.to_string(),
                before: None,
                after: None,
            });
        }
        Ok::<_, DbError>(())
    })?;
    gate.forget(&key);
    Ok(())
}

/// Ends somebody's session, named by the hash of its secret.
///
/// # Errors
/// [`AccessRefusal::SessionUnknown`].
pub fn end_session(db: &Db, gate: &Gate, context: &CommandContext, id: &str) -> Result<(), AccessError> {
    let key = hex::decode(id).map_err(|_| AccessRefusal::SessionUnknown)?;
    db.write(|tx| {
        tx.act_as(&context.actor, &context.request_id, context.now);
        let user = store_session::take_session(tx, &key)?.ok_or(AccessRefusal::SessionUnknown)?;
        tx.audit(AuditLine {
            action: "access.session_ended",
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
