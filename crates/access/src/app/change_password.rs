//! Passwords: one's own is changed against the old one; somebody else's is issued anew, shown once, and changed at the next
//! sign-in.

use kernel::{Timestamp, UserId};
use platform::command::CommandContext;
use platform::{AuditLine, Db, Tx};
use rand::Rng;
use rand::rngs::OsRng;

use crate::app::error::AccessError;
use crate::app::gate::Gate;
use crate::app::prove::{Counted, prove_password};
use crate::app::secret::hash_of;
use crate::app::store::UserSecret;
use crate::app::{store, store_session, tokens};
use crate::domain::{AccessRefusal, Login, SignInPolicy};

/// A new password in the place of the present one.
pub struct NewPassword<'a> {
    /// The present one.
    pub current: &'a str,
    /// The new one.
    pub wanted: &'a str,
    /// Whether the present one may be known to others: then the user's tokens are revoked, too.
    pub is_known: bool,
}

/// Changes one's own password. The session that does it goes on; all others of the user end. Wrong present passwords count
/// towards the lock-out of the login. Tokens live on, because no password stands behind them, unless the user says that the
/// present one is known to others.
///
/// # Errors
/// [`AccessRefusal::LockedOut`], [`AccessRefusal::PasswordWrong`], those of the policy,
/// [`AccessRefusal::PasswordUsedBefore`], [`AccessError::Busy`].
pub fn change_password(
    db: &Db,
    gate: &Gate,
    context: &CommandContext,
    (secret, new): (&str, &NewPassword<'_>),
) -> Result<(), AccessError> {
    let (user, counted) = prove_password(db, gate, context, new.current)?;
    let changed = put_password(db, gate, context, (secret, &user, new, &counted));
    counted.close(db, context, changed)?;
    gate.forget_all();
    Ok(())
}

fn put_password(
    db: &Db,
    gate: &Gate,
    context: &CommandContext,
    (secret, user, new, counted): (&str, &UserSecret, &NewPassword<'_>, &Counted),
) -> Result<(), AccessError> {
    let wanted = new.wanted;
    let (policy, before) = db.read(|tx| {
        let policy = store::get_policy(tx, context.now)?;
        let before = store::password_history(tx, user.id, policy.password_history)?;
        Ok::<_, AccessError>((policy, before))
    })?;
    policy.check_password(&Login::parse(&user.login)?, wanted)?;
    let kept = policy.password_history;
    for hash in std::iter::once(&user.password_hash).chain(&before).take(kept as usize) {
        if gate.hasher().verify(wanted, Some(hash))? {
            return Err(AccessRefusal::PasswordUsedBefore { kept }.into());
        }
    }
    let hash = gate.hasher().hash(wanted)?;
    let key = hash_of(secret);
    db.write(|tx| {
        tx.act_as(&context.actor, &context.request_id, context.now);
        counted.take_back(tx)?;
        replace(
            tx,
            (user.id, &user.password_hash),
            (&hash, false),
            (context.now, &policy),
        )?;
        store_session::delete_other_sessions(tx, user.id, &key)?;
        if new.is_known {
            tokens::revoke_all(tx, user.id, (context.now, &user.login))?;
        }
        tx.audit(line("access.password_changed", user.id));
        Ok::<_, AccessError>(())
    })
}

/// Issues a password that is told once and must be changed at the next sign-in. The user's sessions end, and the user's tokens
/// are revoked.
///
/// # Errors
/// [`AccessRefusal::UserUnknown`], [`AccessRefusal::IsServiceUser`], [`AccessError::Busy`].
pub fn issue_password(db: &Db, gate: &Gate, context: &CommandContext, login: &str) -> Result<String, AccessError> {
    let login = Login::parse(login)?;
    let password = random_password();
    let hash = gate.hasher().hash(&password)?;
    db.write(|tx| {
        tx.act_as(&context.actor, &context.request_id, context.now);
        let policy = store::get_policy(tx, context.now)?;
        let unknown = || AccessRefusal::UserUnknown {
            login: login.to_string(),
        };
        let user = store::find_user_secret(tx, &login)?.ok_or_else(unknown)?;
        if user.is_service {
            return Err(AccessRefusal::IsServiceUser.into());
        }
        replace(
            tx,
            (user.id, &user.password_hash),
            (&hash, true),
            (context.now, &policy),
        )?;
        store_session::delete_sessions_of(tx, user.id)?;
        tokens::revoke_all(tx, user.id, (context.now, &context.actor.login))?;
        store::forget_attempts(tx, &hash_of(login.as_str()))?;
        tx.audit(line("access.password_issued", user.id));
        Ok::<_, AccessError>(())
    })?;
    gate.forget_all();
    Ok(password)
}

fn replace(
    tx: &mut Tx,
    (user, old): (UserId, &str),
    (new, must_change): (&str, bool),
    (now, policy): (Timestamp, &SignInPolicy),
) -> Result<(), AccessError> {
    store::remember_password(tx, user, (old, now), policy.password_history)?;
    store::replace_password(tx, user, new, (must_change, now))?;
    Ok(())
}

fn line(action: &'static str, user: UserId) -> AuditLine {
    AuditLine {
        action,
        object_kind: "user",
        object_id: user.to_string(),
        before: None,
        after: None,
    }
}

/// Four groups of four characters that are not mistaken for each other: about 92 bits.
fn random_password() -> String {
    const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    loop {
        let letters: Vec<char> = (0..16)
            .map(|_| char::from(LETTERS[OsRng.gen_range(0..LETTERS.len())]))
            .collect();
        let has = |kind: fn(&char) -> bool| letters.iter().any(kind);
        if has(char::is_ascii_lowercase) && has(char::is_ascii_uppercase) && has(char::is_ascii_digit) {
            let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
            return groups.join("-");
        }
    }
}
