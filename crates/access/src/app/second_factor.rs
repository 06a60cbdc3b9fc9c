//! The second factor: codes of an authenticator app, and recovery codes for when it is lost.

use kernel::{Timestamp, UserId};
use platform::command::CommandContext;
use platform::keys::{FieldKeys, KeyError, Resealed};
use platform::{AuditLine, Db, Tx, Value, values};
use rand::RngCore;
use rand::rngs::OsRng;
use uuid::Uuid;

use crate::app::error::AccessError;
use crate::app::gate::Gate;
use crate::app::prove::{Counted, prove_password};
use crate::app::secret::{Hash, hash_of};
use crate::app::store;
use crate::app::store_factor::{self, StoredFactor};
use crate::domain::{AccessRefusal, Login, TotpSecret, parse_recovery_code, recovery_code};

/// So many recovery codes are told.
const RECOVERY_CODES: usize = 10;

/// Whether one's second factor is on.
pub struct FactorState {
    /// Since when.
    pub since: Option<Timestamp>,
    /// Recovery codes that are left.
    pub recovery_codes_left: i64,
}

/// One's own second factor.
///
/// # Errors
/// The database's.
pub fn find_second_factor(tx: &mut Tx, user: UserId) -> Result<FactorState, AccessError> {
    let (since, recovery_codes_left) = store_factor::factor_state(tx, user)?;
    Ok(FactorState {
        since,
        recovery_codes_left,
    })
}

/// Makes a secret for the caller's app; it counts only when a code has confirmed it.
///
/// # Errors
/// [`AccessRefusal::LockedOut`], [`AccessRefusal::PasswordWrong`], [`AccessRefusal::SecondFactorOn`], [`AccessError::Busy`].
pub fn begin_second_factor(
    db: &Db,
    keys: &FieldKeys,
    gate: &Gate,
    (context, password): (&CommandContext, &str),
) -> Result<TotpSecret, AccessError> {
    let (user, counted) = prove_password(db, gate, context, password)?;
    let mut bytes = [0; 20];
    OsRng.fill_bytes(&mut bytes);
    let secret = TotpSecret::new(bytes);
    let sealed = keys.encrypt(secret.bytes(), &place(user.id));
    let begun = db.write(|tx| {
        tx.act_as(&context.actor, &context.request_id, context.now);
        if is_on(store_factor::lock_factor(tx, user.id)?.as_ref()) {
            return Err(AccessRefusal::SecondFactorOn.into());
        }
        counted.take_back(tx)?;
        store_factor::put_secret(tx, user.id, &sealed)?;
        tx.audit(line("access.second_factor_begun", user.id));
        Ok::<_, AccessError>(())
    });
    counted.close(db, context, begun)?;
    Ok(secret)
}

/// Turns the second factor on with a code of the app. The recovery codes: told here only. Wrong codes count towards the
/// lock-out of the login.
///
/// # Errors
/// [`AccessRefusal::LockedOut`], [`AccessRefusal::SecondFactorOn`], [`AccessRefusal::SecondFactorOff`] when none was begun, [`AccessRefusal::CodeWrong`].
pub fn confirm_second_factor(
    db: &Db,
    keys: &FieldKeys,
    context: &CommandContext,
    code: &str,
) -> Result<Vec<String>, AccessError> {
    let user = context.actor.user_id;
    let codes: Vec<String> = (0..RECOVERY_CODES).map(|_| new_recovery_code()).collect();
    let hashes: Vec<Hash> = codes.iter().filter_map(|code| recovery_hash(user, code)).collect();
    let counted = Counted::attempt(db, context)?;
    let confirmed = db.write(|tx| {
        tx.act_as(&context.actor, &context.request_id, context.now);
        let begun = store_factor::lock_factor(tx, user)?.ok_or(AccessRefusal::SecondFactorOff)?;
        if is_on(Some(&begun)) {
            return Err(AccessRefusal::SecondFactorOn.into());
        }
        let step = open(keys, user, &begun)?.step_of(code, context.now, begun.last_step);
        let step = step.ok_or(AccessRefusal::CodeWrong)?;
        counted.forget_all(tx)?;
        store_factor::confirm_factor(tx, user, (context.now, step), &hashes)?;
        tx.audit(line("access.second_factor_on", user));
        Ok::<_, AccessError>(())
    });
    counted.close(db, context, confirmed)?;
    Ok(codes)
}

/// Turns one's own second factor off. Wrong passwords and codes count towards the lock-out of the login.
///
/// # Errors
/// [`AccessRefusal::LockedOut`], [`AccessRefusal::PasswordWrong`], [`AccessRefusal::CodeWrong`],
/// [`AccessRefusal::SecondFactorOff`], [`AccessError::Busy`].
pub fn remove_second_factor(
    db: &Db,
    keys: &FieldKeys,
    gate: &Gate,
    (context, password, code): (&CommandContext, &str, &str),
) -> Result<(), AccessError> {
    let (user, counted) = prove_password(db, gate, context, password)?;
    let removed = db.write(|tx| {
        tx.act_as(&context.actor, &context.request_id, context.now);
        if !is_on(store_factor::lock_factor(tx, user.id)?.as_ref()) {
            return Err(AccessRefusal::SecondFactorOff.into());
        }
        match take_code(tx, keys, user.id, (Some(code), context.now))? {
            Taken::Yes => (),
            Taken::NotAsked | Taken::Missing | Taken::Wrong => return Err(AccessRefusal::CodeWrong.into()),
        }
        counted.forget_all(tx)?;
        store_factor::delete_factor(tx, user.id)?;
        tx.audit(line("access.second_factor_off", user.id));
        Ok::<_, AccessError>(())
    });
    counted.close(db, context, removed)
}

/// Takes somebody else's second factor away, for whom app and recovery codes are lost.
///
/// # Errors
/// [`AccessRefusal::UserUnknown`], [`AccessRefusal::SecondFactorOwn`], [`AccessRefusal::SecondFactorOff`].
pub fn reset_second_factor(db: &Db, context: &CommandContext, login: &str) -> Result<(), AccessError> {
    let login = Login::parse(login)?;
    db.write(|tx| {
        tx.act_as(&context.actor, &context.request_id, context.now);
        let unknown = || AccessRefusal::UserUnknown {
            login: login.to_string(),
        };
        let user = store::find_user_id(tx, &login)?.ok_or_else(unknown)?;
        if user == context.actor.user_id {
            return Err(AccessRefusal::SecondFactorOwn.into());
        }
        store_factor::lock_factor(tx, user)?.ok_or(AccessRefusal::SecondFactorOff)?;
        store_factor::delete_factor(tx, user)?;
        tx.audit(line("access.second_factor_reset", user));
        Ok::<_, AccessError>(())
    })
}

/// What became of a code.
#[derive(PartialEq, Eq)]
pub(crate) enum Taken {
    /// The second factor is not on.
    NotAsked,
    /// It is on and no code was given.
    Missing,
    /// The code is not one, or was used before.
    Wrong,
    /// The code was taken, and will not be again.
    Yes,
}

/// Takes a code of the app or a recovery code.
pub(crate) fn take_code(
    tx: &mut Tx,
    keys: &FieldKeys,
    user: UserId,
    (code, now): (Option<&str>, Timestamp),
) -> Result<Taken, AccessError> {
    let Some(factor) = store_factor::lock_factor(tx, user)?.filter(|factor| is_on(Some(factor))) else {
        return Ok(Taken::NotAsked);
    };
    let Some(code) = code.filter(|code| !code.trim().is_empty()) else {
        return Ok(Taken::Missing);
    };
    if let Some(hash) = recovery_hash(user, code) {
        if !store_factor::take_recovery_code(tx, user, &hash)? {
            return Ok(Taken::Wrong);
        }
        tx.audit(line("access.recovery_code_used", user));
        return Ok(Taken::Yes);
    }
    match open(keys, user, &factor)?.step_of(code, now, factor.last_step) {
        Some(step) => {
            store_factor::note_step(tx, user, step)?;
            Ok(Taken::Yes)
        }
        None => Ok(Taken::Wrong),
    }
}

/// Writes secrets anew that are not under the key for writing: a part of a rotation of keys.
///
/// # Errors
/// [`AccessError::Key`] when a secret does not open.
pub fn reseal_second_factors(
    tx: &mut Tx,
    keys: &FieldKeys,
    after: Option<Uuid>,
    limit: i64,
) -> Result<Resealed, AccessError> {
    let stored = store_factor::list_sealed(tx, after, limit)?;
    let mut anew: Vec<Vec<Value>> = Vec::new();
    for (user, sealed) in stored.iter().filter(|(_, sealed)| !keys.is_current(sealed)) {
        let place = place(*user);
        let again = keys.encrypt(&keys.decrypt(sealed, &place)?, &place);
        anew.push(Vec::from(values![*user, again]));
    }
    store_factor::update_sealed(tx, &anew)?;
    Ok(Resealed {
        last: stored.last().map(|(user, _)| user.uuid()),
        changed: anew.len() as u64,
    })
}

/// How many secrets are under which version of the keys.
///
/// # Errors
/// The database's.
pub fn count_sealed_second_factors(tx: &mut Tx) -> Result<Vec<(u8, u64)>, AccessError> {
    Ok(store_factor::count_sealed(tx)?)
}

fn is_on(factor: Option<&StoredFactor>) -> bool {
    factor.is_some_and(|factor| factor.confirmed_at.is_some())
}

fn open(keys: &FieldKeys, user: UserId, factor: &StoredFactor) -> Result<TotpSecret, KeyError> {
    let plain = keys.decrypt(&factor.secret_sealed, &place(user))?;
    Ok(TotpSecret::new(plain.try_into().map_err(|_| KeyError::Sealed)?))
}

fn place(user: UserId) -> Vec<u8> {
    FieldKeys::place("second_factor", "secret", user.uuid())
}

fn new_recovery_code() -> String {
    let mut bytes = [0; 10];
    OsRng.fill_bytes(&mut bytes);
    recovery_code(bytes)
}

/// Of 80 random bits a plain hash is enough; the user's number makes equal codes of two users differ.
fn recovery_hash(user: UserId, typed: &str) -> Option<Hash> {
    parse_recovery_code(typed).map(|code| hash_of(&format!("{user}/{code}")))
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
