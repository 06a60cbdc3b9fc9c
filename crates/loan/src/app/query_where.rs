//! Composed searches over loans: which fields there are, and what each comparison is in SQL. Names and operators come from
//! fixed lists, values travel as parameters.

use crate::domain::ageing::Ageing;
use kernel::{CivilDate, Currency};
use platform::Value;
use platform::predicate::{Condition, FieldKind, FieldSpec, Operand, Operator, Predicate};

/// The statuses as lists show them.
const STATUSES: [&str; 5] = ["pending", "active", "overdue", "closed", "charged_off"];
const NEVER: &str = "1 = 0";

/// The fields by which loans can be searched on a day.
#[must_use]
pub fn loan_fields(ageing: &Ageing) -> Vec<FieldSpec> {
    let spec = |name, kind| FieldSpec { name, kind };
    let codes = |bands: &[crate::domain::ageing::DpdBand]| bands.iter().map(|band| band.code).collect();
    vec![
        spec("number", FieldKind::Text),
        spec("product_code", FieldKind::Text),
        spec("officer", FieldKind::Text),
        spec("method", FieldKind::Text),
        spec("purpose", FieldKind::Text),
        spec(
            "currency",
            FieldKind::OneOf(Currency::all().map(Currency::code).collect()),
        ),
        spec("status", FieldKind::OneOf(STATUSES.to_vec())),
        spec("bucket", FieldKind::OneOf(codes(&ageing.buckets))),
        spec("class", FieldKind::OneOf(codes(&ageing.classes))),
        spec("principal", FieldKind::Money),
        spec("principal_outstanding", FieldKind::Money),
        spec("overdue_amount", FieldKind::Money),
        spec("next_due_amount", FieldKind::Money),
        spec("annual_rate", FieldKind::Rate),
        spec("dpd", FieldKind::Number),
        spec("periods", FieldKind::Number),
        spec("disbursed_on", FieldKind::Date(false)),
        spec("maturity_on", FieldKind::Date(false)),
        spec("next_due_on", FieldKind::Date(true)),
        spec("closed_on", FieldKind::Date(true)),
    ]
}

/// A condition in which each `?` is the next of its values.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Fragment {
    pub(super) sql: String,
    pub(super) values: Vec<Value>,
}

impl Fragment {
    pub(super) fn of(sql: impl Into<String>, values: impl IntoIterator<Item = Value>) -> Self {
        Self {
            sql: sql.into(),
            values: values.into_iter().collect(),
        }
    }

    fn joined(parts: impl IntoIterator<Item = Fragment>, word: &str) -> Self {
        let mut all = Self::default();
        let mut pieces = Vec::new();
        for part in parts {
            pieces.push(part.sql);
            all.values.extend(part.values);
        }
        all.sql = match pieces.as_slice() {
            [] => NEVER.to_owned(),
            pieces => format!("({})", pieces.join(word)),
        };
        all
    }
}

/// The condition of a search on a business date. No part of it is ever NULL, so that its opposite is its opposite.
pub(super) fn fragment(search: &Predicate, on: CivilDate) -> Fragment {
    match search {
        Predicate::All(parts) => Fragment::joined(parts.iter().map(|part| fragment(part, on)), " AND "),
        Predicate::Any(parts) => Fragment::joined(parts.iter().map(|part| fragment(part, on)), " OR "),
        Predicate::Is(condition) => condition_of(condition, on),
    }
}

fn condition_of(condition: &Condition, on: CivilDate) -> Fragment {
    match condition.field {
        "number" => text("l.number", condition),
        "product_code" => text("l.product_code", condition),
        "officer" => text("l.officer", condition),
        "method" => text("l.method", condition),
        "purpose" => text("l.purpose", condition),
        "currency" => text("l.currency", condition),
        "status" => one_of(condition, |code| status(code, on)),
        "bucket" | "class" => one_of(condition, |code| band(code, on)),
        "principal" => money("l.principal", condition),
        "principal_outstanding" => money("(l.principal_not_due + l.principal_due)", condition),
        "overdue_amount" => money(&overdue_amount(on), condition),
        "next_due_amount" => money("l.next_due_amount", condition),
        "annual_rate" => compared("l.annual_rate_e10", condition, number),
        "periods" => compared("l.periods", condition, number),
        "dpd" => days_past_due(condition, on),
        "disbursed_on" => compared("l.disbursed_on", condition, |operand| day(operand, on)),
        "maturity_on" => compared("l.maturity_on", condition, |operand| day(operand, on)),
        "next_due_on" => perhaps("l.next_due_on", condition, on),
        "closed_on" => perhaps("l.closed_on", condition, on),
        // The fields come from `loan_fields`; a test asks for each of them.
        _ => Fragment::of(NEVER, []),
    }
}

fn minor(operand: &Operand) -> Option<Value> {
    match operand {
        Operand::Money(money) => Some(Value::from(money.minor())),
        _ => None,
    }
}

fn word(operand: &Operand) -> &str {
    match operand {
        Operand::Text(text) => text,
        _ => "",
    }
}

fn text(column: &str, condition: &Condition) -> Fragment {
    let values = condition.operands.iter().map(|operand| Value::from(word(operand)));
    let places = vec!["?"; condition.operands.len()].join(", ");
    match condition.operator {
        Operator::StartsWith => {
            let prefix = condition.operands.first().map_or("", word);
            let bounds = [Value::from(prefix), Value::from(prefix_end(prefix))];
            Fragment::of(format!("({column} >= ? AND {column} < ?)"), bounds)
        }
        Operator::Ne | Operator::NotIn => Fragment::of(format!("{column} NOT IN ({places})"), values),
        _ => Fragment::of(format!("{column} IN ({places})"), values),
    }
}

/// One of some codes, each with a condition of its own.
fn one_of(condition: &Condition, each: impl Fn(&str) -> Fragment) -> Fragment {
    let any = Fragment::joined(condition.operands.iter().map(|operand| each(word(operand))), " OR ");
    match condition.operator {
        Operator::Ne | Operator::NotIn => Fragment::of(format!("NOT {}", any.sql), any.values),
        _ => any,
    }
}

const NOT_LATE: &str = "(l.oldest_unpaid_due IS NULL OR l.oldest_unpaid_due >= ?)";
const LATE: &str = "(l.oldest_unpaid_due IS NOT NULL AND l.oldest_unpaid_due < ?)";

fn status(code: &str, on: CivilDate) -> Fragment {
    match code {
        "active" => Fragment::of(format!("(l.status = 'active' AND {NOT_LATE})"), [Value::from(on)]),
        "overdue" => Fragment::of(format!("(l.status = 'active' AND {LATE})"), [Value::from(on)]),
        other => Fragment::of("l.status = ?", [Value::from(other)]),
    }
}

fn band(code: &str, on: CivilDate) -> Fragment {
    let ageing = Ageing::on(on);
    let Some(band) = ageing.band(code) else {
        return Fragment::of(NEVER, []);
    };
    let least = late_at_least(i64::from(band.dpd_from), on);
    let most = band.dpd_to.map(|to| late_at_most(i64::from(to) - 1, on));
    let owed = Fragment::of("l.status = 'active'", []);
    Fragment::joined([owed, least].into_iter().chain(most), " AND ")
}

/// Days past due are counted from the earliest due date that is not settled: so many days are a bound of that date.
fn late_at_least(days: i64, on: CivilDate) -> Fragment {
    if days <= 0 {
        return Fragment::of("1 = 1", []);
    }
    let latest = i64::from(on.days()) - days;
    let sql = "(l.oldest_unpaid_due IS NOT NULL AND l.oldest_unpaid_due <= ?)";
    Fragment::of(sql, [Value::from(latest)])
}

fn late_at_most(days: i64, on: CivilDate) -> Fragment {
    if days < 0 {
        return Fragment::of(NEVER, []);
    }
    let earliest = i64::from(on.days()) - days;
    Fragment::of(NOT_LATE, [Value::from(earliest)])
}

fn days_past_due(condition: &Condition, on: CivilDate) -> Fragment {
    let days = |index: usize| match condition.operands.get(index) {
        Some(Operand::Number(days)) => *days,
        _ => 0,
    };
    let both = |from, to| Fragment::joined([late_at_least(from, on), late_at_most(to, on)], " AND ");
    match condition.operator {
        Operator::Lt => late_at_most(days(0) - 1, on),
        Operator::Le => late_at_most(days(0), on),
        Operator::Gt => late_at_least(days(0) + 1, on),
        Operator::Ge => late_at_least(days(0), on),
        Operator::Between => both(days(0), days(1)),
        Operator::Ne => {
            let sides = [late_at_most(days(0) - 1, on), late_at_least(days(0) + 1, on)];
            Fragment::joined(sides, " OR ")
        }
        _ => both(days(0), days(0)),
    }
}

/// What is overdue counts once the loan is past due.
fn overdue_amount(on: CivilDate) -> String {
    let today = on.days();
    format!("(CASE WHEN l.oldest_unpaid_due < {today} THEN l.principal_due + l.interest_due + l.fee_due ELSE 0 END)")
}

/// Amounts are compared with loans of their own currency.
fn money(expression: &str, condition: &Condition) -> Fragment {
    let currency = condition.operands.iter().find_map(|operand| match operand {
        Operand::Money(money) => Some(money.currency()),
        _ => None,
    });
    let Some(currency) = currency else {
        return Fragment::of(NEVER, []);
    };
    let of_currency = Fragment::of("l.currency = ?", [Value::from(currency.code())]);
    Fragment::joined([of_currency, compared(expression, condition, minor)], " AND ")
}

fn number(operand: &Operand) -> Option<Value> {
    match operand {
        Operand::Number(number) => Some(Value::from(*number)),
        Operand::Rate(rate) => Some(Value::from(rate.e10())),
        _ => None,
    }
}

fn day(operand: &Operand, on: CivilDate) -> Option<Value> {
    operand.day(on).map(Value::from)
}

fn compared(expression: &str, condition: &Condition, value: impl Fn(&Operand) -> Option<Value>) -> Fragment {
    let sign = match condition.operator {
        Operator::Ne => "<>",
        Operator::Lt => "<",
        Operator::Le => "<=",
        Operator::Gt => ">",
        Operator::Ge => ">=",
        _ => "=",
    };
    let sql = match condition.operator {
        Operator::Between => format!("{expression} BETWEEN ? AND ?"),
        _ => format!("{expression} {sign} ?"),
    };
    Fragment::of(sql, condition.operands.iter().filter_map(value))
}

/// A date that some loans do not have: then it is unequal to every day and neither before nor after one.
fn perhaps(column: &str, condition: &Condition, on: CivilDate) -> Fragment {
    match condition.operator {
        Operator::IsEmpty => Fragment::of(format!("{column} IS NULL"), []),
        Operator::IsNotEmpty => Fragment::of(format!("{column} IS NOT NULL"), []),
        Operator::Ne => {
            let unequal = compared(column, condition, |operand| day(operand, on));
            Fragment::of(format!("({column} IS NULL OR {})", unequal.sql), unequal.values)
        }
        _ => {
            let holds = compared(column, condition, |operand| day(operand, on));
            Fragment::of(format!("({column} IS NOT NULL AND {})", holds.sql), holds.values)
        }
    }
}

/// What comes after every text with a beginning, in the order of bytes.
pub(super) fn prefix_end(prefix: &str) -> String {
    format!("{prefix}\u{10FFFF}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_a_condition_with_as_many_values_as_places() {
        let on = CivilDate::parse("2025-03-25").expect("a date");
        for spec in loan_fields(&Ageing::on(on)) {
            let operand = match &spec.kind {
                FieldKind::Text => Operand::Text("x".to_owned()),
                FieldKind::OneOf(codes) => Operand::Text(codes[0].to_owned()),
                FieldKind::Money => Operand::Money(kernel::Money::new(100, Currency::CNY)),
                FieldKind::Rate => Operand::Rate(kernel::AnnualRate::from_e10(1)),
                FieldKind::Number => Operand::Number(1),
                FieldKind::Date(_) => Operand::FromToday(1),
            };
            for operator in [Operator::Eq, Operator::Ne] {
                let condition = Condition {
                    field: spec.name,
                    operator,
                    operands: vec![operand.clone()],
                };
                let made = fragment(&Predicate::Is(condition), on);
                assert_ne!(made.sql, NEVER, "{}", spec.name);
                assert_eq!(
                    made.sql.matches('?').count(),
                    made.values.len(),
                    "{}: {}",
                    spec.name,
                    made.sql
                );
            }
        }
    }
}
