//! The SQL of the second factor.

use kernel::{Timestamp, UserId};
use platform::{DbError, Tx, Value, values};
use uuid::Uuid;

use crate::app::secret::Hash;

/// A second factor as stored.
pub(crate) struct StoredFactor {
    pub secret_sealed: Vec<u8>,
    pub confirmed_at: Option<Timestamp>,
    pub last_step: i64,
}

/// The second factor of a user, locked until the transaction ends.
pub(crate) fn lock_factor(tx: &mut Tx, user: UserId) -> Result<Option<StoredFactor>, DbError> {
    let sql = format!(
        "SELECT secret_sealed, confirmed_at, last_step FROM second_factor WHERE user_id = $1{}",
        tx.row_lock()
    );
    let row = tx.query_opt(&sql, &values![user])?;
    Ok(row.map(|row| StoredFactor {
        secret_sealed: row.bytes(0).to_vec(),
        confirmed_at: row.opt_timestamp(1),
        last_step: row.int(2),
    }))
}

/// Since when the second factor of a user is on, and how many recovery codes are left.
pub(crate) fn factor_state(tx: &mut Tx, user: UserId) -> Result<(Option<Timestamp>, i64), DbError> {
    let row = tx.query_opt(
        "SELECT confirmed_at, (SELECT count(*) FROM recovery_code r WHERE r.user_id = f.user_id)
         FROM second_factor f WHERE f.user_id = $1",
        &values![user],
    )?;
    Ok(row.map_or((None, 0), |row| (row.opt_timestamp(0), row.int(1))))
}

/// Puts a secret that is not confirmed yet in the place of one that never was.
pub(crate) fn put_secret(tx: &mut Tx, user: UserId, sealed: &[u8]) -> Result<(), DbError> {
    tx.queue(
        "INSERT INTO second_factor (user_id, secret_sealed) VALUES ($1, $2)
         ON CONFLICT (user_id) DO UPDATE SET secret_sealed = excluded.secret_sealed",
        &values![user, sealed],
    )
}

pub(crate) fn confirm_factor(
    tx: &mut Tx,
    user: UserId,
    (now, step): (Timestamp, i64),
    codes: &[Hash],
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE second_factor SET confirmed_at = $2, last_step = $3 WHERE user_id = $1",
        &values![user, now, step],
    )?;
    let rows: Vec<_> = codes.iter().map(|code| Vec::from(values![user, *code])).collect();
    tx.insert_rows("recovery_code", &["user_id", "code_hash"], &rows)
}

pub(crate) fn note_step(tx: &mut Tx, user: UserId, step: i64) -> Result<(), DbError> {
    tx.queue(
        "UPDATE second_factor SET last_step = $2 WHERE user_id = $1",
        &values![user, step],
    )
}

/// Uses up a recovery code; whether there was one.
pub(crate) fn take_recovery_code(tx: &mut Tx, user: UserId, code: &Hash) -> Result<bool, DbError> {
    let sql = "DELETE FROM recovery_code WHERE user_id = $1 AND code_hash = $2";
    Ok(tx.execute(sql, &values![user, *code])? == 1)
}

pub(crate) fn delete_factor(tx: &mut Tx, user: UserId) -> Result<(), DbError> {
    tx.queue("DELETE FROM recovery_code WHERE user_id = $1", &values![user])?;
    tx.queue("DELETE FROM second_factor WHERE user_id = $1", &values![user])
}

/// Encrypted secrets of at most `limit` users after `after`.
pub(crate) fn list_sealed(tx: &mut Tx, after: Option<Uuid>, limit: i64) -> Result<Vec<(UserId, Vec<u8>)>, DbError> {
    let sql = format!(
        "SELECT user_id, secret_sealed FROM second_factor WHERE user_id > $1 ORDER BY user_id LIMIT $2{}",
        tx.row_lock()
    );
    let rows = tx.query(&sql, &values![after.unwrap_or(Uuid::nil()), limit])?;
    let sealed = rows.iter().map(|row| (UserId(row.id(0)), row.bytes(1).to_vec()));
    Ok(sealed.collect())
}

/// Rows of user and encrypted secret.
pub(crate) fn update_sealed(tx: &mut Tx, rows: &[Vec<Value>]) -> Result<(), DbError> {
    tx.update_rows("second_factor", &["user_id"], &["secret_sealed"], rows)?;
    Ok(())
}

/// Encrypted secrets by the version that they begin with.
pub(crate) fn count_sealed(tx: &mut Tx) -> Result<Vec<(u8, u64)>, DbError> {
    let sql = "SELECT substr(secret_sealed, 1, 1) AS version, count(*) FROM second_factor
        GROUP BY substr(secret_sealed, 1, 1) ORDER BY version";
    let rows = tx.query(sql, &[])?;
    let counted = rows.iter().map(|row| {
        let version = row.bytes(0).first().copied().unwrap_or(0);
        (version, row.int(1).unsigned_abs())
    });
    Ok(counted.collect())
}
