//! Open a session for somebody who has proved who they are, however; or write down that somebody has not.

use kernel::{Actor, Timestamp};
use platform::{AuditLine, Db, DbError, Tx};
use serde_json::json;
use std::net::IpAddr;

use crate::app::error::AccessError;
use crate::app::secret::{hash_of, new_secret};
use crate::app::signed_in::SignedIn;
use crate::app::store::{self, UserSecret};
use crate::app::store_address::address_lists;
use crate::app::store_session;
use crate::domain::{AccessRefusal, SessionTimes, SignInMethod, SignInPolicy};

/// A session that was just opened.
#[derive(Debug, Clone)]
pub struct OpenedSession {
    /// The secret for the cookie: known here only.
    pub secret: String,
    /// The user and what it may do.
    pub caller: SignedIn,
}

/// Whose session is opened, how, from where and when.
pub(crate) struct Opening<'a> {
    pub user: &'a UserSecret,
    pub policy: &'a SignInPolicy,
    pub method: SignInMethod,
    pub request_id: &'a str,
    pub address: Option<IpAddr>,
    pub now: Timestamp,
}

/// Opens a session in the transaction in which `admit` has nothing to say against it.
///
/// # Errors
/// [`AccessRefusal::AddressRefused`], and those of `admit`.
pub(crate) fn open_session(
    db: &Db,
    opening: &Opening<'_>,
    admit: &dyn Fn(&mut Tx) -> Result<(), AccessError>,
) -> Result<OpenedSession, AccessError> {
    let (user, policy, now) = (opening.user, opening.policy, opening.now);
    let actor = Actor {
        user_id: user.id,
        login: user.login.clone(),
        on_behalf_of: None,
        address: opening.address,
        token: None,
    };
    let times = SessionTimes::starting(now, policy);
    let secret = new_secret();
    let key = hash_of(&secret);
    let forgotten = Timestamp::from_millis(now.millis() - i64::from(policy.lock_minutes) * 60_000);
    let caller = db.write(|tx| {
        tx.act_as(&actor, opening.request_id, now);
        admit(tx)?;
        store::forget_attempts_before(tx, forgotten)?;
        store::note_sign_in(tx, user.id, now)?;
        store_session::drop_oldest_sessions(tx, user.id, policy.max_sessions)?;
        store_session::insert_session(tx, (&key, user.id), (&times, opening.method))?;
        tx.audit(AuditLine {
            action: "access.signed_in",
            object_kind: "user",
            object_id: user.id.to_string(),
            before: None,
            after: Some(json!({ "signed_in_with": opening.method.name() })),
        });
        let session = store_session::find_session(tx, &key)?.ok_or(AccessRefusal::SignInFailed)?;
        let lists = address_lists(tx, user.id, user.id)?;
        if !lists.iter().all(|list| list.allows(opening.address)) {
            let address = opening.address;
            return Err(AccessRefusal::AddressRefused { address }.into());
        }
        Ok::<_, AccessError>(SignedIn::of(tx, &session, (policy, now))?)
    })?;
    Ok(OpenedSession { secret, caller })
}

/// Somebody who has not proved who they are.
pub(crate) struct Stranger<'a> {
    pub method: SignInMethod,
    pub request_id: &'a str,
    pub address: Option<IpAddr>,
    pub now: Timestamp,
    /// Whom the identity provider calls so, who may be linked later.
    pub subject: Option<&'a str>,
}

/// The audit trail names the user when there is one; what was typed otherwise may be a password and is not kept.
pub(crate) fn write_failure(
    db: &Db,
    stranger: &Stranger<'_>,
    user: Option<&UserSecret>,
    locks_out: bool,
) -> Result<(), AccessError> {
    db.write(|tx| {
        let somebody = Actor {
            address: stranger.address,
            ..Actor::system()
        };
        tx.act_as(&somebody, stranger.request_id, stranger.now);
        let mut told = json!({ "locked_out": locks_out, "signed_in_with": stranger.method.name() });
        if let Some(subject) = stranger.subject {
            told["subject"] = json!(subject);
        }
        tx.audit(AuditLine {
            action: "access.sign_in_failed",
            object_kind: "user",
            object_id: user.map_or_else(|| "unknown".to_owned(), |user| user.id.to_string()),
            before: None,
            after: Some(told),
        });
        Ok::<_, DbError>(())
    })?;
    Ok(())
}
