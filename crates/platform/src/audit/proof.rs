//! The proof of one line: its place in the chain, recomputed.

use super::{AuditEntry, COLUMNS, chained, entry_of};
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

/// The proof of the line at a place of the chain; `None` when the chain has no such place.
///
/// # Errors
/// [`DbError`] when the database fails.
pub fn prove(tx: &mut Tx, seq: i64) -> Result<Option<Proof>, DbError> {
    if seq < 1 {
        return Ok(None);
    }
    let sql = "SELECT hash FROM audit_entry WHERE seq IS NOT NULL AND seq = $1";
    let before = match tx.query_opt(sql, &values![seq - 1])? {
        Some(row) => row.bytes(0).to_vec(),
        None => vec![0; 32],
    };
    let sql = format!("SELECT {COLUMNS} FROM audit_entry WHERE seq IS NOT NULL AND seq = $1");
    let row = tx.query_opt(&sql, &values![seq])?;
    Ok(row.map(|row| Proof {
        entry: entry_of(&row),
        computed: chained(&before, seq, &row),
        before,
    }))
}
