//! The keys by version, and the text that holds them.

use super::KeyError;
use aes_gcm_siv::aead::{Aead, Payload};
use aes_gcm_siv::{Aes256GcmSiv, KeyInit, Nonce};
use hmac::Mac;
use rand::RngCore;
use rand::rngs::OsRng;
use sha2::Sha256;
use std::collections::BTreeMap;

type HmacSha256 = hmac::Hmac<Sha256>;

const NONCE: usize = 12;

/// What is derived from one master key.
pub(super) struct Key {
    version: u8,
    cipher: Aes256GcmSiv,
    index: HmacSha256,
    pub(super) fingerprint: String,
}

/// All keys that are known, by version.
pub(super) type Ring = BTreeMap<u8, Key>;

impl Key {
    pub(super) fn new(version: u8, master: &[u8; 32]) -> Self {
        let cipher = Aes256GcmSiv::new_from_slice(&derive(master, b"xindai field encryption 1")).expect("32 bytes");
        let index = keyed(&derive(master, b"xindai blind index 1"));
        let fingerprint = hex::encode(&derive(master, b"xindai fingerprint 1")[..8]);
        Self {
            version,
            cipher,
            index,
            fingerprint,
        }
    }

    pub(super) fn encrypt(&self, plaintext: &[u8], aad: &[u8]) -> Vec<u8> {
        let mut nonce = [0; NONCE];
        OsRng.fill_bytes(&mut nonce);
        let aad = self.versioned(aad);
        let payload = Payload {
            msg: plaintext,
            aad: &aad,
        };
        let sealed = self.cipher.encrypt(Nonce::from_slice(&nonce), payload);
        let sealed = sealed.expect("a field is far below 64 GiB");
        let mut out = Vec::with_capacity(1 + NONCE + sealed.len());
        out.push(self.version);
        out.extend_from_slice(&nonce);
        out.extend_from_slice(&sealed);
        out
    }

    /// Opens what stands behind the version byte.
    pub(super) fn decrypt(&self, rest: &[u8], aad: &[u8]) -> Result<Vec<u8>, KeyError> {
        let (nonce, msg) = rest.split_at_checked(NONCE).ok_or(KeyError::Sealed)?;
        let aad = self.versioned(aad);
        self.cipher
            .decrypt(Nonce::from_slice(nonce), Payload { msg, aad: &aad })
            .map_err(|_| KeyError::Sealed)
    }

    pub(super) fn blind_index(&self, normalised: &str) -> Vec<u8> {
        let mut mac = self.index.clone();
        mac.update(normalised.as_bytes());
        mac.finalize().into_bytes()[..16].to_vec()
    }

    fn versioned(&self, aad: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(aad.len() + 1);
        out.push(self.version);
        out.extend_from_slice(aad);
        out
    }
}

/// Reads lines (or parts between commas) of 64 hexadecimal digits with `VERSION:` in front; a line without one is version 1.
/// Empty lines and lines that begin with `#` are passed over.
pub(super) fn parse(text: &str, origin: &str) -> Result<Ring, KeyError> {
    let malformed = || KeyError::Malformed(origin.to_owned());
    let mut ring = Ring::new();
    for line in text.split(['\n', ',']).map(str::trim) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (version, digits) = line.split_once(':').unwrap_or(("1", line));
        let version: u8 = version.trim().parse().map_err(|_| malformed())?;
        let mut master = [0; 32];
        hex::decode_to_slice(digits.trim(), &mut master).map_err(|_| malformed())?;
        if version == 0 || ring.insert(version, Key::new(version, &master)).is_some() {
            return Err(malformed());
        }
    }
    if ring.is_empty() { Err(malformed()) } else { Ok(ring) }
}

/// A line with a new random key.
pub(super) fn new_line(version: u8) -> String {
    let mut master = [0; 32];
    OsRng.fill_bytes(&mut master);
    format!("{version}:{}\n", hex::encode(master))
}

fn keyed(key: &[u8; 32]) -> HmacSha256 {
    <HmacSha256 as Mac>::new_from_slice(key).expect("HMAC takes a key of any length")
}

fn derive(master: &[u8; 32], purpose: &[u8]) -> [u8; 32] {
    let mut mac = keyed(master);
    mac.update(purpose);
    mac.finalize().into_bytes().into()
}
