//! What the readers of lists ask: every filter alone, every order both ways, each filter in each order, pages far behind the
//! first, composed searches, counts and customers.

use super::furnish::customer_name;
use crate::measure::book::opening_day;
use loan::app::query_order::LOAN_ORDERS;
use platform::http::encode_cursor;
use product::seed;
use uuid::Uuid;

/// A request, with what it is counted under.
pub(super) struct Question {
    /// What it is about: `filter`, `order`, `far`, `composed`, `totals`, `customers`.
    pub kind: &'static str,
    /// Its filter, order or search.
    pub label: String,
    pub path: String,
}

/// Rows of a page, as the screens ask for.
const ROWS: u32 = 20;

fn question(kind: &'static str, label: &str, query: &[(&str, &str)]) -> Question {
    let of = if kind == "customers" { "customers" } else { "loans" };
    let escaped = query
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| {
            let escape = |byte: u8| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
                byte => format!("%{byte:02X}"),
            };
            format!("&{name}={}", value.bytes().map(escape).collect::<String>())
        });
    Question {
        kind,
        label: label.to_owned(),
        path: format!("/api/v1/{of}?limit={ROWS}{}", escaped.collect::<String>()),
    }
}

/// The filters of the list of loans, each with values that find many loans and with values that find few.
fn filters() -> Vec<(&'static str, String)> {
    let day = |days: i32| opening_day().add_days(days);
    let product = |code: &str| {
        let found = seed::products().into_iter().find(|product| product.code == code);
        found.map_or(String::new(), |product| format!("product_id={}", product.id))
    };
    let week = format!("disbursed_from={}&disbursed_to={}", day(-30), day(-24));
    let year = format!("disbursed_from={}&disbursed_to={}", day(-400), day(-35));
    let text = str::to_owned;
    vec![
        ("none", String::new()),
        ("status pending", text("status=pending")),
        ("status open", text("status=open")),
        ("status active", text("status=active")),
        ("status overdue", text("status=overdue")),
        ("status closed", text("status=closed")),
        ("status charged off", text("status=charged_off")),
        ("product", product("P03")),
        ("currency", text("currency=CNY")),
        ("officer", text("officer=officer0702")),
        ("dpd 1+", text("dpd_min=1")),
        ("dpd 31-60", text("dpd_min=31&dpd_max=60")),
        ("bucket C", text("bucket=C")),
        ("bucket M3", text("bucket=M3")),
        ("class substandard", text("class=substandard")),
        ("due tomorrow", format!("due_on={}", day(1))),
        ("fell due", format!("due_on={}", day(-20))),
        ("disbursed in a week", week),
        ("disbursed in a year", year.clone()),
        ("number", text("q=B00123456")),
        ("beginning of a number", text("q=B0012")),
        ("beginning of all numbers", text("q=B00")),
        ("customer's name", format!("q={}", customer_name(77))),
        ("product and overdue", format!("{}&status=overdue", product("P01"))),
        ("closed in a year", format!("status=closed&{year}")),
        ("officer and product", format!("officer=officer0702&{}", product("P03"))),
    ]
}

/// Composed searches, from those that find nearly all to those that find nothing.
const COMPOSED: [(&str, &str); 10] = [
    ("rate over 5 %", r#"{"field":"annual_rate","op":"gt","value":"0.05"}"#),
    ("rate just this", r#"{"field":"annual_rate","op":"eq","value":"0.05"}"#),
    (
        "large",
        r#"{"field":"principal","op":"ge","value":{"amount":"900000","currency":"CNY"}}"#,
    ),
    (
        "large or late",
        r#"{"any":[{"field":"principal","op":"ge","value":{"amount":"909000","currency":"CNY"}},{"field":"dpd","op":"gt","value":60}]}"#,
    ),
    (
        "late and of an officer",
        r#"{"all":[{"field":"dpd","op":"gt","value":1},{"field":"officer","op":"eq","value":"officer0702"}]}"#,
    ),
    (
        "matures soon",
        r#"{"field":"maturity_on","op":"between","value":["2026-06-01","2026-06-30"]}"#,
    ),
    (
        "due in a week",
        r#"{"field":"next_due_on","op":"between","value":[{"days":1},{"days":7}]}"#,
    ),
    (
        "nested",
        r#"{"all":[{"any":[{"field":"status","op":"eq","value":"overdue"},{"field":"status","op":"eq","value":"charged_off"}]},{"field":"product_code","op":"in","value":["P01","P03"]},{"field":"principal_outstanding","op":"gt","value":{"amount":"100000","currency":"CNY"}}]}"#,
    ),
    (
        "closed lately",
        r#"{"field":"closed_on","op":"ge","value":{"days":-30}}"#,
    ),
    (
        "nothing",
        r#"{"all":[{"field":"principal","op":"gt","value":{"amount":"90000000","currency":"CNY"}},{"field":"periods","op":"gt","value":12}]}"#,
    ),
];

/// A count as the screens ask for it.
const COUNTED: [(&str, &str); 2] = [("with_totals", "true"), ("totals_most", "10000")];

/// All questions.
pub(super) fn questions() -> Vec<Question> {
    let mut all = Vec::new();
    let orders: Vec<String> = LOAN_ORDERS
        .iter()
        .flat_map(|order| {
            let field = order.trim_start_matches('-');
            [field.to_owned(), format!("-{field}")]
        })
        .collect();
    for (label, filter) in filters() {
        let query: Vec<(&str, &str)> = filter.split('&').filter_map(|pair| pair.split_once('=')).collect();
        all.push(question("filter", label, &query));
        let counted: Vec<(&str, &str)> = query.iter().copied().chain(COUNTED).collect();
        all.push(question("totals", label, &counted));
        for order in &orders {
            let query: Vec<(&str, &str)> = query.iter().copied().chain([("sort", order.as_str())]).collect();
            let kind = if label == "none" { "order" } else { "filter in order" };
            all.push(question(kind, &format!("{label} | {order}"), &query));
        }
    }
    for order in &orders {
        all.push(question("far", order, &[("sort", order), ("cursor", &far(order))]));
    }
    for (label, search) in COMPOSED {
        all.push(question("composed", label, &[("where", search)]));
        all.push(question(
            "composed",
            &format!("{label} | -principal"),
            &[("where", search), ("sort", "-principal")],
        ));
        let counted: Vec<(&str, &str)> = [("where", search)].into_iter().chain(COUNTED).collect();
        all.push(question("totals", label, &counted));
    }
    let name = customer_name(4711);
    for (label, query) in [
        ("all", None),
        ("persons", Some(("kind", "person"))),
        ("companies", Some(("kind", "company"))),
        ("name", Some(("q", name.as_str()))),
        ("identity number", Some(("q", "E00004711"))),
        ("beginning of a number", Some(("q", "C000"))),
    ] {
        all.push(question("customers", label, query.as_slice()));
    }
    all
}

/// A cursor in the middle of an order.
fn far(order: &str) -> String {
    let id = Uuid::from_u128(u128::MAX / 2);
    let day = |days: i32| i64::from(opening_day().add_days(days).days());
    match order.trim_start_matches('-') {
        "number" => encode_cursor(order, &("B00500000", id)),
        "principal" => encode_cursor(order, &(46_000_000_i64, id)),
        "principal_outstanding" => encode_cursor(order, &(40_000_000_i64, id)),
        "overdue_amount" => encode_cursor(order, &(Some(1_000_000_i64), id)),
        "dpd" => encode_cursor(order, &(Some(day(-40)), id)),
        "next_due_on" => encode_cursor(order, &(Some(day(15)), id)),
        "maturity_on" => encode_cursor(order, &(day(2_000), id)),
        "annual_rate" => encode_cursor(order, &(650_000_000_i64, id)),
        _ => encode_cursor(order, &(day(-350), id)),
    }
}
