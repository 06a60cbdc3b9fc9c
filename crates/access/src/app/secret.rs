//! Session secrets: the cookie holds the secret, the database only its hash.

use rand::RngCore;
use rand::rngs::OsRng;
use sha2::{Digest, Sha256};

/// SHA-256 of a session secret, or of a login as typed.
pub(crate) type Hash = [u8; 32];

/// A fresh secret of 256 random bits in hex.
pub(crate) fn new_secret() -> String {
    let mut bytes = [0; 32];
    OsRng.fill_bytes(&mut bytes);
    hex::encode(bytes)
}

/// The hash under which something secret is stored.
pub(crate) fn hash_of(text: &str) -> Hash {
    Sha256::digest(text.as_bytes()).into()
}
