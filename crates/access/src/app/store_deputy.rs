//! The SQL of deputies.

use kernel::{BusinessDate, CivilDate, Timestamp, UserId};
use platform::{DbError, Row, Tx, values};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// An appointment as it is stored and shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeputyRow {
    /// Id.
    pub id: Uuid,
    /// Login of who is absent.
    pub absent: String,
    /// Login of who acts for them.
    pub deputy: String,
    /// The first business date.
    pub from: CivilDate,
    /// The business date before which it ends.
    pub to: CivilDate,
    /// Why.
    pub reason: String,
    /// When it was granted, in milliseconds since 1970-01-01 UTC.
    pub granted_at: i64,
    /// Login of who granted it.
    pub granted_by: String,
    /// When it was revoked, in the same unit.
    pub revoked_at: Option<i64>,
}

const FROM: &str =
    "SELECT d.id, a.login, u.login, d.from_on, d.to_on, d.reason, d.granted_at, d.granted_by, d.revoked_at
    FROM deputy d JOIN app_user a ON a.id = d.absent_id JOIN app_user u ON u.id = d.deputy_id";

fn row_of(row: &Row) -> DeputyRow {
    DeputyRow {
        id: row.id(0),
        absent: row.text(1).to_owned(),
        deputy: row.text(2).to_owned(),
        from: row.civil_date(3),
        to: row.civil_date(4),
        reason: row.text(5).to_owned(),
        granted_at: row.int(6),
        granted_by: row.text(7).to_owned(),
        revoked_at: row.opt_int(8),
    }
}

pub(crate) fn insert(tx: &mut Tx, row: &DeputyRow, (absent, deputy): (UserId, UserId)) -> Result<(), DbError> {
    tx.queue(
        "INSERT INTO deputy (id, absent_id, deputy_id, from_on, to_on, reason, granted_at, granted_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &values![
            row.id,
            absent,
            deputy,
            row.from,
            row.to,
            &row.reason,
            row.granted_at,
            &row.granted_by
        ],
    )
}

pub(crate) fn find(tx: &mut Tx, id: Uuid) -> Result<Option<DeputyRow>, DbError> {
    let sql = format!("{FROM} WHERE d.id = $1");
    Ok(tx.query_opt(&sql, &values![id])?.as_ref().map(row_of))
}

pub(crate) fn revoke(tx: &mut Tx, id: Uuid, now: Timestamp) -> Result<(), DbError> {
    tx.queue("UPDATE deputy SET revoked_at = $2 WHERE id = $1", &values![id, now])
}

/// The absent person of this login, if somebody is their deputy on a day.
pub(crate) fn find_absent(
    tx: &mut Tx,
    deputy: UserId,
    login: &str,
    on: BusinessDate,
) -> Result<Option<UserId>, DbError> {
    let row = tx.query_opt(
        "SELECT a.id FROM deputy d JOIN app_user a ON a.id = d.absent_id AND a.is_active = 1
         WHERE d.deputy_id = $1 AND a.login = $2 AND d.revoked_at IS NULL AND d.from_on <= $3 AND d.to_on > $3",
        &values![deputy, login, on],
    )?;
    Ok(row.map(|row| UserId(row.id(0))))
}

/// Appointments that have not ended before a day, newest first; the last 500.
///
/// # Errors
/// [`DbError`].
pub fn list_deputies(tx: &mut Tx, on: BusinessDate) -> Result<Vec<DeputyRow>, DbError> {
    let sql = format!("{FROM} WHERE d.to_on > $1 ORDER BY d.id DESC LIMIT 500");
    Ok(tx.query(&sql, &values![on])?.iter().map(row_of).collect())
}

/// Login and name of those for whom somebody may act on a day.
///
/// # Errors
/// [`DbError`].
pub fn list_absent(tx: &mut Tx, deputy: UserId, on: BusinessDate) -> Result<Vec<(String, String)>, DbError> {
    let rows = tx.query(
        "SELECT DISTINCT a.login, a.name FROM deputy d JOIN app_user a ON a.id = d.absent_id AND a.is_active = 1
         WHERE d.deputy_id = $1 AND d.revoked_at IS NULL AND d.from_on <= $2 AND d.to_on > $2 ORDER BY a.login",
        &values![deputy, on],
    )?;
    Ok(rows
        .iter()
        .map(|row| (row.text(0).to_owned(), row.text(1).to_owned()))
        .collect())
}
