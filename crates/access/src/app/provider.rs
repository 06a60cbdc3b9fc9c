//! The identity provider as the program talks to it: where its endpoints are, with which keys it signs, what it gives for a code.

use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kernel::Timestamp;
use platform::config::SignOn;
use platform::outgoing::{Outgoing, OutgoingError, is_safe_address};
use serde_json::Value;

use crate::domain::{Expected, Identity, SignOnRefusal, SignOnSecret, SigningKeys, TokenFault};

/// So long what the provider told about itself is believed without asking again.
const KEPT_MILLIS: i64 = 10 * 60_000;

/// The provider, with what it last told about itself. Cheap to clone.
#[derive(Clone, Default)]
pub(crate) struct Provider(Arc<Mutex<Option<Known>>>);

#[derive(Clone)]
struct Known {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    /// Where people sign out there, if it announces that (RP-Initiated Logout 1.0, section 2.1).
    end_session_endpoint: Option<String>,
    /// It takes the client's secret in the form only, not in a header.
    secret_in_form: bool,
    keys: SigningKeys,
    read_at: Timestamp,
}

impl Known {
    fn is_fresh(&self, settings: &SignOn, now: Timestamp) -> bool {
        let age = now.millis() - self.read_at.millis();
        self.issuer == settings.issuer && (0..KEPT_MILLIS).contains(&age)
    }
}

impl Provider {
    /// The address at the provider to which the browser goes (RFC 6749 4.1.1, RFC 7636 4.3).
    ///
    /// # Errors
    /// [`SignOnRefusal::ProviderUnreachable`].
    pub fn authorization_url(
        &self,
        settings: &SignOn,
        secret: &SignOnSecret,
        now: Timestamp,
    ) -> Result<String, SignOnRefusal> {
        let known = self.known(settings, now)?;
        let (state, nonce, challenge) = (secret.state(), secret.nonce(), secret.challenge());
        let acr = settings.acr_values.join(" ");
        let mut asked = vec![
            ("response_type", "code"),
            ("scope", "openid profile email"),
            ("client_id", settings.client_id.as_str()),
            ("redirect_uri", settings.redirect_url.as_str()),
            ("state", state.as_str()),
            ("nonce", nonce.as_str()),
            ("code_challenge", challenge.as_str()),
            ("code_challenge_method", "S256"),
        ];
        if !acr.is_empty() {
            asked.push(("acr_values", acr.as_str()));
        }
        let query: Vec<String> = asked
            .iter()
            .map(|(name, value)| format!("{name}={}", encoded(value)))
            .collect();
        let endpoint = known.authorization_endpoint;
        let joint = if endpoint.contains('?') { '&' } else { '?' };
        Ok(format!("{endpoint}{joint}{}", query.join("&")))
    }

    /// Who the provider says has come back with this code.
    ///
    /// # Errors
    /// [`SignOnRefusal::ProviderUnreachable`], [`SignOnRefusal::Untrusted`].
    pub fn identify(
        &self,
        settings: &SignOn,
        (code, secret): (&str, &SignOnSecret),
        now: Timestamp,
    ) -> Result<Identity, SignOnRefusal> {
        let known = self.known(settings, now)?;
        let token = exchange(settings, &known, (code, &secret.verifier()))?;
        let expected = Expected {
            issuer: &settings.issuer,
            client_id: &settings.client_id,
            nonce: &secret.nonce(),
            now: now.millis().div_euclid(1000),
            skew: i64::from(settings.clock_skew_seconds),
        };
        let believed = match known.keys.verify(&token, &expected) {
            // The provider may have begun to sign with a new key.
            Err(TokenFault::KeyUnknown) => self.read(settings, now)?.keys.verify(&token, &expected),
            believed => believed,
        };
        believed.map_err(|fault| {
            tracing::warn!(%fault, "an identity token is not believed");
            SignOnRefusal::Untrusted
        })
    }

    /// The address at the provider where the browser signs out there and comes back to the sign-in page; nothing when the provider
    /// announces none. No identity token is kept, so that the provider may ask whether one means it (RP-Initiated Logout 1.0, section 2).
    ///
    /// # Errors
    /// [`SignOnRefusal::ProviderUnreachable`].
    pub fn end_session_url(&self, settings: &SignOn, now: Timestamp) -> Result<Option<String>, SignOnRefusal> {
        let known = self.known(settings, now)?;
        let back = settings.redirect_url.trim_end_matches("/sign-on");
        let asked = format!(
            "client_id={}&post_logout_redirect_uri={}",
            encoded(&settings.client_id),
            encoded(&format!("{back}/login"))
        );
        Ok(known.end_session_endpoint.map(|endpoint| {
            let joint = if endpoint.contains('?') { '&' } else { '?' };
            format!("{endpoint}{joint}{asked}")
        }))
    }

    fn known(&self, settings: &SignOn, now: Timestamp) -> Result<Known, SignOnRefusal> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        match kept.filter(|known| known.is_fresh(settings, now)) {
            Some(known) => Ok(known),
            None => self.read(settings, now),
        }
    }

    fn read(&self, settings: &SignOn, now: Timestamp) -> Result<Known, SignOnRefusal> {
        let known = discover(settings, now).map_err(|fault| {
            tracing::warn!(%fault, issuer = %settings.issuer, "the identity provider does not tell about itself");
            SignOnRefusal::ProviderUnreachable
        })?;
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(known.clone());
        Ok(known)
    }
}

/// Why a provider's document is of no use.
#[derive(Debug, thiserror::Error)]
pub enum DiscoveryFault {
    /// It, or its keys, cannot be fetched.
    #[error(transparent)]
    Outgoing(#[from] OutgoingError),
    /// It names an issuer that is not the one of the settings, letter by letter.
    #[error("its document is of another issuer: {0}")]
    OtherIssuer(String),
    /// An address is missing, or neither HTTPS nor on this machine.
    #[error("its document lacks a safe {0}")]
    Lacks(&'static str),
    /// It publishes no key that this program can check.
    #[error("it has no key for RS256 or ES256")]
    NoKeys,
}

/// Asks a provider about itself, as at a sign-on: whether people can sign out there.
///
/// # Errors
/// [`DiscoveryFault`].
pub fn examine_provider(settings: &SignOn) -> Result<bool, DiscoveryFault> {
    let known = discover(settings, Timestamp::from_millis(0))?;
    Ok(known.end_session_endpoint.is_some())
}

/// Reads the provider's document and keys (OpenID Connect Discovery 1.0, sections 4.1 to 4.3).
fn discover(settings: &SignOn, now: Timestamp) -> Result<Known, DiscoveryFault> {
    let outgoing = Outgoing::to(&settings.issuer, &settings.ca_file)?;
    let base = settings.issuer.trim_end_matches('/');
    let document = outgoing.get_json(&format!("{base}/.well-known/openid-configuration"))?;
    if document["issuer"] != settings.issuer.as_str() {
        let told = document["issuer"].as_str().unwrap_or_default();
        return Err(DiscoveryFault::OtherIssuer(told.chars().take(200).collect()));
    }
    let address = |name: &'static str| {
        let found = document[name].as_str().filter(|address| is_safe_address(address));
        found.map(str::to_owned).ok_or(DiscoveryFault::Lacks(name))
    };
    let keys = SigningKeys::parse(&outgoing.get_json(&address("jwks_uri")?)?);
    if keys.is_empty() {
        return Err(DiscoveryFault::NoKeys);
    }
    let methods = document["token_endpoint_auth_methods_supported"].as_array();
    let takes = |method: &str| methods.is_some_and(|methods| methods.iter().any(|one| one == method));
    Ok(Known {
        issuer: settings.issuer.clone(),
        authorization_endpoint: address("authorization_endpoint")?,
        token_endpoint: address("token_endpoint")?,
        end_session_endpoint: address("end_session_endpoint").ok(),
        secret_in_form: takes("client_secret_post") && !takes("client_secret_basic"),
        keys,
        read_at: now,
    })
}

/// The identity token for a code (RFC 6749 4.1.3). Other tokens of the answer are dropped: nothing is asked with them.
fn exchange(settings: &SignOn, known: &Known, (code, verifier): (&str, &str)) -> Result<String, SignOnRefusal> {
    let mut form = vec![
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", settings.redirect_url.as_str()),
        ("code_verifier", verifier),
    ];
    let secret = settings.client_secret.as_ref().map(|secret| secret.reveal());
    let authorization = match secret {
        Some(secret) if !known.secret_in_form => Some(basic(&settings.client_id, secret)),
        _ => {
            form.push(("client_id", settings.client_id.as_str()));
            form.extend(secret.map(|secret| ("client_secret", secret)));
            None
        }
    };
    let answered = Outgoing::to(&known.token_endpoint, &settings.ca_file)
        .and_then(|outgoing| outgoing.post_form(&known.token_endpoint, authorization.as_deref(), &form));
    let answer: Value = answered.map_err(|fault| {
        tracing::warn!(%fault, "the identity provider gives nothing for a code");
        match fault {
            OutgoingError::Refused { status, .. } if (400..500).contains(&status) => SignOnRefusal::Untrusted,
            _ => SignOnRefusal::ProviderUnreachable,
        }
    })?;
    let token = answer["id_token"].as_str().map(str::to_owned);
    token.ok_or_else(|| {
        tracing::warn!("the identity provider gave no identity token");
        SignOnRefusal::Untrusted
    })
}

/// The client's name and secret in a header (RFC 6749 2.3.1).
fn basic(client_id: &str, secret: &str) -> String {
    let pair = format!("{}:{}", encoded(client_id), encoded(secret));
    format!("Basic {}", STANDARD.encode(pair))
}

/// A text as a part of a query: everything but letters, digits and `-._~` escaped (RFC 3986 2.3).
fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let part = |byte: u8| match plain(byte) {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    };
    text.bytes().map(part).collect()
}
