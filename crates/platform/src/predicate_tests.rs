use super::*;
use crate::http::Lang;
use serde_json::json;

fn fields() -> Vec<FieldSpec> {
    let spec = |name, kind| FieldSpec { name, kind };
    vec![
        spec("number", FieldKind::Text),
        spec("status", FieldKind::OneOf(vec!["active", "closed"])),
        spec("principal", FieldKind::Money),
        spec("rate", FieldKind::Rate),
        spec("dpd", FieldKind::Number),
        spec("due", FieldKind::Date(true)),
        spec("disbursed", FieldKind::Date(false)),
    ]
}

fn parse(search: &Json) -> Result<Predicate, (String, String)> {
    Predicate::parse(&search.to_string(), &fields()).map_err(|problem| {
        let field = problem.to_json(Lang::En, None)["field"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        (problem.code().to_owned(), field)
    })
}

fn is(field: &str, op: &str, value: Json) -> Json {
    json!({ "field": field, "op": op, "value": value })
}

fn one(search: &Json) -> Condition {
    match parse(search) {
        Ok(Predicate::Is(condition)) => condition,
        other => panic!("{other:?}"),
    }
}

#[test]
fn groups_hold_conditions_and_groups() {
    let search = json!({ "all": [is("status", "eq", json!("active")), { "any": [is("dpd", "gt", json!(30))] }] });
    let Ok(Predicate::All(items)) = parse(&search) else {
        panic!("a group")
    };
    assert!(matches!(&items[0], Predicate::Is(condition) if condition.field == "status"));
    assert!(matches!(&items[1], Predicate::Any(inner) if inner.len() == 1));
}

#[test]
fn values_are_of_the_fields_kind() {
    let cny = Currency::parse("CNY").expect("a currency");
    for (search, operands) in [
        (
            is("number", "starts_with", json!("JJ")),
            vec![Operand::Text("JJ".to_owned())],
        ),
        (
            is("principal", "ge", json!({ "amount": "1000.50", "currency": "CNY" })),
            vec![Operand::Money(Money::new(100_050, cny))],
        ),
        (
            is("rate", "lt", json!("0.042")),
            vec![Operand::Rate(AnnualRate::from_e10(420_000_000))],
        ),
        (
            is("dpd", "between", json!([1, 30])),
            vec![Operand::Number(1), Operand::Number(30)],
        ),
        (is("due", "le", json!({ "days": 7 })), vec![Operand::FromToday(7)]),
        (is("due", "is_empty", Json::Null), vec![]),
    ] {
        assert_eq!(one(&search).operands, operands, "{search}");
    }
}

#[test]
fn a_day_may_be_counted_from_today() {
    let today = CivilDate::parse("2025-01-28").expect("a date");
    let week = Operand::FromToday(7).day(today).map(|day| day.to_string());
    assert_eq!(week.as_deref(), Some("2025-02-04"));
    assert_eq!(Operand::Number(7).day(today), None);
}

#[test]
fn what_is_wrong_is_refused_with_its_place() {
    for (search, code, place) in [
        (json!([]), "shape_invalid", "where"),
        (json!({ "all": 1 }), "shape_invalid", "where.all"),
        (json!({ "all": [], "any": [] }), "shape_invalid", "where"),
        (json!({ "all": [] }), "group_empty", "where.all"),
        (
            json!({ "any": [is("dpd", "gt", json!(1)), {}] }),
            "shape_invalid",
            "where.any[1]",
        ),
        (
            json!({ "field": "dpd", "op": "gt", "value": 1, "or": 2 }),
            "shape_invalid",
            "where",
        ),
        (
            is("dpd; DROP TABLE loan", "gt", json!(1)),
            "field_unknown",
            "where.field",
        ),
        (is("dpd", "starts_with", json!("1")), "operator_unknown", "where.op"),
        (is("disbursed", "is_empty", Json::Null), "operator_unknown", "where.op"),
    ] {
        let refused = parse(&search).expect_err("refused");
        assert_eq!(
            refused,
            (format!("platform.where_{code}"), place.to_owned()),
            "{search}"
        );
    }
    assert_eq!(
        Predicate::parse("{", &fields()).map_err(|problem| problem.code()),
        Err("platform.where_not_json")
    );
}

#[test]
fn a_value_of_another_kind_is_refused_with_its_place() {
    let amount = |text: &str, currency: &str| json!({ "amount": text, "currency": currency });
    for (search, code, place) in [
        (is("dpd", "gt", json!("1")), "value_invalid", "where.value"),
        (
            is("dpd", "gt", json!(2_147_483_648_i64)),
            "value_invalid",
            "where.value",
        ),
        (is("dpd", "between", json!([1])), "value_invalid", "where.value"),
        (is("dpd", "between", json!([1, "x"])), "value_invalid", "where.value[1]"),
        (is("status", "in", json!([])), "value_invalid", "where.value"),
        (
            is("status", "in", json!(["active", "gone"])),
            "value_invalid",
            "where.value[1]",
        ),
        (is("number", "eq", json!("")), "value_invalid", "where.value"),
        (
            is("number", "eq", json!("x".repeat(101))),
            "value_invalid",
            "where.value",
        ),
        (is("number", "in", json!(vec!["x"; 51])), "value_invalid", "where.value"),
        (is("principal", "eq", json!("1000")), "value_invalid", "where.value"),
        (
            is("principal", "eq", amount("10.001", "CNY")),
            "value_invalid",
            "where.value",
        ),
        (
            is("principal", "between", json!([amount("1", "CNY"), amount("2", "USD")])),
            "value_invalid",
            "where.value",
        ),
        (is("rate", "eq", json!(0.042)), "value_invalid", "where.value"),
        (is("due", "eq", json!("2025-02-30")), "value_invalid", "where.value"),
        (
            is("due", "eq", json!({ "days": 40_000 })),
            "value_invalid",
            "where.value",
        ),
        (
            is("due", "eq", json!({ "days": i64::MIN })),
            "value_invalid",
            "where.value",
        ),
        (is("due", "is_empty", json!(1)), "value_invalid", "where.value"),
    ] {
        let refused = parse(&search).expect_err("refused");
        assert_eq!(
            refused,
            (format!("platform.where_{code}"), place.to_owned()),
            "{search}"
        );
    }
}

#[test]
fn depth_number_and_length_have_limits() {
    let nested = |levels: usize| (0..levels).fold(is("dpd", "gt", json!(1)), |inner, _| json!({ "all": [inner] }));
    assert!(parse(&nested(DEEPEST)).is_ok());
    let place = format!("where{}", ".all[0]".repeat(DEEPEST)) + ".all";
    assert_eq!(
        parse(&nested(DEEPEST + 1)),
        Err(("platform.where_too_deep".to_owned(), place))
    );
    let many = |count: usize| json!({ "any": vec![is("dpd", "gt", json!(1)); count] });
    assert!(parse(&many(MOST_CONDITIONS)).is_ok());
    let refused = parse(&many(MOST_CONDITIONS + 1));
    assert_eq!(
        refused,
        Err(("platform.where_too_many".to_owned(), "where.any[30]".to_owned()))
    );
    let long = format!("\"{}\"", "x".repeat(LONGEST_SEARCH));
    let refused = Predicate::parse(&long, &fields()).map_err(|problem| problem.code());
    assert_eq!(refused, Err("platform.where_too_long"));
}
