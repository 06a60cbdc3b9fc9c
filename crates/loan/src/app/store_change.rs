//! The SQL that writes loans which changed.

use super::error::Result;
use super::record::{LoanHead, Projection};
use super::store::{PRICED, PROJECTED, priced, projected, to_json};
use super::store_feed;
use crate::domain::life::Life;
use crate::domain::state::LoanState;
use kernel::LoanId;
use platform::{Tx, Value, values};

/// The rows of loans that changed: projection and state, ready to be written.
#[derive(Debug, Clone)]
pub struct ChangedRows {
    ids: Vec<LoanId>,
    loans: Vec<Vec<Value>>,
    states: Vec<Vec<Value>>,
    prices: Vec<Vec<Value>>,
}

/// A loan that changed, with the version after the change in its head.
#[derive(Debug, Clone, Copy)]
pub struct Changed<'a> {
    /// Its head.
    pub head: &'a LoanHead,
    /// Its life after the change.
    pub life: &'a Life<'a>,
    /// Whether it costs something else than before.
    pub repriced: bool,
}

impl<'a> Changed<'a> {
    /// A loan that was `before` and is `life` now.
    #[must_use]
    pub fn since(before: &LoanState, head: &'a LoanHead, life: &'a Life<'a>) -> Self {
        let after = &life.state;
        let repriced = (before.pricing, before.pricing_next) != (after.pricing, after.pricing_next);
        Self { head, life, repriced }
    }
}

impl ChangedRows {
    /// The rows of loans that changed.
    #[must_use]
    pub fn of(loans: &[Changed<'_>]) -> Self {
        let row = |Changed { head, life, .. }: &Changed<'_>| -> Vec<Value> {
            let mut row = Vec::with_capacity(PROJECTED.len() + 2);
            row.extend(values![head.id, head.version - 1]);
            row.extend(projected(head, &Projection::of(life)));
            row
        };
        let price = |Changed { head, life, .. }: &Changed<'_>| {
            let mut row = vec![Value::from(head.id)];
            row.extend(priced(&Projection::of(life)));
            row
        };
        let state = |Changed { head, life, .. }: &Changed<'_>| values![head.id, to_json(&life.state)].to_vec();
        Self {
            ids: loans.iter().map(|loan| loan.head.id).collect(),
            loans: loans.iter().map(row).collect(),
            states: loans.iter().map(state).collect(),
            prices: loans.iter().filter(|loan| loan.repriced).map(price).collect(),
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
        if !self.prices.is_empty() {
            tx.update_rows("loan", &["id"], &PRICED, &self.prices)?;
        }
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
pub fn update(tx: &mut Tx, loan: Changed<'_>) -> Result<()> {
    let rows = ChangedRows::of(&[loan]);
    tx.queue_update_rows("loan", &["id", "version"], &PROJECTED, &rows.loans)?;
    tx.queue_update_rows("loan_state", &["loan_id"], &["state"], &rows.states)?;
    if !rows.prices.is_empty() {
        tx.queue_update_rows("loan", &["id"], &PRICED, &rows.prices)?;
    }
    rows.note(tx)
}
