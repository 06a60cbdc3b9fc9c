//! Sign in: count the attempt, look at the password, open a session.

use kernel::{Actor, Timestamp};
use platform::keys::FieldKeys;
use platform::{AuditLine, Db, DbError};
use serde_json::json;
use std::net::IpAddr;

use crate::app::error::AccessError;
use crate::app::gate::Gate;
use crate::app::second_factor::{Taken, take_code};
use crate::app::secret::{Hash, hash_of, new_secret};
use crate::app::signed_in::SignedIn;
use crate::app::store::{self, UserSecret};
use crate::app::store_address::address_lists;
use crate::app::store_session;
use crate::domain::{AccessRefusal, Login, SessionTimes, SignInPolicy};

/// What somebody typed to sign in, and when and in which request.
pub struct Credentials<'a> {
    /// The login as typed.
    pub login: &'a str,
    /// The password as typed.
    pub password: &'a str,
    /// The code of the second factor, if one was typed.
    pub code: Option<&'a str>,
    /// Number of the request.
    pub request_id: &'a str,
    /// The address from which it came.
    pub address: Option<IpAddr>,
    /// The moment.
    pub now: Timestamp,
}

/// A session that was just opened.
#[derive(Debug, Clone)]
pub struct OpenedSession {
    /// The secret for the cookie: known here only.
    pub secret: String,
    /// The user and what it may do.
    pub caller: SignedIn,
}

/// An attempt that was counted, with what is needed to judge it.
struct Counted {
    policy: SignInPolicy,
    user: Option<UserSecret>,
    locks_out: bool,
}

/// Signs in. An unknown login, a wrong password and a disabled user get the same answer after the same work.
///
/// # Errors
/// [`AccessRefusal::LockedOut`], [`AccessRefusal::SignInFailed`], [`AccessRefusal::SecondFactorRequired`],
/// [`AccessRefusal::AddressRefused`], [`AccessError::Busy`].
pub fn sign_in(db: &Db, keys: &FieldKeys, gate: &Gate, given: &Credentials<'_>) -> Result<OpenedSession, AccessError> {
    let typed = hash_of(&given.login.trim().to_ascii_lowercase());
    let counted = db.write(|tx| {
        let policy = store::get_policy(tx, given.now)?;
        let attempts = store::lock_attempts(tx, &typed)?.count(given.now, &policy)?;
        store::put_attempts(tx, &typed, &attempts)?;
        let user = match Login::parse(given.login) {
            Ok(login) => store::find_user_secret(tx, &login)?,
            Err(_) => None,
        };
        Ok::<_, AccessError>(Counted {
            policy,
            user,
            locks_out: attempts.locked_until.is_some(),
        })
    })?;
    let hash = counted.user.as_ref().map(|user| user.password_hash.as_str());
    let matches = gate.hasher().verify(given.password, hash)?;
    let refusal = match &counted.user {
        Some(user) if matches && user.is_active && !user.is_service => {
            match open_session(db, keys, given, (&typed, user, &counted.policy)) {
                Err(AccessError::Refused(refusal)) => refusal,
                opened => return opened,
            }
        }
        _ => AccessRefusal::SignInFailed,
    };
    match refusal {
        AccessRefusal::SecondFactorRequired => db.write(|tx| {
            let attempts = store::lock_attempts(tx, &typed)?.take_back(counted.locks_out);
            store::put_attempts(tx, &typed, &attempts)
        })?,
        _ => write_failure(db, given, counted.user.as_ref(), counted.locks_out)?,
    }
    Err(refusal.into())
}

fn open_session(
    db: &Db,
    keys: &FieldKeys,
    given: &Credentials<'_>,
    (typed, user, policy): (&Hash, &UserSecret, &SignInPolicy),
) -> Result<OpenedSession, AccessError> {
    let actor = Actor {
        user_id: user.id,
        login: user.login.clone(),
        on_behalf_of: None,
        address: given.address,
        token: None,
    };
    let times = SessionTimes::starting(given.now, policy);
    let secret = new_secret();
    let key = hash_of(&secret);
    let forgotten = Timestamp::from_millis(given.now.millis() - i64::from(policy.lock_minutes) * 60_000);
    let caller = db.write(|tx| {
        tx.act_as(&actor, given.request_id, given.now);
        match take_code(tx, keys, user.id, (given.code, given.now))? {
            Taken::NotAsked | Taken::Yes => (),
            Taken::Missing => return Err(AccessRefusal::SecondFactorRequired.into()),
            Taken::Wrong => return Err(AccessRefusal::SignInFailed.into()),
        }
        store::forget_attempts(tx, typed)?;
        store::forget_attempts_before(tx, forgotten)?;
        store::note_sign_in(tx, user.id, given.now)?;
        store_session::drop_oldest_sessions(tx, user.id, policy.max_sessions)?;
        store_session::insert_session(tx, &key, user.id, &times)?;
        tx.audit(AuditLine {
            action: "access.signed_in",
            object_kind: "user",
            object_id: user.id.to_string(),
            before: None,
            after: None,
        });
        let session = store_session::find_session(tx, &key)?.ok_or(AccessRefusal::SignInFailed)?;
        let lists = address_lists(tx, user.id, user.id)?;
        if !lists.iter().all(|list| list.allows(given.address)) {
            let address = given.address;
            return Err(AccessRefusal::AddressRefused { address }.into());
        }
        Ok::<_, AccessError>(SignedIn::of(tx, &session, (policy, given.now))?)
    })?;
    Ok(OpenedSession { secret, caller })
}

/// The audit trail names the user when there is one; what was typed otherwise may be a password and is not kept.
fn write_failure(
    db: &Db,
    given: &Credentials<'_>,
    user: Option<&UserSecret>,
    locks_out: bool,
) -> Result<(), AccessError> {
    db.write(|tx| {
        let somebody = Actor {
            address: given.address,
            ..Actor::system()
        };
        tx.act_as(&somebody, given.request_id, given.now);
        tx.audit(AuditLine {
            action: "access.sign_in_failed",
            object_kind: "user",
            object_id: user.map_or_else(|| "unknown".to_owned(), |user| user.id.to_string()),
            before: None,
            after: Some(json!({ "locked_out": locks_out })),
        });
        Ok::<_, DbError>(())
    })?;
    Ok(())
}
