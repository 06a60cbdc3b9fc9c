//! The SQL that writes.

use super::error::{ImportError, Result};
use super::query::{BatchRow, State};
use super::report::{Report, RowOutcome};
use crate::domain::KEPT_HOURS;
use kernel::Timestamp;
use platform::http::{Lang, Problem};
use platform::{DbError, Tx, Value, values};
use uuid::Uuid;

pub(super) fn insert_batch(tx: &mut Tx, row: &BatchRow) -> Result<()> {
    let sql =
        "INSERT INTO import_batch (id, user_id, login, org_id, entity, file_name, file_hash, format, bytes, state,
        dry_run, rows_total, rows_done, created, unchanged, refused, stop_asked, asked_at, beat_at, columns_json)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, $11, 0, 0, 0, 0, 0, $12, $12, $13)";
    let params = values![
        row.id,
        row.user_id,
        &row.login,
        row.org_id,
        &row.entity,
        &row.file_name,
        &row.file_hash,
        &row.format,
        row.bytes,
        row.state.name(),
        row.rows_total,
        row.asked_at,
        json_of(&row.columns)?
    ];
    tx.execute(sql, &params)?;
    Ok(())
}

/// Columns as they are stored.
fn json_of(columns: &Option<Vec<Option<String>>>) -> Result<Option<String>> {
    let json = columns.as_ref().map(serde_json::to_string).transpose();
    json.map_err(|cause| ImportError::Inside(cause.to_string()))
}

/// Somebody says which heading is which column: what was found before, and who approved it, counts no more.
pub(super) fn set_columns(tx: &mut Tx, row: &BatchRow) -> Result<()> {
    tx.execute("DELETE FROM import_error WHERE batch_id = $1", &values![row.id])?;
    let sql = "UPDATE import_batch SET columns_json = $2, state = 'uploaded', rows_done = 0, created = 0, unchanged = 0, refused = 0,
        problem = NULL, finished_at = NULL, sums_json = NULL, approved_by = NULL WHERE id = $1";
    tx.execute(sql, &values![row.id, json_of(&row.columns)?])?;
    Ok(())
}

/// Remembers what somebody chose for a heading.
pub(super) fn remember(
    tx: &mut Tx,
    (entity, form): (&str, &str),
    key: Option<&str>,
    (login, at): (&str, Timestamp),
) -> Result<()> {
    let sql = "INSERT INTO import_heading (entity, heading, column_key, login, chosen_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (entity, heading) DO UPDATE SET column_key = excluded.column_key, login = excluded.login,
        chosen_at = excluded.chosen_at";
    tx.execute(sql, &values![entity, form, key, login, at])?;
    Ok(())
}

/// Somebody approved that the batch is taken in.
pub(super) fn set_approved(tx: &mut Tx, id: Uuid, by: &str) -> Result<()> {
    tx.execute(
        "UPDATE import_batch SET approved_by = $2 WHERE id = $1",
        &values![id, by],
    )?;
    Ok(())
}

pub(super) fn insert_chunks(tx: &mut Tx, id: Uuid, chunks: &[Vec<u8>]) -> Result<()> {
    let row = |(place, chunk): (i64, &Vec<u8>)| -> Vec<Value> { Vec::from(values![id, place, chunk.as_slice()]) };
    let rows: Vec<Vec<Value>> = (0_i64..).zip(chunks).map(row).collect();
    for some in rows.chunks(16) {
        tx.insert_rows("import_chunk", &["batch_id", "place", "content_sealed"], some)?;
    }
    Ok(())
}

/// The batch is to be run: what a run before found is forgotten.
pub(super) fn queue_run(tx: &mut Tx, id: Uuid, dry_run: bool, now: Timestamp) -> Result<()> {
    tx.execute("DELETE FROM import_error WHERE batch_id = $1", &values![id])?;
    let sql = "UPDATE import_batch SET state = 'queued', dry_run = $2, rows_done = 0, created = 0, unchanged = 0, refused = 0,
        problem = NULL, stop_asked = 0, beat_at = $3, finished_at = NULL WHERE id = $1";
    tx.execute(sql, &values![id, dry_run, now])?;
    Ok(())
}

pub(super) fn beat(tx: &mut Tx, id: Uuid, state: State, done: usize, now: Timestamp) -> Result<()> {
    let sql = "UPDATE import_batch SET state = $2, rows_done = $3, beat_at = $4 WHERE id = $1";
    let done = i64::try_from(done).unwrap_or(i64::MAX);
    tx.execute(sql, &values![id, state.name(), done, now])?;
    Ok(())
}

pub(super) fn ask_stop(tx: &mut Tx, id: Uuid) -> Result<()> {
    tx.execute("UPDATE import_batch SET stop_asked = 1 WHERE id = $1", &values![id])?;
    Ok(())
}

/// Amounts as they are stored: what, currency, minor units.
fn sums_of(report: &Report) -> String {
    let told = report
        .sums
        .iter()
        .map(|((what, currency), minor)| (what, currency.code(), minor));
    serde_json::json!(told.collect::<Vec<_>>()).to_string()
}

/// The end of a run.
pub(super) fn end_run(
    tx: &mut Tx,
    id: Uuid,
    (state, problem): (State, Option<&str>),
    report: &Report,
    now: Timestamp,
) -> Result<()> {
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let (created, unchanged) = (report.count(RowOutcome::Created), report.count(RowOutcome::Unchanged));
    let sql =
        "UPDATE import_batch SET state = $2, problem = $3, rows_done = $4, created = $5, unchanged = $6, refused = $7,
        beat_at = $8, finished_at = $8, sums_json = $9 WHERE id = $1";
    let done = created + unchanged + report.refused;
    let params = values![
        id,
        state.name(),
        problem,
        count(done),
        count(created),
        count(unchanged),
        count(report.refused),
        now,
        sums_of(report)
    ];
    tx.execute(sql, &params)?;
    Ok(())
}

pub(super) fn insert_errors(tx: &mut Tx, id: Uuid, report: &Report) -> Result<()> {
    let mut errors: Vec<_> = report.errors.iter().collect();
    errors.sort_by_key(|error| error.line);
    let row = |(place, error): (i64, &&super::report::RowError)| {
        let problem: &Problem = &error.problem;
        let field = problem.to_json(Lang::En, None)["field"].as_str().map(str::to_owned);
        Vec::from(values![
            id,
            place,
            i64::from(error.line),
            field,
            problem.code(),
            problem.detail(Lang::Zh),
            problem.detail(Lang::En)
        ])
    };
    let rows: Vec<Vec<Value>> = (1_i64..).zip(&errors).map(row).collect();
    let columns = ["batch_id", "place", "line", "column_key", "code", "text_zh", "text_en"];
    Ok(tx.insert_rows("import_error", &columns, &rows)?)
}

pub(super) fn insert_outcomes(tx: &mut Tx, id: Uuid, report: &Report) -> Result<()> {
    const AT_ONCE: usize = 20_000;
    for some in report.done.chunks(AT_ONCE) {
        let row = |done: &super::report::RowDone| {
            Vec::from(values![
                id,
                i64::from(done.line),
                done.outcome.name(),
                done.object.as_str()
            ])
        };
        let rows: Vec<Vec<Value>> = some.iter().map(row).collect();
        tx.insert_rows("import_row", &["batch_id", "line", "outcome", "object"], &rows)?;
    }
    Ok(())
}

pub(super) fn delete_chunks(tx: &mut Tx, id: Uuid) -> Result<()> {
    tx.execute("DELETE FROM import_chunk WHERE batch_id = $1", &values![id])?;
    Ok(())
}

/// Forgets the rows and errors of batches whose time is over; what was taken in, and that it was, stays.
///
/// # Errors
/// The database's.
pub fn forget_rows(tx: &mut Tx, now: Timestamp) -> std::result::Result<u64, DbError> {
    let before = now.millis() - KEPT_HOURS * 3_600_000;
    let old = "SELECT id FROM import_batch WHERE asked_at <= $1 AND state NOT IN ('queued', 'running')";
    let of = |table: &str| format!("DELETE FROM {table} WHERE batch_id IN ({old})");
    tx.execute(&of("import_error"), &values![before])?;
    tx.execute(&of("import_chunk"), &values![before])
}

/// The first batch after one that has pieces.
pub(super) fn find_next_batch(tx: &mut Tx, after: Option<Uuid>) -> Result<Option<Uuid>> {
    let (after, behind) = after.map_or((Uuid::nil(), ">="), |after| (after, ">"));
    let sql = format!("SELECT batch_id FROM import_chunk WHERE batch_id {behind} $1 ORDER BY batch_id LIMIT 1");
    Ok(tx.query_opt(&sql, &values![after])?.map(|row| row.id(0)))
}

/// The pieces of a file with their places, locked until the transaction ends.
pub(super) fn list_sealed_chunks(tx: &mut Tx, id: Uuid) -> Result<Vec<(i64, Vec<u8>)>> {
    let lock = tx.row_lock();
    let sql = format!("SELECT place, content_sealed FROM import_chunk WHERE batch_id = $1 ORDER BY place{lock}");
    let rows = tx.query(&sql, &values![id])?;
    Ok(rows.iter().map(|row| (row.int(0), row.bytes(1).to_vec())).collect())
}

/// Rows of batch, place and sealed content.
pub(super) fn update_sealed_chunks(tx: &mut Tx, rows: &[Vec<Value>]) -> Result<()> {
    for some in rows.chunks(16) {
        tx.update_rows("import_chunk", &["batch_id", "place"], &["content_sealed"], some)?;
    }
    Ok(())
}

/// Pieces by the version that they begin with.
pub(super) fn count_sealed_chunks(tx: &mut Tx) -> Result<Vec<(u8, u64)>> {
    let sql = "SELECT substr(content_sealed, 1, 1) AS version, count(*) FROM import_chunk
        GROUP BY substr(content_sealed, 1, 1) ORDER BY version";
    let rows = tx.query(sql, &[])?;
    let counted = rows.iter().map(|row| {
        let version = row.bytes(0).first().copied().unwrap_or(0);
        (version, row.int(1).unsigned_abs())
    });
    Ok(counted.collect())
}
