use crate::bank::{Bank, cny, repayment, with};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Three dozen loans on 2025-03-25: two products and two currencies, paid, overdue, paid off, charged off, pending.
pub fn portfolio() -> Bank {
    let bank = Bank::new();
    let (mill, bakery) = (bank.customer("青禾面粉有限公司"), bank.customer("南山面包店"));
    let mut ids = Vec::new();
    for index in 0..30 {
        let product = ["P03", "P12", "LC36"][index % 3];
        let currency = if product == "LC36" { "USD" } else { "CNY" };
        let periods = if product == "LC36" { 36 } else { 12 };
        let customer = if index % 4 == 0 { mill } else { bakery };
        let booking = json!({
            "product_id": bank.product(product),
            "customer_id": customer.uuid(),
            "number": format!("XD{:04}", 100 + index),
            "principal": { "amount": format!("{}.00", 5000 + 1000 * (index % 4)), "currency": currency },
            "periods": periods,
            "disbursed_on": format!("2025-01-{:02}", 10 + index % 10),
            "officer": if index < 10 { "wang" } else { "li" },
        });
        ids.push(bank.lend(booking));
    }
    for id in &ids[20..26] {
        let due = bank.loan(id)["balances"]["total_to_settle"].clone();
        let body = with(repayment("1.00", "2025-01-20", "payoff"), "amount", due);
        bank.post(&format!("/loans/{id}/repayments"), body).ok();
    }
    bank.close_until("2025-02-10");
    // So much that the next two instalments are covered.
    for id in &ids[..8] {
        let principal = bank.loan(id)["principal"].clone();
        let half = json!({ "amount": "2500.00", "currency": principal["currency"] });
        let body = with(repayment("1.00", "2025-02-10", "regular"), "amount", half);
        bank.post(&format!("/loans/{id}/repayments"), body).ok();
    }
    bank.close_until("2025-03-25");
    for id in &ids[26..28] {
        bank.charge_off(id);
    }
    for index in 0..6 {
        let booking = with(bank.booking("P03", "8000.00", 12), "disbursed_on", json!("2025-03-28"));
        bank.book(with(booking, "number", json!(format!("NEW{index}"))));
    }
    bank
}

pub fn items(bank: &Bank, query: &str) -> Vec<Value> {
    bank.get(&format!("/loans?limit=200&{query}")).ok()["items"]
        .as_array()
        .unwrap()
        .clone()
}

pub fn numbers(rows: &[Value]) -> Vec<String> {
    rows.iter()
        .map(|row| row["number"].as_str().unwrap().to_owned())
        .collect()
}

fn minor(money: &Value) -> i64 {
    money["amount"].as_str().unwrap().replace('.', "").parse().unwrap()
}

/// What a row is ordered by; rows without it are `None`.
fn rank(row: &Value, field: &str) -> Option<String> {
    let padded = |n: i64| Some(format!("{n:020}"));
    match field {
        "principal" | "principal_outstanding" | "overdue_amount" => padded(minor(&row[field])),
        "dpd" => padded(row["dpd"].as_i64().unwrap()),
        _ => row[field].as_str().map(str::to_owned),
    }
}

#[test]
fn every_order_lists_every_loan_once_page_by_page() {
    let bank = portfolio();
    let whole: BTreeSet<String> = numbers(&items(&bank, "")).into_iter().collect();
    assert_eq!(whole.len(), 36);
    for field in loan::app::query_order::LOAN_ORDERS.map(|name| name.trim_start_matches('-')) {
        for sort in [field.to_owned(), format!("-{field}")] {
            let mut paged = Vec::new();
            let mut cursor = String::new();
            loop {
                let page = bank.get(&format!("/loans?limit=7&sort={sort}{cursor}")).ok();
                paged.extend(page["items"].as_array().unwrap().clone());
                let Some(next) = page["next_cursor"].as_str() else {
                    break;
                };
                cursor = format!("&cursor={next}");
            }
            assert_eq!(paged, items(&bank, &format!("sort={sort}")), "{sort}");
            assert_eq!(numbers(&paged).into_iter().collect::<BTreeSet<_>>(), whole, "{sort}");
            let ranks: Vec<Option<String>> = paged.iter().map(|row| rank(row, field)).collect();
            let valued: Vec<&String> = ranks.iter().flatten().collect();
            let in_order = |pair: &[&String]| {
                if sort == field {
                    pair[0] <= pair[1]
                } else {
                    pair[0] >= pair[1]
                }
            };
            assert!(valued.windows(2).all(in_order), "{sort} {ranks:?}");
            assert!(
                ranks.iter().skip(valued.len()).all(Option::is_none),
                "{sort}: rows without a value come last"
            );
        }
    }
}

#[test]
fn the_default_order_is_the_latest_disbursement_first() {
    let bank = portfolio();
    let page = bank.get("/loans").ok();
    assert_eq!(page["items"].as_array().unwrap().len(), 20);
    assert_eq!(page["items"][0]["disbursed_on"], "2025-03-28");
    assert_eq!(page["totals"], Value::Null);
    assert_eq!(items(&bank, ""), items(&bank, "sort=-disbursed_on"));
}

#[test]
fn statuses_part_the_book_and_totals_are_the_sums_of_their_rows() {
    let bank = portfolio();
    let mut counted = 0;
    for (status, count) in [
        ("pending", 6),
        ("active", 8),
        ("overdue", 14),
        ("closed", 6),
        ("charged_off", 2),
    ] {
        let rows = items(&bank, &format!("status={status}"));
        assert_eq!(rows.len(), count, "{status}");
        assert!(rows.iter().all(|row| row["status"] == status), "{status}");
        counted += rows.len();
        let totals = bank
            .get(&format!("/loans?limit=1&with_totals=true&status={status}"))
            .ok()["totals"]
            .clone();
        assert_eq!(totals["count"], count);
        for (name, of) in SUMS {
            for sum in totals[name].as_array().unwrap() {
                let own = rows.iter().filter(|row| row["currency"] == sum["currency"]);
                let total: i64 = own.map(|row| of(&bank, row)).sum();
                assert_eq!(minor(sum), total, "{status} {name}");
            }
        }
    }
    assert_eq!(counted, 36);
    let open = bank.get("/loans?limit=200&with_totals=true&status=open").ok();
    assert_eq!(open["totals"]["count"], 8 + 14);
    let owed = |row: &Value| row["status"] == "active" || row["status"] == "overdue";
    assert!(open["items"].as_array().unwrap().iter().all(owed));
}

type SumOf = fn(&Bank, &Value) -> i64;
const SUMS: [(&str, SumOf); 3] = [
    ("principal_outstanding", |_, row| minor(&row["principal_outstanding"])),
    ("overdue_principal", overdue_principal),
    ("overdue_amount", |_, row| minor(&row["overdue_amount"])),
];

fn overdue_principal(bank: &Bank, row: &Value) -> i64 {
    if row["dpd"] == 0 {
        return 0;
    }
    minor(&bank.loan(row["id"].as_str().unwrap())["balances"]["principal_due"])
}

#[test]
fn days_past_due_filter_by_range_bucket_and_class() {
    let bank = portfolio();
    let all = items(&bank, "");
    let count = |wanted: &dyn Fn(i64) -> bool| all.iter().filter(|row| wanted(row["dpd"].as_i64().unwrap())).count();
    for (query, wanted) in [
        ("dpd_min=1", &(|dpd: i64| dpd >= 1) as &dyn Fn(i64) -> bool),
        ("dpd_min=38", &|dpd| dpd >= 38),
        ("dpd_min=-2147483648&dpd_max=2147483647", &|_| true),
        ("dpd_min=36&dpd_max=38", &|dpd| (36..=38).contains(&dpd)),
        ("dpd_max=36", &|dpd| dpd <= 36),
        ("dpd_min=0&dpd_max=0", &|dpd| dpd == 0),
    ] {
        let rows = items(&bank, query);
        assert_eq!(rows.len(), count(wanted), "{query}");
        assert!(rows.iter().all(|row| wanted(row["dpd"].as_i64().unwrap())), "{query}");
        assert!(!rows.is_empty(), "{query}");
    }
    for none in ["dpd_min=1&dpd_max=-2147483648", "dpd_min=2147483647&dpd_max=2147483647"] {
        assert_eq!(items(&bank, none).len(), 0, "{none}");
    }
    assert_eq!(items(&bank, "bucket=C").len(), 8);
    assert_eq!(items(&bank, "bucket=M1").len(), 0);
    assert_eq!(items(&bank, "bucket=M2").len(), 14);
    assert_eq!(items(&bank, "bucket=M7%2B").len(), 0);
    assert_eq!(items(&bank, "bucket=M7+").len(), 0);
    assert_eq!(
        items(&bank, "class=special_mention&dpd_min=38").len(),
        items(&bank, "dpd_min=38").len()
    );
    assert_eq!(items(&bank, "class=normal").len(), 8);
    assert_eq!(
        bank.get("/loans?bucket=M9").fault(),
        (400, "loan.band_unknown", "bucket")
    );
    assert_eq!(
        bank.get("/loans?class=good").fault(),
        (400, "loan.band_unknown", "class")
    );
}

#[test]
fn other_filters_find_their_loans() {
    let bank = portfolio();
    let product = bank.product("P12");
    let customer = items(&bank, "q=XD0100")[0]["customer_id"].as_str().unwrap().to_owned();
    for (query, count) in [
        ("currency=USD", 10),
        (format!("product_id={product}").as_str(), 10),
        (format!("customer_id={customer}").as_str(), 8),
        ("officer=wang", 10),
        ("disbursed_from=2025-01-18", 12),
        ("disbursed_from=2025-01-18&disbursed_to=2025-01-19", 6),
        ("disbursed_to=2025-01-09", 0),
        // Fallen due on a day past; to fall due on a day to come.
        ("due_on=2025-02-15", 2),
        ("due_on=2025-04-15", 2),
        ("q=XD011", 10),
        ("q=XD", 30),
        ("q=%E5%8D%97%E5%B1%B1%E9%9D%A2%E5%8C%85%E5%BA%97", 22),
        ("q=nobody", 0),
        ("status=overdue&currency=USD&officer=wang", 1),
    ] {
        assert_eq!(items(&bank, query).len(), count, "{query}");
    }
}

#[test]
fn rows_tell_the_product_in_the_readers_language() {
    let bank = portfolio();
    let english = items(&bank, "q=XD0100")[0].clone();
    let headers = [("cookie", crate::bank::ALL)];
    let chinese = bank
        .call(axum::http::Method::GET, "/loans?q=XD0100", &headers, Value::Null)
        .ok();
    assert_ne!(english["product_name"], chinese["items"][0]["product_name"]);
    assert_eq!(english["principal"], cny("5000.00"));
}

#[test]
fn what_cannot_be_asked_is_refused() {
    let bank = Bank::new();
    bank.annuity();
    bank.annuity();
    let next = bank.get("/loans?limit=1").ok()["next_cursor"]
        .as_str()
        .unwrap()
        .to_owned();
    for (query, code, field) in [
        ("sort=colour", "platform.sort_invalid", "sort"),
        ("status=lost", "platform.query_invalid", "status"),
        ("currency=XXX", "platform.query_invalid", "currency"),
        ("limit=201", "platform.query_invalid", "limit"),
        ("dpd_min=many", "platform.query_invalid", "dpd_min"),
        ("cursor=00", "platform.cursor_invalid", "cursor"),
        (
            format!("sort=number&cursor={next}").as_str(),
            "platform.cursor_invalid",
            "cursor",
        ),
    ] {
        assert_eq!(
            bank.get(&format!("/loans?{query}")).fault(),
            (400, code, field),
            "{query}"
        );
    }
    let forged = platform::http::encode_cursor("-dpd", &("x", uuid::Uuid::nil()));
    let answer = bank.get(&format!("/loans?sort=-dpd&cursor={forged}"));
    assert_eq!(answer.fault(), (400, "platform.cursor_invalid", "cursor"));
}

#[test]
fn days_past_due_at_the_ends_of_their_type_find_nobody_and_everybody() {
    let bank = portfolio();
    let found = |query: &str| {
        bank.get(&format!("/loans?limit=200&{query}")).ok()["items"]
            .as_array()
            .map(Vec::len)
    };
    let all = found("");
    assert_eq!(found("dpd_min=-2147483648"), all);
    assert_eq!(found("dpd_max=2147483647"), all);
    assert_eq!(found("dpd_min=2147483647"), Some(0));
    assert_eq!(found("dpd_max=-2147483648"), Some(pending_or_closed(&bank)));
}

/// Loans that have no instalment unpaid have no days past due at all: no upper bound excludes them.
fn pending_or_closed(bank: &Bank) -> usize {
    let loans = bank.get("/loans?limit=200").ok();
    let rows = loans["items"].as_array().unwrap().clone();
    rows.iter()
        .filter(|row| row["dpd"] == 0 && row["status"] != "overdue")
        .count()
}
