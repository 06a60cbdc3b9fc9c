//! The lender's day. It moves only by close of business.

use crate::db_error::DbError;
use crate::db_options::Backend;
use crate::tx::Tx;
use crate::values;
use kernel::BusinessDate;

/// The day and where its close stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BusinessDay {
    /// The day on which things are booked now.
    pub business_date: BusinessDate,
    /// Whether its close is running.
    pub closing: bool,
    /// The day closed last.
    pub last_closed_on: Option<BusinessDate>,
}

/// Sets the first day of a new institution.
///
/// # Errors
/// [`DbError::UniqueViolation`] when it is set already.
pub fn open(tx: &mut Tx, first: BusinessDate) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO business_day (id, business_date, closing) VALUES (1, $1, 0)",
        &values![first],
    )
    .map(|_| ())
}

/// The business date.
///
/// # Errors
/// [`DbError::Invariant`] before [`open`].
pub fn get(tx: &mut Tx) -> Result<BusinessDate, DbError> {
    state(tx).map(|day| day.business_date)
}

/// The day, which cannot be advanced, nor its close begin, before this transaction ends: for what is booked on it.
///
/// # Errors
/// [`DbError::Invariant`] before [`open`].
pub fn hold(tx: &mut Tx) -> Result<BusinessDay, DbError> {
    let lock = match tx.backend() {
        Backend::Sqlite => "",
        Backend::Postgres => " FOR SHARE",
    };
    select(tx, lock)
}

/// The day and where its close stands.
///
/// # Errors
/// [`DbError::Invariant`] before [`open`].
pub fn state(tx: &mut Tx) -> Result<BusinessDay, DbError> {
    select(tx, "")
}

fn select(tx: &mut Tx, lock: &str) -> Result<BusinessDay, DbError> {
    let sql = format!("SELECT business_date, closing, last_closed_on FROM business_day WHERE id = 1{lock}");
    let row = tx
        .query_opt(&sql, &[])?
        .ok_or_else(|| DbError::Invariant("the first business day is not set".to_owned()))?;
    Ok(BusinessDay {
        business_date: row.business_date(0),
        closing: row.bool(1),
        last_closed_on: row.opt_business_date(2),
    })
}

/// Says whether the close of the current day is running.
///
/// # Errors
/// [`DbError`] when the database fails.
pub fn set_closing(tx: &mut Tx, closing: bool) -> Result<(), DbError> {
    tx.execute("UPDATE business_day SET closing = $1 WHERE id = 1", &values![closing])
        .map(|_| ())
}

/// Moves the day from `from`, which is then closed, to `to`.
///
/// # Errors
/// [`DbError::Invariant`] when the day is not `from` or `to` does not lie after it.
pub fn advance(tx: &mut Tx, from: BusinessDate, to: BusinessDate) -> Result<(), DbError> {
    if to <= from {
        return Err(DbError::Invariant(format!(
            "the business day moves forward, not from {from} to {to}"
        )));
    }
    let sql = "UPDATE business_day SET business_date = $2, closing = 0, last_closed_on = $1 WHERE id = 1 AND business_date = $1";
    match tx.execute(sql, &values![from, to])? {
        1 => Ok(()),
        _ => Err(DbError::Invariant(format!("the business day is not {from}"))),
    }
}
