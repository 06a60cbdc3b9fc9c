//! The proof of one line: its place in the chain, recomputed.

use super::archive::hashes_at;
use super::line::{Fields, chained};
use super::{AuditEntry, COLUMNS, entry_of};
use crate::db_error::DbError;
use crate::tx::Tx;
use crate::values;

/// A sealed line with what is needed to check it by hand.
#[derive(Debug, Clone)]
pub struct Proof {
    /// The line.
    pub entry: AuditEntry,
    /// The hash of the line before it; zeros before the first.
    pub before: Vec<u8>,
    /// The hash that the line and the one before give now.
    pub computed: Vec<u8>,
}

impl Proof {
    /// Whether the line is as it was sealed.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.entry.hash.as_ref() == Some(&self.computed)
    }
}

/// The proof of the line at a place of the chain; `None` when the chain has no such place, or its line was archived.
///
/// # Errors
/// [`DbError`] when the database fails.
pub fn prove(tx: &mut Tx, seq: i64) -> Result<Option<Proof>, DbError> {
    if seq < 1 {
        return Ok(None);
    }
    let before = hashes_at(tx, &[seq - 1])?
        .remove(&(seq - 1))
        .unwrap_or_else(|| vec![0; 32]);
    let sql = format!("SELECT {COLUMNS} FROM audit_entry WHERE seq IS NOT NULL AND seq = $1");
    let row = tx.query_opt(&sql, &values![seq])?;
    Ok(row.map(|row| Proof {
        entry: entry_of(&row),
        computed: chained(&before, seq, &Fields::of_row(&row)),
        before,
    }))
}
