//! The roster against the database: whatever is asked, both find the same loans in the same order.

use super::*;
use crate::app::query_export::all_in_order;
use crate::app::query_filter::{ListedStatus, Search};
use crate::app::query_order::{LOAN_ORDERS, LoanKey, LoanOrder};
use crate::app::query_where::loan_fields;
use crate::app::store_feed::{note, trim};
use crate::domain::ageing::Ageing;
use kernel::{CustomerId, DataScope, OrgId, ProductId};
use platform::predicate::{FieldKind, Predicate};
use platform::testing::TestDb;
use platform::{Backend, values};
use serde_json::{Value as Json, json};
use uuid::Uuid;

const LOANS: u32 = 97;
const STATUSES: [&str; 6] = ["active", "active", "closed", "active", "pending", "charged_off"];
const COLUMNS: &str = "id, number, customer_id, product_id, org_id, officer, status, principal, annual_rate_e10, disbursed_on,
    maturity_on, closed_on, principal_not_due, principal_due, interest_due, next_due_on, next_due_amount, oldest_unpaid_due,
    currency, method, product_code, periods, purpose";

fn on() -> CivilDate {
    CivilDate::parse("2025-01-20").unwrap()
}

/// Loan `n` of a book whose columns vary, each with another period so that all pairs of values are met.
fn write(tx: &mut Tx, n: u32) -> Result<()> {
    let i = i64::from(n);
    let status = STATUSES[n as usize % 6];
    let late = status == "active" && n.is_multiple_of(3);
    let today = i64::from(on().days());
    let (number, officer) = (format!("N{:03}", (n * 37) % 100), format!("o{}", n % 4));
    let id = Uuid::from_u128(u128::from((n * 29) % LOANS) + 1);
    let row = values![
        id,
        number.as_str(),
        Uuid::from_u128(u128::from(n % 11)),
        Uuid::from_u128(u128::from(n % 2)),
        Uuid::from_u128(u128::from(n % 6)),
        officer.as_str(),
        status,
        1000 + i % 7,
        300 + i % 5,
        today - 100 + i % 13,
        today + i % 17,
        (status == "closed").then_some(today - i % 3),
        1000 - i % 9,
        if late { 50 + i % 8 } else { 0 },
        if late { 5 + i % 2 } else { 0 },
        (status == "active").then_some(today + i % 10),
        i % 4,
        late.then_some(today - 1 - i % 40),
        if n.is_multiple_of(5) { "USD" } else { "CNY" },
        if n.is_multiple_of(7) { "bullet" } else { "annuity" },
        ["P1", "P2"][n as usize % 2],
        6 + i % 3,
        ["trade", "housing", ""][n as usize % 3]
    ];
    let places: Vec<String> = (1..=row.len()).map(|place| format!("${place}")).collect();
    let sql = format!(
        "INSERT INTO loan ({COLUMNS}, customer_name, booked_on, version, event_seq, fee_due, suspense, next_action_on,
            line_clock, line_den, line_slope_hi, line_slope_lo, line_since)
        VALUES ({}, 'x', 0, 1, 1, 0, 0, NULL, 0, 1, 0, 0, 0)",
        places.join(", ")
    );
    tx.execute(&sql, &row)?;
    note(tx, std::iter::once(LoanId(id)))
}

fn furnished() -> TestDb {
    let db = TestDb::new();
    db.write(|tx| (0..LOANS).try_for_each(|n| write(tx, n))).unwrap();
    db
}

fn all() -> LoanFilter {
    LoanFilter {
        scope: DataScope::All,
        ..LoanFilter::default()
    }
}

fn composed(search: &Json) -> LoanFilter {
    let fields = loan_fields(&Ageing::on(on()));
    LoanFilter {
        composed: Some(Predicate::parse(&search.to_string(), &fields).unwrap()),
        ..all()
    }
}

fn filters() -> Vec<LoanFilter> {
    let org = |number| OrgId(Uuid::from_u128(number));
    let of_status = |status| LoanFilter {
        status: Some(status),
        ..all()
    };
    let mut filters: Vec<LoanFilter> = [
        ListedStatus::Pending,
        ListedStatus::Open,
        ListedStatus::Active,
        ListedStatus::Overdue,
        ListedStatus::Closed,
        ListedStatus::ChargedOff,
    ]
    .map(of_status)
    .into();
    filters.extend([
        all(),
        LoanFilter::default(),
        LoanFilter {
            status: Some(ListedStatus::Overdue),
            product_id: Some(ProductId(Uuid::from_u128(1))),
            currency: Some(Currency::CNY),
            ..all()
        },
        LoanFilter {
            officer: Some("o1".to_owned()),
            dpd_min: Some(3),
            dpd_max: Some(29),
            owed_only: true,
            ..all()
        },
        LoanFilter {
            dpd_max: Some(0),
            customer_id: Some(CustomerId(Uuid::from_u128(4))),
            ..all()
        },
        LoanFilter {
            due_on: Some(on().add_days(3)),
            disbursed_from: Some(on().add_days(-99)),
            disbursed_to: Some(on().add_days(-91)),
            ..all()
        },
        LoanFilter {
            search: Some(Search {
                number: "N03".to_owned(),
                customers: vec![CustomerId(Uuid::from_u128(2)), CustomerId(Uuid::from_u128(9))],
            }),
            ..all()
        },
        LoanFilter {
            scope: DataScope::organisations([org(1), org(4)]).union(&DataScope::own("o3")),
            ..all()
        },
        composed(&json!({ "any": [
            { "field": "dpd", "op": "gt", "value": 5 },
            { "all": [{ "field": "method", "op": "eq", "value": "bullet" }, { "field": "periods", "op": "lt", "value": 8 }] },
        ] })),
    ]);
    filters
}

/// A search for each field and operator, with a value from the middle of what the field holds.
fn searches() -> Vec<Json> {
    let mut all = Vec::new();
    for field in loan_fields(&Ageing::on(on())) {
        let (value, other) = match (&field.kind, field.name) {
            (FieldKind::OneOf(codes), _) => (json!(codes[1]), json!(codes[2])),
            (_, "number") => (json!("N03"), json!("N037")),
            (_, "product_code") => (json!("P1"), json!("P9")),
            (_, "officer") => (json!("o2"), json!("o3")),
            (_, "purpose") => (json!("housing"), json!("trade")),
            (FieldKind::Text, _) => (json!("bullet"), json!("x")),
            (FieldKind::Money, "principal") => (
                json!({ "amount": "10.02", "currency": "CNY" }),
                json!({ "amount": "10.05", "currency": "CNY" }),
            ),
            (FieldKind::Money, "overdue_amount") => (
                json!({ "amount": "0.58", "currency": "CNY" }),
                json!({ "amount": "0.60", "currency": "CNY" }),
            ),
            (FieldKind::Money, "next_due_amount") => (
                json!({ "amount": "0.02", "currency": "USD" }),
                json!({ "amount": "0.03", "currency": "USD" }),
            ),
            (FieldKind::Money, _) => (
                json!({ "amount": "9.96", "currency": "CNY" }),
                json!({ "amount": "10.40", "currency": "CNY" }),
            ),
            (FieldKind::Rate, _) => (json!("0.0000000302"), json!("0.0000000303")),
            (FieldKind::Number, "periods") => (json!(7), json!(8)),
            (FieldKind::Number, _) => (json!(9), json!(30)),
            (FieldKind::Date(_), "disbursed_on") => (json!("2024-10-15"), json!("2024-10-20")),
            (FieldKind::Date(_), "closed_on") => (json!("2025-01-19"), json!("2025-01-20")),
            (FieldKind::Date(_), _) => (json!("2025-01-25"), json!({ "days": 8 })),
        };
        let pair = json!([value.clone(), other]);
        let asked = |operator: &str, value: Option<&Json>| match value {
            Some(value) => json!({ "field": field.name, "op": operator, "value": value }),
            None => json!({ "field": field.name, "op": operator }),
        };
        all.extend(["eq", "ne", "lt", "le", "gt", "ge", "starts_with"].map(|operator| asked(operator, Some(&value))));
        all.extend(["between", "in", "not_in"].map(|operator| asked(operator, Some(&pair))));
        all.extend(["is_empty", "is_not_empty"].map(|operator| asked(operator, None)));
    }
    all
}

struct Both<'a> {
    db: &'a TestDb,
    roster: Roster,
}

impl Both<'_> {
    /// All pages of a list as the roster gives them.
    fn rostered(&self, filter: &LoanFilter, order: LoanOrder) -> Vec<LoanId> {
        let (mut after, mut found): (Option<LoanKey>, Vec<LoanId>) = (None, Vec::new());
        loop {
            let question = Question {
                filter,
                fell_due: None,
                on: on(),
            };
            let page = LoanPage {
                order,
                after: after.as_ref(),
                fetch: 7,
            };
            let ids = self.roster.page(question, page);
            found.extend(&ids);
            if ids.len() < 7 {
                return found;
            }
            let rows = self.db.read(|tx| crate::app::query::get_listed_all(tx, &ids)).unwrap();
            after = rows.last().map(|row| order.key(row, on()));
        }
    }

    fn stored(&self, filter: &LoanFilter, order: LoanOrder) -> Vec<LoanId> {
        let rows = self.db.read(|tx| all_in_order(tx, filter, order, on())).unwrap();
        rows.iter().map(|row| row.id).collect()
    }

    fn agree(&self, filter: &LoanFilter, order: LoanOrder, what: &str) -> usize {
        let stored = self.stored(filter, order);
        assert_eq!(self.rostered(filter, order), stored, "{what} in the order {order:?}");
        stored.len()
    }
}

fn both(db: &TestDb) -> Both<'_> {
    let roster = Roster::default();
    roster.catch_up(db).unwrap();
    Both { db, roster }
}

const BY_NUMBER: LoanOrder = LoanOrder {
    field: "number",
    descending: false,
};

#[test]
fn every_filter_in_every_order_finds_what_the_database_finds() {
    let db = furnished();
    let both = both(&db);
    for (nr, filter) in filters().iter().enumerate() {
        for field in LOAN_ORDERS.map(|order| order.trim_start_matches('-')) {
            for descending in [false, true] {
                let found = both.agree(filter, LoanOrder { field, descending }, &format!("filter {nr}"));
                // Only the filter without a scope finds nothing.
                assert_eq!(found == 0, filter.scope == DataScope::default(), "filter {nr}");
            }
        }
    }
}

#[test]
fn every_field_is_compared_as_the_database_compares_it() {
    let db = furnished();
    let both = both(&db);
    let fields = loan_fields(&Ageing::on(on()));
    let (mut asked, mut telling) = (0, 0);
    for search in searches() {
        if Predicate::parse(&search.to_string(), &fields).is_err() {
            continue; // The field does not know the operator.
        }
        asked += 1;
        let found = both.agree(&composed(&search), BY_NUMBER, &search.to_string());
        telling += usize::from(found > 0 && found < LOANS as usize);
    }
    // 5 texts x 5, 4 codes x 4, 4 amounts, rate, 2 numbers and 4 dates x 7, and 2 dates that may be absent x 2.
    assert_eq!(asked, 5 * 5 + 4 * 4 + 11 * 7 + 2 * 2);
    assert!(
        telling * 10 > asked * 9,
        "{telling} of {asked} searches tell loans apart"
    );
}

#[test]
fn sums_are_those_of_the_rows() {
    let db = furnished();
    let both = both(&db);
    let filter = LoanFilter {
        officer: Some("o0".to_owned()),
        ..all()
    };
    let question = Question {
        filter: &filter,
        fell_due: None,
        on: on(),
    };
    let rows = db.read(|tx| all_in_order(tx, &filter, BY_NUMBER, on())).unwrap();
    let sum = |currency: Currency, of: &dyn Fn(&crate::app::listed::ListedLoan) -> i64| {
        Money::new(
            rows.iter().filter(|row| row.currency == currency).map(of).sum(),
            currency,
        )
    };
    let each =
        |of: &dyn Fn(&crate::app::listed::ListedLoan) -> i64| vec![sum(Currency::CNY, of), sum(Currency::USD, of)];
    let totals = both.roster.totals(question, None).unwrap();
    // 97 loans over four officers: o0 has 25, the others 24.
    assert_eq!((totals.count, totals.more), (25, false));
    assert_eq!(totals.principal_outstanding, each(&|row| row.principal_outstanding));
    assert_eq!(totals.overdue_amount, each(&|row| row.overdue_amount(on())));
    let overdue = each(&|row| if row.dpd(on()) > 0 { row.principal_due } else { 0 });
    assert_eq!(totals.overdue_principal, overdue);
    assert_eq!(both.roster.totals(question, Some(25)).unwrap(), totals);
    let bounded = both.roster.totals(question, Some(24)).unwrap();
    assert_eq!((bounded.count, bounded.more), (24, true));
    assert!(bounded.principal_outstanding.is_empty());
}

#[test]
fn what_was_written_since_is_caught_up_with_also_over_trimmings() {
    let db = TestDb::new();
    db.write(|tx| (0..40).try_for_each(|n| write(tx, n))).unwrap();
    let both = both(&db);
    let awake = Roster::default();
    let by_amount = LoanOrder {
        field: "overdue_amount",
        descending: true,
    };
    for step in 0_u32..6 {
        db.write(|tx| {
            write(tx, 40 + step)?;
            let id = Uuid::from_u128(u128::from(step * 29 % LOANS) + 1);
            let sql = "UPDATE loan SET oldest_unpaid_due = $1, principal_due = $2 WHERE id = $3";
            tx.execute(sql, &values![on().add_days(-50), 7000 + i64::from(step), id])?;
            note(tx, std::iter::once(LoanId(id)))?;
            trim(tx)
        })
        .unwrap();
        awake.catch_up(&db).unwrap();
        let found = Both {
            db: &db,
            roster: awake.clone(),
        };
        assert_eq!(
            found.agree(&all(), by_amount, "looked after every trimming"),
            41 + step as usize
        );
    }
    // It slept over six trimmings and its notes are gone: it reads everything again.
    let notes = db
        .read(|tx| tx.query_one("SELECT count(*) FROM feed_loan", &[]))
        .unwrap();
    assert!(notes.int(0) < 12, "{} notes", notes.int(0));
    both.roster.catch_up(&db).unwrap();
    assert_eq!(both.agree(&all(), by_amount, "slept"), 46);
}

#[test]
fn a_transaction_that_commits_after_a_later_one_is_not_missed() {
    let db = furnished();
    if db.backend() == Backend::Sqlite {
        return; // One writer: the order of notes is the order of commits.
    }
    let both = both(&db);
    let change = |tx: &mut Tx, n: u128| -> Result<()> {
        let id = Uuid::from_u128(n);
        tx.execute(
            "UPDATE loan SET principal = $1 WHERE id = $2",
            &values![9_000 + n as i64, id],
        )?;
        note(tx, std::iter::once(LoanId(id)))
    };
    db.write(|early| -> Result<()> {
        change(early, 1)?;
        early.query_one("SELECT 1", &[])?;
        std::thread::scope(|scope| {
            scope
                .spawn(|| db.db().write(|late| change(late, 2)).unwrap())
                .join()
                .unwrap();
        });
        both.roster.catch_up(&db)
    })
    .unwrap();
    both.roster.catch_up(&db).unwrap();
    let by_principal = LoanOrder {
        field: "principal",
        descending: true,
    };
    assert_eq!(
        both.rostered(&all(), by_principal)[..2],
        [2, 1].map(|n| LoanId(Uuid::from_u128(n)))
    );
}
