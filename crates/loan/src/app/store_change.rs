//! The SQL that writes loans which changed.

use super::error::Result;
use super::record::{LoanHead, Projection};
use super::store::{PROJECTED, projected, to_json};
use super::store_feed;
use crate::domain::life::Life;
use kernel::LoanId;
use platform::{Tx, Value, values};

/// The rows of loans that changed: projection and state, ready to be written.
#[derive(Debug, Clone)]
pub struct ChangedRows {
    ids: Vec<LoanId>,
    loans: Vec<Vec<Value>>,
    states: Vec<Vec<Value>>,
}

impl ChangedRows {
    /// The rows of loans whose heads carry the version after the change.
    #[must_use]
    pub fn of(loans: &[(&LoanHead, &Life<'_>)]) -> Self {
        let row = |(head, life): &(&LoanHead, &Life<'_>)| -> Vec<Value> {
            let mut row = Vec::with_capacity(PROJECTED.len() + 2);
            row.extend(values![head.id, head.version - 1]);
            row.extend(projected(head, &Projection::of(life)));
            row
        };
        let state = |(head, life): &(&LoanHead, &Life<'_>)| values![head.id, to_json(&life.state)].to_vec();
        Self {
            ids: loans.iter().map(|(head, _)| head.id).collect(),
            loans: loans.iter().map(row).collect(),
            states: loans.iter().map(state).collect(),
        }
    }

    /// How many loans.
    #[must_use]
    pub fn len(&self) -> usize {
        self.loans.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.loans.is_empty()
    }

    /// Writes the rows of loans that are still in the version before the change; no when one is not.
    ///
    /// # Errors
    /// The database's.
    pub fn write(&self, tx: &mut Tx) -> Result<bool> {
        let written = tx.update_rows("loan", &["id", "version"], &PROJECTED, &self.loans)?;
        if written != self.loans.len() as u64 {
            return Ok(false);
        }
        tx.update_rows("loan_state", &["loan_id"], &["state"], &self.states)?;
        self.note(tx)?;
        Ok(true)
    }

    fn note(&self, tx: &mut Tx) -> Result<()> {
        store_feed::note(tx, self.ids.iter().copied())
    }
}

/// Writes the projection and the state of a locked loan: nobody else has changed it since it was read.
///
/// # Errors
/// The database's.
pub fn update(tx: &mut Tx, loan: (&LoanHead, &Life<'_>)) -> Result<()> {
    let rows = ChangedRows::of(&[loan]);
    tx.queue_update_rows("loan", &["id", "version"], &PROJECTED, &rows.loans)?;
    tx.queue_update_rows("loan_state", &["loan_id"], &["state"], &rows.states)?;
    rows.note(tx)
}
