//! What one attempt to sign on through the identity provider carries, all of it from one secret that the browser keeps.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use thiserror::Error;

/// Minutes that may pass between leaving for the provider and coming back.
pub const SIGN_ON_MINUTES: i64 = 10;

/// Why nobody signs on through the identity provider. In order of precedence.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SignOnRefusal {
    /// No identity provider is configured.
    #[error("signing on through an identity provider is not configured")]
    Off,
    /// The attempt took too long, was used before, or was begun in another browser.
    #[error("the sign-on was not begun here, or is over")]
    Stale,
    /// The identity provider, or who sat before it, said no.
    #[error("the identity provider refused: {error}")]
    Denied {
        /// The kind of error as the provider names it (RFC 6749 4.1.2.1), at most 64 characters of it.
        error: String,
    },
    /// The identity provider does not answer, or not as one.
    #[error("the identity provider cannot be reached")]
    ProviderUnreachable,
    /// What the identity provider answered is not believed.
    #[error("the identity provider's answer cannot be trusted")]
    Untrusted,
    /// The identity provider did not say that a second factor was used, which this user needs.
    #[error("the identity provider did not confirm a second factor")]
    Factor,
    /// A subject has 1 to 255 visible ASCII characters.
    #[error("the subject has a form that is not allowed")]
    SubjectInvalid,
    /// Somebody else signs on as this subject.
    #[error("the subject is linked to another user")]
    SubjectTaken,
}

/// The secret of one attempt: known to the browser that began it and to nobody else. State, nonce and verifier follow from it
/// and tell nothing about it nor about each other, so the program needs to keep none of them.
pub struct SignOnSecret(String);

impl SignOnSecret {
    /// An attempt with this secret: 64 hexadecimal digits of chance.
    #[must_use]
    pub fn new(secret: String) -> SignOnSecret {
        SignOnSecret(secret)
    }

    /// The secret, for the cookie.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }

    /// What the provider sends back with the browser (RFC 6749 10.12).
    #[must_use]
    pub fn state(&self) -> String {
        self.derive("state")
    }

    /// What the identity token must repeat (OpenID Connect Core 3.1.2.1).
    #[must_use]
    pub fn nonce(&self) -> String {
        self.derive("nonce")
    }

    /// What proves to the provider that who asks for the token is who began (RFC 7636 4.1): 64 characters.
    #[must_use]
    pub fn verifier(&self) -> String {
        self.derive("verifier")
    }

    /// The verifier as the provider is told beforehand (RFC 7636 4.2, S256).
    #[must_use]
    pub fn challenge(&self) -> String {
        challenge(&self.verifier())
    }

    fn derive(&self, purpose: &str) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.0.as_bytes()).expect("HMAC takes keys of any length");
        mac.update(purpose.as_bytes());
        hex::encode(mac.finalize().into_bytes())
    }
}

/// The S256 challenge of a verifier.
pub(crate) fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()))
}
