//! Who is behind a session or a token, and what they may do at the moment.

use std::sync::Arc;

use kernel::{Actor, OrgId, Timestamp};
use platform::{Checks, DbError, Tx};

use crate::app::store_check;
use crate::app::store_session::{self, Grants, StoredSession};
use crate::app::store_token::StoredToken;
use crate::domain::{SignInMethod, SignInPolicy};

/// The caller behind a session or a token.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Who acts, for whom, and with which token.
    pub actor: Actor,
    /// The organisation for which they work.
    pub org: OrgId,
    /// What all their roles permit, or those of whom they act for; of that, with a token, what it was made for.
    pub grants: Arc<Grants>,
    /// Which of their commands take effect only when somebody else approves them.
    pub checks: Checks,
    /// Whether they must change their password before anything else.
    pub must_change_password: bool,
    /// Whether the screen of the session is locked: then nothing but unlocking it and signing out.
    pub is_locked: bool,
}

impl SignedIn {
    /// The caller of a session: with their own roles, or with those of somebody absent for whom they act.
    ///
    /// # Errors
    /// [`DbError`].
    pub(crate) fn of(
        tx: &mut Tx,
        session: &StoredSession,
        (policy, now): (&SignInPolicy, Timestamp),
    ) -> Result<SignedIn, DbError> {
        // Who signed on through a provider used no password, so none is to be changed first.
        let stale = session.must_change_password || policy.is_over_age(session.password_set_at, now);
        let holder = session.acting_for.as_ref().unwrap_or(&session.user);
        Ok(SignedIn {
            actor: Actor {
                user_id: session.user.user_id,
                login: session.user.login.clone(),
                on_behalf_of: session.acting_for.as_ref().map(|absent| absent.login.clone()),
                address: None,
                token: None,
            },
            org: holder.org,
            grants: Arc::new(store_session::grants_of(tx, holder)?),
            checks: store_check::load_checks(tx, session.user.user_id)?,
            must_change_password: stale && session.opened_by == SignInMethod::Password,
            is_locked: session.is_locked,
        })
    }

    /// The caller of a token: with what it was made for, as far as its user may do that at the moment. A password that is to
    /// be changed does not stop it: no password stands behind it.
    ///
    /// # Errors
    /// [`DbError`].
    pub(crate) fn of_token(tx: &mut Tx, token: &StoredToken) -> Result<SignedIn, DbError> {
        let mut grants = store_session::grants_of(tx, &token.user)?;
        grants.retain(|permission, _| token.permissions.contains(permission));
        Ok(SignedIn {
            actor: Actor {
                user_id: token.user.user_id,
                login: token.user.login.clone(),
                on_behalf_of: None,
                address: None,
                token: Some(token.name.clone()),
            },
            org: token.user.org,
            grants: Arc::new(grants),
            checks: store_check::load_checks(tx, token.user.user_id)?,
            must_change_password: false,
            is_locked: false,
        })
    }
}
