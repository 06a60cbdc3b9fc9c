//! What is read of exports.

use super::error::Result;
use crate::domain::{ExportRefusal, Format, KEPT_HOURS};
use kernel::{Timestamp, UserId};
use platform::{Row, Tx, values};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Nothing was heard of an export for so long: the program that made it is gone.
const SILENCE_MILLIS: i64 = 120_000;
const LISTED: i64 = 50;

/// How far an export is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Waits for its turn.
    Queued,
    /// Is being written.
    Running,
    /// Can be downloaded.
    Ready,
    /// Could not be made.
    Failed,
    /// Is no longer kept.
    Expired,
}

impl State {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Ready => "ready",
            Self::Failed => "failed",
            Self::Expired => "expired",
        }
    }
}

/// An export as its user sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportRow {
    /// Identifier.
    pub id: Uuid,
    /// Which list: `loans`.
    pub list: String,
    /// The permissions without one of which the file is not handed out.
    #[serde(default)]
    pub permissions: Vec<String>,
    /// The format.
    pub format: Format,
    /// The file's name.
    pub file_name: String,
    /// How far it is.
    pub state: State,
    /// Rows written.
    pub rows_done: i64,
    /// Rows to be written.
    pub rows_total: i64,
    /// Bytes of the file.
    pub bytes: i64,
    /// Code of the problem that ended it.
    pub problem: Option<String>,
    /// When it was asked for, in milliseconds since 1970-01-01 UTC.
    pub asked_at: i64,
    /// Until when the file is kept.
    pub expires_at: i64,
}

const COLUMNS: &str =
    "id, list, permission, format, file_name, state, rows_done, rows_total, bytes, problem, asked_at, beat_at";

/// The latest exports of a user.
///
/// # Errors
/// The database's.
pub fn list_exports(tx: &mut Tx, user: UserId, now: Timestamp) -> Result<Vec<ExportRow>> {
    let sql = format!("SELECT {COLUMNS} FROM export_file WHERE user_id = $1 ORDER BY id DESC LIMIT {LISTED}");
    let rows = tx.query(&sql, &values![user])?;
    Ok(rows.iter().map(|row| export(row, now)).collect())
}

/// One export of a user.
///
/// # Errors
/// [`ExportRefusal::Unknown`].
pub fn find_export(tx: &mut Tx, user: UserId, id: Uuid, now: Timestamp) -> Result<ExportRow> {
    let sql = format!("SELECT {COLUMNS} FROM export_file WHERE user_id = $1 AND id = $2");
    let row = tx.query_opt(&sql, &values![user, id])?.ok_or(ExportRefusal::Unknown)?;
    Ok(export(&row, now))
}

fn export(row: &Row, now: Timestamp) -> ExportRow {
    let (asked_at, beat_at) = (row.int(10), row.int(11));
    let expires_at = asked_at + KEPT_HOURS * 3_600_000;
    let silent = now.millis() - beat_at > SILENCE_MILLIS;
    let (state, interrupted) = match row.text(5) {
        "ready" if now.millis() >= expires_at => (State::Expired, false),
        "ready" => (State::Ready, false),
        "queued" | "running" if silent => (State::Failed, true),
        "queued" => (State::Queued, false),
        "running" => (State::Running, false),
        _ => (State::Failed, false),
    };
    let interrupted = interrupted.then(|| "export.interrupted".to_owned());
    ExportRow {
        id: row.id(0),
        list: row.text(1).to_owned(),
        permissions: row.text(2).split(' ').map(str::to_owned).collect(),
        format: Format::parse(row.text(3)).unwrap_or(Format::Csv),
        file_name: row.text(4).to_owned(),
        state,
        rows_done: row.int(6),
        rows_total: row.int(7),
        bytes: row.int(8),
        problem: interrupted.or_else(|| row.opt_text(9).map(str::to_owned)),
        asked_at,
        expires_at,
    }
}

/// Exports of a user that are in the making.
pub(super) fn count_running(tx: &mut Tx, user: UserId, now: Timestamp) -> Result<i64> {
    let since = now.millis() - SILENCE_MILLIS;
    let sql =
        "SELECT count(*) FROM export_file WHERE user_id = $1 AND state IN ('queued', 'running') AND beat_at >= $2";
    Ok(tx.query_one(sql, &values![user, since])?.int(0))
}

/// The pieces of a file in their order, encrypted.
pub(super) fn chunks(tx: &mut Tx, id: Uuid) -> Result<Vec<Vec<u8>>> {
    let sql = "SELECT content_sealed FROM export_chunk WHERE export_id = $1 ORDER BY place";
    let rows = tx.query(sql, &values![id])?;
    Ok(rows.iter().map(|row| row.bytes(0).to_vec()).collect())
}

/// How many files of a user were finished after a moment and can still be downloaded.
///
/// # Errors
/// The database's.
pub fn count_ready(tx: &mut Tx, user: UserId, (after, now): (Timestamp, Timestamp)) -> Result<i64> {
    let kept = Timestamp::from_millis(now.millis() - KEPT_HOURS * 3_600_000);
    let sql =
        "SELECT count(*) FROM export_file WHERE user_id = $1 AND state = 'ready' AND beat_at > $2 AND asked_at > $3";
    Ok(tx.query_one(sql, &values![user, after, kept])?.int(0))
}

/// How many files of a user could not be made, after a moment.
///
/// # Errors
/// The database's.
pub fn count_failed(tx: &mut Tx, user: UserId, after: Timestamp) -> Result<i64> {
    let sql = "SELECT count(*) FROM export_file WHERE user_id = $1 AND state = 'failed' AND beat_at > $2";
    Ok(tx.query_one(sql, &values![user, after])?.int(0))
}
