use crate::support::{catalogue, get};
use product::seed;
use serde_json::{Value, json};

#[test]
fn all_products_are_listed_page_by_page() {
    let db = catalogue("2025-06-20");
    let (status, first) = get(&db, "product.read", "/api/v1/products?limit=20");
    assert_eq!((status, first["items"].as_array().unwrap().len()), (200, 20));
    let cursor = first["next_cursor"].as_str().unwrap();
    let (_, rest) = get(&db, "product.read", &format!("/api/v1/products?cursor={cursor}"));
    let count = first["items"].as_array().unwrap().len() + rest["items"].as_array().unwrap().len();
    assert_eq!((count, &rest["next_cursor"]), (seed::products().len(), &Value::Null));
}

/// cn.md §2.2: 5Y LPR 3.50% less 30 basis points.
#[test]
fn a_product_shows_its_terms_and_todays_rate() {
    let db = catalogue("2025-06-20");
    let mortgage = seed::products().into_iter().find(|p| p.code == "P01").unwrap();
    let (status, shown) = get(&db, "product.read", &format!("/api/v1/products/{}", mortgage.id));
    assert_eq!(status, 200);
    assert_eq!(
        json!({
            "code": shown["code"], "method": shown["method"], "annual_rate": shown["annual_rate"], "rate": shown["rate"],
            "day_count": shown["day_count"], "penalty": shown["penalty"], "allocation": shown["allocation"],
            "non_accrual_allocation": shown["non_accrual_allocation"], "max_amount": shown["limits"]["max_amount"],
            "fee": shown["early_repayment"]["fee"], "pay_day": shown["due_dates"]["pay_day"],
        }),
        json!({
            "code": "P01", "method": "annuity", "annual_rate": "0.032",
            "rate": {"kind": "floating", "annual_rate": null, "tenor": "lpr_5y", "spread_bp": -30, "repricing": "january_first",
                "floor": null, "cap": null},
            "day_count": "30/360",
            "penalty": {
                "base": "overdue_principal", "multiplier": "1.5", "misuse_multiplier": "1", "compound": true,
                "grace_days": 3, "start": "due_date", "tolerance": {"amount": "0.00", "currency": "CNY"}
            },
            "allocation": ["fee", "penalty", "compound_interest", "interest", "principal"],
            "non_accrual_allocation": ["fee", "principal", "interest", "penalty", "compound_interest"],
            "max_amount": {"amount": "10000000.00", "currency": "CNY"},
            "fee": "share_of_prepaid", "pay_day": 20,
        })
    );
}

#[test]
fn a_floating_rate_is_unknown_before_its_benchmark_is_published() {
    let db = catalogue("2019-08-19");
    let mortgage = seed::products().into_iter().find(|p| p.code == "P01").unwrap();
    let (_, shown) = get(&db, "product.read", &format!("/api/v1/products/{}", mortgage.id));
    assert_eq!(shown["annual_rate"], Value::Null);
}

#[test]
fn a_missing_product_and_a_missing_permission_are_told() {
    let db = catalogue("2025-06-20");
    let uri = "/api/v1/products/00000000-0000-0000-0000-000000000000";
    let (status, problem) = get(&db, "product.read", uri);
    assert_eq!(
        (status, problem["code"].as_str()),
        (404, Some("product.product_not_found"))
    );
    let (status, problem) = get(&db, "loan.read", uri);
    assert_eq!(
        (status, problem["code"].as_str()),
        (403, Some("access.permission_denied"))
    );
}
