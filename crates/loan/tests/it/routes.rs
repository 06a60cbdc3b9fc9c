use crate::bank::Bank;
use axum::http::Method;
use serde_json::Value;

#[test]
fn every_endpoint_asks_for_its_permission() {
    let bank = Bank::new();
    let expected = [
        ("POST", "/api/v1/booking-trials", "loan.book"),
        ("GET", "/api/v1/business-day", "signed_in"),
        ("GET", "/api/v1/close-runs", "close.read"),
        ("POST", "/api/v1/close-runs", "close.run"),
        ("GET", "/api/v1/close-runs/progress", "close.read"),
        ("GET", "/api/v1/close-runs/{business_date}", "close.read"),
        ("GET", "/api/v1/loan-transactions", "loan.read"),
        ("POST", "/api/v1/loan-transactions/exports", "loan.export"),
        ("GET", "/api/v1/loans", "loan.read"),
        ("POST", "/api/v1/loans", "loan.book"),
        ("POST", "/api/v1/loans/exports", "loan.export"),
        ("GET", "/api/v1/loans/{id}", "loan.read"),
        ("GET", "/api/v1/loans/{id}/accrual", "loan.read"),
        ("POST", "/api/v1/loans/{id}/call", "loan.call"),
        ("POST", "/api/v1/loans/{id}/charge-off", "loan.charge_off"),
        ("POST", "/api/v1/loans/{id}/disbursement", "loan.book"),
        ("GET", "/api/v1/loans/{id}/events", "loan.read"),
        ("POST", "/api/v1/loans/{id}/events/{event_id}/reversal", "loan.reverse"),
        ("GET", "/api/v1/loans/{id}/journal-entries", "loan.read"),
        ("GET", "/api/v1/loans/{id}/payoff-quote", "loan.read"),
        ("POST", "/api/v1/loans/{id}/rate-changes", "loan.change_rate"),
        ("GET", "/api/v1/loans/{id}/rates", "loan.read"),
        ("POST", "/api/v1/loans/{id}/repayments", "loan.repay"),
        ("GET", "/api/v1/loans/{id}/schedule", "loan.read"),
        ("GET", "/api/v1/openapi.json", "public"),
        ("GET", "/api/v1/problems", "public"),
        ("POST", "/api/v1/schedule-trials", "signed_in"),
    ];
    let found: Vec<(&str, &str, &str)> = bank
        .routes
        .iter()
        .map(|route| (route.method.as_str(), route.path.as_str(), route.permission.0))
        .collect();
    assert_eq!(found, expected);
    let nil = "00000000-0000-0000-0000-000000000000";
    for (method, path, permission) in expected {
        let path = path
            .trim_start_matches("/api/v1")
            .replace("{id}", nil)
            .replace("{event_id}", nil);
        let path = path.replace("{business_date}", "2025-01-20");
        let method = if method == "GET" { Method::GET } else { Method::POST };
        let nobody = bank.call(method.clone(), &path, &[], Value::Null);
        let stranger = [("cookie", "xindai_session=something.else")];
        let other = bank.call(method, &path, &stranger, Value::Null);
        match permission {
            "public" => assert_eq!(nobody.status, 200, "{path}"),
            "signed_in" => assert_eq!(nobody.problem(), (401, "access.not_signed_in"), "{path}"),
            _ => {
                assert_eq!(nobody.problem(), (401, "access.not_signed_in"), "{path}");
                assert_eq!(other.problem(), (403, "access.permission_denied"), "{path}");
            }
        }
    }
}
