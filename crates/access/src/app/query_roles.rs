//! Which roles a user has, for what is shared with a role.

use kernel::UserId;
use platform::{DbError, Tx, values};

/// Codes of a user's roles, sorted.
///
/// # Errors
/// [`DbError`].
pub fn roles_of(tx: &mut Tx, user: UserId) -> Result<Vec<String>, DbError> {
    let sql = "SELECT r.code FROM user_role ur JOIN role r ON r.id = ur.role_id WHERE ur.user_id = $1 ORDER BY r.code";
    let rows = tx.query(sql, &values![user])?;
    Ok(rows.iter().map(|row| row.text(0).to_owned()).collect())
}
