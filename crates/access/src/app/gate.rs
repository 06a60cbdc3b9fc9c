//! Who is behind the secret of a session or a token; asked on every request, so answers are kept for a few seconds.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use kernel::Timestamp;
use platform::{Db, DbError, Tx};

use crate::app::error::AccessError;
use crate::app::password::{HashCost, PasswordHasher};
use crate::app::provider::Provider;
use crate::app::secret::{Hash, hash_of};
use crate::app::signed_in::SignedIn;
use crate::app::store_address;
use crate::app::store_policy;
use crate::app::store_session;
use crate::app::store_token;
use crate::domain::{AccessRefusal, AddressList, SessionTimes, TokenTimes};

/// For so long a sign-out, a revoked token, a disabled user or a changed role on another node may go unnoticed.
const KEPT_MILLIS: i64 = 5_000;
/// More sessions and tokens than this are not kept in memory at the same time.
const KEPT_MOST: usize = 10_000;

/// The secret that a request brings.
#[derive(Debug, Clone, Copy)]
pub enum Pass<'a> {
    /// That of a session, in a cookie.
    Session(&'a str),
    /// That of a token, in the header of a program.
    Token(&'a str),
}

impl Pass<'_> {
    /// Secrets of sessions and of tokens have different forms, so no hash of the one is a hash of the other.
    fn key(&self) -> Hash {
        match self {
            Pass::Session(secret) | Pass::Token(secret) => hash_of(secret),
        }
    }
}

/// What a request brings to the gate.
#[derive(Debug, Clone, Copy)]
pub struct Arrival<'a> {
    /// Its secret.
    pub pass: Pass<'a>,
    /// From where it comes, as far as that is known.
    pub address: Option<IpAddr>,
    /// When.
    pub now: Timestamp,
    /// After so many minutes without a request a session ends, if the policy does not end it sooner.
    pub idle_minutes: u32,
}

/// What sign-in keeps in memory: the password hasher, what the identity provider told about itself, the callers lately seen. Cheap to clone.
#[derive(Clone)]
pub struct Gate(Arc<Inner>);

struct Inner {
    hasher: PasswordHasher,
    provider: Provider,
    seen: Mutex<HashMap<Hash, Seen>>,
}

#[derive(Clone)]
struct Seen {
    caller: SignedIn,
    life: Life,
    /// Every one of them must allow the address.
    addresses: Vec<AddressList>,
    read_at: Timestamp,
}

#[derive(Clone, Copy)]
enum Life {
    Session { times: SessionTimes, idle_minutes: u32 },
    Token(TokenTimes),
}

impl Life {
    fn is_alive(&self, now: Timestamp) -> bool {
        match self {
            Life::Session { times, idle_minutes } => times.is_alive(now, *idle_minutes),
            Life::Token(times) => times.is_alive(now),
        }
    }

    fn wants_touch(&self, now: Timestamp) -> bool {
        match self {
            Life::Session { times, .. } => times.wants_touch(now),
            Life::Token(times) => times.wants_touch(now),
        }
    }

    fn touch(&mut self, now: Timestamp) {
        match self {
            Life::Session { times, .. } => times.last_seen_at = now,
            Life::Token(times) => times.last_used_at = Some(now),
        }
    }
}

impl Gate {
    /// A gate whose password hashes have this cost.
    #[must_use]
    pub fn new(cost: HashCost) -> Gate {
        Gate(Arc::new(Inner {
            hasher: PasswordHasher::new(cost),
            provider: Provider::default(),
            seen: Mutex::new(HashMap::new()),
        }))
    }

    pub(crate) fn hasher(&self) -> &PasswordHasher {
        &self.0.hasher
    }

    pub(crate) fn provider(&self) -> &Provider {
        &self.0.provider
    }

    /// The caller behind a secret; `None` when there is no such session or token, or it has ended. Writes down at most once a
    /// minute that it is in use.
    ///
    /// # Errors
    /// [`AccessRefusal::AddressRefused`], or the database's.
    pub fn find_caller(&self, db: &Db, arrival: &Arrival<'_>) -> Result<Option<SignedIn>, AccessError> {
        let (key, now) = (arrival.pass.key(), arrival.now);
        let seen = match self.recall(&key, now) {
            Some(seen) => Some(seen),
            None => db.read(|tx| load(tx, arrival, &key))?,
        };
        let Some(mut seen) = seen.filter(|seen| seen.life.is_alive(now)) else {
            self.forget(&key);
            return Ok(None);
        };
        if !seen.allows(arrival.address) {
            let address = arrival.address;
            return Err(AccessRefusal::AddressRefused { address }.into());
        }
        let caller = seen.caller.clone();
        // A locked screen is no use of a session, and its unlocking on another node is to be seen at once.
        let touch = seen.life.wants_touch(now) && !caller.is_locked;
        if touch {
            seen.life.touch(now);
        }
        if !caller.is_locked && (touch || seen.read_at == now) {
            self.remember(key, seen, now);
        }
        if touch {
            let from = arrival.address.map(|address| address.to_string());
            db.write(|tx| match arrival.pass {
                Pass::Session(_) => store_session::touch_session(tx, &key, now),
                Pass::Token(_) => store_token::touch_token(tx, &key, now, from.clone()),
            })?;
        }
        Ok(Some(caller))
    }

    /// The caller behind a secret, if it was seen a moment ago and has nothing to be written down: without the database.
    #[must_use]
    pub fn recall_caller(&self, arrival: &Arrival<'_>) -> Option<SignedIn> {
        let seen = self.recall(&arrival.pass.key(), arrival.now)?;
        let passes = seen.life.is_alive(arrival.now) && seen.allows(arrival.address);
        (passes && !seen.life.wants_touch(arrival.now)).then_some(seen.caller)
    }

    /// Forgets a session, so that the next request asks the database.
    pub(crate) fn forget(&self, key: &Hash) {
        self.seen().remove(key);
    }

    /// Forgets all sessions and tokens, so that the next requests ask the database.
    pub fn forget_all(&self) {
        self.seen().clear();
    }

    fn recall(&self, key: &Hash, now: Timestamp) -> Option<Seen> {
        self.seen().get(key).filter(|seen| seen.is_fresh(now)).cloned()
    }

    fn remember(&self, key: Hash, seen: Seen, now: Timestamp) {
        let mut all = self.seen();
        if all.len() >= KEPT_MOST && !all.contains_key(&key) {
            all.retain(|_, seen| seen.is_fresh(now));
            if all.len() >= KEPT_MOST {
                return;
            }
        }
        all.insert(key, seen);
    }

    fn seen(&self) -> MutexGuard<'_, HashMap<Hash, Seen>> {
        self.0.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Seen {
    fn is_fresh(&self, now: Timestamp) -> bool {
        (0..KEPT_MILLIS).contains(&(now.millis() - self.read_at.millis()))
    }

    fn allows(&self, address: Option<IpAddr>) -> bool {
        self.addresses.iter().all(|list| list.allows(address))
    }
}

fn load(tx: &mut Tx, arrival: &Arrival<'_>, key: &Hash) -> Result<Option<Seen>, DbError> {
    match arrival.pass {
        Pass::Session(_) => load_session(tx, arrival, key),
        Pass::Token(_) => load_token(tx, arrival.now, key),
    }
}

fn load_session(tx: &mut Tx, arrival: &Arrival<'_>, key: &Hash) -> Result<Option<Seen>, DbError> {
    let Some(session) = store_session::find_session(tx, key)? else {
        return Ok(None);
    };
    let policy = store_policy::get_policy(tx, arrival.now)?;
    let holder = session.acting_for.as_ref().unwrap_or(&session.user).user_id;
    Ok(Some(Seen {
        caller: SignedIn::of(tx, &session, (&policy, arrival.now))?,
        life: Life::Session {
            times: session.times,
            idle_minutes: policy.session_idle_minutes.min(arrival.idle_minutes),
        },
        addresses: store_address::address_lists(tx, session.user.user_id, holder)?,
        read_at: arrival.now,
    }))
}

fn load_token(tx: &mut Tx, now: Timestamp, key: &Hash) -> Result<Option<Seen>, DbError> {
    let Some(token) = store_token::find_token(tx, key)? else {
        return Ok(None);
    };
    let user = token.user.user_id;
    let mut addresses = store_address::address_lists(tx, user, user)?;
    let caller = SignedIn::of_token(tx, &token)?;
    addresses.push(token.addresses);
    Ok(Some(Seen {
        caller,
        life: Life::Token(token.times),
        addresses,
        read_at: now,
    }))
}
