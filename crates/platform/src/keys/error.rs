use std::path::PathBuf;

/// What can go wrong with keys and encrypted fields.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// A key text has another shape.
    #[error(
        "the field keys from {0} are not lines of 64 hexadecimal digits, with a version in front of all but the first (2:…)"
    )]
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
    /// The key service did not answer with keys.
    #[error("the key service `{command}`: {reason}")]
    Service {
        /// The command asked.
        command: String,
        /// Why.
        reason: String,
    },
    /// New keys do not come from here.
    #[error("keys from {0} are added where they are kept: put in the line that `xindai keys new` prints")]
    NotOurs(String),
    /// There are 255 keys already.
    #[error("there is no version left for another key")]
    Exhausted,
    /// The value was made with a key this program does not have.
    #[error("the field was encrypted with key version {0}, which is not known")]
    UnknownVersion(u8),
    /// Wrong key, wrong place or a changed value.
    #[error("an encrypted field does not open")]
    Sealed,
}
