//! The SQL of the lists of allowed addresses.

use kernel::UserId;
use platform::{DbError, Tx, values};

use crate::domain::AddressList;

/// A list of addresses that was stored, one network a line.
pub(crate) fn stored_addresses(text: &str) -> Result<AddressList, DbError> {
    AddressList::parse(text.lines()).map_err(|refusal| DbError::Invariant(refusal.to_string()))
}

/// The lists of a user, and those of the roles of `holder`: the user itself, or somebody absent for whom it acts.
pub(crate) fn address_lists(tx: &mut Tx, user: UserId, holder: UserId) -> Result<Vec<AddressList>, DbError> {
    let rows = tx.query(
        "SELECT allowed_addresses FROM app_user WHERE id = $1 AND allowed_addresses <> ''
         UNION ALL
         SELECT r.allowed_addresses FROM user_role ur JOIN role r ON r.id = ur.role_id
         WHERE ur.user_id = $2 AND r.allowed_addresses <> ''",
        &values![user, holder],
    )?;
    rows.iter().map(|row| stored_addresses(row.text(0))).collect()
}

pub(crate) fn clear_addresses(tx: &mut Tx, user: UserId) -> Result<(), DbError> {
    tx.execute(
        "UPDATE app_user SET allowed_addresses = '' WHERE id = $1",
        &values![user],
    )?;
    tx.execute(
        "UPDATE role SET allowed_addresses = '' WHERE id IN (SELECT role_id FROM user_role WHERE user_id = $1)",
        &values![user],
    )?;
    Ok(())
}
