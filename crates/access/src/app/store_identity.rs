//! The SQL of identities at a provider, and of attempts to sign on that are under way.

use kernel::{Timestamp, UserId};
use platform::{DbError, Tx, values};

use crate::app::secret::Hash;
use crate::app::store::UserSecret;

/// As whom a user signs on at a provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentityRow {
    /// The provider.
    pub issuer: String,
    /// Its own name for the user.
    pub subject: String,
    /// Since when.
    pub linked_at: Timestamp,
    /// Login of who linked them; the user's own when a first sign-on did.
    pub linked_by: String,
}

/// Remembers that an attempt is under way, and drops those that are over.
pub(crate) fn insert_attempt(tx: &mut Tx, state: &Hash, now: Timestamp, expires_at: Timestamp) -> Result<(), DbError> {
    tx.execute("DELETE FROM sign_on_attempt WHERE expires_at <= $1", &values![now])?;
    tx.execute(
        "INSERT INTO sign_on_attempt (state_hash, expires_at) VALUES ($1, $2)",
        &values![*state, expires_at],
    )?;
    Ok(())
}

/// Takes an attempt, which then is gone; whether it was under way.
pub(crate) fn take_attempt(tx: &mut Tx, state: &Hash, now: Timestamp) -> Result<bool, DbError> {
    let sql = "DELETE FROM sign_on_attempt WHERE state_hash = $1 AND expires_at > $2";
    Ok(tx.execute(sql, &values![*state, now])? == 1)
}

/// The user who signs on as somebody.
pub(crate) fn find_linked_user(tx: &mut Tx, issuer: &str, subject: &str) -> Result<Option<UserSecret>, DbError> {
    let row = tx.query_opt(
        "SELECT u.id, u.login, u.password_hash, u.is_active, u.is_service FROM user_identity i
         JOIN app_user u ON u.id = i.user_id WHERE i.issuer = $1 AND i.subject = $2",
        &values![issuer, subject],
    )?;
    Ok(row.map(|row| UserSecret {
        id: UserId(row.id(0)),
        login: row.text(1).to_owned(),
        password_hash: row.text(2).to_owned(),
        is_active: row.bool(3),
        is_service: row.bool(4),
    }))
}

/// As whom a user signs on at a provider.
///
/// # Errors
/// [`DbError`].
pub fn find_identity(tx: &mut Tx, user: UserId, issuer: &str) -> Result<Option<IdentityRow>, DbError> {
    let row = tx.query_opt(
        "SELECT issuer, subject, linked_at, linked_by FROM user_identity WHERE user_id = $1 AND issuer = $2",
        &values![user, issuer],
    )?;
    Ok(row.map(|row| IdentityRow {
        issuer: row.text(0).to_owned(),
        subject: row.text(1).to_owned(),
        linked_at: row.timestamp(2),
        linked_by: row.text(3).to_owned(),
    }))
}

pub(crate) fn insert_identity(tx: &mut Tx, user: UserId, row: &IdentityRow) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO user_identity (user_id, issuer, subject, linked_at, linked_by) VALUES ($1, $2, $3, $4, $5)",
        &values![user, &row.issuer, &row.subject, row.linked_at, &row.linked_by],
    )?;
    Ok(())
}

pub(crate) fn delete_identity(tx: &mut Tx, user: UserId, issuer: &str) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM user_identity WHERE user_id = $1 AND issuer = $2",
        &values![user, issuer],
    )?;
    Ok(())
}
