//! What a backup says about itself: `manifest.json` beside `book.db`.

use crate::failure::{BACKUP_DAMAGED, Failure, NO_BACKUP};
use kernel::Timestamp;
use platform::http::Problem;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// The copy of the database: always a SQLite file, whatever database it was taken from.
pub const BOOK: &str = "book.db";
/// The field keys, only when they were asked for.
pub const KEY: &str = "field.key";
const MANIFEST: &str = "manifest.json";
/// Changes when an older program could misread a backup.
const FORMAT: u32 = 1;

/// What a backup is a backup of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Always 1.
    pub format: u32,
    /// When the copy was finished, UTC.
    pub made_at: String,
    /// The same in milliseconds since 1970.
    pub made_at_ms: i64,
    /// Version of the program that made it.
    pub program: String,
    /// `sqlite` or `postgres`: the database it was taken from.
    pub engine: String,
    /// Size of the copy.
    pub bytes: u64,
    /// SHA-256 of the copy, hexadecimal.
    pub sha256: String,
    /// The last migration step in it.
    pub schema: u32,
    /// The lender's day in it; absent when none was set yet.
    pub business_date: Option<String>,
    /// Whether a close was running.
    pub closing: bool,
    /// Fingerprint of the key of identity fields; the key itself is somewhere else.
    pub key_fingerprint: Option<String>,
    /// Number of sealed audit lines in it.
    pub audit_seq: i64,
    /// The head of the audit chain, hexadecimal.
    pub audit_hash: String,
}

impl Manifest {
    /// Writes it into a backup's folder.
    ///
    /// # Errors
    /// [`Failure`] when it cannot be written.
    pub fn write(&self, folder: &Path) -> Result<(), Failure> {
        let path = folder.join(MANIFEST);
        let text = format!("{}\n", serde_json::to_string_pretty(self)?);
        write_private(&path, text.as_bytes()).map_err(|cause| Failure::file(&path, &cause))
    }

    /// The manifest of a folder.
    ///
    /// # Errors
    /// `cli.no_backup` when there is none, or none that this program can read.
    pub fn read(folder: &Path) -> Result<Self, Failure> {
        let read = std::fs::read(folder.join(MANIFEST)).map_err(|cause| cause.to_string());
        let parsed = read.and_then(|bytes| serde_json::from_slice::<Self>(&bytes).map_err(|cause| cause.to_string()));
        let checked = parsed.and_then(|manifest| match manifest.format {
            FORMAT => Ok(manifest),
            other => Err(format!("format {other}")),
        });
        checked.map_err(|reason| {
            let problem = Problem::of(NO_BACKUP).with("path", folder.display().to_string());
            Failure(problem.with("reason", reason))
        })
    }

    /// The manifest as of the copy in a folder.
    pub fn of_format() -> u32 {
        FORMAT
    }

    /// Refuses a copy that is not the one that the manifest describes.
    ///
    /// # Errors
    /// `cli.backup_damaged`, or `cli.file`.
    pub fn check(&self, folder: &Path) -> Result<(), Failure> {
        let book = folder.join(BOOK);
        let (bytes, sha256) = digest(&book)?;
        if (bytes, &sha256) == (self.bytes, &self.sha256) {
            return Ok(());
        }
        let problem = Problem::of(BACKUP_DAMAGED).with("path", book.display().to_string());
        Err(Failure(problem.with("expected", &self.sha256).with("actual", sha256)))
    }
}

/// Size and SHA-256 of a file.
///
/// # Errors
/// `cli.file`.
pub fn digest(file: &Path) -> Result<(u64, String), Failure> {
    let hashed = || {
        let (mut from, mut hasher, mut bytes) = (File::open(file)?, Sha256::new(), 0_u64);
        let mut buffer = vec![0; 1 << 20];
        loop {
            let read = from.read(&mut buffer)?;
            if read == 0 {
                return Ok((bytes, hex::encode(hasher.finalize())));
            }
            hasher.update(&buffer[..read]);
            bytes += read as u64;
        }
    };
    hashed().map_err(|cause: std::io::Error| Failure::file(file, &cause))
}

/// Writes a new file that only its owner may read, and makes it durable.
pub fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut out = options.open(path)?;
    out.write_all(bytes)?;
    out.sync_all()
}

/// Makes the names in a folder durable.
pub fn sync_folder(folder: &Path) -> std::io::Result<()> {
    File::open(folder)?.sync_all()
}

/// The name of a backup by its moment: names sort as the moments do.
pub fn folder_name(at: Timestamp) -> String {
    let digits: String = at
        .to_string()
        .chars()
        .filter(|c| c.is_ascii_digit() || *c == 'T')
        .collect();
    format!("xindai-{}Z", digits.get(..15).unwrap_or(&digits))
}

/// All finished backups in a folder, oldest first; those that cannot be read are passed over.
pub fn list(folder: &Path) -> Vec<(PathBuf, Manifest)> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let named = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with("xindai-"));
    let mut found: Vec<(PathBuf, Manifest)> = named
        .filter_map(|entry| Some((entry.path(), Manifest::read(&entry.path()).ok()?)))
        .collect();
    found.sort_by_key(|(_, manifest)| manifest.made_at_ms);
    found
}

/// When the newest backup in a folder was made, in milliseconds since 1970.
pub fn newest(folder: &Path) -> Option<i64> {
    list(folder).pop().map(|(_, manifest)| manifest.made_at_ms)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backup_is_named_by_its_second() {
        // 2025-01-20 08:00:00.250 UTC
        let at = Timestamp::from_millis(1_737_360_000_250);
        assert_eq!(folder_name(at), "xindai-20250120T080000Z");
    }
}
