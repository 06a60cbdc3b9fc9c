//! What a database was made with, so that a start with the wrong key is noticed before anything is written.

use crate::db_error::DbError;
use crate::tx::Tx;
use crate::values;
use kernel::Timestamp;

/// The fingerprint of the field key that the database was made with; `None` before [`remember_key`].
///
/// # Errors
/// [`DbError`] when the database fails.
pub fn find_key(tx: &mut Tx) -> Result<Option<String>, DbError> {
    let row = tx.query_opt("SELECT key_fingerprint FROM installation WHERE id = 1", &[])?;
    Ok(row.map(|row| row.text(0).to_owned()))
}

/// Writes down the fingerprint unless there is one; returns the one in force.
///
/// # Errors
/// [`DbError`] when the database fails.
pub fn remember_key(tx: &mut Tx, fingerprint: &str, now: Timestamp) -> Result<String, DbError> {
    if let Some(known) = find_key(tx)? {
        return Ok(known);
    }
    tx.execute(
        "INSERT INTO installation (id, key_fingerprint, created_at) VALUES (1, $1, $2) ON CONFLICT (id) DO NOTHING",
        &values![fingerprint, now],
    )?;
    // Another node may have been faster.
    Ok(find_key(tx)?.unwrap_or_else(|| fingerprint.to_owned()))
}
