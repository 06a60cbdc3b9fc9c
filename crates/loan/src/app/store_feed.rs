//! The SQL of the roster: what it is made of, and the notes of what was written since.

use super::error::Result;
use super::query_filter::LoanFilter;
use kernel::{CivilDate, LoanId};
use platform::{Backend, Row, Tx, values};

/// The columns of `loan` that the roster is made of.
const SELECTED: &str = "SELECT l.id, l.number, l.customer_id, l.product_id, l.product_code, l.org_id, l.officer,
    l.currency, l.method, l.principal, l.annual_rate_e10, l.periods, l.status, l.disbursed_on, l.maturity_on, l.closed_on,
    l.principal_not_due, l.principal_due, l.interest_due, l.fee_due, l.next_due_on, l.next_due_amount, l.oldest_unpaid_due,
    l.purpose FROM loan l";

/// What a look at the notes says.
#[derive(Debug, Clone, Copy)]
pub(super) struct Notes {
    /// Below it all is decided.
    pub(super) low: i64,
    /// Nothing is at or above it.
    pub(super) high: i64,
    /// How often notes were dropped.
    pub(super) trims: i64,
}

/// How far the notes have come in this snapshot.
///
/// # Errors
/// The database's.
pub(super) fn look(tx: &mut Tx) -> Result<Notes> {
    let sql = match tx.backend() {
        Backend::Sqlite => {
            "SELECT coalesce(max(stamp), 0) + 1, coalesce(max(stamp), 0) + 1, (SELECT trims FROM feed_loan_trim) FROM feed_loan"
        }
        Backend::Postgres => {
            "SELECT txid_snapshot_xmin(s), txid_snapshot_xmax(s), (SELECT trims FROM feed_loan_trim)
             FROM (SELECT txid_current_snapshot() AS s) AS now"
        }
    };
    let row = tx.query_one(sql, &[])?;
    Ok(Notes {
        low: row.int(0),
        high: row.int(1),
        trims: row.int(2),
    })
}

/// Calls `each` with the columns of every loan.
///
/// # Errors
/// What `each` returns, or the database's.
pub(super) fn for_each(tx: &mut Tx, each: impl FnMut(&Row) -> Result<()>) -> Result<()> {
    tx.try_for_each(SELECTED, &[], each)
}

/// The columns of the loans that were noted from one mark up to another.
///
/// # Errors
/// The database's.
pub(super) fn written(tx: &mut Tx, (from, to): (i64, i64)) -> Result<Vec<Row>> {
    if from >= to {
        return Ok(Vec::new());
    }
    let sql = format!("{SELECTED} WHERE l.id IN (SELECT loan_id FROM feed_loan WHERE stamp >= $1 AND stamp < $2)");
    Ok(tx.query(&sql, &values![from, to])?)
}

/// The loans of which an instalment fell due on the day that a filter asks for; nothing when it asks for none, or for a day
/// to come.
///
/// # Errors
/// The database's.
pub fn fell_due(tx: &mut Tx, filter: &LoanFilter, on: CivilDate) -> Result<Option<Vec<LoanId>>> {
    let Some(due) = filter.due_on.filter(|due| *due <= on) else {
        return Ok(None);
    };
    let mut ids = Vec::new();
    let sql = "SELECT loan_id FROM loan_installment WHERE due_on = $1";
    tx.for_each(sql, &values![due], |row| ids.push(LoanId(row.id(0))))?;
    Ok(Some(ids))
}

/// Notes that loans were written, in the transaction that writes them.
///
/// # Errors
/// The database's.
pub(super) fn note(tx: &mut Tx, loans: impl Iterator<Item = LoanId>) -> Result<()> {
    let rows: Vec<_> = loans.map(|id| values![id].to_vec()).collect();
    Ok(tx.queue_rows("feed_loan", &["loan_id"], &rows)?)
}

/// Drops the notes that were there at the trimming before: every roster that has looked since then has them.
///
/// # Errors
/// The database's.
pub(super) fn trim(tx: &mut Tx) -> Result<()> {
    let notes = look(tx)?;
    let kept = tx.query_one("SELECT stamp FROM feed_loan_trim", &[])?.int(0);
    // In a database that was carried to another server, numbers of the former one are foreign.
    if kept <= notes.low {
        // The last note stays: the embedded database counts on from it.
        let sql = "DELETE FROM feed_loan WHERE stamp < $1 AND stamp < (SELECT max(stamp) FROM feed_loan)";
        tx.execute(sql, &values![kept])?;
    }
    let sql = "UPDATE feed_loan_trim SET trims = trims + 1, stamp = $1";
    tx.execute(sql, &values![notes.low])?;
    Ok(())
}
