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
        &row.permission,
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
