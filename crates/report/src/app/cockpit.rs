//! The cockpit's first page.

use super::book::{self, Group, Overdue};
use crate::domain::bucket::{BUCKETS, index_of};
use crate::domain::figure::{Figure, Value, annualised, percent};
use crate::domain::month::Month;
use kernel::{BusinessDate, Currency};
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
    /// Sum over its days of the principal outstanding at the day's end.
    pub principal_days: i128,
    /// Days of the month so far.
    pub days: i32,
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

/// The cockpit in one currency; in the first that has loans when none is named.
///
/// # Errors
/// The database's.
pub fn cockpit(tx: &mut Tx, currency: Option<Currency>) -> Result<Cockpit, DbError> {
    let as_of = business_day::get(tx)?;
    let currencies = book::currencies(tx)?;
    let first = currencies.first().and_then(|code| Currency::parse(code).ok());
    let currency = currency.or(first).unwrap_or(Currency::CNY);
    let status = book::by_status(tx, currency, as_of)?;
    let overdue = book::overdue(tx, currency, as_of)?;
    let months = flows(tx, currency, as_of)?;
    let products = named_products(tx, currency)?;
    let buckets = buckets(&status, &overdue, as_of);
    let figures = figures((currency, as_of), &status, &overdue, &months);
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

fn named_products(tx: &mut Tx, currency: Currency) -> Result<Vec<(Group, String, String)>, DbError> {
    let names = book::product_names(tx)?;
    let named = |group: Group| {
        let found = names.iter().rev().find(|(code, ..)| *code == group.key);
        let (zh, en) = found.map_or_else(
            || (group.key.clone(), group.key.clone()),
            |n| (n.1.clone(), n.2.clone()),
        );
        (group, zh, en)
    };
    Ok(book::by_product(tx, currency)?.into_iter().map(named).collect())
}

fn living(status: &[Group]) -> (i64, i64) {
    let alive = status.iter().filter(|g| g.key == "active" || g.key == "overdue");
    alive.fold((0, 0), |sum, g| (sum.0 + g.count, sum.1 + g.principal))
}

fn buckets(status: &[Group], overdue: &[Overdue], today: BusinessDate) -> Vec<(&'static str, i64, i64)> {
    let mut sums = [(0_i64, 0_i64); BUCKETS.len()];
    for group in overdue {
        let sum = &mut sums[index_of(today.date().days_since(group.due.date()))];
        *sum = (sum.0 + group.count, sum.1 + group.principal);
    }
    let late: (i64, i64) = sums.iter().fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1));
    let (count, principal) = living(status);
    sums[0] = (count - late.0, principal - late.1);
    BUCKETS
        .iter()
        .zip(sums)
        .map(|(bucket, (count, principal))| (bucket.name, count, principal))
        .collect()
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

/// Adds the principal outstanding at the end of every day of the months shown.
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
    while day <= today {
        balance += changes.get(&day).copied().unwrap_or(0);
        let month = Month::of(day.date());
        let flow = months.entry(month).or_default();
        flow.principal_days += balance;
        flow.days = month.days_until(today);
        day = day.next();
    }
    Ok(())
}

fn figures(
    (currency, as_of): (Currency, BusinessDate),
    status: &[Group],
    overdue: &[Overdue],
    months: &BTreeMap<Month, Flow>,
) -> Vec<Figure> {
    let (count, principal) = living(status);
    let now = months.get(&Month::of(as_of.date())).copied().unwrap_or_default();
    let late_amount: i64 = overdue.iter().map(|o| o.amount).sum();
    let late_count: i64 = overdue.iter().map(|o| o.count).sum();
    let beyond = |days: i32| -> i64 {
        overdue
            .iter()
            .filter(|o| as_of.date().days_since(o.due.date()) > days)
            .map(|o| o.principal)
            .sum()
    };
    let average = if now.days > 0 {
        now.principal_days / i128::from(now.days)
    } else {
        0
    };
    let list = |filter: &str| Some(format!("/loans?currency={}{filter}", currency.code()));
    let ledger = |account: &str| {
        let month = Month::of(as_of.date());
        Some(format!(
            "/ledger/accounts/{account}?currency={}&from={}&to={as_of}",
            currency.code(),
            month.first_day()
        ))
    };
    let money = |minor: i64| Value::Money(i128::from(minor));
    let share = |part: i64| Value::Percent(percent(i128::from(part), i128::from(principal)));
    let figure = |code, (name_zh, name_en), value, (formula_zh, formula_en), drill| Figure {
        code,
        name_zh,
        name_en,
        value,
        formula_zh,
        formula_en,
        drill,
    };
    vec![
        figure(
            "principal_outstanding",
            ("贷款余额", "Principal outstanding"),
            money(principal),
            (
                "Σ 未结清借据的未到期本金与到期未还本金",
                "Σ principal not yet due and due unpaid of loans not closed",
            ),
            list(""),
        ),
        figure(
            "active_loans",
            ("在贷笔数", "Active loans"),
            Value::Count(count),
            (
                "状态为正常或逾期的借据笔数",
                "Loans that are active, overdue ones included",
            ),
            list("&status=active"),
        ),
        figure(
            "disbursed_month",
            ("本月放款", "Disbursed this month"),
            money(now.disbursed),
            ("Σ 本月 1303.01 借方发生额", "Σ debits of 1303.01 this month"),
            ledger("1303.01"),
        ),
        figure(
            "due_month",
            ("本月到期应收", "Fallen due this month"),
            money(now.due),
            (
                "Σ 本月 1303.02 与 1132.02 借方发生额（本金与利息）",
                "Σ debits of 1303.02 and 1132.02 this month (principal and interest)",
            ),
            ledger("1303.02"),
        ),
        figure(
            "paid_month",
            ("本月回收", "Received this month"),
            money(now.paid),
            (
                "Σ 本月 2011 借方发生额（借款人还款）",
                "Σ debits of 2011 this month (money from borrowers)",
            ),
            ledger("2011"),
        ),
        figure(
            "interest_month",
            ("本月利息收入", "Interest earned this month"),
            money(now.interest),
            (
                "Σ 本月 6011 贷方减借方（利息、罚息、复利）",
                "Σ credits less debits of 6011 this month (interest, penalty, compound)",
            ),
            ledger("6011"),
        ),
        figure(
            "yield_month",
            ("年化收益率", "Annualised yield"),
            Value::Percent(annualised(i128::from(now.interest), now.days, average)),
            (
                "本月利息收入 ÷ 本月日均贷款余额 × 365 ÷ 本月天数",
                "interest this month ÷ average daily principal × 365 ÷ days",
            ),
            ledger("6011"),
        ),
        figure(
            "overdue_amount",
            ("逾期金额", "Amount overdue"),
            money(late_amount),
            (
                "Σ 逾期借据到期未还的本金与利息",
                "Σ principal and interest due and unpaid of overdue loans",
            ),
            list("&status=overdue"),
        ),
        figure(
            "overdue_loans",
            ("逾期笔数", "Overdue loans"),
            Value::Count(late_count),
            (
                "最早未还到期日早于业务日期的借据笔数",
                "Loans whose earliest unpaid due date lies before the business date",
            ),
            list("&status=overdue"),
        ),
        figure(
            "overdue_rate",
            ("逾期率", "Overdue rate"),
            share(beyond(0)),
            (
                "逾期借据的贷款余额 ÷ 贷款余额",
                "principal of overdue loans ÷ principal outstanding",
            ),
            list("&dpd_min=1"),
        ),
        figure(
            "par30",
            ("逾期 30 天以上占比", "PAR 30"),
            share(beyond(30)),
            (
                "逾期超过 30 天借据的贷款余额 ÷ 贷款余额",
                "principal of loans more than 30 days past due ÷ principal outstanding",
            ),
            list("&dpd_min=31"),
        ),
        figure(
            "npl_rate",
            ("逾期 90 天以上占比", "Over 90 days past due"),
            share(beyond(90)),
            (
                "逾期超过 90 天借据的贷款余额 ÷ 贷款余额",
                "principal of loans more than 90 days past due ÷ principal outstanding",
            ),
            list("&dpd_min=91"),
        ),
    ]
}
