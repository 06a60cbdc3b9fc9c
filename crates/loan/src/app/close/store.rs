//! The SQL of closes.

use super::run::{CloseRun, RunState};
use crate::app::error::{LoanFailure, Result};
use crate::app::store::to_json;
use kernel::{BusinessDate, CivilDate, Timestamp};
use platform::{Row, Tx, values};
use uuid::Uuid;

const COLUMNS: &str = "business_date, next_date, state, started_at, finished_at, steps, checks, error";

fn state_of(code: &str) -> RunState {
    match code {
        "done" => RunState::Done,
        "failed" => RunState::Failed,
        _ => RunState::Running,
    }
}

fn run_of(row: &Row) -> Result<CloseRun> {
    let stored = |e: serde_json::Error| LoanFailure::Stored(e.to_string());
    Ok(CloseRun {
        business_date: row.business_date(0),
        next_date: row.business_date(1),
        state: state_of(row.text(2)),
        started_at: row.timestamp(3),
        finished_at: row.opt_timestamp(4),
        steps: serde_json::from_str(row.text(5)).map_err(stored)?,
        checks: serde_json::from_str(row.text(6)).map_err(stored)?,
        error: row.opt_text(7).map(str::to_owned),
    })
}

/// The close of a day, if it was started.
///
/// # Errors
/// The database's.
pub fn find(tx: &mut Tx, day: BusinessDate) -> Result<Option<CloseRun>> {
    let sql = format!("SELECT {COLUMNS} FROM close_run WHERE business_date = $1");
    tx.query_opt(&sql, &values![day])?.as_ref().map(run_of).transpose()
}

/// Closes before a day, latest first.
///
/// # Errors
/// The database's.
pub fn list(tx: &mut Tx, before: Option<BusinessDate>, limit: i64) -> Result<Vec<CloseRun>> {
    let before = before.map_or(i64::from(i32::MAX), |d| i64::from(d.days()));
    let sql = format!("SELECT {COLUMNS} FROM close_run WHERE business_date < $1 ORDER BY business_date DESC LIMIT $2");
    tx.query(&sql, &values![before, limit])?.iter().map(run_of).collect()
}

/// The state of the latest close.
///
/// # Errors
/// The database's.
pub fn last_state(tx: &mut Tx) -> Result<Option<RunState>> {
    let sql = "SELECT state FROM close_run ORDER BY business_date DESC LIMIT 1";
    Ok(tx.query_opt(sql, &[])?.map(|row| state_of(row.text(0))))
}

/// How many closes were done after a moment.
///
/// # Errors
/// The database's.
pub fn count_done(tx: &mut Tx, after: Timestamp) -> Result<i64> {
    let sql = "SELECT count(*) FROM close_run WHERE state = 'done' AND finished_at > $1";
    Ok(tx.query_one(sql, &values![after])?.int(0))
}

/// Writes the record of a close.
///
/// # Errors
/// The database's.
pub fn save(tx: &mut Tx, run: &CloseRun) -> Result<()> {
    let sql = "INSERT INTO close_run (business_date, next_date, state, started_at, finished_at, steps, checks, error)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (business_date) DO UPDATE SET state = excluded.state,
        finished_at = excluded.finished_at, steps = excluded.steps, checks = excluded.checks, error = excluded.error";
    let row = values![
        run.business_date,
        run.next_date,
        run.state.name(),
        run.started_at,
        run.finished_at,
        to_json(&run.steps),
        to_json(&run.checks),
        run.error.clone(),
    ];
    tx.execute(sql, &row)?;
    Ok(())
}

/// Columns of a loan that the reconciliation adds up, in the order in which it reads them.
const BALANCE: &str = "product_id, currency, principal_not_due, principal_due, interest_due, fee_due, suspense,
    line_clock, line_den, line_slope_hi, line_slope_lo, line_since, overdue_lines";

/// Calls `each` with the balances and lines of loans whose ids lie in a half-open range; no bound means all.
///
/// # Errors
/// What `each` returns, or the database's.
pub fn for_each_balance(
    tx: &mut Tx,
    (from, to): (Option<Uuid>, Option<Uuid>),
    each: impl FnMut(&Row) -> Result<()>,
) -> Result<()> {
    let (from, to) = (from.unwrap_or(Uuid::nil()), to.unwrap_or(Uuid::max()));
    let sql = format!("SELECT {BALANCE} FROM loan WHERE id >= $1 AND id < $2");
    tx.try_for_each(&sql, &values![from, to], each)
}

/// An id in the middle of all loans; none when there are few.
///
/// # Errors
/// The database's.
pub fn middle_id(tx: &mut Tx) -> Result<Option<Uuid>> {
    let half = tx.query_one("SELECT COUNT(*) / 2 FROM loan", &[])?.int(0);
    if half < 10_000 {
        return Ok(None);
    }
    let row = tx.query_opt("SELECT id FROM loan ORDER BY id LIMIT 1 OFFSET $1", &values![half])?;
    Ok(row.map(|row| row.id(0)))
}

/// Dates up to `until` on which something happens to a loan by itself.
///
/// # Errors
/// The database's.
pub fn action_dates(tx: &mut Tx, until: BusinessDate) -> Result<Vec<CivilDate>> {
    let sql = "SELECT DISTINCT next_action_on FROM loan WHERE next_action_on <= $1 ORDER BY next_action_on";
    Ok(tx
        .query(sql, &values![until])?
        .iter()
        .map(|row| row.civil_date(0))
        .collect())
}
