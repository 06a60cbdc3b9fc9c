//! The cockpit's first page.

use super::book::{self, Group, Overdue};
use crate::domain::figure::{FIGURES, Figure, FigureText, Rows, Value, annualised, percent};
use crate::domain::month::Month;
use kernel::{BusinessDate, Currency, DataScope};
use loan::domain::ageing::Ageing;
use platform::{DbError, Tx, business_day};
use std::collections::BTreeMap;

/// Money of one month, in minor units.
#[derive(Debug, Clone, Copy, Default)]
pub struct Flow {
    /// Lent.
    pub disbursed: i64,
    /// Principal and interest that fell due.
    pub due: i64,
    /// Received from borrowers.
    pub paid: i64,
    /// Interest, penalty and compound interest earned.
    pub interest: i64,
    /// Sum over its closed days of the principal outstanding at the day's end.
    pub principal_days: i128,
    /// Closed days of the month.
    pub days: i32,
}

impl Flow {
    /// Average principal outstanding over the closed days.
    #[must_use]
    pub fn average_principal(&self) -> i128 {
        if self.days > 0 {
            self.principal_days / i128::from(self.days)
        } else {
            0
        }
    }
}

/// Everything on the page.
#[derive(Debug, Clone)]
pub struct Cockpit {
    /// The business date.
    pub as_of: BusinessDate,
    /// The currency of all amounts.
    pub currency: Currency,
    /// Currencies that have loans.
    pub currencies: Vec<String>,
    /// The figures.
    pub figures: Vec<Figure>,
    /// Loans and principal by bucket.
    pub buckets: Vec<(&'static str, i64, i64)>,
    /// Flows by month, oldest first.
    pub months: BTreeMap<Month, Flow>,
    /// Loans by state.
    pub status: Vec<Group>,
    /// Loans by product, with their names.
    pub products: Vec<(Group, String, String)>,
}

/// Months shown.
const MONTHS: i32 = 12;

/// The cockpit in one currency; in that of most loans when none is named. Who sees a part of the book gets the figures
/// of the loans in it, without those of the ledger, which has one set of books for all organisations.
///
/// # Errors
/// The database's.
pub fn cockpit(tx: &mut Tx, scope: &DataScope, currency: Option<Currency>) -> Result<Cockpit, DbError> {
    let as_of = business_day::get(tx)?;
    let currencies = book::currencies(tx)?;
    let currency = match currency {
        Some(currency) => currency,
        None => book::main_currency(tx)?.unwrap_or(Currency::CNY),
    };
    let status = book::by_status(tx, scope, currency, as_of)?;
    let overdue = book::overdue(tx, scope, currency, as_of)?;
    let months = if scope.is_all() {
        flows(tx, currency, as_of)?
    } else {
        BTreeMap::new()
    };
    let products = named_products(tx, scope, currency)?;
    let buckets = buckets(&status, &overdue, as_of);
    let mut figures = figures(currency, as_of, &sums(as_of, &status, &overdue, &months));
    figures.retain(|figure| scope.is_all() || figure.of_loans);
    Ok(Cockpit {
        as_of,
        currency,
        currencies,
        figures,
        buckets,
        months,
        status,
        products,
    })
}

fn named_products(tx: &mut Tx, scope: &DataScope, currency: Currency) -> Result<Vec<(Group, String, String)>, DbError> {
    let names = book::product_names(tx)?;
    let named = |group: Group| {
        let found = names.iter().rev().find(|(code, ..)| *code == group.key);
        let (zh, en) = found.map_or_else(
            || (group.key.clone(), group.key.clone()),
            |n| (n.1.clone(), n.2.clone()),
        );
        (group, zh, en)
    };
    Ok(book::by_product(tx, scope, currency)?.into_iter().map(named).collect())
}

fn living(status: &[Group]) -> (i64, i64) {
    let alive = status.iter().filter(|g| g.key == "active" || g.key == "overdue");
    alive.fold((0, 0), |sum, g| (sum.0 + g.count, sum.1 + g.principal))
}

/// Living loans by bucket; the first holds what is not late, so that the buckets sum to the book.
fn buckets(status: &[Group], overdue: &[Overdue], today: BusinessDate) -> Vec<(&'static str, i64, i64)> {
    let bands = Ageing::on(today.date()).buckets;
    let late = |from: i32, to: Option<i32>| {
        let held = |o: &&Overdue| {
            let dpd = today.date().days_since(o.due.date());
            from.max(1) <= dpd && to.is_none_or(|to| dpd < to)
        };
        overdue
            .iter()
            .filter(held)
            .fold((0, 0), |sum, o| (sum.0 + o.count, sum.1 + o.principal))
    };
    let all = late(1, None);
    let (count, principal) = living(status);
    let share = |(index, band): (usize, &loan::domain::ageing::DpdBand)| {
        let held = late(band.dpd_from, band.dpd_to);
        let rest = if index == 0 {
            (count - all.0, principal - all.1)
        } else {
            (0, 0)
        };
        (band.code, held.0 + rest.0, held.1 + rest.1)
    };
    bands.iter().enumerate().map(share).collect()
}

fn flows(tx: &mut Tx, currency: Currency, today: BusinessDate) -> Result<BTreeMap<Month, Flow>, DbError> {
    let first = Month::of(today.date().add_months(1 - MONTHS, 1)).first_day();
    let from = BusinessDate(first);
    let mut months: BTreeMap<Month, Flow> = BTreeMap::new();
    let mut add = |day: BusinessDate, change: &mut dyn FnMut(&mut Flow)| {
        change(months.entry(Month::of(day.date())).or_default());
    };
    // Principal not yet due: debited when lent, credited when it falls due or is paid early.
    for (day, debit, _) in book::turnover(tx, currency, "1303.01", from)? {
        add(day, &mut |f| f.disbursed += debit);
    }
    for account in ["1303.02", "1132.02"] {
        for (day, debit, _) in book::turnover(tx, currency, account, from)? {
            add(day, &mut |f| f.due += debit);
        }
    }
    for (day, debit, _) in book::turnover(tx, currency, "2011", from)? {
        add(day, &mut |f| f.paid += debit);
    }
    for (day, debit, credit) in book::turnover(tx, currency, "6011", from)? {
        add(day, &mut |f| f.interest += credit - debit);
    }
    principal_days(tx, currency, (from, today), &mut months)?;
    Ok(months)
}

/// Adds the principal outstanding at the end of every closed day of the months shown: interest is earned by closes.
fn principal_days(
    tx: &mut Tx,
    currency: Currency,
    (from, today): (BusinessDate, BusinessDate),
    months: &mut BTreeMap<Month, Flow>,
) -> Result<(), DbError> {
    let Some(first) = months.keys().next().copied() else {
        return Ok(());
    };
    let mut balance = i128::from(book::balance_before(tx, currency, "1303", from)?);
    let mut changes: BTreeMap<BusinessDate, i128> = BTreeMap::new();
    for (day, debit, credit) in book::turnover(tx, currency, "1303", from)? {
        *changes.entry(day).or_default() += i128::from(debit) - i128::from(credit);
    }
    let mut day = BusinessDate(first.first_day());
    while day < today {
        balance += changes.get(&day).copied().unwrap_or(0);
        let month = Month::of(day.date());
        let flow = months.entry(month).or_default();
        flow.principal_days += balance;
        flow.days += 1;
        day = day.next();
    }
    Ok(())
}

/// What the figures are computed from.
struct Sums {
    count: i64,
    principal: i64,
    now: Flow,
    late_count: i64,
    late_amount: i64,
    late: i64,
    over_30: i64,
    over_90: i64,
}

fn sums(as_of: BusinessDate, status: &[Group], overdue: &[Overdue], months: &BTreeMap<Month, Flow>) -> Sums {
    let (count, principal) = living(status);
    let beyond = |days: i32| -> i64 {
        let old = |o: &&Overdue| as_of.date().days_since(o.due.date()) > days;
        overdue.iter().filter(old).map(|o| o.principal).sum()
    };
    Sums {
        count,
        principal,
        now: months.get(&Month::of(as_of.date())).copied().unwrap_or_default(),
        late_count: overdue.iter().map(|o| o.count).sum(),
        late_amount: overdue.iter().map(|o| o.amount).sum(),
        late: beyond(0),
        over_30: beyond(30),
        over_90: beyond(90),
    }
}

fn figures(currency: Currency, as_of: BusinessDate, sums: &Sums) -> Vec<Figure> {
    let month = Month::of(as_of.date()).first_day();
    let code = currency.code();
    let address = |rows: Rows| -> Vec<String> {
        match rows {
            Rows::Loans(filter) => vec![format!("/loans?currency={code}{filter}")],
            Rows::Accounts(accounts) => accounts
                .iter()
                .map(|account| format!("/ledger/accounts/{account}?currency={code}&from={month}&to={as_of}"))
                .collect(),
        }
    };
    let figure = |text: &FigureText| Figure {
        code: text.code,
        name_zh: text.name_zh,
        name_en: text.name_en,
        value: value_of(text.code, sums),
        of_loans: matches!(text.rows, Rows::Loans(_)),
        formula_zh: text.formula_zh,
        formula_en: text.formula_en,
        drill: address(text.rows).into_iter().next(),
        drill_more: address(text.rows).into_iter().skip(1).collect(),
    };
    FIGURES.iter().map(figure).collect()
}

fn value_of(code: &str, sums: &Sums) -> Value {
    let now = &sums.now;
    let money = |minor: i64| Value::Money(i128::from(minor));
    let share = |part: i64| Value::Percent(percent(i128::from(part), i128::from(sums.principal)));
    match code {
        "principal_outstanding" => money(sums.principal),
        "active_loans" => Value::Count(sums.count),
        "disbursed_month" => money(now.disbursed),
        "due_month" => money(now.due),
        "paid_month" => money(now.paid),
        "interest_month" => money(now.interest),
        "overdue_amount" => money(sums.late_amount),
        "overdue_loans" => Value::Count(sums.late_count),
        "overdue_rate" => share(sums.late),
        "par30" => share(sums.over_30),
        "npl_rate" => share(sums.over_90),
        _ => Value::Percent(annualised(i128::from(now.interest), now.days, now.average_principal())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_has_a_value_of_its_own() {
        let sums = Sums {
            count: 1,
            principal: 1000,
            now: Flow {
                disbursed: 2,
                due: 3,
                paid: 4,
                interest: 5,
                principal_days: 31_000,
                days: 31,
            },
            late_count: 6,
            late_amount: 7,
            late: 80,
            over_30: 90,
            over_90: 100,
        };
        // 5 · 365 · 10,000 / (1000 · 31) = 588.7; 80/1000 = 8%.
        let expected = [
            ("principal_outstanding", Value::Money(1000)),
            ("active_loans", Value::Count(1)),
            ("disbursed_month", Value::Money(2)),
            ("due_month", Value::Money(3)),
            ("paid_month", Value::Money(4)),
            ("interest_month", Value::Money(5)),
            ("yield_month", Value::Percent(589)),
            ("overdue_amount", Value::Money(7)),
            ("overdue_loans", Value::Count(6)),
            ("overdue_rate", Value::Percent(800)),
            ("par30", Value::Percent(900)),
            ("npl_rate", Value::Percent(1000)),
        ];
        assert_eq!(FIGURES.len(), expected.len());
        for (text, (code, value)) in FIGURES.iter().zip(expected) {
            assert_eq!((text.code, value_of(text.code, &sums)), (code, value));
        }
    }
}
