use crate::app::app;
use access::{Gate, HashCost};
use axum::http::Method;
use platform::http::{Permission, RouteInfo};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use testkit::LOGINS;

fn routes() -> Vec<RouteInfo> {
    server::api(&Gate::new(HashCost::quick())).routes
}

/// What each seeded role may do.
fn permissions_of_roles(app: &testkit::TestApp) -> BTreeMap<String, BTreeSet<String>> {
    let roles = app.state.db.read(access::app::list_roles).expect("the roles");
    roles.into_iter().map(|role| (role.code, role.permissions)).collect()
}

fn is_open_to_anyone(route: &RouteInfo) -> bool {
    route.permission == Permission::PUBLIC
}

/// The path with an id that nobody has.
fn uri(route: &RouteInfo) -> String {
    let nobody = "01900000-0000-7000-8000-000000000000";
    let path = route
        .path
        .replace("{business_date}", "2025-01-20")
        .replace("{code}", "1303.01")
        .replace("{login}", "nobody");
    let parts = path
        .split('/')
        .map(|part| if part.starts_with('{') { nobody } else { part });
    parts.collect::<Vec<_>>().join("/").replacen("/api/v1", "", 1)
}

fn method(route: &RouteInfo) -> Method {
    Method::from_bytes(route.method.as_bytes()).expect("a method")
}

#[test]
fn every_endpoint_names_a_permission_that_a_role_grants() {
    let app = app();
    let granted: BTreeSet<String> = permissions_of_roles(&app).into_values().flatten().collect();
    let listed = app
        .state
        .db
        .read(access::app::list_permissions)
        .expect("the permissions");
    let listed: BTreeSet<String> = listed.into_iter().map(|one| one.code).collect();
    assert_eq!(
        granted, listed,
        "every permission of the catalogue is granted by a seeded role, and no other"
    );
    let unknown: Vec<RouteInfo> = routes()
        .into_iter()
        .filter(|route| {
            ![
                Permission::PUBLIC,
                Permission::SIGNED_IN,
                Permission::IN_PERSON,
                Permission::EVEN_LOCKED,
            ]
            .contains(&route.permission)
        })
        .filter(|route| !granted.contains(route.permission.0))
        .collect();
    assert_eq!(unknown, []);
}

#[test]
fn only_these_endpoints_are_open_to_anyone() {
    let open: Vec<String> = routes()
        .iter()
        .filter(|route| is_open_to_anyone(route))
        .map(|route| format!("{} {}", route.method, route.path))
        .collect();
    let expected = [
        "GET /api/v1/health",
        "GET /api/v1/openapi.json",
        "GET /api/v1/problems",
        "GET /api/v1/readiness",
        "POST /api/v1/session",
        "GET /api/v1/sign-on",
        "POST /api/v1/sign-on",
        "POST /api/v1/sign-on/return",
    ];
    assert_eq!(open, expected);
}

#[test]
fn endpoints_and_permissions_are_these() {
    let table: Vec<String> = routes()
        .iter()
        .map(|route| format!("{:<6} {:<55} {}", route.method, route.path, route.permission.0))
        .collect();
    insta::assert_snapshot!("endpoints", table.join("\n"));
}

/// Reviewed as a file: a new endpoint or a wider role shows up as a changed line. A dash denies. Sensitive fields stand at the end.
#[test]
fn each_role_may_use_these_endpoints_on_these_rows() {
    let app = app();
    let roles = app.state.db.read(access::app::list_roles).expect("the roles");
    let whole_book = app
        .state
        .db
        .read(access::app::whole_book_permissions)
        .expect("the permissions");
    let reach = |role: &access::app::RoleRow, permission: Permission| match permission {
        Permission::PUBLIC => "anyone".to_owned(),
        Permission::SIGNED_IN => "signed in".to_owned(),
        Permission::IN_PERSON => "in person".to_owned(),
        Permission::EVEN_LOCKED => "even locked".to_owned(),
        Permission(name) if role.permissions.contains(name) && whole_book.contains(name) => {
            match role.data_scope.as_str() {
                "all" => "all".to_owned(),
                // The ledger, the close, users: for those only whose organisation is the head office.
                "subtree" => "head office".to_owned(),
                _ => "-".to_owned(),
            }
        }
        Permission(name) if role.permissions.contains(name) => role.data_scope.clone(),
        _ => "-".to_owned(),
    };
    let line = |first: &str, cells: Vec<String>| {
        format!(
            "{first:<64}{}",
            cells
                .iter()
                .map(|cell| format!(" {cell:<16}"))
                .collect::<String>()
                .trim_end()
        )
    };
    let mut table = vec![line("", roles.iter().map(|role| role.code.clone()).collect())];
    for route in routes() {
        let cells = roles.iter().map(|role| reach(role, route.permission)).collect();
        table.push(line(&format!("{:<6} {}", route.method, route.path), cells));
    }
    let fields = app
        .state
        .db
        .read(access::app::list_permissions)
        .expect("the permissions");
    for field in fields.iter().filter(|one| one.kind == "field") {
        let seen = |role: &access::app::RoleRow| match role.permissions.contains(&field.code) {
            true => role.data_scope.clone(),
            false => "-".to_owned(),
        };
        table.push(line(
            &format!("FIELD  {}", field.code),
            roles.iter().map(seen).collect(),
        ));
    }
    insta::assert_snapshot!("matrix", table.join("\n"));
}

#[test]
fn without_a_session_only_open_endpoints_answer() {
    let app = app();
    for route in routes().iter().filter(|route| !is_open_to_anyone(route)) {
        let answered = app.anyone().send(method(route), &uri(route), &json!({}));
        assert_eq!(answered.problem(), (401, "access.not_signed_in"), "{route:?}");
    }
}

#[test]
fn a_role_is_refused_exactly_what_it_does_not_grant() {
    let app = app();
    // Ends the progress streams, which would go on for ever.
    app.state.progress.close();
    let roles = permissions_of_roles(&app);
    for (login, role) in LOGINS {
        let caller = app.sign_in(login);
        let signs_out = |route: &RouteInfo| {
            route.path.ends_with("/session/lock") || (route.method == "DELETE" && route.path.ends_with("/session"))
        };
        for route in routes()
            .iter()
            .filter(|route| !signs_out(route) && !is_open_to_anyone(route))
        {
            let answered = caller.send(method(route), &uri(route), &json!({}));
            let signed_in =
                [Permission::SIGNED_IN, Permission::IN_PERSON, Permission::EVEN_LOCKED].contains(&route.permission);
            let granted = signed_in || roles[role].contains(route.permission.0);
            assert_eq!(
                answered.status.as_u16() != 403,
                granted,
                "{login} {route:?}: {}",
                answered.json
            );
            assert!(answered.status.as_u16() < 500, "{login} {route:?}: {}", answered.json);
        }
    }
}

#[test]
fn the_document_describes_every_endpoint_and_is_always_the_same() {
    let text = || {
        let mut out = Vec::new();
        let code = server::run(["xindai", "openapi"], &mut out, &mut Vec::new());
        assert_eq!(code, 0);
        String::from_utf8(out).expect("JSON is UTF-8")
    };
    let (first, again) = (text(), text());
    assert_eq!(first, again);
    let document: serde_json::Value = serde_json::from_str(&first).expect("JSON");
    assert!(
        document["openapi"]
            .as_str()
            .is_some_and(|version| version.starts_with("3.1"))
    );
    for route in routes().iter().filter(|route| !route.path.ends_with("/openapi.json")) {
        let operation = &document["paths"][&route.path][route.method.to_lowercase()];
        assert_eq!(operation["x-permission"], route.permission.0, "{route:?}");
    }
    let app = app();
    assert_eq!(app.anyone().get("/openapi.json").ok(), document);
}
