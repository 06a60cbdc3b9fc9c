//! What is read of batches.

use super::error::Result;
use super::live;
use crate::domain::{ImportRefusal, KEPT_HOURS, Remembered};
use kernel::{Currency, DataScope, Money, OrgId, Timestamp, UserId};
use platform::scope::{self, ScopeColumns};
use platform::{Row, Tx, Value, values};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A batch that has told nothing for so long has died with its program.
const SILENCE_MILLIS: i64 = 120_000;

const OWNERS: ScopeColumns = ScopeColumns {
    organisation: "org_id",
    officer: "login",
};

/// How far a batch is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Read, nothing else.
    Uploaded,
    /// Waits for its turn.
    Queued,
    /// Is being booked or tried.
    Running,
    /// Was tried: all rows are sound.
    Checked,
    /// Rows were refused; nothing was taken in.
    Refused,
    /// All rows were taken in.
    Done,
    /// Could not be run to its end; nothing was taken in.
    Failed,
    /// Was stopped; nothing was taken in.
    Cancelled,
    /// Was not taken in, and its rows are no longer kept.
    Expired,
}

impl State {
    const ALL: [Self; 8] = [
        Self::Uploaded,
        Self::Queued,
        Self::Running,
        Self::Checked,
        Self::Refused,
        Self::Done,
        Self::Failed,
        Self::Cancelled,
    ];

    /// The name in the database and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Uploaded => "uploaded",
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Checked => "checked",
            Self::Refused => "refused",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
        }
    }

    /// Whether it may be run, again or for the first time.
    #[must_use]
    pub const fn may_run(self) -> bool {
        matches!(
            self,
            Self::Uploaded | Self::Checked | Self::Refused | Self::Failed | Self::Cancelled
        )
    }
}

/// A batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchRow {
    /// Id.
    pub id: Uuid,
    /// Whose it is.
    pub user_id: UserId,
    /// Their login.
    pub login: String,
    /// For which organisation they worked.
    pub org_id: OrgId,
    /// What its rows are.
    pub entity: String,
    /// The file's name.
    pub file_name: String,
    /// SHA-256 of the file.
    pub file_hash: String,
    /// Its format.
    pub format: String,
    /// Its bytes.
    pub bytes: i64,
    /// How far it is.
    pub state: State,
    /// Whether its last run was a dry one.
    pub dry_run: bool,
    /// Rows of the file.
    pub rows_total: i64,
    /// Rows that the running run has gone through.
    pub rows_done: i64,
    /// Rows that made something new, or would.
    pub created: i64,
    /// Rows that were there already.
    pub unchanged: i64,
    /// Rows that are refused.
    pub refused: i64,
    /// Code of the problem that ended it.
    pub problem: Option<String>,
    /// When the file was sent, milliseconds.
    pub asked_at: i64,
    /// When its last run ended.
    pub finished_at: Option<i64>,
    /// For each heading the key of its column as somebody chose; matched by name when absent.
    #[serde(default)]
    pub columns: Option<Vec<Option<String>>>,
    /// Amounts of the rows that its last run booked: what, currency, minor units.
    #[serde(default)]
    pub sums: Vec<(String, String, i64)>,
    /// Login of who approved that it is taken in.
    #[serde(default)]
    pub approved_by: Option<String>,
}

impl BatchRow {
    /// The amounts of its rows, whatever they are.
    pub fn amounts(&self) -> impl Iterator<Item = Money> + '_ {
        let amount = |(_, currency, minor): &(String, String, i64)| {
            let currency = Currency::parse(currency).ok()?;
            Some(Money::new(*minor, currency))
        };
        self.sums.iter().filter_map(amount)
    }

    /// Until when its rows are kept, unless they are taken in before.
    #[must_use]
    pub const fn expires_at(&self) -> i64 {
        self.asked_at + KEPT_HOURS * 3_600_000
    }
}

const COLUMNS: &str =
    "id, user_id, login, org_id, entity, file_name, file_hash, format, bytes, state, dry_run, rows_total,
    rows_done, created, unchanged, refused, problem, asked_at, finished_at, beat_at,
    columns_json, sums_json, approved_by";

/// At most `limit` batches inside a scope, newest first.
///
/// # Errors
/// The database's.
pub fn list_batches(
    tx: &mut Tx,
    scope: &DataScope,
    (before, limit): (Option<Uuid>, i64),
    now: Timestamp,
) -> Result<Vec<BatchRow>> {
    let mut params: Vec<Value> = Vec::new();
    let mut sql = format!("SELECT {COLUMNS} FROM import_batch WHERE 1 = 1");
    if let Some(inside) = scope::condition(scope, OWNERS, &mut params) {
        sql.push_str(&format!(" AND {inside}"));
    }
    if let Some(before) = before {
        params.push(Value::from(before));
        sql.push_str(&format!(" AND id < ${}", params.len()));
    }
    params.push(Value::from(limit));
    sql.push_str(&format!(" ORDER BY id DESC LIMIT ${}", params.len()));
    let rows = tx.query(&sql, &params)?;
    Ok(rows.iter().map(|row| batch(row, now)).collect())
}

/// A batch inside a scope.
///
/// # Errors
/// [`ImportRefusal::Unknown`].
pub fn find_batch(tx: &mut Tx, scope: &DataScope, id: Uuid, now: Timestamp) -> Result<BatchRow> {
    let sql = format!("SELECT {COLUMNS} FROM import_batch WHERE id = $1");
    let row = tx.query_opt(&sql, &values![id])?.ok_or(ImportRefusal::Unknown)?;
    let found = batch(&row, now);
    if !scope.covers(found.org_id, &found.login) {
        return Err(ImportRefusal::Unknown.into());
    }
    Ok(found)
}

/// A batch of a user: nobody else runs it or takes its rows out.
///
/// # Errors
/// [`ImportRefusal::Unknown`].
pub fn find_own(tx: &mut Tx, user: UserId, id: Uuid, now: Timestamp) -> Result<BatchRow> {
    let found = find_batch(tx, &DataScope::All, id, now)?;
    if found.user_id != user {
        return Err(ImportRefusal::Unknown.into());
    }
    Ok(found)
}

fn batch(row: &Row, now: Timestamp) -> BatchRow {
    let id: Uuid = row.id(0);
    let live = live::find(id);
    let (asked_at, beat_at) = (row.int(17), row.int(19));
    let stored = State::ALL.into_iter().find(|state| state.name() == row.text(9));
    let stored = stored.unwrap_or(State::Failed);
    let in_work = matches!(stored, State::Queued | State::Running);
    let silent = in_work && live.is_none() && now.millis() - beat_at > SILENCE_MILLIS;
    let over = now.millis() >= asked_at + KEPT_HOURS * 3_600_000;
    let state = match stored {
        _ if silent => State::Failed,
        stored if over && stored.may_run() => State::Expired,
        stored => stored,
    };
    let interrupted = silent.then(|| "import.interrupted".to_owned());
    let done = live
        .filter(|_| in_work)
        .map_or(row.int(12), |live| i64::try_from(live.done()).unwrap_or(i64::MAX));
    BatchRow {
        id,
        user_id: UserId(row.id(1)),
        login: row.text(2).to_owned(),
        org_id: OrgId(row.id(3)),
        entity: row.text(4).to_owned(),
        file_name: row.text(5).to_owned(),
        file_hash: row.text(6).to_owned(),
        format: row.text(7).to_owned(),
        bytes: row.int(8),
        state,
        dry_run: row.bool(10),
        rows_total: row.int(11),
        rows_done: done,
        created: row.int(13),
        unchanged: row.int(14),
        refused: row.int(15),
        problem: interrupted.or_else(|| row.opt_text(16).map(str::to_owned)),
        asked_at,
        finished_at: row.opt_int(18),
        columns: row.opt_text(20).and_then(|json| serde_json::from_str(json).ok()),
        sums: row
            .opt_text(21)
            .and_then(|json| serde_json::from_str(json).ok())
            .unwrap_or_default(),
        approved_by: row.opt_text(22).map(str::to_owned),
    }
}

pub(super) fn count_running(tx: &mut Tx, user: UserId, now: Timestamp) -> Result<i64> {
    let sql = "SELECT id, beat_at FROM import_batch WHERE user_id = $1 AND state IN ('queued', 'running')";
    let rows = tx.query(sql, &values![user])?;
    let since = now.millis() - SILENCE_MILLIS;
    let alive = |row: &&Row| row.int(1) >= since || live::find(row.id(0)).is_some();
    Ok(rows.iter().filter(alive).count() as i64)
}

/// What was chosen for headings of files of this kind before.
pub(super) fn remembered(tx: &mut Tx, entity: &str) -> Result<Remembered> {
    let sql = "SELECT heading, column_key FROM import_heading WHERE entity = $1";
    let rows = tx.query(sql, &values![entity])?;
    let pair = |row: &Row| (row.text(0).to_owned(), row.opt_text(1).map(str::to_owned));
    Ok(rows.iter().map(pair).collect())
}

/// Whether somebody asked the batch to stop, on whatever node.
pub(super) fn is_stop_asked(tx: &mut Tx, id: Uuid) -> Result<bool> {
    let row = tx.query_opt("SELECT stop_asked FROM import_batch WHERE id = $1", &values![id])?;
    Ok(row.is_some_and(|row| row.bool(0)))
}

/// The sealed pieces of a file, in order.
pub(super) fn chunks(tx: &mut Tx, id: Uuid) -> Result<Vec<Vec<u8>>> {
    let sql = "SELECT content_sealed FROM import_chunk WHERE batch_id = $1 ORDER BY place";
    let rows = tx.query(sql, &values![id])?;
    Ok(rows.iter().map(|row| row.bytes(0).to_vec()).collect())
}

/// An error of a row as it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorRow {
    /// Its place among the errors of the batch.
    pub place: i64,
    /// The row.
    pub line: i64,
    /// Key of the column.
    pub column: Option<String>,
    /// Code of the problem.
    pub code: String,
    /// Its text in Chinese.
    pub zh: String,
    /// Its text in English.
    pub en: String,
}

/// Errors of a batch behind a place, at most `limit`.
///
/// # Errors
/// The database's.
pub fn list_errors(tx: &mut Tx, id: Uuid, (after, limit): (i64, i64)) -> Result<Vec<ErrorRow>> {
    let sql = "SELECT place, line, column_key, code, text_zh, text_en FROM import_error
        WHERE batch_id = $1 AND place > $2 ORDER BY place LIMIT $3";
    let rows = tx.query(sql, &values![id, after, limit])?;
    let error = |row: &Row| ErrorRow {
        place: row.int(0),
        line: row.int(1),
        column: row.opt_text(2).map(str::to_owned),
        code: row.text(3).to_owned(),
        zh: row.text(4).to_owned(),
        en: row.text(5).to_owned(),
    };
    Ok(rows.iter().map(error).collect())
}

/// What a row of a batch did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutcomeRow {
    /// The row.
    pub line: i64,
    /// `created` or `unchanged`.
    pub outcome: String,
    /// Number or code of what it made or found.
    pub object: String,
}

/// Rows of a batch behind one that were taken in, at most `limit`.
///
/// # Errors
/// The database's.
pub fn list_outcomes(
    tx: &mut Tx,
    id: Uuid,
    outcome: Option<&str>,
    (after, limit): (i64, i64),
) -> Result<Vec<OutcomeRow>> {
    let mut params = Vec::from(values![id, after, limit]);
    let mut sql = "SELECT line, outcome, object FROM import_row WHERE batch_id = $1 AND line > $2".to_owned();
    if let Some(outcome) = outcome {
        params.push(Value::from(outcome));
        sql.push_str(" AND outcome = $4");
    }
    sql.push_str(" ORDER BY line LIMIT $3");
    let row = |row: &Row| OutcomeRow {
        line: row.int(0),
        outcome: row.text(1).to_owned(),
        object: row.text(2).to_owned(),
    };
    Ok(tx.query(&sql, &params)?.iter().map(row).collect())
}
