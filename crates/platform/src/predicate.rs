//! Composed searches: and/or groups of conditions on the fields of a list, read from JSON into values of the fields' kinds.
//! What is wrong is refused with its place; how deep and how many has limits. A list turns the result into SQL itself.

use crate::http::Problem;
use kernel::{AnnualRate, CivilDate, Currency, Money};
use serde_json::{Map, Value as Json};

/// The most levels of groups.
pub const DEEPEST: usize = 4;
/// The most conditions.
pub const MOST_CONDITIONS: usize = 30;
/// The most values of one condition.
pub const MOST_VALUES: usize = 50;
/// The longest text of a value, in characters.
pub const LONGEST_VALUE: usize = 100;
/// The longest search, in bytes.
pub const LONGEST_SEARCH: usize = 8192;
/// The farthest day counted from today.
pub const FARTHEST_DAY: i64 = 36_525;

crate::problems! {
    /// What can be wrong with a composed search.
    pub PREDICATE_PROBLEMS;
    WHERE_TOO_LONG = 422 "platform.where_too_long"
        { zh: "组合条件最长 {most} 字节", en: "A composed search has at most {most} bytes" }
    WHERE_NOT_JSON = 422 "platform.where_not_json"
        { zh: "组合条件不是有效的 JSON", en: "The composed search is not JSON" }
    WHERE_SHAPE_INVALID = 422 "platform.where_shape_invalid"
        { zh: "{field} 须为条件组（all 或 any）或条件（field、op、value）",
          en: "{field} must be a group (all or any) or a condition (field, op, value)" }
    WHERE_GROUP_EMPTY = 422 "platform.where_group_empty"
        { zh: "条件组 {field} 为空", en: "The group {field} is empty" }
    WHERE_TOO_DEEP = 422 "platform.where_too_deep"
        { zh: "条件组最多嵌套 {most} 层", en: "Groups stand at most {most} levels deep" }
    WHERE_TOO_MANY = 422 "platform.where_too_many"
        { zh: "最多 {most} 个条件", en: "There are at most {most} conditions" }
    WHERE_FIELD_UNKNOWN = 422 "platform.where_field_unknown"
        { zh: "不能按 {name} 筛选", en: "The list cannot be searched by {name}" }
    WHERE_OPERATOR_UNKNOWN = 422 "platform.where_operator_unknown"
        { zh: "该字段不支持 {operator}，可用：{allowed}", en: "The field does not know {operator}; it knows: {allowed}" }
    WHERE_VALUE_INVALID = 422 "platform.where_value_invalid"
        { zh: "{field} 的值应为 {expected}", en: "The value at {field} must be {expected}" }
}

/// What the values of a field are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldKind {
    /// Free text, compared whole or by its beginning.
    Text,
    /// One of these codes.
    OneOf(Vec<&'static str>),
    /// An amount with its currency; amounts of other currencies never match.
    Money,
    /// An annual rate as a decimal fraction.
    Rate,
    /// A whole number.
    Number,
    /// A day, or a number of days from today; `true` when some rows have none.
    Date(bool),
}

/// A field by which a list can be searched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldSpec {
    /// Its name on the wire.
    pub name: &'static str,
    /// What its values are.
    pub kind: FieldKind,
}

/// How a field is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// Equal.
    Eq,
    /// Not equal.
    Ne,
    /// Less.
    Lt,
    /// Less or equal.
    Le,
    /// More.
    Gt,
    /// More or equal.
    Ge,
    /// From one value to another, both included.
    Between,
    /// One of some values.
    In,
    /// None of some values.
    NotIn,
    /// A text's beginning.
    StartsWith,
    /// Without a value.
    IsEmpty,
    /// With a value.
    IsNotEmpty,
}

const OPERATORS: [(&str, Operator); 12] = [
    ("eq", Operator::Eq),
    ("ne", Operator::Ne),
    ("lt", Operator::Lt),
    ("le", Operator::Le),
    ("gt", Operator::Gt),
    ("ge", Operator::Ge),
    ("between", Operator::Between),
    ("in", Operator::In),
    ("not_in", Operator::NotIn),
    ("starts_with", Operator::StartsWith),
    ("is_empty", Operator::IsEmpty),
    ("is_not_empty", Operator::IsNotEmpty),
];

/// A value of a field's kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operand {
    /// A text or a code.
    Text(String),
    /// An amount.
    Money(Money),
    /// A rate.
    Rate(AnnualRate),
    /// A whole number.
    Number(i64),
    /// A day.
    Day(CivilDate),
    /// So many days after today; before it when negative.
    FromToday(i32),
}

impl Operand {
    /// The day that is meant, when it is one.
    #[must_use]
    pub fn day(&self, today: CivilDate) -> Option<CivilDate> {
        match self {
            Self::Day(day) => Some(*day),
            Self::FromToday(days) => Some(today.add_days(*days)),
            _ => None,
        }
    }
}

/// One condition: the operator has as many operands as it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// A field of the list.
    pub field: &'static str,
    /// How it is compared.
    pub operator: Operator,
    /// With what.
    pub operands: Vec<Operand>,
}

/// A composed search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Predicate {
    /// All of these hold.
    All(Vec<Predicate>),
    /// At least one of these holds.
    Any(Vec<Predicate>),
    /// This holds.
    Is(Condition),
}

impl Predicate {
    /// Reads a search.
    ///
    /// # Errors
    /// A problem of [`PREDICATE_PROBLEMS`] whose field is the place that is wrong: `where.all[1].value`.
    pub fn parse(text: &str, fields: &[FieldSpec]) -> Result<Self, Problem> {
        if text.len() > LONGEST_SEARCH {
            return Err(Problem::of(WHERE_TOO_LONG).field("where").with("most", LONGEST_SEARCH));
        }
        let json: Json = serde_json::from_str(text).map_err(|_| Problem::of(WHERE_NOT_JSON).field("where"))?;
        let mut reader = Reader { fields, conditions: 0 };
        reader.node(&json, "where", 1)
    }
}

struct Reader<'a> {
    fields: &'a [FieldSpec],
    conditions: usize,
}

impl Reader<'_> {
    fn node(&mut self, json: &Json, place: &str, depth: usize) -> Result<Predicate, Problem> {
        let shape = || Problem::of(WHERE_SHAPE_INVALID).field(place);
        let object = json.as_object().ok_or_else(shape)?;
        let group = |name: &str| (object.len() == 1).then(|| object.get(name)).flatten();
        match (group("all"), group("any")) {
            (Some(items), _) => Ok(Predicate::All(self.group(items, &format!("{place}.all"), depth)?)),
            (_, Some(items)) => Ok(Predicate::Any(self.group(items, &format!("{place}.any"), depth)?)),
            _ if object.contains_key("field") => self.condition(object, place).map(Predicate::Is),
            _ => Err(shape()),
        }
    }

    fn group(&mut self, items: &Json, place: &str, depth: usize) -> Result<Vec<Predicate>, Problem> {
        let items = items
            .as_array()
            .ok_or_else(|| Problem::of(WHERE_SHAPE_INVALID).field(place))?;
        if items.is_empty() {
            return Err(Problem::of(WHERE_GROUP_EMPTY).field(place));
        }
        if depth > DEEPEST {
            return Err(Problem::of(WHERE_TOO_DEEP).field(place).with("most", DEEPEST));
        }
        let read = |(index, item)| self.node(item, &format!("{place}[{index}]"), depth + 1);
        items.iter().enumerate().map(read).collect()
    }

    fn condition(&mut self, object: &Map<String, Json>, place: &str) -> Result<Condition, Problem> {
        self.conditions += 1;
        if self.conditions > MOST_CONDITIONS {
            return Err(Problem::of(WHERE_TOO_MANY).field(place).with("most", MOST_CONDITIONS));
        }
        let known = |key: &String| ["field", "op", "value"].contains(&key.as_str());
        let text = |key: &str| object.get(key).and_then(Json::as_str);
        let (Some(name), Some(operator), true) = (text("field"), text("op"), object.keys().all(known)) else {
            return Err(Problem::of(WHERE_SHAPE_INVALID).field(place));
        };
        let Some(spec) = self.fields.iter().find(|spec| spec.name == name) else {
            let unknown = Problem::of(WHERE_FIELD_UNKNOWN).field(format!("{place}.field"));
            return Err(unknown.with("name", shortened(name)));
        };
        let allowed = operators_of(&spec.kind);
        let Some((_, operator)) = allowed.iter().find(|(name, _)| *name == operator) else {
            let names: Vec<&str> = allowed.iter().map(|(name, _)| *name).collect();
            let unknown = Problem::of(WHERE_OPERATOR_UNKNOWN).field(format!("{place}.op"));
            return Err(unknown.with("operator", shortened(operator)).with("allowed", names));
        };
        let operands = operands(object.get("value"), *operator, &spec.kind, &format!("{place}.value"))?;
        Ok(Condition {
            field: spec.name,
            operator: *operator,
            operands,
        })
    }
}

fn shortened(text: &str) -> String {
    text.chars().take(LONGEST_VALUE).collect()
}

/// What a kind of field can be compared by.
fn operators_of(kind: &FieldKind) -> Vec<(&'static str, Operator)> {
    let fits = |operator: Operator| match kind {
        FieldKind::Text => matches!(
            operator,
            Operator::Eq | Operator::Ne | Operator::In | Operator::NotIn | Operator::StartsWith
        ),
        FieldKind::OneOf(_) => matches!(operator, Operator::Eq | Operator::Ne | Operator::In | Operator::NotIn),
        FieldKind::Money | FieldKind::Rate | FieldKind::Number => is_comparison(operator),
        FieldKind::Date(gaps) => {
            is_comparison(operator) || (*gaps && matches!(operator, Operator::IsEmpty | Operator::IsNotEmpty))
        }
    };
    OPERATORS.into_iter().filter(|(_, operator)| fits(*operator)).collect()
}

fn is_comparison(operator: Operator) -> bool {
    use Operator::{Between, Eq, Ge, Gt, Le, Lt, Ne};
    matches!(operator, Eq | Ne | Lt | Le | Gt | Ge | Between)
}

fn operands(value: Option<&Json>, operator: Operator, kind: &FieldKind, place: &str) -> Result<Vec<Operand>, Problem> {
    let refused = |expected: &str| Problem::of(WHERE_VALUE_INVALID).field(place).with("expected", expected);
    match operator {
        Operator::IsEmpty | Operator::IsNotEmpty => match value {
            None | Some(Json::Null) => Ok(Vec::new()),
            Some(_) => Err(refused("absent")),
        },
        Operator::In | Operator::NotIn | Operator::Between => {
            let pair = operator == Operator::Between;
            let expected = if pair { "[from, to]" } else { "a list of 1 to 50 values" };
            let fits = |list: &&Vec<Json>| {
                if pair {
                    list.len() == 2
                } else {
                    (1..=MOST_VALUES).contains(&list.len())
                }
            };
            let list = value
                .and_then(Json::as_array)
                .filter(fits)
                .ok_or_else(|| refused(expected))?;
            let read = |(index, item)| operand(item, kind, &format!("{place}[{index}]"));
            let operands: Vec<Operand> = list.iter().enumerate().map(read).collect::<Result<_, _>>()?;
            match operands.as_slice() {
                [Operand::Money(from), Operand::Money(to)] if pair && from.currency() != to.currency() => {
                    Err(refused("two amounts of one currency"))
                }
                _ => Ok(operands),
            }
        }
        _ => {
            let value = value.ok_or_else(|| refused(expected(kind)))?;
            operand(value, kind, place).map(|one| vec![one])
        }
    }
}

fn expected(kind: &FieldKind) -> &'static str {
    match kind {
        FieldKind::Text => "a text of 1 to 100 characters",
        FieldKind::OneOf(_) => "one of the field's codes",
        FieldKind::Money => "{\"amount\":\"1000.00\",\"currency\":\"CNY\"}",
        FieldKind::Rate => "a decimal fraction such as \"0.042\"",
        FieldKind::Number => "a whole number",
        FieldKind::Date(_) => "\"2025-01-20\" or {\"days\":7}",
    }
}

fn operand(value: &Json, kind: &FieldKind, place: &str) -> Result<Operand, Problem> {
    let text = value.as_str();
    let found = match kind {
        FieldKind::Text => text
            .filter(|text| (1..=LONGEST_VALUE).contains(&text.chars().count()))
            .map(|text| Operand::Text(text.to_owned())),
        FieldKind::OneOf(codes) => text
            .filter(|text| codes.contains(text))
            .map(|text| Operand::Text(text.to_owned())),
        FieldKind::Money => money(value).map(Operand::Money),
        FieldKind::Rate => text.and_then(|text| AnnualRate::parse(text).ok()).map(Operand::Rate),
        FieldKind::Number => value
            .as_i64()
            .filter(|number| number.abs() <= i64::from(i32::MAX))
            .map(Operand::Number),
        FieldKind::Date(_) => day(value),
    };
    found.ok_or_else(|| {
        let refused = Problem::of(WHERE_VALUE_INVALID).field(place);
        refused.with("expected", expected(kind))
    })
}

fn money(value: &Json) -> Option<Money> {
    let object = value.as_object().filter(|object| object.len() == 2)?;
    let currency = Currency::parse(object.get("currency")?.as_str()?).ok()?;
    Money::parse(object.get("amount")?.as_str()?, currency).ok()
}

fn day(value: &Json) -> Option<Operand> {
    if let Some(text) = value.as_str() {
        return CivilDate::parse(text).ok().map(Operand::Day);
    }
    let object = value.as_object().filter(|object| object.len() == 1)?;
    let days = object
        .get("days")?
        .as_i64()
        .filter(|days| (-FARTHEST_DAY..=FARTHEST_DAY).contains(days))?;
    i32::try_from(days).ok().map(Operand::FromToday)
}

#[cfg(test)]
#[path = "predicate_tests.rs"]
mod tests;
