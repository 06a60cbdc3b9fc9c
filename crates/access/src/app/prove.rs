//! Proof that the caller knows the password of its own login. Failures count towards the lock-out like those of a sign-in.

use kernel::UserId;
use platform::command::CommandContext;
use platform::{AuditLine, Db, Tx};
use serde_json::json;

use crate::app::error::AccessError;
use crate::app::gate::Gate;
use crate::app::secret::{Hash, hash_of};
use crate::app::store::{self, UserSecret};
use crate::domain::{AccessRefusal, Login};

/// An attempt that was counted as failed before anything was looked at.
pub(crate) struct Counted {
    typed: Hash,
    locks_out: bool,
}

impl Counted {
    /// Counts an attempt of the caller's login.
    ///
    /// # Errors
    /// [`AccessRefusal::LockedOut`].
    pub fn attempt(db: &Db, context: &CommandContext) -> Result<Counted, AccessError> {
        let typed = hash_of(&context.actor.login);
        db.write(|tx| {
            let policy = store::get_policy(tx, context.now)?;
            let attempts = store::lock_attempts(tx, &typed)?.count(context.now, &policy)?;
            store::put_attempts(tx, &typed, &attempts)?;
            Ok(Counted {
                typed,
                locks_out: attempts.locked_until.is_some(),
            })
        })
    }

    /// Takes this attempt back, because it was none; others that failed stay counted.
    pub fn take_back(&self, tx: &mut Tx) -> Result<(), AccessError> {
        let attempts = store::lock_attempts(tx, &self.typed)?.take_back(self.locks_out);
        Ok(store::put_attempts(tx, &self.typed, &attempts)?)
    }

    /// Forgets all failures, as a sign-in does that had everything right.
    pub fn forget_all(&self, tx: &mut Tx) -> Result<(), AccessError> {
        Ok(store::forget_attempts(tx, &self.typed)?)
    }

    /// Hands on what became of the proof. A wrong code stays counted; a refusal for any other reason was no failed proof.
    pub fn close<T>(&self, db: &Db, context: &CommandContext, proof: Result<T, AccessError>) -> Result<T, AccessError> {
        match &proof {
            Ok(_) => {}
            Err(AccessError::Refused(AccessRefusal::CodeWrong)) => self.write_failure(db, context)?,
            // What the work wrote was undone with it, the taking back too.
            Err(_) => db.write(|tx| self.take_back(tx))?,
        }
        proof
    }

    /// Writes into the audit trail that it failed, as a sign-in that fails is.
    fn write_failure(&self, db: &Db, context: &CommandContext) -> Result<(), AccessError> {
        db.write(|tx| {
            tx.act_as(&context.actor, &context.request_id, context.now);
            tx.audit(failure(context.actor.user_id, self.locks_out));
            Ok(())
        })
    }
}

fn failure(user: UserId, locks_out: bool) -> AuditLine {
    AuditLine {
        action: "access.proof_failed",
        object_kind: "user",
        object_id: user.to_string(),
        before: None,
        after: Some(json!({ "locked_out": locks_out })),
    }
}

/// Counts an attempt with the caller's login and looks at the password; the use case takes the attempt back when all of it
/// was right.
///
/// # Errors
/// [`AccessRefusal::LockedOut`], [`AccessRefusal::PasswordWrong`], [`AccessError::Busy`].
pub(crate) fn prove_password(
    db: &Db,
    gate: &Gate,
    context: &CommandContext,
    password: &str,
) -> Result<(UserSecret, Counted), AccessError> {
    let login = Login::parse(&context.actor.login)?;
    let counted = Counted::attempt(db, context)?;
    let user = db.read(|tx| store::find_user_secret(tx, &login))?;
    let user = user.ok_or(AccessRefusal::PasswordWrong)?;
    if gate.hasher().verify(password, Some(&user.password_hash))? {
        return Ok((user, counted));
    }
    counted.write_failure(db, context)?;
    Err(AccessRefusal::PasswordWrong.into())
}
