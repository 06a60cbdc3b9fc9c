//! Sign in: count the attempt, look at the password, open a session.

use kernel::Timestamp;
use platform::Db;
use platform::keys::FieldKeys;
use std::net::IpAddr;

use crate::app::error::AccessError;
use crate::app::gate::Gate;
use crate::app::open_session::{OpenedSession, Opening, Stranger, open_session, write_failure};
use crate::app::second_factor::{Taken, take_code};
use crate::app::secret::{Hash, hash_of};
use crate::app::store::{self, UserSecret};
use crate::domain::{AccessRefusal, Login, SignInMethod, SignInPolicy};

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
            match open(db, keys, given, (&typed, user, &counted.policy)) {
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
        _ => {
            let stranger = Stranger {
                method: SignInMethod::Password,
                request_id: given.request_id,
                address: given.address,
                now: given.now,
                subject: None,
            };
            write_failure(db, &stranger, counted.user.as_ref(), counted.locks_out)?;
        }
    }
    Err(refusal.into())
}

fn open(
    db: &Db,
    keys: &FieldKeys,
    given: &Credentials<'_>,
    (typed, user, policy): (&Hash, &UserSecret, &SignInPolicy),
) -> Result<OpenedSession, AccessError> {
    let opening = Opening {
        user,
        policy,
        method: SignInMethod::Password,
        request_id: given.request_id,
        address: given.address,
        now: given.now,
    };
    open_session(db, &opening, &|tx| {
        match take_code(tx, keys, user.id, (given.code, given.now))? {
            Taken::NotAsked | Taken::Yes => (),
            Taken::Missing => return Err(AccessRefusal::SecondFactorRequired.into()),
            Taken::Wrong => return Err(AccessRefusal::SignInFailed.into()),
        }
        Ok(store::forget_attempts(tx, typed)?)
    })
}
