//! Lists stay fast on a million loans because their statements follow an index: no plan scans or sorts the table.

use super::*;
use crate::app::query_filter::ListedStatus;
use crate::app::query_order::{LOAN_ORDERS, LoanKey, LoanOrder};
use kernel::{DataScope, OrgId};
use platform::testing::TestDb;
use uuid::Uuid;

fn plan(field: &'static str, descending: bool, filter: &LoanFilter, after: Option<&LoanKey>) -> String {
    let on = CivilDate::parse("2025-01-20").unwrap();
    let order = LoanOrder { field, descending };
    let (column, inverted, partly) = order.column(on);
    let restriction = partly.map_or(String::new(), |(has, _)| has);
    let page = LoanPage {
        order,
        after,
        fetch: 21,
    };
    let (sql, params) = page_sql(filter, page, (column, &restriction, descending != inverted), on);
    let db = TestDb::sqlite();
    let rows = db
        .read(|tx| tx.query(&format!("EXPLAIN QUERY PLAN {sql}"), &params))
        .unwrap();
    rows.iter()
        .map(|row| row.text(3).to_owned())
        .collect::<Vec<_>>()
        .join("; ")
}

fn everything() -> LoanFilter {
    LoanFilter {
        scope: DataScope::All,
        ..LoanFilter::default()
    }
}

fn default_order(filter: &LoanFilter) -> String {
    plan("disbursed_on", true, filter, None)
}

#[test]
fn the_default_order_follows_its_index_with_and_without_a_filter() {
    let none = everything();
    assert_eq!(default_order(&none), "SCAN l USING INDEX loan_disbursed");
    let after = LoanKey {
        value: Some(OrderValue::Int(20_000)),
        id: Uuid::nil(),
    };
    let next_page = plan("disbursed_on", true, &none, Some(&after));
    assert_eq!(
        next_page,
        "SEARCH l USING INDEX loan_disbursed ((disbursed_on,id)<(?,?))"
    );
    let status = |status| LoanFilter {
        status: Some(status),
        ..everything()
    };
    assert_eq!(
        default_order(&status(ListedStatus::Active)),
        "SCAN l USING INDEX loan_disbursed"
    );
    for rare in [ListedStatus::Pending, ListedStatus::Closed, ListedStatus::ChargedOff] {
        assert_eq!(
            default_order(&status(rare)),
            "SEARCH l USING INDEX loan_not_active (status=?)"
        );
    }
    let product = LoanFilter {
        product_id: Some(ProductId(Uuid::nil())),
        ..everything()
    };
    assert_eq!(
        default_order(&product),
        "SEARCH l USING INDEX loan_of_product (product_id=?)"
    );
    let currency = LoanFilter {
        currency: Some(Currency::CNY),
        ..everything()
    };
    assert_eq!(
        default_order(&currency),
        "SEARCH l USING INDEX loan_of_currency (currency=?)"
    );
    let officer = LoanFilter {
        officer: Some("li".to_owned()),
        ..everything()
    };
    assert_eq!(
        default_order(&officer),
        "SEARCH l USING INDEX loan_of_officer (officer=?)"
    );
}

#[test]
fn days_past_due_are_found_among_the_overdue_only() {
    let bucket = LoanFilter {
        owed_only: true,
        dpd_min: Some(31),
        dpd_max: Some(60),
        ..everything()
    };
    let found = default_order(&bucket);
    assert!(
        found.starts_with("SEARCH l USING INDEX loan_overdue (oldest_unpaid_due>? AND oldest_unpaid_due<?)"),
        "{found}"
    );
    assert_eq!(
        plan("dpd", true, &everything(), None),
        "SEARCH l USING INDEX loan_overdue (oldest_unpaid_due<?)"
    );
}

#[test]
fn due_dates_and_numbers_follow_their_indexes() {
    let none = everything();
    let next_due = plan("next_due_on", false, &none, None);
    assert_eq!(next_due, "SEARCH l USING INDEX loan_next_due (next_due_on>?)");
    assert_eq!(plan("number", false, &none, None), "SCAN l USING INDEX loan_number");
    assert_eq!(LOAN_ORDERS[0], "-disbursed_on");
}

#[test]
fn a_scope_is_read_along_the_indexes_of_its_organisations_and_officer() {
    let org = |number| OrgId(Uuid::from_u128(number));
    let within = |scope| LoanFilter {
        scope,
        ..LoanFilter::default()
    };
    let one = default_order(&within(DataScope::organisations([org(1)])));
    assert_eq!(one, "SEARCH l USING INDEX loan_of_org (org_id=?)");
    let own = default_order(&within(DataScope::own("li")));
    assert_eq!(own, "SEARCH l USING INDEX loan_of_officer (officer=?)");
    let few = DataScope::organisations((1..=30).map(org)).union(&DataScope::own("li"));
    for (field, descending) in [("disbursed_on", true), ("principal", false), ("dpd", true)] {
        let plan = plan(field, descending, &within(few.clone()), None);
        assert!(plan.contains("SEARCH l USING INDEX loan_of_org (org_id=?"), "{plan}");
        assert!(plan.starts_with("SEARCH l USING PRIMARY KEY (id=?)"), "{plan}");
        assert!(!plan.contains("SCAN l"), "{plan}");
    }
    let many = within(DataScope::organisations((1..=40).map(org)));
    assert_eq!(default_order(&many), "SCAN l USING INDEX loan_disbursed");
}
