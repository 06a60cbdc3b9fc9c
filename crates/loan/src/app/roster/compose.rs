//! Composed searches over the roster: the same as [`super::super::query_where`] says in SQL.

use super::columns::{Columns, Shared, Standing};
use crate::domain::ageing::Ageing;
use kernel::{CivilDate, Currency};
use platform::predicate::{Condition, Operand, Operator, Predicate};

pub(super) type Test<'a> = Box<dyn Fn(usize) -> bool + 'a>;

/// Tells of a row whether a search finds it.
pub(super) fn test<'a>(columns: &'a Columns, search: &'a Predicate, on: CivilDate) -> Test<'a> {
    let all = |parts: &'a [Predicate]| -> Vec<Test<'a>> { parts.iter().map(|part| test(columns, part, on)).collect() };
    match search {
        Predicate::All(parts) => {
            let parts = all(parts);
            Box::new(move |row| parts.iter().all(|holds| holds(row)))
        }
        Predicate::Any(parts) => {
            let parts = all(parts);
            Box::new(move |row| parts.iter().any(|holds| holds(row)))
        }
        Predicate::Is(condition) => one(columns, condition, on),
    }
}

fn one<'a>(columns: &'a Columns, condition: &'a Condition, on: CivilDate) -> Test<'a> {
    let days = |column: &'a [i32]| number(condition, on, move |row| Some(i64::from(column[row])));
    let perhaps = |column: &'a [Option<i32>]| number(condition, on, move |row| column[row].map(i64::from));
    let money = |column: &'a [i64]| money(columns, condition, on, move |row| column[row]);
    match condition.field {
        "number" => numbers(columns, condition),
        "product_code" => words(&columns.product_code, condition),
        "officer" => words(&columns.officer, condition),
        "method" => words(&columns.method, condition),
        "purpose" => words(&columns.purpose, condition),
        "currency" => Box::new(
            columns
                .currency
                .passing(move |currency| is_word(currency.code(), condition)),
        ),
        "status" => codes(condition, |code| status(columns, code, on)),
        "bucket" | "class" => codes(condition, |code| band(columns, code, on)),
        "principal" => money(&columns.principal),
        "principal_outstanding" => money(&columns.outstanding),
        "overdue_amount" => self::money(columns, condition, on, move |row| {
            if late(columns, row, on) { columns.due[row] } else { 0 }
        }),
        "next_due_amount" => money(&columns.next_due_amount),
        "annual_rate" => number(condition, on, |row| Some(columns.rate_e10[row])),
        "periods" => number(condition, on, |row| Some(columns.periods[row])),
        "dpd" => number(condition, on, move |row| Some(i64::from(dpd(columns, row, on)))),
        "disbursed_on" => days(&columns.disbursed_on),
        "maturity_on" => days(&columns.maturity_on),
        "next_due_on" => perhaps(&columns.next_due_on),
        "closed_on" => perhaps(&columns.closed_on),
        // The fields come from `loan_fields`; a test compares each of them with the SQL.
        _ => Box::new(|_| false),
    }
}

fn dpd(columns: &Columns, row: usize, on: CivilDate) -> i32 {
    columns.oldest_unpaid[row].map_or(0, |due| (on.days() - due).max(0))
}

fn late(columns: &Columns, row: usize, on: CivilDate) -> bool {
    dpd(columns, row, on) > 0
}

fn word(operand: &Operand) -> &str {
    match operand {
        Operand::Text(text) => text,
        _ => "",
    }
}

fn is_word(found: &str, condition: &Condition) -> bool {
    let mut words = condition.operands.iter().map(word);
    match condition.operator {
        Operator::StartsWith => words.next().is_some_and(|prefix| found.starts_with(prefix)),
        Operator::Ne | Operator::NotIn => words.all(|word| word != found),
        _ => words.any(|word| word == found),
    }
}

fn words<'a>(column: &'a Shared<String>, condition: &'a Condition) -> Test<'a> {
    Box::new(column.passing(move |found| is_word(found, condition)))
}

fn numbers<'a>(columns: &'a Columns, condition: &'a Condition) -> Test<'a> {
    Box::new(move |row| {
        let mut words = condition.operands.iter().map(|operand| word(operand).as_bytes());
        let found = columns.number(row);
        match condition.operator {
            Operator::StartsWith => words.next().is_some_and(|prefix| found.starts_with(prefix)),
            Operator::Ne | Operator::NotIn => words.all(|word| word != found),
            _ => words.any(|word| word == found),
        }
    })
}

/// One of some codes, each with a condition of its own.
fn codes<'a>(condition: &'a Condition, each: impl Fn(&'a str) -> Test<'a>) -> Test<'a> {
    let any: Vec<Test<'a>> = condition.operands.iter().map(|operand| each(word(operand))).collect();
    let wanted = !matches!(condition.operator, Operator::Ne | Operator::NotIn);
    Box::new(move |row| any.iter().any(|holds| holds(row)) == wanted)
}

fn status<'a>(columns: &'a Columns, code: &'a str, on: CivilDate) -> Test<'a> {
    let active = move |row: usize| columns.status[row] == Standing::Active;
    match code {
        "active" => Box::new(move |row| active(row) && !late(columns, row, on)),
        "overdue" => Box::new(move |row| active(row) && late(columns, row, on)),
        other => {
            let wanted = Standing::named(other);
            Box::new(move |row| Some(columns.status[row]) == wanted)
        }
    }
}

fn band<'a>(columns: &'a Columns, code: &str, on: CivilDate) -> Test<'a> {
    match Ageing::on(on).band(code) {
        Some(band) => {
            let band = band.clone();
            Box::new(move |row| columns.status[row] == Standing::Active && band.holds(dpd(columns, row, on)))
        }
        None => Box::new(|_| false),
    }
}

/// Amounts are compared with loans of their own currency.
fn money<'a>(
    columns: &'a Columns,
    condition: &'a Condition,
    on: CivilDate,
    amount: impl Fn(usize) -> i64 + 'a,
) -> Test<'a> {
    let currency: Option<Currency> = condition.operands.iter().find_map(|operand| match operand {
        Operand::Money(money) => Some(money.currency()),
        _ => None,
    });
    let holds = number(condition, on, move |row| Some(amount(row)));
    Box::new(move |row| Some(*columns.currency.of(row)) == currency && holds(row))
}

fn value_of(operand: &Operand, on: CivilDate) -> Option<i64> {
    match operand {
        Operand::Number(number) => Some(*number),
        Operand::Rate(rate) => Some(rate.e10()),
        Operand::Money(money) => Some(money.minor()),
        Operand::Day(_) | Operand::FromToday(_) => operand.day(on).map(|day| i64::from(day.days())),
        Operand::Text(_) => None,
    }
}

/// A number that some loans may not have: then it is unequal to every number and neither less nor more than one.
fn number<'a>(condition: &Condition, on: CivilDate, of: impl Fn(usize) -> Option<i64> + 'a) -> Test<'a> {
    let operand = |place: usize| condition.operands.get(place).and_then(|operand| value_of(operand, on));
    let operator = condition.operator;
    match operator {
        Operator::IsEmpty => return Box::new(move |row| of(row).is_none()),
        Operator::IsNotEmpty => return Box::new(move |row| of(row).is_some()),
        _ => {}
    }
    let Some(first) = operand(0) else {
        return Box::new(|_| false);
    };
    let last = operand(1).unwrap_or(first);
    Box::new(move |row| match (of(row), operator) {
        (None, operator) => operator == Operator::Ne,
        (Some(found), Operator::Ne) => found != first,
        (Some(found), Operator::Lt) => found < first,
        (Some(found), Operator::Le) => found <= first,
        (Some(found), Operator::Gt) => found > first,
        (Some(found), Operator::Ge) => found >= first,
        (Some(found), Operator::Between) => first <= found && found <= last,
        (Some(found), _) => found == first,
    })
}
