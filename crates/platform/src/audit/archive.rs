//! Lines that leave the trail for a file. The hash of the last line of each run of them stays, so that the lines around are
//! still one chain, and so that the file can be shown to be what stood there.

use super::COLUMNS;
use super::line::SealedLine;
use super::search::AuditKind;
use crate::db_error::DbError;
use crate::tx::Tx;
use crate::value::{Row, Value};
use crate::values;
use kernel::Timestamp;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The act of archiving. Its lines are never archived themselves: they tell what the gaps of the chain are.
pub const ARCHIVED: &str = "audit.archived";
/// Runs whose lines are removed in one transaction at the most.
const RUNS_AT_ONCE: i64 = 1_000;
/// Lines removed in one transaction, but for the last run.
const LINES_AT_ONCE: usize = 2_000;

/// A run of neighbouring lines that were archived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The first place.
    pub from: i64,
    /// The last place.
    pub to: i64,
    /// The hash of the last line.
    pub hash: Vec<u8>,
}

impl Gap {
    /// SHA-256 over runs in their order.
    #[must_use]
    pub fn digest(gaps: &[Gap]) -> Vec<u8> {
        let mut hasher = Sha256::new();
        for gap in gaps {
            hasher.update(gap.from.to_be_bytes());
            hasher.update(gap.to.to_be_bytes());
            hasher.update(&gap.hash);
        }
        hasher.finalize().to_vec()
    }
}

/// What is kept of an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Archive {
    /// Identifier, also in the file.
    pub id: Uuid,
    /// When it was made.
    pub made_at: Timestamp,
    /// By whom.
    pub made_by: String,
    /// Number of lines.
    pub lines: i64,
    /// The first place.
    pub first_seq: i64,
    /// The last place.
    pub last_seq: i64,
    /// SHA-256 of the content of the file before it is compressed, without its last line.
    pub digest: Vec<u8>,
    /// Where the file was written.
    pub file: String,
    /// When the last of its lines had left the table; `None` while they leave.
    pub removed_at: Option<Timestamp>,
}

impl Archive {
    /// The archive and its gaps as the line of the trail tells them.
    fn told(&self, gaps: &[Gap]) -> serde_json::Value {
        serde_json::json!({
            "lines": self.lines,
            "runs": gaps.len(),
            "first_seq": self.first_seq,
            "last_seq": self.last_seq,
            "sha256": hex::encode(&self.digest),
            "runs_sha256": hex::encode(Gap::digest(gaps)),
        })
    }
}

const ARCHIVE: &str =
    "SELECT id, made_at, made_by, lines, first_seq, last_seq, digest, file, removed_at FROM audit_archive";

fn archive_of(row: &Row) -> Archive {
    Archive {
        id: row.id(0),
        made_at: row.timestamp(1),
        made_by: row.text(2).to_owned(),
        lines: row.int(3),
        first_seq: row.int(4),
        last_seq: row.int(5),
        digest: row.bytes(6).to_vec(),
        file: row.text(7).to_owned(),
        removed_at: row.opt_timestamp(8),
    }
}

/// Every archive, newest first.
///
/// # Errors
/// [`DbError`].
pub fn list_archives(tx: &mut Tx) -> Result<Vec<Archive>, DbError> {
    let rows = tx.query(&format!("{ARCHIVE} ORDER BY id DESC"), &[])?;
    Ok(rows.iter().map(archive_of).collect())
}

/// An archive.
///
/// # Errors
/// [`DbError`].
pub fn find_archive(tx: &mut Tx, id: Uuid) -> Result<Option<Archive>, DbError> {
    let row = tx.query_opt(&format!("{ARCHIVE} WHERE id = $1"), &values![id])?;
    Ok(row.as_ref().map(archive_of))
}

/// The runs of lines that an archive holds, in their order.
///
/// # Errors
/// [`DbError`].
pub fn gaps_of(tx: &mut Tx, archive: Uuid) -> Result<Vec<Gap>, DbError> {
    let sql = "SELECT from_seq, to_seq, hash FROM audit_gap WHERE archive_id = $1 ORDER BY from_seq";
    Ok(tx.query(sql, &values![archive])?.iter().map(gap_of).collect())
}

pub(super) fn all_gaps(tx: &mut Tx) -> Result<Vec<Gap>, DbError> {
    let mut gaps = Vec::new();
    tx.for_each(
        "SELECT from_seq, to_seq, hash FROM audit_gap ORDER BY from_seq",
        &[],
        |row| {
            gaps.push(gap_of(row));
        },
    )?;
    Ok(gaps)
}

fn gap_of(row: &Row) -> Gap {
    Gap {
        from: row.int(0),
        to: row.int(1),
        hash: row.bytes(2).to_vec(),
    }
}

/// The first archive whose row and gaps are not what the trail's own line of it tells; also a gap without an archive.
pub(super) fn first_unproved(tx: &mut Tx) -> Result<Option<Uuid>, DbError> {
    for archive in list_archives(tx)? {
        let gaps = gaps_of(tx, archive.id)?;
        let sql = "SELECT after_json FROM audit_entry WHERE seq IS NOT NULL AND object_id = $1 AND action = $2";
        let told = tx.query_opt(sql, &values![archive.id.to_string(), ARCHIVED])?;
        if told.is_none_or(|row| row.is_null(0) || row.json(0) != archive.told(&gaps)) {
            return Ok(Some(archive.id));
        }
    }
    let sql = "SELECT archive_id FROM audit_gap WHERE archive_id NOT IN (SELECT id FROM audit_archive) LIMIT 1";
    Ok(tx.query_opt(sql, &[])?.map(|row| row.id(0)))
}

/// The places of sealed lines of these kinds that were recorded before the moment of each, at most so many, in their order.
///
/// # Errors
/// [`DbError`].
pub fn list_old(tx: &mut Tx, kinds: &[(AuditKind, Timestamp)], most: usize) -> Result<Vec<i64>, DbError> {
    let sql =
        "SELECT seq FROM audit_entry WHERE seq IS NOT NULL AND object_kind = $1 AND action = $2 AND recorded_at < $3
        ORDER BY recorded_at, id LIMIT $4";
    let mut places: Vec<i64> = Vec::new();
    for (kind, before) in kinds.iter().filter(|(kind, _)| kind.action != ARCHIVED) {
        let params = values![
            &kind.object_kind,
            &kind.action,
            *before,
            i64::try_from(most).unwrap_or(i64::MAX)
        ];
        tx.for_each(sql, &params, |row| places.push(row.int(0)))?;
    }
    places.sort_unstable();
    places.truncate(most);
    Ok(places)
}

/// How many sealed lines of a kind were recorded before a moment.
///
/// # Errors
/// [`DbError`].
pub fn count_old(tx: &mut Tx, kind: &AuditKind, before: Timestamp) -> Result<i64, DbError> {
    if kind.action == ARCHIVED {
        return Ok(0);
    }
    let sql = "SELECT count(*) FROM audit_entry
        WHERE seq IS NOT NULL AND object_kind = $1 AND action = $2 AND recorded_at < $3";
    let row = tx.query_one(sql, &values![&kind.object_kind, &kind.action, before])?;
    Ok(row.int(0))
}

/// The sealed lines at these places, in their order.
///
/// # Errors
/// [`DbError`].
pub fn sealed_lines(tx: &mut Tx, places: &[i64]) -> Result<Vec<SealedLine>, DbError> {
    let (list, params) = listed(places);
    let sql = format!("SELECT {COLUMNS} FROM audit_entry WHERE seq IS NOT NULL AND seq IN ({list}) ORDER BY seq");
    let mut lines = Vec::with_capacity(places.len());
    tx.for_each(&sql, &params, |row| lines.push(SealedLine::of_row(row)))?;
    Ok(lines)
}

/// The hashes of the lines at these places, archived or not; what is before the first line has zeros.
///
/// # Errors
/// [`DbError`].
pub fn hashes_at(tx: &mut Tx, places: &[i64]) -> Result<BTreeMap<i64, Vec<u8>>, DbError> {
    let (list, params) = listed(places);
    let mut hashes = BTreeMap::from([(0, vec![0; 32])]);
    for sql in [
        format!("SELECT to_seq, hash FROM audit_gap WHERE to_seq IN ({list})"),
        format!("SELECT seq, hash FROM audit_entry WHERE seq IS NOT NULL AND seq IN ({list})"),
    ] {
        tx.for_each(&sql, &params, |row| {
            hashes.insert(row.int(0), row.bytes(1).to_vec());
        })?;
    }
    Ok(hashes)
}

fn listed(places: &[i64]) -> (String, Vec<Value>) {
    let list: Vec<String> = (1..=places.len()).map(|place| format!("${place}")).collect();
    (list.join(", "), places.iter().map(|place| (*place).into()).collect())
}

/// Notes an archive whose file is safe, with the gaps that its lines will leave and a line of the trail that tells both. The
/// lines themselves still stand: [`remove_archived`] takes them away. `last` is the newest archive that was there when the lines
/// were read; with another one nothing is noted and the answer is false.
///
/// # Errors
/// [`DbError`].
pub fn begin_archive(tx: &mut Tx, archive: &Archive, gaps: &[Gap], last: Option<Uuid>) -> Result<bool, DbError> {
    // One at a time, and none while lines are being sealed.
    super::head(tx, tx.row_lock())?;
    if list_archives(tx)?.first().map(|newest| newest.id) != last {
        return Ok(false);
    }
    let sql = "INSERT INTO audit_archive (id, made_at, made_by, lines, first_seq, last_seq, digest, file)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let params = values![
        archive.id,
        archive.made_at,
        &archive.made_by,
        archive.lines,
        archive.first_seq,
        archive.last_seq,
        archive.digest.clone(),
        &archive.file
    ];
    tx.execute(sql, &params)?;
    let row = |gap: &Gap| Vec::from(values![gap.from, gap.to, gap.hash.clone(), archive.id]);
    let rows: Vec<Vec<Value>> = gaps.iter().map(row).collect();
    for some in rows.chunks(1_000) {
        tx.insert_rows("audit_gap", &["from_seq", "to_seq", "hash", "archive_id"], some)?;
    }
    tx.audit(crate::AuditLine {
        action: ARCHIVED,
        object_kind: "audit_archive",
        object_id: archive.id.to_string(),
        before: None,
        after: Some(archive.told(gaps)),
    });
    Ok(true)
}

/// Removes some lines of an archive from the table, whole runs at a time, after a place; the place up to which they are removed,
/// and how many, or `None` when there are no more.
///
/// # Errors
/// [`DbError`].
pub fn remove_archived(tx: &mut Tx, archive: Uuid, after: i64) -> Result<Option<(i64, u64)>, DbError> {
    let sql = "SELECT from_seq, to_seq, hash FROM audit_gap WHERE archive_id = $1 AND from_seq > $2 ORDER BY from_seq LIMIT $3";
    let gaps = tx.query(sql, &values![archive, after, RUNS_AT_ONCE])?;
    let (mut last, mut places) = (None, Vec::new());
    for gap in gaps.iter().map(gap_of) {
        places.extend(gap.from..=gap.to);
        last = Some(gap.to);
        if places.len() >= LINES_AT_ONCE {
            break;
        }
    }
    let Some(place) = last else { return Ok(None) };
    let (list, params) = listed(&places);
    let sql = format!("DELETE FROM audit_entry WHERE seq IS NOT NULL AND seq IN ({list})");
    Ok(Some((place, tx.execute(&sql, &params)?)))
}

/// Notes that all lines of an archive have left the table.
///
/// # Errors
/// [`DbError`].
pub fn end_archive(tx: &mut Tx, archive: Uuid, now: Timestamp) -> Result<(), DbError> {
    let sql = "UPDATE audit_archive SET removed_at = $2 WHERE id = $1 AND removed_at IS NULL";
    tx.execute(sql, &values![archive, now])?;
    Ok(())
}
