//! The SQL that writes.

use super::error::Result;
use super::query::{ExportRow, State};
use crate::domain::KEPT_HOURS;
use kernel::{Timestamp, UserId};
use platform::{Tx, Value, values};
use uuid::Uuid;

pub(super) fn insert_export(tx: &mut Tx, user: UserId, row: &ExportRow) -> Result<()> {
    let sql = "INSERT INTO export_file
        (id, user_id, list, permission, format, file_name, state, rows_done, rows_total, bytes, asked_at, beat_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, 0, $9, $9)";
    let params = values![
        row.id,
        user,
        &row.list,
        row.permissions.join(" "),
        row.format.ending(),
        &row.file_name,
        row.state.name(),
        row.rows_total,
        row.asked_at
    ];
    tx.execute(sql, &params)?;
    Ok(())
}

/// Tells that an export is alive, and how far it is.
pub(super) fn beat(tx: &mut Tx, id: Uuid, state: State, rows_done: i64, now: Timestamp) -> Result<()> {
    let sql = "UPDATE export_file SET state = $2, rows_done = $3, beat_at = $4 WHERE id = $1";
    tx.execute(sql, &values![id, state.name(), rows_done, now])?;
    Ok(())
}

pub(super) fn finish(tx: &mut Tx, id: Uuid, (rows, bytes): (i64, i64), now: Timestamp) -> Result<()> {
    let sql = "UPDATE export_file SET state = 'ready', rows_done = $2, rows_total = $2, bytes = $3, beat_at = $4 WHERE id = $1";
    tx.execute(sql, &values![id, rows, bytes, now])?;
    Ok(())
}

pub(super) fn fail(tx: &mut Tx, id: Uuid, problem: &str, now: Timestamp) -> Result<()> {
    let sql = "UPDATE export_file SET state = 'failed', problem = $2, beat_at = $3 WHERE id = $1";
    tx.execute(sql, &values![id, problem, now])?;
    Ok(())
}

pub(super) fn insert_chunks(tx: &mut Tx, id: Uuid, chunks: Vec<Vec<u8>>) -> Result<()> {
    let row = |(place, chunk): (i64, Vec<u8>)| -> Vec<Value> { Vec::from(values![id, place, chunk]) };
    let rows: Vec<Vec<Value>> = (0_i64..).zip(chunks).map(row).collect();
    for some in rows.chunks(16) {
        tx.insert_rows("export_chunk", &["export_id", "place", "content_sealed"], some)?;
    }
    Ok(())
}

/// Removes the files whose time is over; what was asked for, and when, stays in the audit trail. The number removed.
///
/// # Errors
/// The database's.
pub fn forget_expired(tx: &mut Tx, now: Timestamp) -> std::result::Result<u64, platform::DbError> {
    let before = now.millis() - KEPT_HOURS * 3_600_000;
    let chunks = "DELETE FROM export_chunk WHERE export_id IN (SELECT id FROM export_file WHERE asked_at <= $1)";
    tx.execute(chunks, &values![before])?;
    tx.execute("DELETE FROM export_file WHERE asked_at <= $1", &values![before])
}

/// The first file with pieces after one.
pub(super) fn find_next_file(tx: &mut Tx, after: Option<Uuid>) -> Result<Option<Uuid>> {
    let (after, behind) = after.map_or((Uuid::nil(), ">="), |after| (after, ">"));
    let sql = format!("SELECT export_id FROM export_chunk WHERE export_id {behind} $1 ORDER BY export_id LIMIT 1");
    Ok(tx.query_opt(&sql, &values![after])?.map(|row| row.id(0)))
}

/// The pieces of a file with their places, locked until the transaction ends.
pub(super) fn list_sealed_chunks(tx: &mut Tx, id: Uuid) -> Result<Vec<(i64, Vec<u8>)>> {
    let lock = tx.row_lock();
    let sql = format!("SELECT place, content_sealed FROM export_chunk WHERE export_id = $1 ORDER BY place{lock}");
    let rows = tx.query(&sql, &values![id])?;
    Ok(rows.iter().map(|row| (row.int(0), row.bytes(1).to_vec())).collect())
}

/// Rows of file, place and sealed piece.
pub(super) fn update_sealed_chunks(tx: &mut Tx, rows: &[Vec<Value>]) -> Result<()> {
    for some in rows.chunks(16) {
        tx.update_rows("export_chunk", &["export_id", "place"], &["content_sealed"], some)?;
    }
    Ok(())
}

/// Pieces by the version that they begin with.
pub(super) fn count_sealed_chunks(tx: &mut Tx) -> Result<Vec<(u8, u64)>> {
    let sql = "SELECT substr(content_sealed, 1, 1) AS version, count(*) FROM export_chunk
        GROUP BY substr(content_sealed, 1, 1) ORDER BY version";
    let rows = tx.query(sql, &[])?;
    let counted = rows.iter().map(|row| {
        let version = row.bytes(0).first().copied().unwrap_or(0);
        (version, row.int(1).unsigned_abs())
    });
    Ok(counted.collect())
}
