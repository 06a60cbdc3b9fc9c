//! The SQL of the cockpit: sums of the loan book and of the ledger.

use kernel::{BusinessDate, Currency, DataScope};
use platform::scope::ScopeColumns;
use platform::{DbError, Row, Tx, Value, values};

/// One group of loans.
#[derive(Debug, Clone)]
pub struct Group {
    /// What they have in common: product code, or status.
    pub key: String,
    /// Loans.
    pub count: i64,
    /// Principal outstanding in minor units.
    pub principal: i64,
}

/// Currencies in which there are loans.
///
/// # Errors
/// The database's.
pub fn currencies(tx: &mut Tx) -> Result<Vec<String>, DbError> {
    // One look into the index per currency, not a pass over all loans.
    let mut found: Vec<String> = Vec::new();
    loop {
        let after = found.last().map_or("", String::as_str);
        let next = tx.query_one(
            "SELECT MIN(currency) FROM accrual_posted WHERE currency > $1",
            &values![after],
        )?;
        match next.opt_text(0) {
            Some(code) => found.push(code.to_owned()),
            None => return Ok(found),
        }
    }
}

/// The currency of most loans: what is looked at first.
///
/// # Errors
/// The database's.
pub fn main_currency(tx: &mut Tx) -> Result<Option<Currency>, DbError> {
    let sql = "SELECT currency FROM loan GROUP BY currency ORDER BY COUNT(*) DESC, currency LIMIT 1";
    let row = tx.query_opt(sql, &[])?;
    Ok(row.and_then(|row| Currency::parse(row.text(0)).ok()))
}

/// Active loans by product and whether something is overdue; loans of other states by state.
///
/// # Errors
/// The database's.
pub fn by_status(
    tx: &mut Tx,
    scope: &DataScope,
    currency: Currency,
    today: BusinessDate,
) -> Result<Vec<Group>, DbError> {
    let mut params = Vec::from(values![currency.code(), today]);
    let inside = inside(scope, &mut params);
    let sql = format!(
        "SELECT CASE WHEN status = 'active' AND oldest_unpaid_due < $2 THEN 'overdue' ELSE status END, COUNT(*),
        COALESCE(SUM(principal_not_due + principal_due), 0) FROM loan WHERE currency = $1{inside} GROUP BY 1 ORDER BY 1"
    );
    Ok(tx.query(&sql, &params)?.iter().map(group).collect())
}

/// The loans of a scope, as a further condition.
fn inside(scope: &DataScope, params: &mut Vec<Value>) -> String {
    let owners = ScopeColumns {
        organisation: "org_id",
        officer: "officer",
    };
    platform::scope::condition(scope, owners, params).map_or_else(String::new, |inside| format!(" AND {inside}"))
}

fn group(row: &Row) -> Group {
    Group {
        key: row.text(0).to_owned(),
        count: row.int(1),
        principal: row.int(2),
    }
}

/// Active loans by product: code and names, count, principal.
///
/// # Errors
/// The database's.
pub fn by_product(tx: &mut Tx, scope: &DataScope, currency: Currency) -> Result<Vec<Group>, DbError> {
    let mut params = Vec::from(values![currency.code()]);
    let inside = inside(scope, &mut params);
    let sql = format!(
        "SELECT product_code, COUNT(*), COALESCE(SUM(principal_not_due + principal_due), 0) FROM loan
        WHERE currency = $1 AND status = 'active'{inside} GROUP BY product_code ORDER BY 3 DESC"
    );
    Ok(tx.query(&sql, &params)?.iter().map(group).collect())
}

/// Chinese and English names of product codes; the latest version's.
///
/// # Errors
/// The database's.
pub fn product_names(tx: &mut Tx) -> Result<Vec<(String, String, String)>, DbError> {
    let sql = "SELECT code, name_zh, name_en FROM loan_product ORDER BY code, version";
    let name = |row: &Row| (row.text(0).to_owned(), row.text(1).to_owned(), row.text(2).to_owned());
    Ok(tx.query(sql, &[])?.iter().map(name).collect())
}

/// One overdue due date: how many loans, their principal, and the overdue part of it.
#[derive(Debug, Clone, Copy)]
pub struct Overdue {
    /// The earliest unpaid due date.
    pub due: BusinessDate,
    /// Loans.
    pub count: i64,
    /// Principal outstanding.
    pub principal: i64,
    /// Principal, interest and fees due and unpaid.
    pub amount: i64,
}

/// Overdue loans by their earliest unpaid due date.
///
/// # Errors
/// The database's.
pub fn overdue(
    tx: &mut Tx,
    scope: &DataScope,
    currency: Currency,
    today: BusinessDate,
) -> Result<Vec<Overdue>, DbError> {
    let mut params = Vec::from(values![currency.code(), today]);
    let inside = inside(scope, &mut params);
    let sql = format!(
        "SELECT oldest_unpaid_due, COUNT(*), SUM(principal_not_due + principal_due), SUM(principal_due + interest_due + fee_due)
        FROM loan WHERE oldest_unpaid_due < $2 AND currency = $1 AND status = 'active'{inside} GROUP BY oldest_unpaid_due"
    );
    let row = |r: &Row| Overdue {
        due: r.business_date(0),
        count: r.int(1),
        principal: r.int(2),
        amount: r.int(3),
    };
    Ok(tx.query(&sql, &params)?.iter().map(row).collect())
}

/// Turnover of an account and its sub-accounts on the days from `from`: day, debits, credits.
///
/// # Errors
/// The database's.
pub fn turnover(
    tx: &mut Tx,
    currency: Currency,
    account: &str,
    from: BusinessDate,
) -> Result<Vec<(BusinessDate, i64, i64)>, DbError> {
    let closed = "SELECT on_date, SUM(debit_minor), SUM(credit_minor) FROM gl_balance
        WHERE account >= $1 AND account < $2 AND currency = $3 AND on_date >= $4 GROUP BY on_date";
    // A red line lowers the turnover of its own side.
    let open = "SELECT booked_on,
        SUM(CASE WHEN (amount_minor > 0) = (red = 0) THEN amount_minor ELSE 0 END),
        SUM(CASE WHEN (amount_minor > 0) = (red = 0) THEN 0 ELSE -amount_minor END) FROM posting
        WHERE account >= $1 AND account < $2 AND currency = $3 AND booked_on >= $4
        AND booked_on > (SELECT COALESCE(MAX(on_date), -1000000) FROM gl_closed_day) GROUP BY booked_on";
    // Sub-accounts follow their account: `6011` and `6011.01` lie below `6011/`.
    let range = values![account, format!("{account}/"), currency.code(), from];
    let mut days = Vec::new();
    for sql in [closed, open] {
        days.extend(
            tx.query(sql, &range)?
                .iter()
                .map(|r| (r.business_date(0), r.int(1), r.int(2))),
        );
    }
    Ok(days)
}

/// Closing balance of an account and its sub-accounts on the last closed day before a day.
///
/// # Errors
/// The database's.
pub fn balance_before(tx: &mut Tx, currency: Currency, account: &str, day: BusinessDate) -> Result<i64, DbError> {
    let sql = "SELECT COALESCE(SUM(COALESCE((SELECT b.closing_minor FROM gl_balance b WHERE b.account = p.account
        AND b.currency = p.currency AND b.org_id = p.org_id AND b.on_date < $4 ORDER BY b.on_date DESC LIMIT 1), 0)), 0)
        FROM gl_pocket p WHERE p.account >= $1 AND p.account < $2 AND p.currency = $3";
    Ok(tx
        .query_one(sql, &values![account, format!("{account}/"), currency.code(), day])?
        .int(0))
}

/// How many instalments have fallen due, and how many journal entries there are.
///
/// # Errors
/// The database's.
pub fn counts(tx: &mut Tx) -> Result<(u64, u64), DbError> {
    let mut count = |sql: &str| Ok::<u64, DbError>(tx.query_one(sql, &[])?.int(0).unsigned_abs());
    Ok((
        count("SELECT COUNT(*) FROM loan_installment")?,
        count("SELECT COUNT(*) FROM journal_entry")?,
    ))
}
