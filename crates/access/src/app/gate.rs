//! Who is behind a session secret; asked on every request, so answers are kept for a few seconds.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use kernel::{Actor, OrgId, Timestamp};
use platform::{Checks, Db, DbError, Tx};

use crate::app::password::{HashCost, PasswordHasher};
use crate::app::secret::{Hash, hash_of};
use crate::app::store;
use crate::app::store_check;
use crate::app::store_session::{self, Grants, StoredSession};
use crate::domain::SessionTimes;

/// For so long a sign-out, a disabled user or a changed role on another node may go unnoticed.
const KEPT_MILLIS: i64 = 5_000;
/// More sessions than this are not kept in memory at the same time.
const KEPT_SESSIONS: usize = 10_000;

/// The caller behind a session.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Who acts, and for whom.
    pub actor: Actor,
    /// The organisation for which they work.
    pub org: OrgId,
    /// What all their roles permit, or those of whom they act for.
    pub grants: Arc<Grants>,
    /// Which of their commands take effect only when somebody else approves them.
    pub checks: Checks,
    /// Whether they must change their password before anything else.
    pub must_change_password: bool,
}

impl SignedIn {
    /// The caller of a session: with their own roles, or with those of somebody absent for whom they act.
    ///
    /// # Errors
    /// [`DbError`].
    pub(crate) fn of(tx: &mut Tx, session: &StoredSession, now: Timestamp) -> Result<SignedIn, DbError> {
        let holder = session.acting_for.as_ref().unwrap_or(&session.user);
        Ok(SignedIn {
            actor: Actor {
                user_id: session.user.user_id,
                login: session.user.login.clone(),
                on_behalf_of: session.acting_for.as_ref().map(|absent| absent.login.clone()),
                address: None,
            },
            org: holder.org,
            grants: Arc::new(store_session::grants_of(tx, holder)?),
            checks: store_check::load_checks(tx, session.user.user_id)?,
            must_change_password: session.must_change_password
                || store::get_policy(tx, now)?.is_over_age(session.password_set_at, now),
        })
    }
}

/// What sign-in keeps in memory: the password hasher and the sessions lately seen. Cheap to clone.
#[derive(Clone)]
pub struct Gate(Arc<Inner>);

struct Inner {
    hasher: PasswordHasher,
    sessions: Mutex<HashMap<Hash, Seen>>,
}

#[derive(Clone)]
struct Seen {
    caller: SignedIn,
    times: SessionTimes,
    read_at: Timestamp,
}

impl Gate {
    /// A gate whose password hashes have this cost.
    #[must_use]
    pub fn new(cost: HashCost) -> Gate {
        Gate(Arc::new(Inner {
            hasher: PasswordHasher::new(cost),
            sessions: Mutex::new(HashMap::new()),
        }))
    }

    pub(crate) fn hasher(&self) -> &PasswordHasher {
        &self.0.hasher
    }

    /// The caller behind a session secret; `None` when there is no such session or it has ended. Writes down at most
    /// once a minute that the session is in use.
    ///
    /// # Errors
    /// [`DbError`].
    pub fn find_caller(
        &self,
        db: &Db,
        secret: &str,
        now: Timestamp,
        idle_minutes: u32,
    ) -> Result<Option<SignedIn>, DbError> {
        let key = hash_of(secret);
        let seen = match self.recall(&key, now) {
            Some(seen) => Some(seen),
            None => db.read(|tx| {
                let Some(session) = store_session::find_session(tx, &key)? else {
                    return Ok::<_, DbError>(None);
                };
                Ok(Some(Seen {
                    caller: SignedIn::of(tx, &session, now)?,
                    times: session.times,
                    read_at: now,
                }))
            })?,
        };
        let Some(mut seen) = seen.filter(|seen| seen.times.is_alive(now, idle_minutes)) else {
            self.forget(&key);
            return Ok(None);
        };
        let caller = seen.caller.clone();
        let touch = seen.times.wants_touch(now);
        if touch {
            seen.times.last_seen_at = now;
        }
        if touch || seen.read_at == now {
            self.remember(key, seen, now);
        }
        if touch {
            db.write(|tx| store_session::touch_session(tx, &key, now))?;
        }
        Ok(Some(caller))
    }

    /// The caller behind a session, if it was seen a moment ago and has nothing to be written down: without the database.
    #[must_use]
    pub fn recall_caller(&self, secret: &str, now: Timestamp, idle_minutes: u32) -> Option<SignedIn> {
        let seen = self.recall(&hash_of(secret), now)?;
        let times = &seen.times;
        (times.is_alive(now, idle_minutes) && !times.wants_touch(now)).then_some(seen.caller)
    }

    /// Forgets a session, so that the next request asks the database.
    pub(crate) fn forget(&self, key: &Hash) {
        self.sessions().remove(key);
    }

    /// Forgets all sessions, so that the next requests ask the database.
    pub fn forget_all(&self) {
        self.sessions().clear();
    }

    fn recall(&self, key: &Hash, now: Timestamp) -> Option<Seen> {
        self.sessions().get(key).filter(|seen| is_fresh(seen, now)).cloned()
    }

    fn remember(&self, key: Hash, seen: Seen, now: Timestamp) {
        let mut sessions = self.sessions();
        if sessions.len() >= KEPT_SESSIONS && !sessions.contains_key(&key) {
            sessions.retain(|_, seen| is_fresh(seen, now));
            if sessions.len() >= KEPT_SESSIONS {
                return;
            }
        }
        sessions.insert(key, seen);
    }

    fn sessions(&self) -> MutexGuard<'_, HashMap<Hash, Seen>> {
        self.0.sessions.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_fresh(seen: &Seen, now: Timestamp) -> bool {
    (0..KEPT_MILLIS).contains(&(now.millis() - seen.read_at.millis()))
}
