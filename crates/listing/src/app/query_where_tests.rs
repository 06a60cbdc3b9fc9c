use super::*;
use platform::predicate::{FieldKind, FieldSpec};

const FIELDS: [Field; 6] = [
    Field::new("number", ("", ""), Kind::Text, "t.number"),
    Field::new(
        "account",
        ("", ""),
        Kind::Among("EXISTS (SELECT 1 FROM line x WHERE x.of = t.id AND {})"),
        "x.account",
    ),
    Field::new("amount", ("", ""), Kind::Amount, "t.amount"),
    Field::new("ended_on", ("", ""), Kind::Date(true), "t.ended_on"),
    Field::new("active", ("", ""), Kind::Flag, "t.active"),
    Field::new("industry", ("", ""), Kind::Nested("industry"), "t.industry"),
];

const LIST: List = List {
    name: "things",
    zh: "",
    en: "",
    read: "",
    export: "",
    reveal: None,
    from: "thing t",
    id: "t.id",
    currency: Some("t.currency"),
    owners: Some(Owners {
        organisation: "t.org_id",
        officer: "t.officer",
    }),
    fields: &FIELDS,
    order: "number",
};

fn sql_of(text: &str) -> (String, Vec<Value>) {
    let kinds = [
        FieldKind::Text,
        FieldKind::Text,
        FieldKind::Money,
        FieldKind::Date(true),
        FieldKind::OneOf(vec!["yes", "no"]),
        FieldKind::Text,
    ];
    let spec = |(field, kind): (&Field, FieldKind)| FieldSpec { name: field.key, kind };
    let specs: Vec<FieldSpec> = FIELDS.iter().zip(kinds).map(spec).collect();
    let on = CivilDate::parse("2025-01-20").expect("a date");
    let made = composed(&LIST, &Predicate::parse(text, &specs).expect("a search"), on);
    (made.sql, made.values)
}

#[test]
fn each_kind_is_compared_in_its_own_way() {
    let (sql, values) = sql_of(r#"{"field":"number","op":"starts_with","value":"XD"}"#);
    assert_eq!((sql.as_str(), values.len()), ("(t.number >= ? AND t.number < ?)", 2));
    let (sql, _) = sql_of(r#"{"field":"account","op":"eq","value":"1303.01"}"#);
    assert_eq!(
        sql,
        "EXISTS (SELECT 1 FROM line x WHERE x.of = t.id AND x.account IN (?))"
    );
    let (sql, _) = sql_of(r#"{"field":"account","op":"not_in","value":["2011","1132"]}"#);
    assert_eq!(
        sql,
        "NOT EXISTS (SELECT 1 FROM line x WHERE x.of = t.id AND x.account IN (?, ?))"
    );
    let (sql, values) = sql_of(r#"{"field":"amount","op":"ge","value":{"amount":"10.00","currency":"CNY"}}"#);
    assert_eq!(sql, "(t.currency = ? AND t.amount >= ?)");
    assert_eq!(values, values!["CNY", 1000_i64]);
    let (sql, _) = sql_of(r#"{"field":"ended_on","op":"ne","value":{"days":0}}"#);
    assert_eq!(sql, "(t.ended_on IS NULL OR t.ended_on <> ?)");
    let (sql, values) = sql_of(r#"{"field":"active","op":"in","value":["no"]}"#);
    assert_eq!((sql.as_str(), values), ("t.active IN (?)", Vec::from(values![false])));
}

#[test]
fn a_scope_narrows_and_groups_keep_their_word() {
    let (sql, _) =
        sql_of(r#"{"any":[{"field":"ended_on","op":"is_empty"},{"all":[{"field":"number","op":"eq","value":"1"}]}]}"#);
    assert_eq!(sql, "(t.ended_on IS NULL OR (t.number IN (?)))");
    let mut conditions = Conditions::inside(DataScope::own("li"));
    conditions.and("t.number = ?", values!["1"]);
    let (sql, params) = conditions.whole(&LIST);
    assert_eq!(sql, "1 = 1 AND t.number = $1 AND (t.officer = $2)");
    assert_eq!(params, values!["1", "li"]);
    let (sql, _) = Conditions::inside(DataScope::default()).whole(&LIST);
    assert_eq!(sql, "1 = 1 AND 1 = 0");
}

#[test]
fn who_searches_for_a_nested_code_finds_what_stands_below_it() {
    let (sql, values) = sql_of(r#"{"field":"industry","op":"in","value":["C","F51"]}"#);
    let (one, end) = ("(t.industry >= ? AND t.industry < ?)", "\u{10FFFF}");
    assert_eq!(sql, format!("({one} OR {one})"));
    assert_eq!(values, values!["C", format!("C{end}"), "F51", format!("F51{end}")]);
    let (sql, _) = sql_of(r#"{"field":"industry","op":"not_in","value":["C"]}"#);
    assert_eq!(sql, format!("NOT ({one})"));
}
