//! Sign on through the identity provider: leave for it, come back, open a session.

use std::net::IpAddr;

use kernel::Timestamp;
use platform::config::SignOn;
use platform::keys::FieldKeys;
use platform::{Db, Tx};

use crate::app::error::AccessError;
use crate::app::gate::Gate;
use crate::app::link_identity::{Link, link};
use crate::app::open_session::{OpenedSession, Opening, Stranger, open_session, write_failure};
use crate::app::second_factor::{Taken, take_code};
use crate::app::secret::{hash_of, new_secret};
use crate::app::store::{self, UserSecret};
use crate::app::store_identity;
use crate::domain::{
    AccessRefusal, Identity, Login, SIGN_ON_MINUTES, SignInMethod, SignInPolicy, SignOnRefusal, SignOnSecret,
};

/// An attempt that has begun.
pub struct BegunSignOn {
    /// Where the browser goes.
    pub authorization_url: String,
    /// What the browser keeps in a cookie.
    pub secret: String,
}

/// What a browser brings back from the provider, and when and in which request.
pub struct Returned<'a> {
    /// What it kept, if it did.
    pub secret: Option<&'a str>,
    /// What the provider repeats.
    pub state: &'a str,
    /// The code, unless there is an error.
    pub code: Option<&'a str>,
    /// The kind of error (RFC 6749 4.1.2.1).
    pub error: Option<&'a str>,
    /// The provider's name for itself, if it tells it (RFC 9207).
    pub issuer: Option<&'a str>,
    /// Number of the request.
    pub request_id: &'a str,
    /// The address from which it came.
    pub address: Option<IpAddr>,
    /// The moment.
    pub now: Timestamp,
}

/// Begins to sign on. The attempt is written down, so that any node may take it up, once.
///
/// # Errors
/// [`SignOnRefusal::Off`], [`SignOnRefusal::ProviderUnreachable`].
pub fn begin_sign_on(
    db: &Db,
    gate: &Gate,
    settings: Option<&SignOn>,
    now: Timestamp,
) -> Result<BegunSignOn, AccessError> {
    let settings = settings.ok_or(SignOnRefusal::Off)?;
    let secret = SignOnSecret::new(new_secret());
    let authorization_url = gate.provider().authorization_url(settings, &secret, now)?;
    let state = hash_of(&secret.state());
    let expires_at = Timestamp::from_millis(now.millis() + SIGN_ON_MINUTES * 60_000);
    db.write(|tx| store_identity::insert_attempt(tx, &state, now, expires_at))?;
    Ok(BegunSignOn {
        authorization_url,
        secret: secret.text().to_owned(),
    })
}

/// Where somebody signs out at the provider, too; nothing when there is none or it announces no such place.
///
/// # Errors
/// [`SignOnRefusal::ProviderUnreachable`].
pub fn provider_sign_out(
    gate: &Gate,
    settings: Option<&SignOn>,
    now: Timestamp,
) -> Result<Option<String>, AccessError> {
    match settings {
        Some(settings) => Ok(gate.provider().end_session_url(settings, now)?),
        None => Ok(None),
    }
}

/// Signs on somebody who came back from the provider. Who is unknown, disabled or no person gets the same answer.
///
/// # Errors
/// [`SignOnRefusal::Off`], [`SignOnRefusal::Stale`], [`SignOnRefusal::Denied`],
/// [`SignOnRefusal::ProviderUnreachable`], [`SignOnRefusal::Untrusted`], [`AccessRefusal::SignInFailed`],
/// [`SignOnRefusal::Factor`], [`AccessRefusal::AddressRefused`].
pub fn finish_sign_on(
    (db, keys): (&Db, &FieldKeys),
    gate: &Gate,
    settings: Option<&SignOn>,
    returned: &Returned<'_>,
) -> Result<OpenedSession, AccessError> {
    let settings = settings.ok_or(SignOnRefusal::Off)?;
    let identity = identify(db, gate, settings, returned)?;
    let (policy, user) = db.read(|tx| {
        let policy = store::get_policy(tx, returned.now)?;
        Ok::<_, AccessError>((policy, find_user(tx, settings, &identity)?))
    })?;
    let opened = match &user {
        Some(user) if user.is_active && !user.is_service => {
            open((db, keys), (settings, &identity), returned, (user, &policy))
        }
        _ => Err(AccessRefusal::SignInFailed.into()),
    };
    if let Err(AccessError::Refused(_) | AccessError::SignOn(_)) = &opened {
        let stranger = Stranger {
            method: SignInMethod::Provider,
            request_id: returned.request_id,
            address: returned.address,
            now: returned.now,
            subject: Some(&identity.subject),
        };
        write_failure(db, &stranger, user.as_ref(), false)?;
    }
    opened
}

/// Who came back: only to the browser that left, only once, and only as the provider signs.
fn identify(db: &Db, gate: &Gate, settings: &SignOn, returned: &Returned<'_>) -> Result<Identity, AccessError> {
    let secret = returned.secret.ok_or(SignOnRefusal::Stale)?;
    let secret = SignOnSecret::new(secret.to_owned());
    // Compared as hashes: how long it takes tells nothing about the state.
    let state = hash_of(&secret.state());
    if state != hash_of(returned.state) {
        return Err(SignOnRefusal::Stale.into());
    }
    if !db.write(|tx| store_identity::take_attempt(tx, &state, returned.now))? {
        return Err(SignOnRefusal::Stale.into());
    }
    if returned.issuer.is_some_and(|issuer| issuer != settings.issuer) {
        return Err(SignOnRefusal::Untrusted.into());
    }
    let Some(code) = returned.code.filter(|_| returned.error.is_none()) else {
        let told = returned.error.unwrap_or("no_code").chars();
        let error = told.filter(char::is_ascii_graphic).take(64).collect();
        return Err(SignOnRefusal::Denied { error }.into());
    };
    let identity = gate.provider().identify(settings, (code, &secret), returned.now)?;
    match identity.has_acr(&settings.acr_values) {
        true => Ok(identity),
        false => Err(SignOnRefusal::Factor.into()),
    }
}

/// The user who is linked; at a first sign-on the one whose login the configured claim holds and who is linked to nobody.
fn find_user(tx: &mut Tx, settings: &SignOn, identity: &Identity) -> Result<Option<UserSecret>, AccessError> {
    let linked = store_identity::find_linked_user(tx, &settings.issuer, &identity.subject)?;
    if linked.is_some() {
        return Ok(linked);
    }
    let claimed = settings.login_claim.as_deref().and_then(|claim| identity.text(claim));
    let Some(Ok(login)) = claimed.map(Login::parse) else {
        return Ok(None);
    };
    let Some(user) = store::find_user_secret(tx, &login)? else {
        return Ok(None);
    };
    let other = store_identity::find_identity(tx, user.id, &settings.issuer)?;
    Ok(other.is_none().then_some(user))
}

fn open(
    (db, keys): (&Db, &FieldKeys),
    (settings, identity): (&SignOn, &Identity),
    returned: &Returned<'_>,
    (user, policy): (&UserSecret, &SignInPolicy),
) -> Result<OpenedSession, AccessError> {
    let opening = Opening {
        user,
        policy,
        method: SignInMethod::Provider,
        request_id: returned.request_id,
        address: returned.address,
        now: returned.now,
    };
    open_session(db, &opening, &|tx| {
        let proved = identity.proves_second_factor(&settings.acr_values);
        if !proved && !matches!(take_code(tx, keys, user.id, (None, returned.now))?, Taken::NotAsked) {
            return Err(SignOnRefusal::Factor.into());
        }
        if store_identity::find_linked_user(tx, &settings.issuer, &identity.subject)?.is_none() {
            let by = (user.login.as_str(), returned.now);
            link(tx, by, &Link::first(user.id, &settings.issuer, &identity.subject))?;
        }
        Ok(())
    })
}
