use access::{AccessError, AccessRefusal};
use kernel::Timestamp;
use platform::http::Problem;

use crate::app::TestApp;

/// What no endpoint can provoke in a test: the queue of hashes is full, or a user is unknown on the command line.
#[test]
fn the_remaining_problems_have_their_codes() {
    let unknown = AccessRefusal::UserUnknown {
        login: "nobody".to_owned(),
    };
    let locked = AccessRefusal::LockedOut {
        until: Timestamp::from_millis(0),
    };
    for (error, status, code) in [
        (AccessError::Busy, 503, "access.busy"),
        (unknown.into(), 404, "access.user_unknown"),
        (locked.into(), 429, "access.locked_out"),
    ] {
        let problem = Problem::from(error);
        assert_eq!((problem.status().as_u16(), problem.code()), (status, code));
    }
}

/// Method, path and permission of every endpoint.
const CONTRACT: [(&str, &str, &str); 62] = [
    ("GET", "/api/v1/authority-limits", "access.read"),
    ("POST", "/api/v1/authority-limits", "access.write"),
    ("DELETE", "/api/v1/authority-limits/{id}", "access.write"),
    ("GET", "/api/v1/check-rules", "access.read"),
    ("PUT", "/api/v1/check-rules/{command}", "access.write"),
    ("GET", "/api/v1/deputies", "access.read"),
    ("POST", "/api/v1/deputies", "access.write"),
    ("DELETE", "/api/v1/deputies/{id}", "access.write"),
    ("DELETE", "/api/v1/duty-conflicts", "access.write"),
    ("GET", "/api/v1/duty-conflicts", "access.read"),
    ("POST", "/api/v1/duty-conflicts", "access.write"),
    ("GET", "/api/v1/organisations", "signed_in"),
    ("POST", "/api/v1/organisations", "access.write"),
    ("PUT", "/api/v1/organisations/{code}", "access.write"),
    ("GET", "/api/v1/pending-changes", "signed_in"),
    ("POST", "/api/v1/pending-changes", "signed_in"),
    ("GET", "/api/v1/pending-changes/{id}", "signed_in"),
    ("POST", "/api/v1/pending-changes/{id}/approval", "in_person"),
    ("POST", "/api/v1/pending-changes/{id}/rejection", "in_person"),
    ("POST", "/api/v1/pending-changes/{id}/withdrawal", "signed_in"),
    ("GET", "/api/v1/permissions", "access.read"),
    ("GET", "/api/v1/posts", "signed_in"),
    ("POST", "/api/v1/posts", "access.write"),
    ("PUT", "/api/v1/posts/{code}", "access.write"),
    ("GET", "/api/v1/problems", "public"),
    ("GET", "/api/v1/roles", "access.read"),
    ("POST", "/api/v1/roles", "access.write"),
    ("PUT", "/api/v1/roles/{code}", "access.write"),
    ("DELETE", "/api/v1/session", "even_locked"),
    ("GET", "/api/v1/session", "signed_in"),
    ("POST", "/api/v1/session", "public"),
    ("PUT", "/api/v1/session/acting-for", "in_person"),
    ("POST", "/api/v1/session/lock", "even_locked"),
    ("PUT", "/api/v1/session/password", "in_person"),
    ("GET", "/api/v1/session/second-factor", "signed_in"),
    ("POST", "/api/v1/session/second-factor", "in_person"),
    ("POST", "/api/v1/session/second-factor/confirmation", "in_person"),
    ("POST", "/api/v1/session/second-factor/removal", "in_person"),
    ("GET", "/api/v1/session/tokens", "in_person"),
    ("POST", "/api/v1/session/tokens", "in_person"),
    ("DELETE", "/api/v1/session/tokens/{id}", "in_person"),
    ("POST", "/api/v1/session/unlock", "even_locked"),
    ("GET", "/api/v1/sessions", "access.read"),
    ("DELETE", "/api/v1/sessions/{id}", "access.write"),
    ("GET", "/api/v1/sign-in-policy", "access.read"),
    ("PUT", "/api/v1/sign-in-policy", "access.write"),
    ("GET", "/api/v1/sign-on", "public"),
    ("POST", "/api/v1/sign-on", "public"),
    ("POST", "/api/v1/sign-on/return", "public"),
    ("GET", "/api/v1/sign-on/sign-out", "signed_in"),
    ("GET", "/api/v1/tokens", "access.read"),
    ("DELETE", "/api/v1/tokens/{id}", "access.write"),
    ("GET", "/api/v1/users", "access.read"),
    ("POST", "/api/v1/users", "access.write"),
    ("POST", "/api/v1/users/exports", "access.export"),
    ("GET", "/api/v1/users/{login}", "access.read"),
    ("PUT", "/api/v1/users/{login}", "access.write"),
    ("GET", "/api/v1/users/{login}/identity", "access.read"),
    ("PUT", "/api/v1/users/{login}/identity", "access.write"),
    ("POST", "/api/v1/users/{login}/password", "access.write"),
    ("DELETE", "/api/v1/users/{login}/second-factor", "access.write"),
    ("POST", "/api/v1/users/{login}/tokens", "access.write"),
];

#[test]
fn every_endpoint_has_the_permission_of_the_contract() {
    let app = TestApp::empty();
    let mut routes: Vec<_> = app
        .routes
        .iter()
        .map(|r| (r.method.as_str(), r.path.as_str(), r.permission.0))
        .collect();
    routes.retain(|(_, path, _)| !path.ends_with("/openapi.json"));
    assert_eq!(routes, CONTRACT);
}
