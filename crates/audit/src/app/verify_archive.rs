//! Show that a file is what left this trail.

use super::error::Result;
use super::read_file::{Content, read_archive};
use crate::domain::AuditRefusal;
use platform::audit::{find_archive, gaps_of, hashes_at};
use platform::{Db, DbError, Tx};
use std::path::Path;

/// Places asked for at once.
const AT_ONCE: usize = 500;

/// Reads a file, recomputes every hash in it, and compares it with what it left in the chain. That the chain around is whole is
/// for [`platform::audit::verify`] to say.
///
/// # Errors
/// [`AuditRefusal::FileDamaged`], [`AuditRefusal::FileDiffers`], or the database's.
pub fn verify_archive(db: &Db, path: &Path) -> Result<Content> {
    let content = read_archive(path, |_| {})?;
    match db.read(|tx| difference(tx, &content))? {
        None => Ok(content),
        Some(reason) => Err(AuditRefusal::FileDiffers {
            file: path.display().to_string(),
            reason,
        }
        .into()),
    }
}

fn difference(tx: &mut Tx, content: &Content) -> std::result::Result<Option<String>, DbError> {
    let id = content.header.id;
    let Some(archive) = find_archive(tx, id)? else {
        return Ok(Some(format!("the trail knows no archive {id}")));
    };
    if archive.digest != content.digest {
        return Ok(Some("the trail tells another digest".to_owned()));
    }
    let gaps = gaps_of(tx, id)?;
    if let Some(place) = gaps.iter().zip(&content.runs).find(|(gap, run)| gap != run) {
        return Ok(Some(format!("the run at {} left another hash", place.0.from)));
    }
    if gaps.len() != content.runs.len() {
        return Ok(Some("the trail has other runs".to_owned()));
    }
    let places: Vec<(i64, &Vec<u8>)> = gaps.iter().map(|gap| gap.from - 1).zip(&content.before).collect();
    for some in places.chunks(AT_ONCE) {
        let asked: Vec<i64> = some.iter().map(|(place, _)| *place).collect();
        let hashes = hashes_at(tx, &asked)?;
        if let Some((place, _)) = some.iter().find(|(place, hash)| hashes.get(place) != Some(*hash)) {
            return Ok(Some(format!("the line {place} before a run has another hash")));
        }
    }
    Ok(None)
}
