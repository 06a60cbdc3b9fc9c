//! The ways to a page of a list on the embedded database, whose planner knows nothing of how many rows a condition lets
//! through. A page is gathered when an index finds few loans; else it is walked to along the index of its order, but only
//! so far; and when that found too little, all loans are looked at in the order in which they are stored. Every way gives
//! the same rows; the wrong one costs seconds on a million loans.

use super::error::Result;
use super::listed::ListedLoan;
use super::query_drivers::{Driver, count_up_to, drivers, on_field, smallest};
use super::query_filter::{Conditions, ListedStatus, LoanFilter, conditions};
use super::query_order::{LoanKey, LoanOrder, OrderValue};
use super::query_rows::{COLUMNS, LoanPage, listed};
use kernel::{CivilDate, DataScope};
use platform::{Tx, Value, values};

/// So many loans are fetched by their ids (2.3 µs each) without a second thought.
const GATHERED: i64 = 7_000;
/// So many are fetched rather than reading all.
const GATHERED_AT_WORST: i64 = 40_000;
/// So many loans are fetched along an index before another way is tried.
const WALKED: i64 = 6_000;
/// The same in the order of ids, in which loans are stored.
const WALKED_AS_STORED: i64 = 60_000;

/// A part of a list: the expression of its order (empty: by id alone), the restriction to its rows, and whether it runs
/// from large to small.
pub(super) type Part<'a> = (&'a str, &'a str, bool);

/// What is asked for.
#[derive(Clone, Copy)]
pub(super) struct Wanted<'a> {
    pub filter: &'a LoanFilter,
    pub page: LoanPage<'a>,
    pub part: Part<'a>,
    pub on: CivilDate,
}

enum Way<'a> {
    /// The loans of a driver, then sorted.
    Gather(&'a Driver),
    /// Along the index of the order, up to a key when there is more.
    Walk(Option<&'a LoanKey>),
    /// All loans as they are stored, then sorted.
    Scan,
}

/// A page by the cheapest way.
pub(super) fn read(tx: &mut Tx, wanted: Wanted<'_>) -> Result<Vec<ListedLoan>> {
    if is_contradiction(wanted) {
        return Ok(Vec::new());
    }
    let mut drivers = drivers(wanted.filter, wanted.on);
    if past_due(wanted.page.order) && is_valued(wanted.part) {
        drivers.push(Driver::of(
            "SELECT l.id FROM loan l WHERE l.oldest_unpaid_due < ?",
            values![wanted.on].to_vec(),
        ));
    }
    if let Some(few) = smallest(tx, &drivers, GATHERED)? {
        return rows(tx, wanted, &Way::Gather(&few));
    }
    let until = end_of_walk(tx, wanted)?;
    let found = rows(tx, wanted, &Way::Walk(until.as_ref()))?;
    if until.is_none() || found.len() as i64 == wanted.page.fetch {
        return Ok(found);
    }
    match smallest(tx, &drivers, GATHERED_AT_WORST)? {
        Some(some) => rows(tx, wanted, &Way::Gather(&some)),
        None => rows(tx, wanted, &Way::Scan),
    }
}

fn past_due(order: LoanOrder) -> bool {
    matches!(order.field, "dpd" | "overdue_amount")
}

/// Whether the part is the one whose rows have a value in the order.
fn is_valued((column, ..): Part<'_>) -> bool {
    !column.is_empty()
}

/// Whether no loan of the filter can be in the part: a filter for late loans leaves none that is not, and the other way
/// round. Those that wait to be lent or are paid owe nothing, and nothing falls due on the latter.
fn is_contradiction(wanted: Wanted<'_>) -> bool {
    let (filter, valued) = (wanted.filter, is_valued(wanted.part));
    let late = filter.status == Some(ListedStatus::Overdue) || filter.dpd_min.is_some_and(|least| least > 0);
    let paid = filter.status == Some(ListedStatus::Closed);
    let timely = paid
        || matches!(filter.status, Some(ListedStatus::Active | ListedStatus::Pending))
        || filter.dpd_max.is_some_and(|most| most <= 0);
    match wanted.page.order.field {
        "dpd" | "overdue_amount" => (valued && timely) || (!valued && late),
        "next_due_on" => valued && paid,
        _ => false,
    }
}

fn rows(tx: &mut Tx, wanted: Wanted<'_>, way: &Way<'_>) -> Result<Vec<ListedLoan>> {
    let (sql, params) = statement(wanted, way);
    let mut loans = Vec::new();
    tx.try_for_each(&sql, &params, |row| -> Result<()> {
        loans.push(listed(row)?);
        Ok(())
    })?;
    Ok(loans)
}

/// Direction and comparison of a part.
fn course(descending: bool) -> (&'static str, &'static str) {
    if descending { ("DESC", "<") } else { ("ASC", ">") }
}

fn statement(wanted: Wanted<'_>, way: &Way<'_>) -> (String, Vec<Value>) {
    let (column, restriction, descending) = wanted.part;
    let mut all = conditions(wanted.filter, wanted.on);
    all.scope(&wanted.filter.scope);
    if let Way::Walk(until) = way {
        all.hide();
        walked(&mut all, wanted);
        if let Some(until) = until {
            let (_, before) = course(!descending);
            beyond(&mut all, column, &format!("{before}="), until);
        }
    } else {
        restrict(&mut all, restriction);
        if let Some(key) = wanted.page.after {
            beyond(&mut all, column, course(descending).1, key);
        }
        all.hide();
    }
    let (direction, _) = course(descending);
    // The sign keeps the index of the order out of the plan.
    let (from, sign) = match way {
        Way::Gather(driver) => {
            all.and(&format!("l.id IN ({})", driver.sql), driver.values.iter().cloned());
            ("loan l", "+")
        }
        Way::Walk(_) => ("loan l", ""),
        Way::Scan => ("loan l NOT INDEXED", "+"),
    };
    let by_column = if column.is_empty() {
        String::new()
    } else {
        format!("{sign}{column} {direction}, ")
    };
    let Conditions { sql, mut params } = all;
    params.push(Value::from(wanted.page.fetch));
    let limit = params.len();
    let order = format!("ORDER BY {by_column}l.id {direction} LIMIT ${limit}");
    (format!("SELECT {COLUMNS} FROM {from} WHERE {sql} {order}"), params)
}

fn restrict(all: &mut Conditions, restriction: &str) {
    if !restriction.is_empty() {
        all.and(restriction, []);
    }
}

fn beyond(all: &mut Conditions, column: &str, how: &str, key: &LoanKey) {
    let value = key.value.as_ref().map(|value| match value {
        OrderValue::Int(number) => Value::from(*number),
        OrderValue::Text(text) => Value::from(text),
    });
    match value.filter(|_| !column.is_empty()) {
        // An index on an expression serves a comparison of the expression, not of a row with it.
        Some(value) => {
            if column.starts_with('(') {
                let at = if how.starts_with('<') { "<=" } else { ">=" };
                all.and(&format!("{column} {at} ?"), [value.clone()]);
            }
            all.and(&format!("({column}, l.id) {how} (?, ?)"), [value, Value::from(key.id)]);
        }
        None => all.and(&format!("l.id {how} ?"), values![key.id]),
    }
}

/// What an index may serve on a walk: where the page begins, the part's restriction, and in the order of disbursement one
/// condition by which an index is grouped.
fn walked(all: &mut Conditions, wanted: Wanted<'_>) {
    let (column, restriction, descending) = wanted.part;
    if column == "l.disbursed_on" {
        grouped(all, wanted.filter);
        let bounds = [
            ("l.disbursed_on >= ?", wanted.filter.disbursed_from),
            ("l.disbursed_on <= ?", wanted.filter.disbursed_to),
        ];
        for (bound, day) in bounds {
            if let Some(day) = day {
                all.and(bound, values![day]);
            }
        }
    }
    if let Some(search) = &wanted.filter.composed {
        for bound in on_field(search, wanted.page.order.field, wanted.on) {
            all.and(&bound.sql, bound.values);
        }
    }
    restrict(all, restriction);
    if let Some(key) = wanted.page.after {
        beyond(all, column, course(descending).1, key);
    }
}

fn grouped(all: &mut Conditions, filter: &LoanFilter) {
    let rare = match filter.status {
        Some(ListedStatus::Pending) => Some("pending"),
        Some(ListedStatus::Closed) => Some("closed"),
        Some(ListedStatus::ChargedOff) => Some("charged_off"),
        _ => None,
    };
    let organisation = match &filter.scope {
        DataScope::Rows(rows) if rows.officer.is_none() && rows.organisations.len() == 1 => rows.organisations.first(),
        _ => None,
    };
    if let Some(officer) = &filter.officer {
        all.and("l.officer = ?", values![officer.as_str()]);
    } else if let Some(status) = rare {
        all.and(&format!("l.status = '{status}' AND l.status <> 'active'"), []);
    } else if let Some(organisation) = organisation {
        all.and("l.org_id = ?", values![*organisation]);
    } else if let Some(product) = filter.product_id {
        all.and("l.product_id = ?", values![product]);
    } else if let Some(currency) = filter.currency {
        all.and("l.currency = ?", values![currency.code()]);
    }
}

/// The key behind which a walk ends; none when the index ends before.
fn end_of_walk(tx: &mut Tx, wanted: Wanted<'_>) -> Result<Option<LoanKey>> {
    let (column, _, descending) = wanted.part;
    let mut all = Conditions::none();
    let as_stored = column.is_empty();
    if as_stored {
        if let Some(key) = wanted.page.after {
            beyond(&mut all, column, course(descending).1, key);
        }
    } else {
        walked(&mut all, wanted);
    }
    let (direction, _) = course(descending);
    let Conditions { sql, params } = all;
    let sql = if as_stored {
        format!("SELECT l.id FROM loan l WHERE {sql} ORDER BY l.id {direction} LIMIT 1 OFFSET {WALKED_AS_STORED}")
    } else {
        let order = format!("ORDER BY {column} {direction}, l.id {direction} LIMIT 1 OFFSET {WALKED}");
        format!("SELECT l.id, {column} FROM loan l WHERE {sql} {order}")
    };
    let row = tx.query_opt(&sql, &params)?;
    Ok(row.map(|row| LoanKey {
        id: row.id(0),
        value: (!as_stored).then(|| match wanted.page.order.is_text() {
            true => OrderValue::Text(row.text(1).to_owned()),
            false => OrderValue::Int(row.int(1)),
        }),
    }))
}

/// The columns of which sums are made.
const SUMMED: &str = "l.currency, l.principal_not_due, l.principal_due, l.interest_due, l.fee_due, l.oldest_unpaid_due";

/// The loans of a filter, at most one more than so many, as a statement for the columns of sums, in no order; nothing when
/// an index alone tells that there are more.
pub(super) fn some(tx: &mut Tx, filter: &LoanFilter, on: CivilDate, most: i64) -> Result<Option<(String, Vec<Value>)>> {
    let mut all = conditions(filter, on);
    all.scope(&filter.scope);
    let drivers = drivers(filter, on);
    let exactly = match drivers.as_slice() {
        [] if all.is_none() => Some(Driver::of("SELECT l.id FROM loan l", [])),
        [one] if is_single(filter) => Some(one.clone()),
        _ => None,
    };
    if let Some(driver) = exactly
        && count_up_to(tx, &driver, most + 1)? > most
    {
        return Ok(None);
    }
    let found = smallest(tx, &drivers, GATHERED_AT_WORST)?;
    all.hide();
    if let Some(driver) = &found {
        all.and(&format!("l.id IN ({})", driver.sql), driver.values.iter().cloned());
    }
    let Conditions { sql, params } = all;
    let limit = most + 1;
    Ok(Some((
        format!("SELECT {SUMMED} FROM loan l WHERE {sql} LIMIT {limit}"),
        params,
    )))
}

/// Whether a filter is one condition that an index holds as it is.
fn is_single(filter: &LoanFilter) -> bool {
    let of_status = match filter.status {
        None => Some(0),
        Some(ListedStatus::Pending | ListedStatus::Closed | ListedStatus::ChargedOff) => Some(1),
        Some(_) => None,
    };
    let range = filter.disbursed_from.is_some() || filter.disbursed_to.is_some();
    let others = [
        filter.product_id.is_some(),
        filter.customer_id.is_some(),
        filter.currency.is_some(),
        filter.officer.is_some(),
        filter.due_on.is_some(),
        range,
        matches!(&filter.scope, DataScope::Rows(rows) if rows.organisations.is_empty() || rows.officer.is_none()),
    ];
    let several =
        matches!(&filter.scope, DataScope::Rows(rows) if !rows.organisations.is_empty() && rows.officer.is_some());
    let inexact = filter.search.is_some() || filter.composed.is_some() || filter.owed_only;
    let bands = filter.dpd_min.is_some() || filter.dpd_max.is_some();
    let count = others.iter().filter(|is| **is).count();
    !(several || inexact || bands) && of_status.is_some_and(|status| status + count == 1)
}

#[cfg(test)]
#[path = "query_ways_tests.rs"]
mod tests;
