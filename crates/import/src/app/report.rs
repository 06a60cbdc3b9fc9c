//! What becomes of the rows of a batch.

use crate::domain::ERRORS_KEPT;
use kernel::{Currency, Money};
use platform::http::Problem;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a row did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowOutcome {
    /// Something new is there.
    Created,
    /// It was there already with the same content.
    Unchanged,
}

impl RowOutcome {
    /// The name in the database and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Unchanged => "unchanged",
        }
    }
}

/// A row that is refused.
#[derive(Debug, Clone)]
pub struct RowError {
    /// Its place in the file.
    pub line: u32,
    /// Why.
    pub problem: Problem,
}

/// A row that was taken in or was there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowDone {
    /// Its place in the file.
    pub line: u32,
    /// What it did.
    pub outcome: RowOutcome,
    /// The number or code of what it made or found.
    pub object: String,
}

/// What becomes of the rows of a batch, as it is found out.
#[derive(Debug, Default)]
pub struct Report {
    /// The first errors.
    pub errors: Vec<RowError>,
    /// Rows that are refused.
    pub refused: usize,
    /// All others.
    pub done: Vec<RowDone>,
    /// Amounts of the rows that made something new, by what they are and currency, in minor units.
    pub sums: BTreeMap<(&'static str, Currency), i64>,
    last_refused: Option<u32>,
}

impl Report {
    /// Notes an error of a row; several of one row count as one.
    pub fn refuse(&mut self, line: u32, problem: impl Into<Problem>) {
        if self.last_refused != Some(line) {
            self.refused += 1;
            self.last_refused = Some(line);
        }
        if self.errors.len() < ERRORS_KEPT {
            let problem = problem.into();
            self.errors.push(RowError { line, problem });
        }
    }

    /// Notes what a row did.
    pub fn add(&mut self, line: u32, outcome: RowOutcome, object: impl Into<String>) {
        let object = object.into();
        self.done.push(RowDone { line, outcome, object });
    }

    /// Counts an amount of a row that made something new.
    pub fn sum(&mut self, what: &'static str, amount: Money) {
        let sum = self.sums.entry((what, amount.currency())).or_default();
        *sum = sum.saturating_add(amount.minor());
    }

    /// The same errors, to be found further ones: a transaction may be run again.
    #[must_use]
    pub fn again(&self) -> Self {
        Self {
            errors: self.errors.clone(),
            refused: self.refused,
            done: Vec::new(),
            sums: BTreeMap::new(),
            last_refused: self.last_refused,
        }
    }

    /// How many rows did this.
    #[must_use]
    pub fn count(&self, outcome: RowOutcome) -> usize {
        self.done.iter().filter(|row| row.outcome == outcome).count()
    }
}
