//! The record of a close: its steps, checks and outcome.

use crate::app::error::{LoanFailure, Result};
use crate::app::store::to_json;
use kernel::{BusinessDate, Timestamp};
use platform::{Row, Tx, values};
use serde::{Deserialize, Serialize};

/// Where a close stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunState {
    /// At work, or killed at work.
    Running,
    /// The day has moved.
    Done,
    /// A step failed; the close can be started again.
    Failed,
}

impl RunState {
    /// The name as stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }
}

/// One step of a close.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepRun {
    /// Stable code.
    pub code: String,
    /// Items done.
    pub done: u64,
    /// Items in all, as far as known.
    pub total: u64,
    /// How long it took.
    pub millis: i64,
    /// Whether it is over.
    pub finished: bool,
}

/// One check of a close: two figures that must agree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckResult {
    /// Stable code.
    pub code: String,
    /// Currency of the figures; empty for counts.
    pub currency: String,
    /// What it must be: minor units, or a count.
    pub expected: i128,
    /// What it is.
    pub actual: i128,
}

impl CheckResult {
    /// Whether the two agree.
    #[must_use]
    pub const fn ok(&self) -> bool {
        self.expected == self.actual
    }
}

/// One close of business.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CloseRun {
    /// The day that was closed.
    pub business_date: BusinessDate,
    /// The day that was opened.
    pub next_date: BusinessDate,
    /// Where it stands.
    pub state: RunState,
    /// When it was first started.
    pub started_at: Timestamp,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
    /// Its steps so far.
    pub steps: Vec<StepRun>,
    /// Its checks so far.
    pub checks: Vec<CheckResult>,
    /// What failed.
    pub error: Option<String>,
}

const COLUMNS: &str = "business_date, next_date, state, started_at, finished_at, steps, checks, error";

fn run_of(row: &Row) -> Result<CloseRun> {
    let stored = |e: serde_json::Error| LoanFailure::Stored(e.to_string());
    Ok(CloseRun {
        business_date: row.business_date(0),
        next_date: row.business_date(1),
        state: match row.text(2) {
            "done" => RunState::Done,
            "failed" => RunState::Failed,
            _ => RunState::Running,
        },
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
