//! What a database was made with, so that a start with the wrong key is noticed before anything is written, and the keys that it
//! has used since.

use crate::db_error::DbError;
use crate::tx::Tx;
use crate::values;
use kernel::{Currency, Timestamp};

/// A key of identity fields that this database uses or has used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsedKey {
    /// The version that values under it begin with.
    pub version: u8,
    /// Tells the key without telling it.
    pub fingerprint: String,
    /// Since when it is the one for writing.
    pub since: Timestamp,
    /// Since when nothing is under it.
    pub retired_at: Option<Timestamp>,
}

/// All keys, oldest first; none before [`remember_key`]. The last one is the one for writing.
///
/// # Errors
/// [`DbError`] when the database fails.
pub fn list_keys(tx: &mut Tx) -> Result<Vec<UsedKey>, DbError> {
    let rows = tx.query(
        "SELECT version, fingerprint, since, retired_at FROM field_key ORDER BY version",
        &[],
    )?;
    rows.iter()
        .map(|row| {
            let version = row.int(0);
            Ok(UsedKey {
                version: u8::try_from(version).map_err(|_| DbError::Invariant(format!("field key {version}")))?,
                fingerprint: row.text(1).to_owned(),
                since: row.timestamp(2),
                retired_at: row.opt_int(3).map(Timestamp::from_millis),
            })
        })
        .collect()
}

/// The fingerprint of the key for writing; `None` before [`remember_key`].
///
/// # Errors
/// [`DbError`] when the database fails.
pub fn find_key(tx: &mut Tx) -> Result<Option<String>, DbError> {
    Ok(list_keys(tx)?.pop().map(|key| key.fingerprint))
}

/// Writes down the first key unless there is one.
///
/// # Errors
/// [`DbError`] when the database fails.
pub fn remember_key(tx: &mut Tx, version: u8, fingerprint: &str, now: Timestamp) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO installation (id, key_fingerprint, created_at) VALUES (1, $1, $2) ON CONFLICT (id) DO NOTHING",
        &values![fingerprint, now],
    )?;
    if list_keys(tx)?.is_empty() {
        begin_key(tx, version, fingerprint, now)?;
    }
    Ok(())
}

/// Makes a key the one for writing; nothing changes when it is known already.
///
/// # Errors
/// [`DbError`] when the database fails.
pub fn begin_key(tx: &mut Tx, version: u8, fingerprint: &str, now: Timestamp) -> Result<(), DbError> {
    let sql =
        "INSERT INTO field_key (version, fingerprint, since) VALUES ($1, $2, $3) ON CONFLICT (version) DO NOTHING";
    tx.execute(sql, &values![version, fingerprint, now]).map(|_| ())
}

/// Writes down that nothing is under a key any more; `false` when that was known, or there is no such key.
///
/// # Errors
/// [`DbError`] when the database fails.
pub fn retire_key(tx: &mut Tx, version: u8, now: Timestamp) -> Result<bool, DbError> {
    let sql = "UPDATE field_key SET retired_at = $2 WHERE version = $1 AND retired_at IS NULL";
    Ok(tx.execute(sql, &values![version, now])? == 1)
}

/// Who runs this installation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lender {
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// The currency in which it thinks.
    pub currency: Currency,
}

/// Gives the installation its lender.
///
/// # Errors
/// [`DbError`] when the database fails or was never opened by the program.
pub fn name(tx: &mut Tx, lender: &Lender) -> Result<(), DbError> {
    let sql = "UPDATE installation SET name_zh = $1, name_en = $2, currency = $3 WHERE id = 1";
    let named = tx.execute(sql, &values![&lender.name_zh, &lender.name_en, lender.currency.code()])?;
    if named != 1 {
        return Err(DbError::Invariant(
            "no installation to be named: it was never opened".to_owned(),
        ));
    }
    Ok(())
}

/// Who runs this installation; `None` before [`name`].
///
/// # Errors
/// [`DbError`] when the database fails.
pub fn lender(tx: &mut Tx) -> Result<Option<Lender>, DbError> {
    let sql = "SELECT name_zh, name_en, currency FROM installation WHERE id = 1 AND name_zh IS NOT NULL";
    let Some(row) = tx.query_opt(sql, &[])? else {
        return Ok(None);
    };
    let currency = Currency::parse(row.text(2)).map_err(|error| DbError::Invariant(error.to_string()))?;
    Ok(Some(Lender {
        name_zh: row.text(0).to_owned(),
        name_en: row.text(1).to_owned(),
        currency,
    }))
}
