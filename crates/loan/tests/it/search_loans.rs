//! Composed searches of the loan list: every field and operator against what the rows themselves say.

use crate::bank::Bank;
use crate::list_loans::{items, numbers, portfolio};
use serde_json::{Value, json};

fn is(field: &str, op: &str, value: Value) -> Value {
    json!({ "field": field, "op": op, "value": value })
}

fn found(bank: &Bank, search: &Value) -> Vec<String> {
    let query = format!("sort=number&where={}", escaped(&search.to_string()));
    numbers(&items(bank, &query))
}

fn escaped(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// The numbers of the rows of which something is true.
fn expected(rows: &[Value], holds: &dyn Fn(&Value) -> bool) -> Vec<String> {
    let rows: Vec<Value> = rows.iter().filter(|row| holds(row)).cloned().collect();
    numbers(&rows)
}

fn fen(row: &Value, field: &str) -> i64 {
    let text = row[field]["amount"].as_str().unwrap_or("0.00");
    text.replace('.', "").parse().unwrap()
}

fn text<'a>(row: &'a Value, field: &str) -> &'a str {
    row[field].as_str().unwrap_or_default()
}

type Case = (Value, Box<dyn Fn(&Value) -> bool>);

fn case(search: Value, holds: impl Fn(&Value) -> bool + 'static) -> Case {
    (search, Box::new(holds))
}

fn check(bank: &Bank, cases: Vec<Case>) {
    let rows = items(bank, "sort=number");
    assert_eq!(rows.len(), 36);
    for (search, holds) in cases {
        let expected = expected(&rows, &holds);
        assert!(
            !expected.is_empty() && expected.len() < rows.len(),
            "{search} should tell rows apart"
        );
        assert_eq!(found(bank, &search), expected, "{search}");
    }
}

#[test]
fn texts_and_codes() {
    let cases = vec![
        case(is("number", "eq", json!("XD0105")), |row| {
            text(row, "number") == "XD0105"
        }),
        case(is("number", "starts_with", json!("XD011")), |row| {
            text(row, "number").starts_with("XD011")
        }),
        case(is("number", "not_in", json!(["XD0105", "NEW1"])), |row| {
            !["XD0105", "NEW1"].contains(&text(row, "number"))
        }),
        case(is("product_code", "ne", json!("P03")), |row| {
            text(row, "product_code") != "P03"
        }),
        case(is("officer", "in", json!(["wang", "nobody"])), |row| {
            text(row, "officer") == "wang"
        }),
        case(is("product_code", "starts_with", json!("LC")), |row| {
            text(row, "product_code").starts_with("LC")
        }),
        case(is("currency", "eq", json!("USD")), |row| text(row, "currency") == "USD"),
    ];
    let bank = portfolio();
    check(&bank, cases);
    assert_eq!(found(&bank, &is("method", "eq", json!("annuity"))).len(), 36);
    assert_eq!(
        found(&bank, &is("method", "ne", json!("annuity"))),
        Vec::<String>::new()
    );
}

#[test]
fn states_and_bands_and_their_opposites() {
    let mut cases = Vec::new();
    for code in ["pending", "active", "overdue", "closed", "charged_off"] {
        cases.push(case(is("status", "eq", json!(code)), move |row| {
            text(row, "status") == code
        }));
        cases.push(case(is("status", "ne", json!(code)), move |row| {
            text(row, "status") != code
        }));
    }
    cases.push(case(is("status", "in", json!(["overdue", "closed"])), |row| {
        ["overdue", "closed"].contains(&text(row, "status"))
    }));
    for code in ["C", "M1", "M2"] {
        cases.push(case(is("bucket", "eq", json!(code)), move |row| {
            text(row, "bucket") == code
        }));
        cases.push(case(is("bucket", "ne", json!(code)), move |row| {
            text(row, "bucket") != code
        }));
    }
    cases.push(case(is("class", "not_in", json!(["normal"])), |row| {
        text(row, "class") != "normal"
    }));
    let bank = portfolio();
    let rows = items(&bank, "");
    cases.retain(|(_, holds)| {
        let count = rows.iter().filter(|row| holds(row)).count();
        (1..rows.len()).contains(&count)
    });
    assert!(
        cases.len() >= 12,
        "the portfolio has most states and bands: {}",
        cases.len()
    );
    check(&bank, cases);
}

#[test]
fn amounts_are_compared_inside_their_currency() {
    let cny = |amount: &str| json!({ "amount": amount, "currency": "CNY" });
    let of_cny = |row: &Value| text(row, "currency") == "CNY";
    let cases = vec![
        case(is("principal", "ge", cny("7000.00")), move |row| {
            of_cny(row) && fen(row, "principal") >= 700_000
        }),
        case(is("principal", "lt", cny("7000.00")), move |row| {
            of_cny(row) && fen(row, "principal") < 700_000
        }),
        case(is("principal", "ne", cny("8000.00")), move |row| {
            of_cny(row) && fen(row, "principal") != 800_000
        }),
        case(
            is("principal", "between", json!([cny("6000.00"), cny("7000.00")])),
            move |row| of_cny(row) && (600_000..=700_000).contains(&fen(row, "principal")),
        ),
        case(is("principal_outstanding", "eq", cny("0.00")), move |row| {
            of_cny(row) && fen(row, "principal_outstanding") == 0
        }),
        case(is("overdue_amount", "gt", cny("0.00")), move |row| {
            of_cny(row) && fen(row, "overdue_amount") > 0
        }),
    ];
    check(&portfolio(), cases);
}

#[test]
fn days_past_due_follow_the_oldest_due_date() {
    let dpd = |row: &Value| row["dpd"].as_i64().unwrap();
    let mut cases: Vec<Case> = Vec::new();
    for days in [1, 10, 30, 40] {
        cases.push(case(is("dpd", "gt", json!(days)), move |row| dpd(row) > days));
        cases.push(case(is("dpd", "ge", json!(days)), move |row| dpd(row) >= days));
        cases.push(case(is("dpd", "lt", json!(days)), move |row| dpd(row) < days));
        cases.push(case(is("dpd", "le", json!(days)), move |row| dpd(row) <= days));
        cases.push(case(is("dpd", "between", json!([days, days + 20])), move |row| {
            (days..=days + 20).contains(&dpd(row))
        }));
    }
    cases.push(case(is("dpd", "eq", json!(0)), move |row| dpd(row) == 0));
    cases.push(case(is("dpd", "ne", json!(0)), move |row| dpd(row) != 0));
    let bank = portfolio();
    let rows = items(&bank, "");
    cases.retain(|(_, holds)| (1..rows.len()).contains(&rows.iter().filter(|row| holds(row)).count()));
    assert!(
        cases.len() >= 12,
        "the portfolio is late by different days: {}",
        cases.len()
    );
    check(&bank, cases);
    assert_eq!(found(&bank, &is("dpd", "lt", json!(0))), Vec::<String>::new());
    assert_eq!(found(&bank, &is("dpd", "ge", json!(-1))).len(), 36);
}

#[test]
fn rates_numbers_and_days_also_from_today() {
    let due = |row: &Value| text(row, "next_due_on").to_owned();
    let cases = vec![
        case(is("annual_rate", "gt", json!("0.1")), |row| {
            text(row, "annual_rate").parse::<f64>().unwrap() > 0.1
        }),
        case(is("periods", "eq", json!(36)), |row| row["periods"] == 36),
        case(is("disbursed_on", "le", json!("2025-01-12")), |row| {
            text(row, "disbursed_on") <= "2025-01-12"
        }),
        case(is("disbursed_on", "ne", json!("2025-01-12")), |row| {
            text(row, "disbursed_on") != "2025-01-12"
        }),
        case(is("maturity_on", "ge", json!("2027-01-01")), |row| {
            text(row, "maturity_on") >= "2027-01-01"
        }),
        // The business date is 2025-03-25: in the next 20 days, until 2025-04-14.
        case(
            is("next_due_on", "between", json!([{ "days": 0 }, { "days": 20 }])),
            move |row| !due(row).is_empty() && ("2025-03-25"..="2025-04-14").contains(&due(row).as_str()),
        ),
        case(json!({ "field": "next_due_on", "op": "is_empty" }), move |row| {
            due(row).is_empty()
        }),
        case(json!({ "field": "closed_on", "op": "is_not_empty" }), |row| {
            !text(row, "closed_on").is_empty()
        }),
        case(is("closed_on", "ne", json!("2025-01-20")), |row| {
            text(row, "closed_on") != "2025-01-20"
        }),
    ];
    check(&portfolio(), cases);
}

#[test]
fn groups_and_the_simple_filters_are_all_asked() {
    let bank = portfolio();
    let search = json!({ "all": [
        is("currency", "eq", json!("CNY")),
        { "any": [is("status", "eq", json!("closed")), { "all": [is("dpd", "gt", json!(0)), is("officer", "eq", json!("li"))] }] },
    ] });
    let holds = |row: &Value| {
        text(row, "currency") == "CNY"
            && (text(row, "status") == "closed" || (row["dpd"].as_i64() > Some(0) && text(row, "officer") == "li"))
    };
    let rows = items(&bank, "sort=number");
    assert_eq!(found(&bank, &search), expected(&rows, &holds));
    let both = format!(
        "officer=li&sort=number&with_totals=true&where={}",
        escaped(&search.to_string())
    );
    let answer = bank.get(&format!("/loans?limit=200&{both}")).ok();
    let of_li = expected(&rows, &|row| holds(row) && text(row, "officer") == "li");
    assert_eq!(numbers(answer["items"].as_array().unwrap()), of_li);
    assert_eq!(
        answer["totals"]["count"],
        json!(of_li.len()),
        "totals are of the same loans"
    );
}

#[test]
fn a_search_pages_like_any_other() {
    let bank = portfolio();
    let search = escaped(&is("currency", "eq", json!("CNY")).to_string());
    let whole = numbers(&items(&bank, &format!("sort=-dpd&where={search}")));
    let mut paged = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = bank
            .get(&format!("/loans?limit=5&sort=-dpd&where={search}{cursor}"))
            .ok();
        paged.extend(numbers(page["items"].as_array().unwrap()));
        let Some(next) = page["next_cursor"].as_str() else {
            break;
        };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(paged, whole);
}

#[test]
fn what_is_wrong_is_refused_with_its_place() {
    let bank = portfolio();
    let ask = |search: &Value| bank.get(&format!("/loans?where={}", escaped(&search.to_string())));
    let unknown = ask(&json!({ "all": [is("password_hash", "eq", json!("x"))] }));
    assert_eq!(
        unknown.fault(),
        (422, "platform.where_field_unknown", "where.all[0].field")
    );
    let band = ask(&is("bucket", "eq", json!("M9")));
    assert_eq!(band.fault(), (422, "platform.where_value_invalid", "where.value"));
    let injected = is("officer", "eq", json!("x' OR '1' = '1"));
    assert_eq!(found(&bank, &injected), Vec::<String>::new());
}
