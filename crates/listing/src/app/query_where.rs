//! Conditions of a list in SQL. Expressions come from the list's declaration, values travel as parameters.

use crate::domain::{Field, Kind, List, Owners};
use kernel::{CivilDate, DataScope};
use platform::predicate::{Condition, Operand, Operator, Predicate};
use platform::scope::{self, ScopeColumns, ScopePart};
use platform::{Value, values};

const NEVER: &str = "1 = 0";

/// Conditions and their parameters, joined by AND.
#[derive(Debug, Clone)]
pub struct Conditions {
    sql: String,
    params: Vec<Value>,
    scope: DataScope,
}

impl Conditions {
    /// All rows inside a scope.
    #[must_use]
    pub fn inside(scope: DataScope) -> Self {
        Self {
            sql: "1 = 1".to_owned(),
            params: Vec::new(),
            scope,
        }
    }

    /// All rows of a list that is one for all organisations.
    #[must_use]
    pub fn none() -> Self {
        Self::inside(DataScope::All)
    }

    /// Adds a condition in which each `?` is the next parameter.
    pub fn and(&mut self, condition: &str, params: impl IntoIterator<Item = Value>) {
        let mut params = params.into_iter();
        self.sql.push_str(" AND ");
        for piece in condition.split_inclusive('?') {
            match piece.strip_suffix('?') {
                Some(before) => {
                    self.params.extend(params.next());
                    self.sql.push_str(&format!("{before}${}", self.params.len()));
                }
                None => self.sql.push_str(piece),
            }
        }
    }

    /// Adds that a column has a value, if one is given.
    pub fn and_is(&mut self, column: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.and(&format!("{column} = ?"), [value.into()]);
        }
    }

    /// Adds a condition that numbers its parameters itself, behind those that are there.
    ///
    /// # Errors
    /// Those of `make`.
    pub fn and_with<E>(&mut self, make: impl FnOnce(&mut Vec<Value>) -> Result<String, E>) -> Result<(), E> {
        let condition = make(&mut self.params)?;
        self.sql.push_str(&format!(" AND {condition}"));
        Ok(())
    }

    /// Adds that a nested code, if one is given, stands in a column or above what stands there.
    pub fn and_below(&mut self, column: &str, code: Option<&str>) {
        if let Some(code) = code.filter(|code| !code.is_empty()) {
            self.and_fragment(starts(column, code));
        }
    }

    pub(super) fn and_fragment(&mut self, fragment: Fragment) {
        self.and(&fragment.sql, fragment.values);
    }

    /// The conditions but for the scope.
    #[must_use]
    pub fn sql(&self) -> (&str, &[Value]) {
        (&self.sql, &self.params)
    }

    /// The whole as one condition, the scope included, with its parameters.
    #[must_use]
    pub fn whole(&self, list: &List) -> (String, Vec<Value>) {
        let (mut sql, mut params) = (self.sql.clone(), self.params.clone());
        if let Some(inside) = owners(list).and_then(|columns| scope::condition(&self.scope, columns, &mut params)) {
            sql.push_str(&format!(" AND {inside}"));
        }
        (sql, params)
    }

    /// The parts of a scope that are read one by one, each along its own index; nothing when all rows are inside.
    pub(super) fn parts(&self, list: &List, params: &mut Vec<Value>) -> Vec<String> {
        let Some(columns) = owners(list) else { return Vec::new() };
        match scope::parts(&self.scope) {
            Some(parts) => parts
                .iter()
                .map(|part: &ScopePart| part.condition(columns, params))
                .collect(),
            None => Vec::from_iter(scope::condition_in_order(&self.scope, columns, params)),
        }
    }
}

fn owners(list: &List) -> Option<ScopeColumns> {
    list.owners
        .map(|Owners { organisation, officer }| ScopeColumns { organisation, officer })
}

/// A condition in which each `?` is the next of its values.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Fragment {
    pub(super) sql: String,
    pub(super) values: Vec<Value>,
}

impl Fragment {
    fn of(sql: impl Into<String>, values: impl IntoIterator<Item = Value>) -> Self {
        Self {
            sql: sql.into(),
            values: values.into_iter().collect(),
        }
    }

    fn joined(parts: impl IntoIterator<Item = Fragment>, word: &str) -> Self {
        let (mut pieces, mut values) = (Vec::new(), Vec::new());
        for part in parts {
            pieces.push(part.sql);
            values.extend(part.values);
        }
        let sql = if pieces.is_empty() {
            NEVER.to_owned()
        } else {
            format!("({})", pieces.join(word))
        };
        Self { sql, values }
    }
}

/// The condition of a composed search on a business date. No part of it is ever NULL, so that its opposite is its opposite.
pub(super) fn composed(list: &List, search: &Predicate, on: CivilDate) -> Fragment {
    let each = |part| composed(list, part, on);
    match search {
        Predicate::All(parts) => Fragment::joined(parts.iter().map(each), " AND "),
        Predicate::Any(parts) => Fragment::joined(parts.iter().map(each), " OR "),
        Predicate::Is(condition) => match list.field(condition.field) {
            Some(field) => condition_of(list, field, condition, on),
            // The fields of a search are those of its list.
            None => Fragment::of(NEVER, []),
        },
    }
}

fn condition_of(list: &List, field: &Field, condition: &Condition, on: CivilDate) -> Fragment {
    let column = field.column;
    match field.kind {
        Kind::Text | Kind::Choice(_) | Kind::Listed(_) | Kind::Currency | Kind::Numbered(_) | Kind::Moment => {
            text(column, condition)
        }
        Kind::Nested(_) => nested(column, condition),
        Kind::Among(exists) => among(exists, column, condition),
        Kind::Flag => flag(column, condition),
        Kind::Amount => money(list, column, condition),
        Kind::Number | Kind::Rate => compared(column, condition, number),
        Kind::Date(false) => compared(column, condition, |operand| operand.day(on).map(Value::from)),
        Kind::Date(true) => perhaps(column, condition, on),
    }
}

fn word(operand: &Operand) -> &str {
    match operand {
        Operand::Text(text) => text,
        _ => "",
    }
}

fn text(column: &str, condition: &Condition) -> Fragment {
    let places = vec!["?"; condition.operands.len()].join(", ");
    let values = condition.operands.iter().map(|operand| Value::from(word(operand)));
    match condition.operator {
        Operator::StartsWith => starts(column, condition.operands.first().map_or("", word)),
        Operator::Ne | Operator::NotIn => Fragment::of(format!("{column} NOT IN ({places})"), values),
        _ => Fragment::of(format!("{column} IN ({places})"), values),
    }
}

/// A code that is asked for or stands below one; the opposite is neither.
fn nested(column: &str, condition: &Condition) -> Fragment {
    let codes = condition.operands.iter().map(word).filter(|code| !code.is_empty());
    let any = Fragment::joined(codes.map(|code| starts(column, code)), " OR ");
    match condition.operator {
        Operator::Ne | Operator::NotIn => Fragment::of(format!("NOT {}", any.sql), any.values),
        _ => any,
    }
}

fn starts(column: &str, prefix: &str) -> Fragment {
    // What comes after every text with the beginning, in the order of bytes.
    let end = format!("{prefix}\u{10FFFF}");
    Fragment::of(format!("({column} >= ? AND {column} < ?)"), values![prefix, end])
}

/// Some thing below the row fits; the opposite is that none does.
fn among(exists: &str, column: &str, condition: &Condition) -> Fragment {
    let (operator, refused) = match condition.operator {
        Operator::Ne | Operator::NotIn => (Operator::In, true),
        other => (other, false),
    };
    let fits = text(
        column,
        &Condition {
            operator,
            ..condition.clone()
        },
    );
    let sql = exists.replace("{}", &fits.sql);
    let sql = if refused { format!("NOT {sql}") } else { sql };
    Fragment::of(sql, fits.values)
}

fn flag(column: &str, condition: &Condition) -> Fragment {
    let wanted = condition
        .operands
        .iter()
        .map(|operand| Value::from(word(operand) == "yes"));
    let places = vec!["?"; condition.operands.len()].join(", ");
    let not = match condition.operator {
        Operator::Ne | Operator::NotIn => "NOT ",
        _ => "",
    };
    Fragment::of(format!("{column} {not}IN ({places})"), wanted)
}

/// Amounts are compared with rows of their own currency.
fn money(list: &List, column: &str, condition: &Condition) -> Fragment {
    let currency = condition.operands.iter().find_map(|operand| match operand {
        Operand::Money(money) => Some(money.currency()),
        _ => None,
    });
    let (Some(currency), Some(of)) = (currency, list.currency) else {
        return Fragment::of(NEVER, []);
    };
    let of_currency = Fragment::of(format!("{of} = ?"), values![currency.code()]);
    let minor = |operand: &Operand| match operand {
        Operand::Money(money) => Some(Value::from(money.minor())),
        _ => None,
    };
    Fragment::joined([of_currency, compared(column, condition, minor)], " AND ")
}

fn number(operand: &Operand) -> Option<Value> {
    match operand {
        Operand::Number(number) => Some(Value::from(*number)),
        Operand::Rate(rate) => Some(Value::from(rate.e10())),
        _ => None,
    }
}

fn compared(column: &str, condition: &Condition, value: impl Fn(&Operand) -> Option<Value>) -> Fragment {
    let sign = match condition.operator {
        Operator::Ne => "<>",
        Operator::Lt => "<",
        Operator::Le => "<=",
        Operator::Gt => ">",
        Operator::Ge => ">=",
        _ => "=",
    };
    let sql = match condition.operator {
        Operator::Between => format!("{column} BETWEEN ? AND ?"),
        _ => format!("{column} {sign} ?"),
    };
    Fragment::of(sql, condition.operands.iter().filter_map(value))
}

/// A date that some rows do not have: then it is unequal to every day and neither before nor after one.
fn perhaps(column: &str, condition: &Condition, on: CivilDate) -> Fragment {
    let day = |operand: &Operand| operand.day(on).map(Value::from);
    match condition.operator {
        Operator::IsEmpty => Fragment::of(format!("{column} IS NULL"), []),
        Operator::IsNotEmpty => Fragment::of(format!("{column} IS NOT NULL"), []),
        operator => {
            let holds = compared(column, condition, day);
            let sql = if operator == Operator::Ne {
                format!("({column} IS NULL OR {})", holds.sql)
            } else {
                format!("({column} IS NOT NULL AND {})", holds.sql)
            };
            Fragment::of(sql, holds.values)
        }
    }
}

#[cfg(test)]
#[path = "query_where_tests.rs"]
mod tests;
