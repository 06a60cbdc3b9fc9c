//! Encryption of identity fields. A stored value is `version byte | nonce (12) | ciphertext and tag`; it opens only
//! with the same key and the same place (table, column, row), so a value copied to another row does not.
//!
//! There may be several keys, told apart by a version from 1 to 255. New values are written under the highest version in use;
//! values under an older one are read with theirs until a rotation has written them anew.

mod error;
mod ring;
mod source;

pub use error::KeyError;
pub use source::{GivenKeys, KeyCommand, KeyFile, KeySource, exist, source};

use ring::{Key, Ring};
use std::collections::BTreeSet;
use std::fmt;
use std::path::Path;
use std::sync::{PoisonError, RwLock, RwLockReadGuard};
use uuid::Uuid;

/// How far one step of a rotation has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resealed {
    /// The last row that was looked at; `None` when there was none left.
    pub last: Option<Uuid>,
    /// Rows written anew.
    pub changed: u64,
}

/// The keys for identity fields.
pub struct FieldKeys {
    held: RwLock<Held>,
    source: Box<dyn KeySource>,
}

struct Held {
    ring: Ring,
    /// Versions under which there may be values; never empty, each in the ring. The highest is the one for writing.
    in_use: BTreeSet<u8>,
}

impl Held {
    fn of(ring: Ring) -> Self {
        let in_use = ring.last_key_value().map(|(version, _)| *version).into_iter().collect();
        Self { ring, in_use }
    }

    fn active(&self) -> &Key {
        let version = self.in_use.last().expect("never empty");
        &self.ring[version]
    }
}

impl FieldKeys {
    /// Derives the keys from one master key.
    #[must_use]
    pub fn from_master(master: &[u8; 32]) -> Self {
        Self {
            held: RwLock::new(Held::of(Ring::from([(1, Key::new(1, master))]))),
            source: Box::new(GivenKeys::new(&hex::encode(master), "this program")),
        }
    }

    /// Reads master keys from a text, one of 64 hexadecimal digits or several with their versions; `origin` names its place in
    /// an error.
    ///
    /// # Errors
    /// [`KeyError::Malformed`] when the text is none.
    pub fn from_hex(text: &str, origin: &str) -> Result<Self, KeyError> {
        Self::of_source(Box::new(GivenKeys::new(text, origin)))
    }

    /// The keys given (from `XINDAI_FIELD_KEY`), else the keys of the file, which is made with a new key and mode 0600
    /// when it does not exist.
    ///
    /// # Errors
    /// [`KeyError`] when a key is malformed, or the file cannot be used or is open to others.
    pub fn open(given: Option<&str>, file: &Path) -> Result<Self, KeyError> {
        match given {
            Some(text) => Self::from_hex(text, "XINDAI_FIELD_KEY"),
            None => Self::of_source(Box::new(KeyFile(file.to_owned()))),
        }
    }

    /// The keys of a source. The highest version is used until [`FieldKeys::use_versions`] says otherwise.
    ///
    /// # Errors
    /// [`KeyError`] when the source cannot tell them.
    pub fn of_source(source: Box<dyn KeySource>) -> Result<Self, KeyError> {
        let ring = ring::parse(&source.read()?, &source.origin())?;
        Ok(Self {
            held: RwLock::new(Held::of(ring)),
            source,
        })
    }

    /// Says under which versions there are values; the highest is used for writing from now on. The source is asked again when
    /// one is not known.
    ///
    /// # Errors
    /// [`KeyError::UnknownVersion`] when the source does not have one of them.
    pub fn use_versions(&self, versions: &[u8]) -> Result<(), KeyError> {
        let wanted: BTreeSet<u8> = versions.iter().copied().collect();
        if self.held().in_use == wanted || wanted.is_empty() {
            return Ok(());
        }
        for version in &wanted {
            self.know(*version)?;
        }
        self.held.write().unwrap_or_else(PoisonError::into_inner).in_use = wanted;
        Ok(())
    }

    /// Asks the source for a version unless it is known.
    fn know(&self, version: u8) -> Result<(), KeyError> {
        if self.held().ring.contains_key(&version) {
            return Ok(());
        }
        let ring = ring::parse(&self.source.read()?, &self.source.origin())?;
        let mut held = self.held.write().unwrap_or_else(PoisonError::into_inner);
        for (version, key) in ring {
            held.ring.entry(version).or_insert(key);
        }
        match held.ring.contains_key(&version) {
            true => Ok(()),
            false => Err(KeyError::UnknownVersion(version)),
        }
    }

    /// Makes a new key where this program may: in its key file. It is used only after a rotation has begun. Its version.
    ///
    /// # Errors
    /// [`KeyError::NotOurs`] when keys are kept somewhere else.
    pub fn add(&self) -> Result<u8, KeyError> {
        let (version, line) = self.new_line()?;
        self.source.add(&line)?;
        self.know(version)?;
        Ok(version)
    }

    /// A line with a new key under the next version, for whoever keeps the keys.
    ///
    /// # Errors
    /// [`KeyError::Exhausted`].
    pub fn new_line(&self) -> Result<(u8, String), KeyError> {
        let last = self.held().ring.last_key_value().map_or(0, |(version, _)| *version);
        let version = last.checked_add(1).ok_or(KeyError::Exhausted)?;
        Ok((version, ring::new_line(version)))
    }

    /// The additional data that ties a value to its place.
    #[must_use]
    pub fn place(table: &str, column: &str, row: Uuid) -> Vec<u8> {
        let mut aad = format!("{table}.{column}/").into_bytes();
        aad.extend_from_slice(row.as_bytes());
        aad
    }

    /// Encrypts a value for its place (see [`FieldKeys::place`]) under the version for writing.
    #[must_use]
    pub fn encrypt(&self, plaintext: &[u8], aad: &[u8]) -> Vec<u8> {
        self.held().active().encrypt(plaintext, aad)
    }

    /// Opens a value at its place, whatever version it was written under.
    ///
    /// # Errors
    /// [`KeyError::Sealed`] when key, place or value are not those of the encryption; [`KeyError::UnknownVersion`].
    pub fn decrypt(&self, sealed: &[u8], aad: &[u8]) -> Result<Vec<u8>, KeyError> {
        let (&version, rest) = sealed.split_first().ok_or(KeyError::Sealed)?;
        // Another node may have begun to use a key that was added after this one has started.
        self.know(version)?;
        self.held().ring[&version].decrypt(rest, aad)
    }

    /// Whether a stored value is under the version for writing.
    #[must_use]
    pub fn is_current(&self, sealed: &[u8]) -> bool {
        sealed.first() == self.held().in_use.last()
    }

    /// Sixteen bytes that are equal for equal values, to store beside an encrypted value. Normalise first; put the kind of
    /// value in front (`mobile:13800138000`) so that kinds do not match each other.
    #[must_use]
    pub fn blind_index(&self, normalised: &str) -> Vec<u8> {
        self.held().active().blind_index(normalised)
    }

    /// The same under every version in use, to find a value: the one for writing first.
    #[must_use]
    pub fn blind_indexes(&self, normalised: &str) -> Vec<Vec<u8>> {
        let held = self.held();
        let keys = held.in_use.iter().rev().map(|version| &held.ring[version]);
        keys.map(|key| key.blind_index(normalised)).collect()
    }

    /// The same under the oldest version known: for what must stay equal through a rotation, as the content of a command that may
    /// be repeated.
    #[must_use]
    pub fn lasting_index(&self, normalised: &str) -> Vec<u8> {
        let held = self.held();
        let oldest = held
            .ring
            .first_key_value()
            .map_or_else(|| held.active(), |(_, key)| key);
        oldest.blind_index(normalised)
    }

    /// Tells keys apart without telling the key; kept in the database so that a wrong key is noticed at the start. Of the
    /// version for writing.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        self.held().active().fingerprint.clone()
    }

    /// Version and fingerprint of every key that is known.
    #[must_use]
    pub fn fingerprints(&self) -> Vec<(u8, String)> {
        let held = self.held();
        let keys = held.ring.iter();
        keys.map(|(version, key)| (*version, key.fingerprint.clone())).collect()
    }

    /// The version for writing.
    #[must_use]
    pub fn version(&self) -> u8 {
        *self.held().in_use.last().expect("never empty")
    }

    /// The text of all keys, for a backup that is asked to hold them.
    ///
    /// # Errors
    /// [`KeyError`] when the source cannot tell them.
    pub fn text(&self) -> Result<String, KeyError> {
        self.source.read()
    }

    fn held(&self) -> RwLockReadGuard<'_, Held> {
        self.held.read().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for FieldKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FieldKeys({})", self.fingerprint())
    }
}
