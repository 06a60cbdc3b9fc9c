//! What an auditor sees, which is everything, and what an auditor may change, which is nothing of the lender's.

use access::{Gate, HashCost};
use axum::http::Method;
use axum::http::StatusCode;
use platform::config::Config;
use platform::http::{AppState, Permission, RouteInfo};
use platform::{AuditLine, CommandContext, DbError};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use testkit::{Caller, Lending, TestApp};
use uuid::Uuid;

/// A lender with a loan, a closed day, a proposal, a token, an archive: something behind every address.
struct Lender {
    app: TestApp,
    folder: PathBuf,
}

impl Drop for Lender {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Lender {
    fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("xindai-auditor-{}", Uuid::now_v7().simple()));
        let data_dir = folder.clone();
        let app = TestApp::of_router(move |state, gate| {
            let mut config = Config::clone(&state.config);
            config.data_dir = data_dir;
            let config = Arc::new(config);
            server::router(AppState { config, ..state }, gate)
        });
        Self { app, folder }
    }

    /// A sign-in of two years ago, which need not be kept any longer.
    fn with_an_old_line(&self) {
        let at = kernel::Timestamp::parse("2023-01-10T00:00:00Z").expect("a moment");
        let context = CommandContext::system("old", at);
        let line = AuditLine {
            action: "access.signed_in",
            object_kind: "user",
            object_id: "long ago".to_owned(),
            before: None,
            after: None,
        };
        let written = self.app.state.db.write(|tx| {
            tx.act_as(&context.actor, "old", at);
            tx.audit(line.clone());
            Ok::<_, DbError>(())
        });
        written.expect("written");
        platform::audit::seal(&self.app.state.db).expect("sealed");
    }
}

/// What needs no right of its own.
const OPEN_TO_ALL: [Permission; 4] = [
    Permission::PUBLIC,
    Permission::SIGNED_IN,
    Permission::IN_PERSON,
    Permission::EVEN_LOCKED,
];

fn routes() -> Vec<RouteInfo> {
    server::api(&Gate::new(HashCost::quick())).routes
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The first `field` of a list that the auditor sees.
fn first(auditor: &Caller<'_>, list: &str, field: &str) -> String {
    let found = auditor.get(list).ok();
    text(&found["items"][0][field])
}

/// Archives over the API what need not stay; the archive's id.
fn archive(admin: &Caller<'_>) -> String {
    let order = json!({ "before": "2025-01-20" });
    let tried = admin.post("/audit-archives?dry_run=true", &order).ok();
    assert_eq!((&tried["lines"], &tried["archive"]), (&json!(1), &Value::Null));
    let made = admin.post("/audit-archives", &order).ok();
    assert_eq!(made["archive"]["lines"], 1);
    text(&made["archive"]["id"])
}

#[test]
fn an_archive_that_was_made_over_the_api_is_taken_away_and_proved_by_the_auditor() {
    let lender = Lender::new();
    lender.with_an_old_line();
    let admin = lender.app.sign_in("admin");
    let id = archive(&admin);
    let auditor = lender.app.sign_in("auditor");
    let listed = auditor.get("/audit-archives").ok();
    let one = &listed["items"][0];
    assert_eq!((&one["id"], &one["made_by"]), (&json!(id), &json!("admin")));
    assert_eq!((&one["here"], &one["finished"]), (&json!(true), &json!(true)));
    let checked = auditor.get(&format!("/audit-archives/{id}/verification")).ok();
    assert_eq!((&checked["lines"], &checked["sha256"]), (&json!(1), &one["sha256"]));
    let file = auditor.get(&format!("/audit-archives/{id}/file"));
    assert_eq!(file.status, StatusCode::OK);
    assert_eq!(file.header("content-type"), "application/gzip");
    let chain = auditor.get("/audit-chain/verification").ok();
    assert_eq!((&chain["holds"], &chain["archived"]), (&json!(true), &json!(1)));
    let told = auditor.get("/audit-entries?action=audit.archive_downloaded").ok();
    assert_eq!(
        (&told["items"][0]["actor"], &told["items"][0]["object_id"]),
        (&json!("auditor"), &json!(id))
    );
    std::fs::remove_dir_all(&lender.folder).expect("removed");
    assert_eq!(auditor.get("/audit-archives").ok()["items"][0]["here"], false);
    let gone = auditor.get(&format!("/audit-archives/{id}/file"));
    assert_eq!(gone.problem(), (409, "audit.archive_file_missing"));
}

/// What stands for each name in an address, by its path.
fn address(route: &RouteInfo, places: &BTreeMap<&str, String>) -> String {
    let path = route.path.replacen("/api/v1", "", 1);
    let parts: Vec<String> = path
        .split('/')
        .scan(String::new(), |before, part| {
            let name = format!("{before}/{part}");
            part.clone_into(before);
            Some(places.get(name.as_str()).cloned().unwrap_or_else(|| part.to_owned()))
        })
        .collect();
    let uri = parts.join("/");
    match uri.as_str() {
        // What these cannot answer without.
        "/ledger/trial-balance" => "/ledger/trial-balance?currency=CNY".to_owned(),
        "/ledger/accounts/1303.01/turnover" => format!("{uri}?from=2025-01-20&to=2025-01-21&currency=CNY"),
        _ => uri,
    }
}

/// For importing rows and writing notices, which is work, not reading: what became of both stands in the trail.
const WORK: [&str; 2] = ["import.run", "notice.write"];

#[test]
fn an_auditor_reads_everything() {
    let lender = Lender::new();
    lender.with_an_old_line();
    let app = &lender.app;
    let loan = app.lend(&Lending::default());
    app.close_until("2025-01-22");
    let admin = app.sign_in("admin");
    let archive = archive(&admin);
    let proposal = json!({ "command": "reference.change_parameter", "reason": "试", "content": { "code": "all_in_rate_cap", "change": {
        "revision": 1, "effective_from": "2025-06-01", "source": "试", "reason": "试",
        "content": { "kind": "parameter", "name_zh": "上限", "name_en": "Cap", "unit": "annual_rate", "value": "0.2", "least": "0.01", "most": "0.36" } } } });
    let _ = admin.post("/pending-changes", &proposal).ok();
    let _ = app.sign_in("clerk").get(&format!("/loans/{loan}")).ok();
    platform::audit::seal(&app.state.db).expect("sealed");
    let auditor = app.sign_in("auditor");
    let entry = first(&auditor, &format!("/loans/{loan}/journal-entries"), "id");
    let seq = first(&auditor, "/audit-entries?area=business", "seq");
    let places = BTreeMap::from([
        ("audit-entries/{seq}", seq),
        ("audit-archives/{id}", archive),
        ("close-runs/{business_date}", "2025-01-20".to_owned()),
        ("customers/{id}", first(&auditor, "/customers", "id")),
        ("loans/{id}", loan.to_string()),
        ("products/{id}", first(&auditor, "/products", "id")),
        ("accounts/{code}", "1303.01".to_owned()),
        ("journal-entries/{id}", entry),
        ("pending-changes/{id}", first(&auditor, "/pending-changes", "id")),
        ("reference/{kind}", "parameter".to_owned()),
        ("{kind}/{item}", "all_in_rate_cap".to_owned()),
        ("users/{login}", "clerk".to_owned()),
    ]);
    // Ends the progress streams, which would go on for ever.
    app.state.progress.close();
    let mut read = 0;
    for route in routes().iter().filter(|route| route.method == "GET") {
        if OPEN_TO_ALL.contains(&route.permission) && !route.path.ends_with("/pending-changes/{id}") {
            continue;
        }
        let answered = auditor.get(&address(route, &places));
        if WORK.contains(&route.permission.0) {
            assert_eq!(answered.problem(), (403, "access.permission_denied"), "{route:?}");
            continue;
        }
        assert_eq!(answered.status, StatusCode::OK, "{route:?} {}", answered.json);
        read += 1;
    }
    assert!(read >= 40, "{read} endpoints");
}

/// What belongs to whoever is signed in: their session, their tables and drafts, what they have read, proposals that are refused
/// by what they ask for.
const OWN: [&str; 10] = [
    "default-views",
    "drafts",
    "notices",
    "pending-changes",
    "saved-views",
    "schedule-trials",
    "session",
    "sign-on",
    "table-layouts",
    "to-dos",
];

/// What is sent to be read with, and stored nowhere.
const REPORTS: [&str; 2] = ["/api/v1/imports/cut-over", "/api/v1/number-previews"];

/// Lists that auditors take as files: of their own, marked with their name, recorded, gone after a day.
const FILES: [&str; 5] = [
    "/api/v1/audit-entries/exports",
    "/api/v1/ledger/journal-entries/exports",
    "/api/v1/ledger/trial-balance/exports",
    "/api/v1/products/exports",
    "/api/v1/users/exports",
];

#[test]
fn an_auditor_changes_nothing_that_is_not_their_own() {
    let lender = Lender::new();
    let app = &lender.app;
    let auditor = app.sign_in("auditor");
    let before = state(app);
    let mut refused = 0;
    for route in routes().iter().filter(|route| route.method != "GET") {
        let root = route.path.split('/').nth(3).unwrap_or_default();
        if OPEN_TO_ALL.contains(&route.permission) {
            assert!(OWN.contains(&root), "{route:?} is open to everybody");
            continue;
        }
        if REPORTS.contains(&route.path.as_str()) {
            continue;
        }
        let method = Method::from_bytes(route.method.as_bytes()).expect("a method");
        let answered = auditor.send(method, &address(route, &BTreeMap::new()), &json!({}));
        if FILES.contains(&route.path.as_str()) {
            assert_eq!(answered.problem(), (422, "platform.body_invalid"), "{route:?}");
            continue;
        }
        assert_eq!(answered.problem(), (403, "access.permission_denied"), "{route:?}");
        refused += 1;
    }
    assert!(refused >= 40, "{refused} endpoints");
    assert_eq!(state(app), before, "nothing has changed");
    for body in [
        json!({ "command": "access.create_user", "reason": "试", "content": {} }),
        json!({ "command": "audit.change_retention", "reason": "试", "content": {} }),
        json!({ "command": "loan.charge_off", "reason": "试", "content": {} }),
    ] {
        let answered = auditor.post("/pending-changes", &body);
        assert_eq!(answered.problem(), (403, "access.permission_denied"), "{body}");
    }
}

/// How many rows the tables have that a lender's work changes.
fn state(app: &TestApp) -> Vec<i64> {
    let tables = [
        "app_user",
        "role",
        "organisation",
        "customer",
        "loan_product",
        "loan",
        "journal_entry",
        "audit_retention",
    ];
    let count = |table: &str| {
        let sql = format!("SELECT count(*) FROM {table}");
        let counted = app.state.db.read(|tx| tx.query_one(&sql, &[]));
        counted.expect("counted").int(0)
    };
    tables.into_iter().map(count).collect()
}
