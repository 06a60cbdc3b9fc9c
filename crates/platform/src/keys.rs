//! Encryption of identity fields. A stored value is `version byte | nonce (12) | ciphertext and tag`; it opens only
//! with the same key and the same place (table, column, row), so a value copied to another row does not.

use aes_gcm_siv::aead::{Aead, Payload};
use aes_gcm_siv::{Aes256GcmSiv, KeyInit, Nonce};
use hmac::Mac;
use rand::RngCore;
use rand::rngs::OsRng;
use sha2::Sha256;
use std::fmt;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use uuid::Uuid;

type HmacSha256 = hmac::Hmac<Sha256>;

const VERSION: u8 = 1;
const NONCE: usize = 12;

/// What can go wrong with keys and encrypted fields.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// A key text has another shape.
    #[error("the field key from {0} is not 64 hexadecimal digits")]
    Malformed(String),
    /// Others may read the key file.
    #[error("the key file {} can be read by others (mode {mode:03o}): make it 600", path.display())]
    FileTooOpen {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// The key file cannot be read or made.
    #[error("the key file {}: {cause}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        cause: std::io::Error,
    },
    /// The value was made with a key this program does not have.
    #[error("the field was encrypted with key version {0}, which is not known")]
    UnknownVersion(u8),
    /// Wrong key, wrong place or a changed value.
    #[error("an encrypted field does not open")]
    Sealed,
}

/// The keys for identity fields, derived from one master key.
pub struct FieldKeys {
    cipher: Aes256GcmSiv,
    index: HmacSha256,
    fingerprint: String,
}

impl FieldKeys {
    /// Derives the keys from a master key.
    #[must_use]
    pub fn from_master(master: &[u8; 32]) -> Self {
        let cipher = Aes256GcmSiv::new_from_slice(&derive(master, b"xindai field encryption 1")).expect("32 bytes");
        let index = keyed(&derive(master, b"xindai blind index 1"));
        let fingerprint = hex::encode(&derive(master, b"xindai fingerprint 1")[..8]);
        Self {
            cipher,
            index,
            fingerprint,
        }
    }

    /// Reads a master key of 64 hexadecimal digits; `origin` names its place in an error.
    ///
    /// # Errors
    /// [`KeyError::Malformed`] when the text is none.
    pub fn from_hex(text: &str, origin: &str) -> Result<Self, KeyError> {
        let mut master = [0; 32];
        hex::decode_to_slice(text.trim(), &mut master).map_err(|_| KeyError::Malformed(origin.to_owned()))?;
        Ok(Self::from_master(&master))
    }

    /// The key given (from `XINDAI_FIELD_KEY`), else the key of the file, which is made with a new key and mode 0600
    /// when it does not exist.
    ///
    /// # Errors
    /// [`KeyError`] when the key is malformed, or the file cannot be used or is open to others.
    pub fn open(given: Option<&str>, file: &Path) -> Result<Self, KeyError> {
        if let Some(text) = given {
            return Self::from_hex(text, "XINDAI_FIELD_KEY");
        }
        if !file.exists() {
            create(file).map_err(|cause| KeyError::File {
                path: file.to_owned(),
                cause,
            })?;
        }
        check_mode(file)?;
        let text = fs::read_to_string(file).map_err(|cause| KeyError::File {
            path: file.to_owned(),
            cause,
        })?;
        Self::from_hex(&text, &file.display().to_string())
    }

    /// The additional data that ties a value to its place.
    #[must_use]
    pub fn place(table: &str, column: &str, row: Uuid) -> Vec<u8> {
        let mut aad = format!("{table}.{column}/").into_bytes();
        aad.extend_from_slice(row.as_bytes());
        aad
    }

    /// Encrypts a value for its place (see [`FieldKeys::place`]).
    #[must_use]
    pub fn encrypt(&self, plaintext: &[u8], aad: &[u8]) -> Vec<u8> {
        let mut nonce = [0; NONCE];
        OsRng.fill_bytes(&mut nonce);
        let aad = versioned(aad);
        let sealed = self
            .cipher
            .encrypt(
                Nonce::from_slice(&nonce),
                Payload {
                    msg: plaintext,
                    aad: &aad,
                },
            )
            .expect("a field is far below 64 GiB");
        let mut out = Vec::with_capacity(1 + NONCE + sealed.len());
        out.push(VERSION);
        out.extend_from_slice(&nonce);
        out.extend_from_slice(&sealed);
        out
    }

    /// Opens a value at its place.
    ///
    /// # Errors
    /// [`KeyError::Sealed`] when key, place or value are not those of the encryption; [`KeyError::UnknownVersion`].
    pub fn decrypt(&self, sealed: &[u8], aad: &[u8]) -> Result<Vec<u8>, KeyError> {
        let (&version, rest) = sealed.split_first().ok_or(KeyError::Sealed)?;
        if version != VERSION {
            return Err(KeyError::UnknownVersion(version));
        }
        let (nonce, msg) = rest.split_at_checked(NONCE).ok_or(KeyError::Sealed)?;
        let aad = versioned(aad);
        self.cipher
            .decrypt(Nonce::from_slice(nonce), Payload { msg, aad: &aad })
            .map_err(|_| KeyError::Sealed)
    }

    /// Sixteen bytes that are equal for equal values, to find an encrypted value. Normalise first; put the kind of
    /// value in front (`mobile:13800138000`) so that kinds do not match each other.
    #[must_use]
    pub fn blind_index(&self, normalised: &str) -> Vec<u8> {
        let mut mac = self.index.clone();
        mac.update(normalised.as_bytes());
        mac.finalize().into_bytes()[..16].to_vec()
    }

    /// Tells keys apart without telling the key; kept in the database so that a wrong key is noticed at the start.
    #[must_use]
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }
}

impl fmt::Debug for FieldKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FieldKeys({})", self.fingerprint)
    }
}

fn versioned(aad: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(aad.len() + 1);
    out.push(VERSION);
    out.extend_from_slice(aad);
    out
}

fn keyed(key: &[u8; 32]) -> HmacSha256 {
    <HmacSha256 as Mac>::new_from_slice(key).expect("HMAC takes a key of any length")
}

fn derive(master: &[u8; 32], purpose: &[u8]) -> [u8; 32] {
    let mut mac = keyed(master);
    mac.update(purpose);
    mac.finalize().into_bytes().into()
}

/// The text of the key given, or of the key file, for a backup that is asked to hold it.
///
/// # Errors
/// [`KeyError`] when the file cannot be used or is open to others.
pub fn text(given: Option<&str>, file: &Path) -> Result<String, KeyError> {
    if let Some(text) = given {
        return Ok(text.to_owned());
    }
    check_mode(file)?;
    fs::read_to_string(file).map_err(|cause| KeyError::File {
        path: file.to_owned(),
        cause,
    })
}

/// Writes a new key beside the file and links it into place: the file is whole or absent, and never overwritten.
fn create(file: &Path) -> std::io::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut master = [0; 32];
    OsRng.fill_bytes(&mut master);
    let draft = file.with_extension(format!("draft-{}", Uuid::now_v7()));
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut out = options.open(&draft)?;
    writeln!(out, "{}", hex::encode(master))?;
    out.sync_all()?;
    let linked = fs::hard_link(&draft, file);
    fs::remove_file(&draft)?;
    match linked {
        Err(cause) if cause.kind() != std::io::ErrorKind::AlreadyExists => Err(cause),
        _ => Ok(()),
    }
}

#[cfg(unix)]
fn check_mode(file: &Path) -> Result<(), KeyError> {
    use std::os::unix::fs::PermissionsExt;
    let meta = fs::metadata(file).map_err(|cause| KeyError::File {
        path: file.to_owned(),
        cause,
    })?;
    let mode = meta.permissions().mode() & 0o777;
    if mode & 0o077 == 0 {
        Ok(())
    } else {
        Err(KeyError::FileTooOpen {
            path: file.to_owned(),
            mode,
        })
    }
}

#[cfg(not(unix))]
fn check_mode(_: &Path) -> Result<(), KeyError> {
    Ok(())
}
