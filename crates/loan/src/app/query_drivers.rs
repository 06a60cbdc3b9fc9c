//! From which loans a list can be made without looking at all of them: for each condition that an index serves, the ids that
//! the index gives. What a driver finds is never less than what its condition lets through.

use super::query_filter::{ListedStatus, LoanFilter};
use super::query_where::{Fragment, driving, prefix_end};
use kernel::{CivilDate, DataScope};
use platform::predicate::Predicate;
use platform::{DbError, Tx, Value};

/// A statement for ids of loans in which each `?` is the next of its values; an id may come more than once.
pub(super) type Driver = Fragment;

fn driver(condition: &str, values: impl IntoIterator<Item = Value>) -> Driver {
    Driver::of(format!("SELECT l.id FROM loan l WHERE {condition}"), values)
}

/// What finds the loans of any of several drivers.
fn any(drivers: Vec<Driver>) -> Driver {
    let mut all = Driver::default();
    let mut selects = Vec::new();
    for driver in drivers {
        selects.push(driver.sql);
        all.values.extend(driver.values);
    }
    all.sql = selects.join(" UNION ALL ");
    all
}

/// The drivers of a filter on a business date, its scope included.
pub(super) fn drivers(filter: &LoanFilter, on: CivilDate) -> Vec<Driver> {
    let mut all = Vec::new();
    if let Some(search) = &filter.search {
        let bounds = [Value::from(search.number.as_str()), prefix_end(&search.number).into()];
        let mut branches = vec![driver("l.number >= ? AND l.number < ?", bounds)];
        if !search.customers.is_empty() {
            let places = vec!["?"; search.customers.len()].join(", ");
            let customers = search.customers.iter().map(|id| Value::from(*id));
            branches.push(driver(&format!("l.customer_id IN ({places})"), customers));
        }
        all.push(any(branches));
    }
    all.extend(filter.customer_id.map(|id| driver("l.customer_id = ?", [id.into()])));
    all.extend(filter.product_id.map(|id| driver("l.product_id = ?", [id.into()])));
    all.extend(
        filter
            .officer
            .as_deref()
            .map(|login| driver("l.officer = ?", [login.into()])),
    );
    let currency = filter.currency.map(kernel::Currency::code);
    all.extend(currency.map(|code| driver("l.currency = ?", [code.into()])));
    all.extend(filter.status.and_then(|status| of_status(status, on)));
    all.extend(past_due(filter, on));
    all.extend(filter.due_on.map(|due| {
        if due > on {
            driver("l.next_due_on = ?", [due.into()])
        } else {
            Driver::of("SELECT loan_id FROM loan_installment WHERE due_on = ?", [due.into()])
        }
    }));
    all.extend(disbursed(filter));
    if let Some(search) = &filter.composed {
        all.extend(of_search(search, on));
    }
    all.extend(of_scope(&filter.scope));
    all
}

fn of_status(status: ListedStatus, on: CivilDate) -> Option<Driver> {
    let rare = |name: &str| driver(&format!("l.status = '{name}' AND l.status <> 'active'"), []);
    match status {
        ListedStatus::Open | ListedStatus::Active => None,
        ListedStatus::Overdue => Some(driver("l.oldest_unpaid_due < ?", [on.into()])),
        ListedStatus::Pending => Some(rare("pending")),
        ListedStatus::Closed => Some(rare("closed")),
        ListedStatus::ChargedOff => Some(rare("charged_off")),
    }
}

fn past_due(filter: &LoanFilter, on: CivilDate) -> Option<Driver> {
    let latest = on.add_days(-filter.dpd_min.filter(|least| *least > 0)?);
    Some(match filter.dpd_max {
        None => driver("l.oldest_unpaid_due <= ?", [latest.into()]),
        Some(most) => driver(
            "l.oldest_unpaid_due BETWEEN ? AND ?",
            [on.add_days(-most).into(), latest.into()],
        ),
    })
}

fn disbursed(filter: &LoanFilter) -> Option<Driver> {
    match (filter.disbursed_from, filter.disbursed_to) {
        (None, None) => None,
        (Some(from), None) => Some(driver("l.disbursed_on >= ?", [from.into()])),
        (None, Some(to)) => Some(driver("l.disbursed_on <= ?", [to.into()])),
        (Some(from), Some(to)) => Some(driver("l.disbursed_on BETWEEN ? AND ?", [from.into(), to.into()])),
    }
}

/// Each condition that must hold may drive; alternatives only together.
fn of_search(search: &Predicate, on: CivilDate) -> Vec<Driver> {
    match search {
        Predicate::All(parts) => parts.iter().flat_map(|part| of_search(part, on)).collect(),
        Predicate::Any(parts) => {
            let each: Option<Vec<Driver>> = parts
                .iter()
                .map(|part| of_search(part, on).into_iter().next())
                .collect();
            each.map(any).into_iter().collect()
        }
        Predicate::Is(condition) => {
            let found = driving(condition, on);
            found
                .map(|found| driver(&found.sql, found.values))
                .into_iter()
                .collect()
        }
    }
}

/// The conditions that must hold on one field: what bounds a walk in the order of that field.
pub(super) fn on_field(search: &Predicate, field: &str, on: CivilDate) -> Vec<Fragment> {
    match search {
        Predicate::All(parts) => parts.iter().flat_map(|part| on_field(part, field, on)).collect(),
        Predicate::Is(condition) if condition.field == field && field != "dpd" && field != "overdue_amount" => {
            driving(condition, on).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

fn of_scope(scope: &DataScope) -> Option<Driver> {
    let DataScope::Rows(rows) = scope else { return None };
    let mut branches = Vec::new();
    if !rows.organisations.is_empty() {
        let places = vec!["?"; rows.organisations.len()].join(", ");
        let organisations = rows.organisations.iter().map(|id| Value::from(*id));
        branches.push(driver(&format!("l.org_id IN ({places})"), organisations));
    }
    if let Some(officer) = &rows.officer {
        branches.push(driver("l.officer = ?", [officer.as_str().into()]));
    }
    Some(if branches.is_empty() {
        driver("1 = 0", [])
    } else {
        any(branches)
    })
}

/// The driver that finds fewest, when one finds at most so many.
pub(super) fn smallest(tx: &mut Tx, drivers: &[Driver], most: i64) -> Result<Option<Driver>, DbError> {
    let mut best: Option<(i64, &Driver)> = None;
    for driver in drivers {
        let limit = best.map_or(most + 1, |(count, _)| count);
        let count = count_up_to(tx, driver, limit)?;
        if count < limit {
            best = Some((count, driver));
        }
    }
    Ok(best.map(|(_, driver)| driver.clone()))
}

/// How many ids a driver gives, counted up to a limit.
pub(super) fn count_up_to(tx: &mut Tx, driver: &Driver, limit: i64) -> Result<i64, DbError> {
    let ids = numbered(&driver.sql);
    let counted = format!("SELECT count(*) FROM (SELECT 1 FROM ({ids}) AS one LIMIT {limit}) AS some");
    Ok(tx.query_one(&counted, &driver.values)?.int(0))
}

/// Each `?` as the next `$n`.
fn numbered(sql: &str) -> String {
    let mut nr = 0;
    let mut text = String::with_capacity(sql.len() + 8);
    for piece in sql.split_inclusive('?') {
        match piece.strip_suffix('?') {
            Some(before) => {
                nr += 1;
                text.push_str(&format!("{before}${nr}"));
            }
            None => text.push_str(piece),
        }
    }
    text
}
