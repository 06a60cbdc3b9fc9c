//! What lists show: read from the projection of every loan, a page at a time, in an order that an index or one scan gives.

use super::error::{LoanFailure, Result};
use super::listed::ListedLoan;
use super::query_filter::{Conditions, LoanFilter, conditions};
use super::query_order::OrderValue;
use super::query_rows::{COLUMNS, LoanPage, listed};
use super::query_ways::{self, Wanted};
use super::query_where::prefix_end;
use super::store;
use kernel::{CivilDate, Currency, LoanId, Money, ProductId};
use platform::{Backend, Tx, Value, scope, values};
use product::ProductError;
use std::collections::HashMap;

/// A page of loans. Rows without the order's value come last when it runs from large to small, and for due dates always;
/// they are read by a statement of their own, so that each statement follows one index.
///
/// # Errors
/// The database's, or [`LoanFailure::Stored`].
pub fn list_loans(tx: &mut Tx, filter: &LoanFilter, page: LoanPage<'_>, on: CivilDate) -> Result<Vec<ListedLoan>> {
    let (column, inverted, partly) = page.order.column(on);
    let Some((has, has_not)) = partly else {
        return read_page(tx, filter, page, (column, "", page.order.descending), on);
    };
    let descending = page.order.descending != inverted;
    let with = (column, has.as_str(), descending);
    let without = ("", has_not.as_str(), page.order.descending);
    let valued_first = page.order.descending || page.order.field == "next_due_on";
    let parts = if valued_first { [with, without] } else { [without, with] };
    let mut loans = Vec::new();
    for (index, part) in parts.into_iter().enumerate() {
        let in_this_part = page.after.map(|key| key.value.is_some() == (part == with));
        if in_this_part == Some(false) && index == 0 {
            continue;
        }
        let rest = LoanPage {
            after: page.after.filter(|_| in_this_part == Some(true)),
            fetch: page.fetch - loans.len() as i64,
            ..page
        };
        if rest.fetch > 0 {
            loans.extend(read_page(tx, filter, rest, part, on)?);
        }
    }
    Ok(loans)
}

fn read_page(
    tx: &mut Tx,
    filter: &LoanFilter,
    page: LoanPage<'_>,
    part: (&str, &str, bool),
    on: CivilDate,
) -> Result<Vec<ListedLoan>> {
    let restricted = !conditions(filter, on).is_none();
    let in_parts = part.0 == "l.disbursed_on" && scope::parts(&filter.scope).is_some();
    if tx.backend() == Backend::Sqlite && (restricted || !(filter.scope.is_all() || in_parts)) {
        let wanted = Wanted { filter, page, part, on };
        return query_ways::read(tx, wanted);
    }
    let (sql, params) = page_sql(filter, page, part, on);
    let mut loans = Vec::new();
    tx.try_for_each(&sql, &params, |row| -> Result<()> {
        loans.push(listed(row)?);
        Ok(())
    })?;
    Ok(loans)
}

/// The statement of a part of a list: its column, the restriction to its rows and its direction. With a scope of several
/// organisations the first rows of each are read along its own index, and of these the first are taken.
fn page_sql(
    filter: &LoanFilter,
    page: LoanPage<'_>,
    (column, restriction, descending): (&str, &str, bool),
    on: CivilDate,
) -> (String, Vec<Value>) {
    let mut wanted = conditions(filter, on);
    if !restriction.is_empty() {
        wanted.and(restriction, []);
    }
    let (direction, after) = if descending { ("DESC", "<") } else { ("ASC", ">") };
    if let Some(key) = page.after {
        let value = key.value.as_ref().map(|value| match value {
            OrderValue::Int(number) => Value::from(*number),
            OrderValue::Text(text) => Value::from(text),
        });
        match value {
            // An index on an expression serves a comparison of the expression, not of a row with it.
            Some(value) => {
                if column.starts_with('(') {
                    wanted.and(&format!("{column} {after}= ?"), [value.clone()]);
                }
                wanted.and(
                    &format!("({column}, l.id) {after} (?, ?)"),
                    [value, Value::from(key.id)],
                );
            }
            None => wanted.and(&format!("l.id {after} ?"), values![key.id]),
        }
    }
    let by_column = if column.is_empty() {
        String::new()
    } else {
        format!("{column} {direction}, ")
    };
    let order = format!("ORDER BY {by_column}l.id {direction} LIMIT");
    let parts = scope::parts(&filter.scope);
    let inside: Vec<String> = parts.iter().flatten().map(|part| wanted.part(part)).collect();
    if parts.is_none() {
        wanted.scope_in_order(&filter.scope);
    }
    let Conditions { sql, mut params } = wanted;
    params.push(Value::from(page.fetch));
    let limit = params.len();
    let sql = match inside.as_slice() {
        [] => format!("SELECT {COLUMNS} FROM loan l WHERE {sql} {order} ${limit}"),
        [inside] => format!("SELECT {COLUMNS} FROM loan l WHERE {sql} AND {inside} {order} ${limit}"),
        several => {
            let first = |(nr, inside): (usize, &String)| {
                format!(
                    "SELECT id FROM (SELECT l.id FROM loan l WHERE {sql} AND {inside} {order} ${limit}) AS part{nr}"
                )
            };
            let found: Vec<String> = several.iter().enumerate().map(first).collect();
            let found = found.join(" UNION ALL ");
            format!("SELECT {COLUMNS} FROM loan l WHERE l.id IN ({found}) {order} ${limit}")
        }
    };
    (sql, params)
}

/// One loan as lists show it.
///
/// # Errors
/// [`LoanFailure::LoanUnknown`].
pub fn get_listed(tx: &mut Tx, id: LoanId) -> Result<ListedLoan> {
    let row = tx.query_opt(&format!("SELECT {COLUMNS} FROM loan l WHERE l.id = $1"), &values![id])?;
    listed(&row.ok_or(LoanFailure::LoanUnknown)?)
}

/// How many loans a filter finds, and their sums by currency.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LoanTotals {
    /// Loans.
    pub count: i64,
    /// There are more; then nothing is summed.
    pub more: bool,
    /// Principal owed, due or not, by currency.
    pub principal_outstanding: Vec<Money>,
    /// Principal due and unpaid of loans past due, by currency.
    pub overdue_principal: Vec<Money>,
    /// Principal, interest and fees due and unpaid of loans past due, by currency.
    pub overdue_amount: Vec<Money>,
}

/// Counts and sums the loans of a filter in one pass over them, without sorting them by currency. With `most` it stops there
/// when there are more, and sums nothing: a look at a few thousand loans instead of a million.
///
/// # Errors
/// The database's, or [`LoanFailure::Stored`] when a sum is too large.
pub fn total_loans(tx: &mut Tx, filter: &LoanFilter, on: CivilDate, most: Option<i64>) -> Result<LoanTotals> {
    let currencies = currencies(tx)?;
    let (from, params) = match most {
        Some(most) => {
            let Some((sql, params)) = query_ways::some(tx, filter, on, most)? else {
                let (count, more) = (most, true);
                return Ok(LoanTotals {
                    count,
                    more,
                    ..LoanTotals::default()
                });
            };
            (format!("({sql}) AS l"), params)
        }
        None => {
            let mut wanted = conditions(filter, on);
            wanted.scope(&filter.scope);
            (format!("loan l WHERE {}", wanted.sql), wanted.params)
        }
    };
    let mut sums = String::new();
    for currency in &currencies {
        let sum = |what: &str| {
            format!(
                ", coalesce(sum(CASE WHEN l.currency = '{}' THEN {what} ELSE 0 END), 0)",
                currency.code()
            )
        };
        let late = |what: &str| {
            sum(&format!(
                "CASE WHEN l.oldest_unpaid_due < {} THEN {what} ELSE 0 END",
                on.days()
            ))
        };
        sums.extend([
            sum("1"),
            sum("l.principal_not_due + l.principal_due"),
            late("l.principal_due"),
            late("l.principal_due + l.interest_due + l.fee_due"),
        ]);
    }
    let row = tx.query_one(&format!("SELECT count(*){sums} FROM {from}"), &params)?;
    let mut totals = LoanTotals {
        count: row.int(0),
        ..LoanTotals::default()
    };
    if let Some(most) = most.filter(|most| totals.count > *most) {
        (totals.count, totals.more) = (most, true);
        return Ok(totals);
    }
    for (index, currency) in currencies.into_iter().enumerate() {
        let money = |column: usize| {
            let minor = i64::try_from(row.i128(4 * index + column)).map_err(|e| LoanFailure::Stored(e.to_string()))?;
            Ok::<_, LoanFailure>(Money::new(minor, currency))
        };
        if row.i128(4 * index + 1) > 0 {
            totals.principal_outstanding.push(money(2)?);
            totals.overdue_principal.push(money(3)?);
            totals.overdue_amount.push(money(4)?);
        }
    }
    Ok(totals)
}

/// The currencies of all loans: a step along an index for each.
fn currencies(tx: &mut Tx) -> Result<Vec<Currency>> {
    let mut found: Vec<Currency> = Vec::new();
    loop {
        let last = found.last().map_or("", |currency| currency.code());
        let row = tx.query_one("SELECT min(currency) FROM loan WHERE currency > $1", &values![last])?;
        let Some(code) = row.opt_text(0) else { return Ok(found) };
        found.push(store::currency(code)?);
    }
}

/// Loans whose number begins with a text, at most `most` counted.
///
/// # Errors
/// The database's.
pub fn count_numbers(tx: &mut Tx, prefix: &str, most: i64) -> Result<i64> {
    let sql = "SELECT count(*) FROM (SELECT 1 FROM loan WHERE number >= $1 AND number < $2 LIMIT $3) AS found";
    let row = tx.query_one(sql, &values![prefix, prefix_end(prefix), most])?;
    Ok(row.int(0))
}

/// The Chinese and English names of some products: for a page of a list.
///
/// # Errors
/// The database's.
pub fn product_names(tx: &mut Tx, ids: &[ProductId]) -> Result<HashMap<ProductId, (String, String)>> {
    let mut names = HashMap::with_capacity(ids.len());
    for id in ids {
        match product::get_product(tx, *id) {
            Ok(product) => names.insert(*id, (product.name_zh, product.name_en)),
            Err(ProductError::ProductNotFound(_)) => None,
            Err(error) => return Err(error.into()),
        };
    }
    Ok(names)
}

#[cfg(test)]
#[path = "query_plans.rs"]
mod plans;
