use std::sync::Arc;

use platform::http::{Lang, Principal, SignIn};

use crate::api::cookie::session_secret;
use crate::app::Gate;

/// Finds the caller of a request by its session cookie: for the standard layers of the platform.
#[must_use]
pub fn sign_in_layer(gate: Gate) -> SignIn {
    Arc::new(move |state, headers| {
        let Some(secret) = session_secret(headers) else {
            return Ok(None);
        };
        let caller = gate.find_caller(&state.db, secret, state.clock.now(), state.config.session_idle_minutes)?;
        Ok(caller.map(|caller| Principal {
            actor: caller.actor,
            grants: caller.grants,
            org: caller.org,
            lang: Lang::of_headers(headers),
        }))
    })
}
