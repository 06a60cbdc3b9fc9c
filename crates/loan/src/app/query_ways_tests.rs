use super::*;
use crate::app::query_order::{LOAN_ORDERS, LoanOrder};
use crate::app::query_where::loan_fields;
use crate::domain::ageing::Ageing;
use kernel::OrgId;
use platform::predicate::Predicate;
use platform::testing::TestDb;
use uuid::Uuid;

const LOANS: u32 = 97;

fn on() -> CivilDate {
    CivilDate::parse("2025-01-20").unwrap()
}

/// Loans whose columns vary, each with another period so that all pairs of values are met.
fn furnished() -> TestDb {
    let db = TestDb::sqlite();
    let sql = "INSERT INTO loan (id, number, customer_id, customer_name, product_id, product_code, org_id, officer, currency,
        method, principal, annual_rate_e10, periods, disbursed_on, maturity_on, booked_on, status, closed_on, version, event_seq,
        principal_not_due, principal_due, interest_due, fee_due, suspense, next_action_on, next_due_on, next_due_amount,
        oldest_unpaid_due, line_clock, line_den, line_slope_hi, line_slope_lo, line_since)
        VALUES ($1, $2, $3, 'x', $4, 'P', $5, $6, 'CNY', 'annuity', $7, $8, 12, $9, $10, 0, $11, $12, 1, 1,
        $13, $14, 0, 0, 0, NULL, $15, 0, $16, 0, 1, 0, 0, 0)";
    db.write(|tx| -> std::result::Result<(), platform::DbError> {
        for n in 0..LOANS {
            let i = i64::from(n);
            let status = ["active", "active", "closed", "active", "pending"][n as usize % 5];
            let late = status == "active" && n % 3 == 0;
            let today = i64::from(on().days());
            let number = format!("N{:03}", (n * 37) % 100);
            let officer = format!("o{}", n % 4);
            let row = values![
                Uuid::from_u128(u128::from((n * 29) % LOANS) + 1),
                number.as_str(),
                Uuid::from_u128(u128::from(n % 11)),
                Uuid::from_u128(u128::from(n % 2)),
                Uuid::from_u128(u128::from(n % 6)),
                officer.as_str(),
                1000 + i % 7,
                300 + i % 5,
                today - 100 + i % 13,
                today + i % 17,
                status,
                (status == "closed").then_some(today),
                1000 - i % 9,
                if late { 50 + i % 8 } else { 0 },
                (status == "active").then_some(today + i % 10),
                late.then_some(today - 1 - i % 20)
            ];
            tx.execute(sql, &row)?;
        }
        Ok(())
    })
    .unwrap();
    db
}

fn composed(text: &str) -> Option<Predicate> {
    Some(Predicate::parse(text, &loan_fields(&Ageing::on(on()))).unwrap())
}

fn filters() -> Vec<LoanFilter> {
    let all = || LoanFilter {
        scope: DataScope::All,
        ..LoanFilter::default()
    };
    let org = |number| OrgId(Uuid::from_u128(number));
    vec![
        all(),
        LoanFilter {
            status: Some(ListedStatus::Closed),
            ..all()
        },
        LoanFilter {
            status: Some(ListedStatus::Overdue),
            product_id: Some(kernel::ProductId(Uuid::from_u128(1))),
            ..all()
        },
        LoanFilter {
            officer: Some("o1".to_owned()),
            dpd_min: Some(3),
            dpd_max: Some(9),
            owed_only: true,
            ..all()
        },
        LoanFilter {
            scope: DataScope::organisations([org(1), org(4)]).union(&DataScope::own("o3")),
            ..all()
        },
        LoanFilter {
            scope: DataScope::organisations([org(2)]),
            status: Some(ListedStatus::Open),
            ..all()
        },
        LoanFilter {
            composed: composed(
                r#"{"any":[{"field":"dpd","op":"gt","value":5},{"field":"annual_rate","op":"eq","value":"0.0000000301"}]}"#,
            ),
            ..all()
        },
        LoanFilter {
            composed: composed(r#"{"field":"closed_on","op":"is_not_empty"}"#),
            ..all()
        },
    ]
}

/// All pages of a list, each by a way of its own making.
fn read_all(tx: &mut Tx, filter: &LoanFilter, order: LoanOrder, way: &str) -> Vec<Uuid> {
    let (column, inverted, partly) = order.column(on());
    let (restriction, descending) = (
        partly.map_or(String::new(), |(has, _)| has),
        order.descending != inverted,
    );
    let part = (column, restriction.as_str(), descending);
    let (mut after, mut found): (Option<LoanKey>, Vec<Uuid>) = (None, Vec::new());
    loop {
        let page = LoanPage {
            order,
            after: after.as_ref(),
            fetch: 7,
        };
        let wanted = Wanted {
            filter,
            page,
            part,
            on: on(),
        };
        let drivers = drivers(filter, on());
        let loans = match (way, drivers.last()) {
            ("gather", Some(driver)) => rows(tx, wanted, &Way::Gather(driver)),
            ("walk", _) => rows(tx, wanted, &Way::Walk(None)),
            ("cheapest", _) => read(tx, wanted),
            _ => rows(tx, wanted, &Way::Scan),
        }
        .unwrap();
        found.extend(loans.iter().map(|loan| loan.id.uuid()));
        if loans.len() < 7 {
            return found;
        }
        after = loans.last().map(|loan| order.key(loan, on()));
    }
}

#[test]
fn every_way_finds_the_same_loans_in_the_same_order() {
    let db = furnished();
    db.read(|tx| -> std::result::Result<(), platform::DbError> {
        for (nr, filter) in filters().iter().enumerate() {
            for field in LOAN_ORDERS.map(|order| order.trim_start_matches('-')) {
                for descending in [false, true] {
                    let order = LoanOrder { field, descending };
                    let scanned = read_all(tx, filter, order, "scan");
                    assert!(
                        order.has_gaps() || !scanned.is_empty(),
                        "filter {nr} finds nothing in the order {field}"
                    );
                    for way in ["gather", "walk", "cheapest"] {
                        assert_eq!(
                            read_all(tx, filter, order, way),
                            scanned,
                            "{way}: filter {nr}, {field} {descending}"
                        );
                    }
                }
            }
        }
        Ok(())
    })
    .unwrap();
}

#[test]
fn a_driver_is_taken_only_when_it_finds_few_enough() {
    let db = furnished();
    let of = |officer: &str| LoanFilter {
        scope: DataScope::All,
        officer: Some(officer.to_owned()),
        ..LoanFilter::default()
    };
    db.read(|tx| -> std::result::Result<(), platform::DbError> {
        // 97 loans over four officers: o0 has 25, the others 24.
        let drivers = drivers(&of("o0"), on());
        assert!(smallest(tx, &drivers, 24)?.is_none());
        assert!(smallest(tx, &drivers, 25)?.is_some());
        Ok(())
    })
    .unwrap();
}

#[test]
fn a_bounded_count_stops_and_sums_nothing_when_there_are_more() {
    use crate::app::query::total_loans;
    let db = furnished();
    let filter = LoanFilter {
        scope: DataScope::All,
        officer: Some("o0".to_owned()),
        ..LoanFilter::default()
    };
    let count = |most| db.read(|tx| total_loans(tx, &filter, on(), most)).unwrap();
    let all = count(None);
    assert_eq!((all.count, all.more), (25, false));
    assert_eq!(count(Some(25)), all);
    let bounded = count(Some(24));
    assert_eq!((bounded.count, bounded.more), (24, true));
    assert!(bounded.principal_outstanding.is_empty() && !all.principal_outstanding.is_empty());
}

#[test]
fn a_walk_follows_the_index_of_its_order_and_a_gathering_does_not() {
    let db = TestDb::sqlite();
    let filter = LoanFilter {
        scope: DataScope::All,
        product_id: Some(kernel::ProductId(Uuid::nil())),
        ..LoanFilter::default()
    };
    let plan = |field, way: &Way<'_>| {
        let order = LoanOrder {
            field,
            descending: false,
        };
        let (column, inverted, partly) = order.column(on());
        let restriction = partly.map_or(String::new(), |(has, _)| has);
        let page = LoanPage {
            order,
            after: None,
            fetch: 21,
        };
        let part = (column, restriction.as_str(), inverted);
        let (sql, params) = statement(
            Wanted {
                filter: &filter,
                page,
                part,
                on: on(),
            },
            way,
        );
        let rows = db
            .read(|tx| tx.query(&format!("EXPLAIN QUERY PLAN {sql}"), &params))
            .unwrap();
        rows.iter()
            .map(|row| row.text(3).to_owned())
            .collect::<Vec<_>>()
            .join("; ")
    };
    for (field, index) in [
        ("number", "SCAN l USING INDEX loan_number"),
        ("principal", "SCAN l USING INDEX loan_by_principal"),
        ("principal_outstanding", "SCAN l USING INDEX loan_by_outstanding"),
        ("maturity_on", "SCAN l USING INDEX loan_by_maturity"),
        ("annual_rate", "SCAN l USING INDEX loan_by_rate"),
        ("overdue_amount", "SCAN l USING INDEX loan_by_overdue_amount"),
        ("disbursed_on", "SEARCH l USING INDEX loan_of_product (product_id=?)"),
    ] {
        assert_eq!(plan(field, &Way::Walk(None)), index);
    }
    let few = &drivers(&filter, on())[0];
    let gathered = plan("principal", &Way::Gather(few));
    assert!(gathered.starts_with("SEARCH l USING PRIMARY KEY (id=?)"), "{gathered}");
    assert!(
        plan("principal", &Way::Scan).starts_with("SCAN l; "),
        "all loans as they are stored"
    );
}
