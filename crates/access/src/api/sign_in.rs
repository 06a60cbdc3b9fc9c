use std::sync::Arc;

use axum::http::{HeaderMap, header};
use platform::http::{AppState, Knock, Lang, Principal, SignIn};

use crate::api::cookie::session_secret;
use crate::app::{Arrival, Gate, Pass, SignedIn};
use crate::domain::parse_token;

/// Finds the caller of a request by the token in its header or by its session cookie: for the standard layers of the platform.
#[must_use]
pub fn sign_in_layer(gate: Gate) -> SignIn {
    let known = gate.clone();
    SignIn {
        recall: Arc::new(move |state, knock| {
            let caller = known.recall_caller(&arrival(state, knock)?)?;
            Some(principal(caller, knock.headers))
        }),
        find: Arc::new(move |state, knock| {
            let Some(arrival) = arrival(state, knock) else {
                return Ok(None);
            };
            let caller = gate.find_caller(&state.db, &arrival)?;
            Ok(caller.map(|caller| principal(caller, knock.headers)))
        }),
    }
}

fn arrival<'a>(state: &AppState, knock: &Knock<'a>) -> Option<Arrival<'a>> {
    Some(Arrival {
        pass: pass(knock.headers)?,
        address: knock.address,
        now: state.clock.now(),
        idle_minutes: state.config.session_idle_minutes,
    })
}

/// A request that names a token is judged by it alone: a cookie beside it never lends it rights.
fn pass(headers: &HeaderMap) -> Option<Pass<'_>> {
    let Some(value) = headers.get(header::AUTHORIZATION) else {
        return session_secret(headers).map(Pass::Session);
    };
    let (scheme, secret) = value.to_str().ok()?.split_once(' ')?;
    let secret = secret.trim();
    (scheme.eq_ignore_ascii_case("bearer")).then(|| parse_token(secret).map(Pass::Token))?
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
        is_locked: caller.is_locked,
        org: caller.org,
        checks: caller.checks,
        lang: Lang::of_headers(headers),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn a_header_of_a_token_comes_before_a_cookie_and_hides_it() {
        let session = "0123456789abcdef".repeat(4);
        let token = format!("xdt_{session}");
        for (authorization, found) in [
            (None, Some(&session)),
            (Some(format!("Bearer {token}")), Some(&token)),
            (Some(format!("bearer {token}")), Some(&token)),
            (Some(format!("Bearer {session}")), None),
            (Some("Basic YWRtaW46eA==".to_owned()), None),
            (Some(token.clone()), None),
        ] {
            let mut headers = HeaderMap::new();
            let cookie = HeaderValue::from_str(&format!("xindai_session={session}")).expect("a header value");
            headers.insert(header::COOKIE, cookie);
            if let Some(text) = &authorization {
                headers.insert(
                    header::AUTHORIZATION,
                    HeaderValue::from_str(text).expect("a header value"),
                );
            }
            let secret = pass(&headers).map(|pass| match pass {
                Pass::Session(secret) | Pass::Token(secret) => secret,
            });
            assert_eq!(secret, found.map(String::as_str), "{authorization:?}");
        }
    }
}
