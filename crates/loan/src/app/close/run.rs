//! The record of a close: its steps, checks and outcome.

use kernel::{BusinessDate, Timestamp};
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
