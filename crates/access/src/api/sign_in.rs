use std::sync::Arc;

use axum::http::HeaderMap;
use platform::http::{Lang, Principal, SignIn};

use crate::api::cookie::session_secret;
use crate::app::{Gate, SignedIn};

/// Finds the caller of a request by its session cookie: for the standard layers of the platform.
#[must_use]
pub fn sign_in_layer(gate: Gate) -> SignIn {
    let known = gate.clone();
    SignIn {
        recall: Arc::new(move |state, headers| {
            let secret = session_secret(headers)?;
            let caller = known.recall_caller(secret, state.clock.now(), state.config.session_idle_minutes)?;
            Some(principal(caller, headers))
        }),
        find: Arc::new(move |state, headers| {
            let Some(secret) = session_secret(headers) else {
                return Ok(None);
            };
            let caller = gate.find_caller(&state.db, secret, state.clock.now(), state.config.session_idle_minutes)?;
            Ok(caller.map(|caller| principal(caller, headers)))
        }),
    }
}

fn principal(caller: SignedIn, headers: &HeaderMap) -> Principal {
    Principal {
        actor: caller.actor,
        // Nothing is granted before the password is changed.
        grants: if caller.must_change_password {
            Arc::default()
        } else {
            caller.grants
        },
        must_change_password: caller.must_change_password,
        org: caller.org,
        checks: caller.checks,
        lang: Lang::of_headers(headers),
    }
}
