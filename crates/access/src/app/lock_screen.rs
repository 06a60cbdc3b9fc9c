//! Lock the screen of a session, and unlock it with what its user knows or holds.

use kernel::UserId;
use platform::command::CommandContext;
use platform::keys::FieldKeys;
use platform::{AuditLine, Db, Tx};
use serde_json::{Value, json};

use crate::app::error::AccessError;
use crate::app::gate::Gate;
use crate::app::prove::{Counted, prove_password};
use crate::app::second_factor::{Taken, take_code};
use crate::app::secret::hash_of;
use crate::app::store_session;
use crate::domain::AccessRefusal;

/// What is given to unlock a screen: the own password, or a code where a second factor is on.
#[derive(Debug, Clone, Copy)]
pub enum Proof<'a> {
    /// The password.
    Password(&'a str),
    /// A code of the app, or a recovery code.
    Code(&'a str),
}

/// Locks a session: until it is unlocked nothing answers it. Locking a locked one changes nothing. `idle` tells whether nobody had touched
/// it, or its user asked.
///
/// # Errors
/// The database's.
pub fn lock_session(
    db: &Db,
    gate: &Gate,
    context: &CommandContext,
    (secret, idle): (&str, bool),
) -> Result<(), AccessError> {
    let key = hash_of(secret);
    db.write(|tx| {
        tx.act_as(&context.actor, &context.request_id, context.now);
        if store_session::lock_session(tx, &key, context.now)? {
            let user = context.actor.user_id;
            tx.audit(line("access.session_locked", user, Some(json!({ "idle": idle }))));
        }
        Ok::<_, AccessError>(())
    })?;
    gate.forget(&key);
    Ok(())
}

/// Unlocks a session. Wrong passwords and codes count towards the lock-out of the login, as when signing in.
///
/// # Errors
/// [`AccessRefusal::LockedOut`], [`AccessRefusal::PasswordWrong`], [`AccessRefusal::SecondFactorOff`] for a code where none is asked
/// for, [`AccessRefusal::CodeWrong`], [`AccessError::Busy`].
pub fn unlock_session(
    db: &Db,
    keys: &FieldKeys,
    gate: &Gate,
    (context, secret, proof): (&CommandContext, &str, Proof<'_>),
) -> Result<(), AccessError> {
    let (counted, code) = match proof {
        Proof::Password(password) => (prove_password(db, gate, context, password)?.1, None),
        Proof::Code(code) => (Counted::attempt(db, context)?, Some(code)),
    };
    let key = hash_of(secret);
    let user = context.actor.user_id;
    let unlocked = db.write(|tx| {
        tx.act_as(&context.actor, &context.request_id, context.now);
        if let Some(code) = code {
            prove_code(tx, keys, context, code)?;
        }
        counted.forget_all(tx)?;
        if store_session::unlock_session(tx, &key, context.now)? {
            tx.audit(line("access.session_unlocked", user, None));
        }
        Ok::<_, AccessError>(())
    });
    counted.close(db, context, unlocked)?;
    gate.forget(&key);
    Ok(())
}

fn prove_code(tx: &mut Tx, keys: &FieldKeys, context: &CommandContext, code: &str) -> Result<(), AccessError> {
    match take_code(tx, keys, context.actor.user_id, (Some(code), context.now))? {
        Taken::Yes => Ok(()),
        Taken::NotAsked => Err(AccessRefusal::SecondFactorOff.into()),
        Taken::Missing | Taken::Wrong => Err(AccessRefusal::CodeWrong.into()),
    }
}

fn line(action: &'static str, user: UserId, after: Option<Value>) -> AuditLine {
    AuditLine {
        action,
        object_kind: "user",
        object_id: user.to_string(),
        before: None,
        after,
    }
}
