use crate::app::TestApp;

#[test]
fn every_endpoint_has_the_permission_of_the_contract() {
    let app = TestApp::new();
    let mut routes: Vec<_> = app
        .routes
        .iter()
        .map(|r| (r.method.as_str(), r.path.as_str(), r.permission.0))
        .collect();
    routes.retain(|(_, path, _)| !path.ends_with("/openapi.json") && !path.ends_with("/problems"));
    assert_eq!(
        routes,
        [
            ("GET", "/api/v1/customers", "customer.read"),
            ("POST", "/api/v1/customers", "customer.write"),
            ("POST", "/api/v1/customers/exports", "customer.export"),
            ("GET", "/api/v1/customers/{id}", "customer.read"),
            ("POST", "/api/v1/customers/{id}/profile", "customer.write"),
            ("POST", "/api/v1/customers/{id}/reveal", "customer.reveal"),
        ]
    );
}
