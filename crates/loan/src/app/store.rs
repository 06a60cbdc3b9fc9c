//! The SQL that reads and writes loans.

use super::error::{LoanFailure, Result};
use super::record::{LoanHead, Projection, StoredLoan, method_name, stored_line};
use super::store_feed;
pub use super::store_line::{overdue_of, slope_of};
use super::store_line::{overdue_text, slope_parts};
use crate::domain::allocation::Component;
use crate::domain::life::Life;
use crate::domain::line::LineKey;
use crate::domain::state::LoanState;
use crate::domain::terms::LoanTerms;
use kernel::{AnnualRate, CivilDate, Currency, CustomerId, DataScope, LoanId, OrgId, ProductId};
use platform::{Row, Tx, Value, values};
use product::domain::BenchmarkTenor;
use serde::de::DeserializeOwned;

/// Loans with terms and state, in the order of [`stored_loan`].
pub(super) const WHOLE: &str =
    "l.id, l.number, l.customer_id, l.customer_name, l.product_id, l.product_code, l.org_id, l.officer,
    l.currency, l.booked_on, l.version, l.event_seq, t.terms, s.state, l.purpose FROM loan l
    JOIN loan_terms t ON t.loan_id = l.id JOIN loan_state s ON s.loan_id = l.id";

fn head_of(row: &Row) -> Result<LoanHead> {
    Ok(LoanHead {
        id: LoanId(row.id(0)),
        number: row.text(1).to_owned(),
        customer_id: CustomerId(row.id(2)),
        customer_name: row.text(3).to_owned(),
        product_id: ProductId(row.id(4)),
        product_code: row.text(5).to_owned(),
        org_id: OrgId(row.id(6)),
        officer: row.text(7).to_owned(),
        purpose: Some(row.text(14).to_owned()).filter(|code| !code.is_empty()),
        currency: currency(row.text(8))?,
        booked_on: row.business_date(9).date(),
        version: row.int(10),
        event_seq: number(row.int(11))?,
    })
}

/// A currency of a stored code.
///
/// # Errors
/// [`LoanFailure::Stored`].
pub fn currency(code: &str) -> Result<Currency> {
    Currency::parse(code).map_err(|e| LoanFailure::Stored(e.to_string()))
}

/// A small number of a stored column.
///
/// # Errors
/// [`LoanFailure::Stored`].
pub fn number(stored: i64) -> Result<u32> {
    u32::try_from(stored).map_err(|e| LoanFailure::Stored(e.to_string()))
}

pub(super) fn json<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|e| LoanFailure::Stored(e.to_string()))
}

/// JSON of a value that always has one.
pub fn to_json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("a domain value has a JSON form")
}

pub(super) fn stored_loan(row: &Row) -> Result<StoredLoan> {
    Ok(StoredLoan {
        head: head_of(row)?,
        terms: json(row.text(12))?,
        state: json(row.text(13))?,
    })
}

/// A loan with terms and state, locked until the transaction ends.
///
/// # Errors
/// [`LoanFailure::LoanUnknown`].
pub fn load_locked(tx: &mut Tx, id: LoanId) -> Result<StoredLoan> {
    let lock = lock_clause(tx);
    load_with(tx, id, lock)
}

/// A loan with terms and state.
///
/// # Errors
/// [`LoanFailure::LoanUnknown`].
pub fn load(tx: &mut Tx, id: LoanId) -> Result<StoredLoan> {
    load_with(tx, id, "")
}

/// A loan with terms and state, if it is inside a scope.
///
/// # Errors
/// [`LoanFailure::LoanUnknown`], also for what is outside.
pub fn load_in(tx: &mut Tx, scope: &DataScope, id: LoanId) -> Result<StoredLoan> {
    load(tx, id)?.inside(scope)
}

/// Locks a loan with its state. Both must be named: whoever waited for a lock then reads the new version of what is locked,
/// and of nothing else.
fn lock_clause(tx: &Tx) -> &'static str {
    if tx.row_lock().is_empty() {
        ""
    } else {
        " FOR UPDATE OF l, s"
    }
}

/// Tells that [`load_locked`] will be asked for a loan.
pub fn foresee_locked(tx: &mut Tx, id: LoanId) {
    tx.foresee(&one_loan(lock_clause(tx)), &values![id], 1);
}

fn one_loan(lock: &str) -> String {
    format!("SELECT {WHOLE} WHERE l.id = $1{lock}")
}

fn load_with(tx: &mut Tx, id: LoanId, lock: &str) -> Result<StoredLoan> {
    let row = tx.query_opt(&one_loan(lock), &values![id])?;
    stored_loan(&row.ok_or(LoanFailure::LoanUnknown)?)
}

/// Loans on which something happens by itself on or before a date, at most `limit`, locked as [`load_locked`] does. Waits
/// for payments under way: a loan that were skipped would fall due a day late if that payment were taken back.
///
/// # Errors
/// [`LoanFailure::Stored`] or the database's.
pub fn load_to_visit(tx: &mut Tx, on: CivilDate, limit: i64) -> Result<Vec<StoredLoan>> {
    let sql = format!(
        "SELECT {WHOLE} WHERE l.next_action_on <= $1 LIMIT $2{}",
        lock_clause(tx)
    );
    let mut loans = Vec::new();
    tx.try_for_each(&sql, &values![on.days(), limit], |row| -> Result<()> {
        loans.push(stored_loan(row)?);
        Ok(())
    })?;
    Ok(loans)
}

/// Loans on which something happens by itself on a date, with ids after one, in the order of ids, at most `limit`.
///
/// # Errors
/// [`LoanFailure::Stored`] or the database's.
pub fn load_due_after(tx: &mut Tx, on: CivilDate, after: uuid::Uuid, limit: i64) -> Result<Vec<StoredLoan>> {
    let sql = format!("SELECT {WHOLE} WHERE l.next_action_on = $1 AND l.id > $2 ORDER BY l.id LIMIT $3");
    let mut loans = Vec::new();
    tx.try_for_each(&sql, &values![on.days(), after, limit], |row| -> Result<()> {
        loans.push(stored_loan(row)?);
        Ok(())
    })?;
    Ok(loans)
}

/// Active loans that follow each publication of a benchmark and do not follow this value yet, at most `limit`, locked as
/// [`load_locked`] does.
///
/// # Errors
/// [`LoanFailure::Stored`] or the database's.
pub fn load_behind(tx: &mut Tx, tenor: &str, value: AnnualRate, limit: i64) -> Result<Vec<StoredLoan>> {
    let sql = format!(
        "SELECT {WHOLE} WHERE l.next_day_of = $1 AND l.followed_e10 <> $2 AND l.status = 'active' LIMIT $3{}",
        lock_clause(tx)
    );
    let mut loans = Vec::new();
    tx.try_for_each(&sql, &values![tenor, value.e10(), limit], |row| -> Result<()> {
        loans.push(stored_loan(row)?);
        Ok(())
    })?;
    Ok(loans)
}

/// Calls `each` with every loan, its terms and state, in the order of identifiers.
///
/// # Errors
/// What `each` returns, or the database's.
pub fn for_each_loan(tx: &mut Tx, mut each: impl FnMut(StoredLoan) -> Result<()>) -> Result<()> {
    let sql = format!("SELECT {WHOLE} ORDER BY l.id");
    tx.try_for_each(&sql, &[], |row| each(stored_loan(row)?))
}

/// Every loan, by identifier.
///
/// # Errors
/// The database's.
pub fn ids(tx: &mut Tx) -> Result<Vec<LoanId>> {
    let mut ids = Vec::new();
    tx.for_each("SELECT id FROM loan ORDER BY id", &[], |row| {
        ids.push(LoanId(row.id(0)))
    })?;
    Ok(ids)
}

/// Loans whose earliest unpaid instalment fell due on a date, by identifier.
///
/// # Errors
/// The database's.
pub fn due_on(tx: &mut Tx, due: CivilDate) -> Result<Vec<LoanId>> {
    let mut ids = Vec::new();
    let sql = "SELECT id FROM loan WHERE oldest_unpaid_due = $1 ORDER BY id";
    tx.for_each(sql, &values![due.days()], |row| ids.push(LoanId(row.id(0))))?;
    Ok(ids)
}

pub(super) const PROJECTED: [&str; 19] = [
    "status",
    "closed_on",
    "version",
    "event_seq",
    "principal_not_due",
    "principal_due",
    "interest_due",
    "fee_due",
    "suspense",
    "next_action_on",
    "next_due_on",
    "next_due_amount",
    "oldest_unpaid_due",
    "line_clock",
    "line_den",
    "line_slope_hi",
    "line_slope_lo",
    "line_since",
    "overdue_lines",
];

/// What follows from the price: written only when that changes, for lists are ordered by it.
pub(super) const PRICED: [&str; 3] = ["annual_rate_e10", "next_day_of", "followed_e10"];

pub(super) fn priced(projection: &Projection) -> [Value; 3] {
    values![
        projection.annual_rate.e10(),
        projection.follows_each.map(|(tenor, _)| tenor.name()),
        projection.follows_each.map(|(_, value)| value.e10()),
    ]
}

pub(super) fn projected(head: &LoanHead, projection: &Projection) -> [Value; 19] {
    let days = |date: Option<CivilDate>| Value::from(date.map(CivilDate::days));
    let (clock, den, slope, since) = stored_line(projection);
    values![
        projection.status,
        days(projection.closed_on),
        head.version,
        i64::from(head.event_seq),
        projection.principal_not_due,
        projection.principal_due,
        projection.interest_due,
        projection.fee_due,
        projection.suspense,
        days(projection.next_action_on),
        days(projection.next_due_on),
        projection.next_due_amount,
        days(projection.oldest_unpaid_due),
        clock,
        den,
        slope_parts(slope).0,
        slope_parts(slope).1,
        since,
        overdue_text(&projection.overdue),
    ]
}

/// Inserts new loans with terms and state.
///
/// # Errors
/// The database's.
pub fn insert(tx: &mut Tx, loans: &[(LoanHead, &LoanTerms, Life<'_>)]) -> Result<()> {
    let fixed = [
        "id",
        "number",
        "customer_id",
        "customer_name",
        "product_id",
        "product_code",
        "org_id",
        "officer",
        "purpose",
        "currency",
        "booked_on",
        "method",
        "principal",
        "periods",
        "disbursed_on",
        "maturity_on",
    ];
    let row = |(head, terms, life): &(LoanHead, &LoanTerms, Life<'_>)| -> Vec<Value> {
        let mut row = values![
            head.id,
            head.number.as_str(),
            head.customer_id,
            head.customer_name.as_str(),
            head.product_id,
            head.product_code.as_str(),
            head.org_id,
            head.officer.as_str(),
            head.purpose.as_deref().unwrap_or_default(),
            head.currency.code(),
            head.booked_on.days(),
            method_name(&terms.method),
            terms.principal.minor(),
            i64::from(terms.periods),
            terms.disbursed_on.days(),
            life.planner().maturity().days(),
        ]
        .to_vec();
        let projection = Projection::of(life);
        row.extend(projected(head, &projection));
        row.extend(priced(&projection));
        row
    };
    let columns: Vec<&str> = fixed.iter().chain(&PROJECTED).chain(&PRICED).copied().collect();
    tx.queue_rows("loan", &columns, &loans.iter().map(row).collect::<Vec<_>>())?;
    let terms: Vec<Vec<Value>> = loans
        .iter()
        .map(|(h, t, _)| values![h.id, to_json(t)].to_vec())
        .collect();
    tx.queue_rows("loan_terms", &["loan_id", "terms"], &terms)?;
    let states: Vec<Vec<Value>> = loans
        .iter()
        .map(|(h, _, l)| values![h.id, to_json(&l.state)].to_vec())
        .collect();
    tx.queue_rows("loan_state", &["loan_id", "state"], &states)?;
    store_feed::note(tx, loans.iter().map(|(head, ..)| head.id))
}

/// The state of a loan as stored, and its text for hashing.
#[must_use]
pub fn state_text(state: &LoanState) -> String {
    to_json(state)
}

fn follows_each(row: &Row) -> Result<Option<(BenchmarkTenor, AnnualRate)>> {
    let Some(stored) = row.opt_text(20) else {
        return Ok(None);
    };
    let tenor = BenchmarkTenor::parse(stored).ok_or_else(|| LoanFailure::Stored(format!("benchmark {stored}")))?;
    Ok(Some((tenor, AnnualRate::from_e10(row.int(21)))))
}

/// The stored projection of a loan.
///
/// # Errors
/// [`LoanFailure::LoanUnknown`] or [`LoanFailure::Stored`].
pub fn projection(tx: &mut Tx, id: LoanId) -> Result<Projection> {
    use crate::domain::line::Clock;
    let columns = [&PROJECTED[..], &PRICED].concat().join(", ");
    let sql = format!("SELECT {columns} FROM loan WHERE id = $1");
    let row = tx.query_opt(&sql, &values![id])?.ok_or(LoanFailure::LoanUnknown)?;
    let date = |column| row.opt_business_date(column).map(kernel::BusinessDate::date);
    let status = ["pending", "active", "closed", "charged_off"]
        .into_iter()
        .find(|name| *name == row.text(0));
    let key = LineKey {
        component: Component::Interest,
        clock: Clock::from_code(row.int(13)).unwrap_or(Clock::Day),
        den: row.int(14),
    };
    let next_due_on = date(10);
    Ok(Projection {
        status: status.ok_or_else(|| LoanFailure::Stored("status".to_owned()))?,
        closed_on: date(1),
        principal_not_due: row.int(4),
        principal_due: row.int(5),
        interest_due: row.int(6),
        fee_due: row.int(7),
        suspense: row.int(8),
        next_action_on: date(9),
        next_due_on,
        next_due_amount: row.int(11),
        oldest_unpaid_due: date(12),
        line: next_due_on.map(|_| (key, slope_of(row.int(15), row.int(16)), row.int(17))),
        overdue: row.opt_text(18).map_or_else(|| Ok(Vec::new()), overdue_of)?,
        annual_rate: AnnualRate::from_e10(row.int(19)),
        follows_each: follows_each(&row)?,
    })
}
