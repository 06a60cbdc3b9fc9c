//! Identity tokens of an OpenID provider: whose they are is believed only when signature and claims hold
//! (OpenID Connect Core 1.0 section 3.1.3.7; RFC 7515, 7517, 7518, 7519).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{ECDSA_P256_SHA256_FIXED, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey};
use serde_json::Value;
use thiserror::Error;

/// A token that is longer is not read.
const LONGEST: usize = 32 * 1024;
/// Keys beyond so many are passed over.
const KEYS_MOST: usize = 64;
/// A subject has at most so many characters (OpenID Connect Core, section 2).
const SUBJECT_MOST: usize = 255;

/// Why an identity token is not believed. In the order in which it is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TokenFault {
    /// Not three parts of base64url with JSON objects in the first two.
    #[error("it is no signed token")]
    Malformed,
    /// Signed by other means than RS256 or ES256, or not at all.
    #[error("it is signed neither with RS256 nor with ES256")]
    Algorithm,
    /// No key of the provider has the token's key id and kind.
    #[error("the provider has no such key")]
    KeyUnknown,
    /// The signature is not that key's.
    #[error("the signature is wrong")]
    Signature,
    /// Another issuer.
    #[error("it comes from another issuer")]
    Issuer,
    /// Made for another program.
    #[error("it was made for another program")]
    Audience,
    /// Its time is over.
    #[error("it has expired")]
    Expired,
    /// Its time has not come, or it says so.
    #[error("it is from the future")]
    TooEarly,
    /// It answers another attempt.
    #[error("it answers another sign-on")]
    Nonce,
    /// Nobody, or a name that is too long.
    #[error("it names nobody")]
    Subject,
}

/// What a token must say.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// The issuer.
    pub issuer: &'a str,
    /// What the provider calls this program.
    pub client_id: &'a str,
    /// The nonce of the attempt.
    pub nonce: &'a str,
    /// Seconds since 1970.
    pub now: i64,
    /// By so many seconds the provider's clock may differ.
    pub skew: i64,
}

/// Somebody as the provider knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The provider's own name for them, which never changes.
    pub subject: String,
    /// All that the token claims.
    claims: Value,
}

impl Identity {
    /// A claim that is a text.
    #[must_use]
    pub fn text(&self, claim: &str) -> Option<&str> {
        self.claims.get(claim)?.as_str()
    }

    /// Whether the provider says that more than one factor was used: `amr` has `mfa` (RFC 8176), or `acr` is one of these.
    #[must_use]
    pub fn proves_second_factor(&self, acr_values: &[String]) -> bool {
        let methods = self.claims.get("amr").and_then(Value::as_array);
        let several = methods.is_some_and(|methods| methods.iter().any(|method| method == "mfa"));
        several || (!acr_values.is_empty() && self.has_acr(acr_values))
    }

    /// Whether `acr` is one of these; any will do when none is asked for.
    #[must_use]
    pub fn has_acr(&self, acr_values: &[String]) -> bool {
        let acr = self.text("acr");
        acr_values.is_empty() || acr_values.iter().any(|wanted| Some(wanted.as_str()) == acr)
    }
}

/// The public keys with which a provider signs.
#[derive(Debug, Clone, Default)]
pub struct SigningKeys(Vec<SigningKey>);

#[derive(Debug, Clone)]
struct SigningKey {
    id: Option<String>,
    key: PublicKey,
}

#[derive(Debug, Clone)]
enum PublicKey {
    Rsa {
        n: Vec<u8>,
        e: Vec<u8>,
    },
    /// An uncompressed point of P-256.
    P256(Vec<u8>),
}

impl SigningKeys {
    /// The keys of a set (RFC 7517) that sign with RS256 or ES256; others are passed over.
    #[must_use]
    pub fn parse(set: &Value) -> SigningKeys {
        let keys = set.get("keys").and_then(Value::as_array);
        let known = keys.into_iter().flatten().take(KEYS_MOST).filter_map(signing_key);
        SigningKeys(known.collect())
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Believes a token, or not. Whatever its header says, only a signature by one of these keys counts.
    ///
    /// # Errors
    /// [`TokenFault`].
    pub fn verify(&self, token: &str, expected: &Expected<'_>) -> Result<Identity, TokenFault> {
        let (signed, signature) = token
            .rsplit_once('.')
            .filter(|_| token.len() <= LONGEST)
            .ok_or(TokenFault::Malformed)?;
        let (header, claims) = signed.split_once('.').ok_or(TokenFault::Malformed)?;
        let (header, claims) = (object(header)?, object(claims)?);
        let signature = bytes(signature).ok_or(TokenFault::Malformed)?;
        // Extensions that must be understood are none of ours (RFC 7515 4.1.11).
        if header.get("crit").is_some() {
            return Err(TokenFault::Malformed);
        }
        let is_rsa = match header.get("alg").and_then(Value::as_str) {
            Some("RS256") => true,
            Some("ES256") => false,
            _ => return Err(TokenFault::Algorithm),
        };
        let key = self.find(header.get("kid").and_then(Value::as_str), is_rsa)?;
        if !key.has_signed(signed.as_bytes(), &signature) {
            return Err(TokenFault::Signature);
        }
        check_claims(&claims, expected)?;
        let subject = claims.get("sub").and_then(Value::as_str).unwrap_or_default();
        check_subject(subject)
            .then(|| Identity {
                subject: subject.to_owned(),
                claims: claims.clone(),
            })
            .ok_or(TokenFault::Subject)
    }

    /// The key of an id; a token without one is for the only key of its kind.
    fn find(&self, id: Option<&str>, is_rsa: bool) -> Result<&PublicKey, TokenFault> {
        let mut fitting = self
            .0
            .iter()
            .filter(|one| matches!(one.key, PublicKey::Rsa { .. }) == is_rsa)
            .filter(|one| id.is_none() || one.id.as_deref() == id);
        match (fitting.next(), fitting.next()) {
            (Some(one), None) => Ok(&one.key),
            _ => Err(TokenFault::KeyUnknown),
        }
    }
}

impl PublicKey {
    fn has_signed(&self, signed: &[u8], signature: &[u8]) -> bool {
        match self {
            PublicKey::Rsa { n, e } => RsaPublicKeyComponents { n, e }
                .verify(&RSA_PKCS1_2048_8192_SHA256, signed, signature)
                .is_ok(),
            PublicKey::P256(point) => UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point)
                .verify(signed, signature)
                .is_ok(),
        }
    }
}

/// Whether a text may be a subject: 1 to 255 visible ASCII characters.
#[must_use]
pub fn check_subject(text: &str) -> bool {
    (1..=SUBJECT_MOST).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ')
}

/// A key of a set (RFC 7518 6.2, 6.3), unless it is for encryption or of another kind.
fn signing_key(key: &Value) -> Option<SigningKey> {
    let text = |name: &str| key.get(name).and_then(Value::as_str);
    if text("use").is_some_and(|purpose| purpose != "sig") {
        return None;
    }
    let number = |name: &str| bytes(text(name)?);
    let public = match (text("kty")?, text("alg"), text("crv")) {
        ("RSA", None | Some("RS256"), _) => PublicKey::Rsa {
            n: number("n")?,
            e: number("e")?,
        },
        ("EC", None | Some("ES256"), Some("P-256")) => {
            let (x, y) = (number("x")?, number("y")?);
            PublicKey::P256([&[4][..], &x, &y].concat())
        }
        _ => return None,
    };
    Some(SigningKey {
        id: text("kid").map(str::to_owned),
        key: public,
    })
}

fn check_claims(claims: &Value, expected: &Expected<'_>) -> Result<(), TokenFault> {
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    if text("iss") != Some(expected.issuer) {
        return Err(TokenFault::Issuer);
    }
    if !is_for(claims, expected.client_id) {
        return Err(TokenFault::Audience);
    }
    // A moment of another type than a whole number is none, and a token without these two has no time at all.
    let moment = |name: &str| claims.get(name).and_then(Value::as_i64);
    let (Some(until), Some(from)) = (moment("exp"), moment("iat")) else {
        return Err(TokenFault::Expired);
    };
    if expected.now >= until.saturating_add(expected.skew) {
        return Err(TokenFault::Expired);
    }
    let latest = expected.now.saturating_add(expected.skew);
    let not_before = match claims.get("nbf") {
        None => from,
        Some(value) => value.as_i64().ok_or(TokenFault::TooEarly)?,
    };
    if from > latest || not_before > latest {
        return Err(TokenFault::TooEarly);
    }
    if text("nonce") != Some(expected.nonce) {
        return Err(TokenFault::Nonce);
    }
    Ok(())
}

/// Made for this program: the only audience, or one of several with this program as the authorized party.
fn is_for(claims: &Value, client_id: &str) -> bool {
    let party = claims.get("azp").map(|party| party == client_id);
    match claims.get("aud") {
        Some(Value::String(one)) => one == client_id && party != Some(false),
        Some(Value::Array(several)) => {
            let named = several.iter().any(|one| one == client_id);
            named && (party == Some(true) || (several.len() == 1 && party.is_none()))
        }
        _ => false,
    }
}

fn object(part: &str) -> Result<Value, TokenFault> {
    let json = bytes(part).and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
    json.filter(Value::is_object).ok_or(TokenFault::Malformed)
}

fn bytes(part: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(part).ok()
}
