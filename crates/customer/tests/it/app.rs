//! The API of customer behind the standard layers, with a database and a clock of its own. The session cookie names the
//! permissions.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use kernel::{Actor, BusinessDate, Timestamp};
use platform::audit::{self, AuditEntry};
use platform::clock::Clock;
use platform::config::Config;
use platform::http::{AppState, Lang, Principal, ProgressHub, RouteInfo, SignIn, with_standard_layers};
use platform::keys::FieldKeys;
use platform::testing::TestDb;
use platform::{DbError, business_day};
use serde_json::{Value, json};
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt;

/// Somebody who sees the sensitive fields and may write them.
pub const CLERK: &str =
    "xindai_session=customer.read+customer.write+customer.reveal+customer.field_identity+customer.field_mobile";
pub const READER: &str = "xindai_session=customer.read+customer.field_identity+customer.field_mobile";

pub struct TestApp {
    router: Router,
    runtime: Runtime,
    pub state: AppState,
    pub routes: Vec<RouteInfo>,
    // Dropped last: removes the database.
    _db: TestDb,
}

/// An answer, read to its end.
pub struct Answered {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub json: Value,
}

impl Answered {
    /// Status and problem code.
    pub fn problem(&self) -> (u16, &str) {
        (self.status.as_u16(), self.json["code"].as_str().unwrap_or_default())
    }

    /// A text member of the answer.
    pub fn text(&self, name: &str) -> &str {
        self.json[name].as_str().unwrap_or_default()
    }
}

impl TestApp {
    /// An API on 2025-01-20.
    pub fn new() -> TestApp {
        let db = TestDb::new();
        let today = BusinessDate::parse("2025-01-20").expect("a date");
        db.write(|tx| business_day::open(tx, today)).expect("the first day");
        let state = AppState {
            db: db.db().clone(),
            clock: Clock::manual(Timestamp::from_millis(1_737_360_000_000)),
            progress: ProgressHub::default(),
            config: Arc::new(Config::default()),
            keys: Arc::new(FieldKeys::from_master(&[7; 32])),
        };
        let api = customer::routes().build("Customer", "1");
        let router = with_standard_layers(api.router, state.clone(), sign_in());
        TestApp {
            router,
            runtime: Builder::new_current_thread().enable_all().build().expect("a runtime"),
            state,
            routes: api.routes,
            _db: db,
        }
    }

    fn call(&self, method: Method, uri: &str, headers: &[(&str, &str)], body: Body) -> Answered {
        let mut request = Request::builder().method(method).uri(format!("/api/v1{uri}"));
        request = request
            .header("x-requested-with", "xindai")
            .header("content-type", "application/json");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(body).expect("a sound request");
        let (parts, bytes) = self.runtime.block_on(async {
            let response = self
                .router
                .clone()
                .oneshot(request)
                .await
                .expect("the router never fails");
            let (parts, body) = response.into_parts();
            (parts, to_bytes(body, 1_000_000).await.expect("a short body"))
        });
        let json = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Answered {
            status: parts.status,
            headers: parts.headers,
            json,
        }
    }

    pub fn get(&self, uri: &str) -> Answered {
        self.call(Method::GET, uri, &[("cookie", READER)], Body::empty())
    }

    pub fn post(&self, uri: &str, body: Value) -> Answered {
        self.post_with(uri, &[("cookie", CLERK)], body)
    }

    pub fn post_with(&self, uri: &str, headers: &[(&str, &str)], body: Value) -> Answered {
        self.call(Method::POST, uri, headers, Body::from(body.to_string()))
    }

    /// Creates a customer and returns its id.
    pub fn create(&self, body: Value) -> String {
        let created = self.post("/customers", body);
        assert_eq!(created.status, StatusCode::CREATED, "{}", created.json);
        created.text("id").to_owned()
    }

    /// The audit trail of an action, newest first.
    pub fn audited(&self, action: &str) -> Vec<AuditEntry> {
        let read = self
            .state
            .db
            .read(|tx| audit::search(tx, &audit::AuditSearch::text(action), None, 100));
        read.expect("the trail can be read")
    }

    pub fn count_customers(&self) -> i64 {
        let sql = "SELECT count(*) FROM customer";
        self.state
            .db
            .read(|tx| Ok::<_, DbError>(tx.query_one(sql, &[])?.int(0)))
            .expect("a sound statement")
    }
}

pub fn zhang() -> Value {
    json!({
        "kind": "person",
        "name": "张小三",
        "identity_kind": "resident_id",
        "identity_number": "110101199003071233",
        "mobile": "138 1234 8000",
    })
}

pub fn mill() -> Value {
    json!({
        "kind": "company",
        "name": "青禾面粉有限公司",
        "identity_kind": "unified_credit_code",
        "identity_number": "91310000MA1FL0007C",
    })
}

pub fn with(mut body: Value, field: &str, value: Value) -> Value {
    body[field] = value;
    body
}

fn sign_in() -> SignIn {
    SignIn::asking(|_, headers: &HeaderMap| {
        let cookie = headers
            .get(header::COOKIE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let granted = cookie
            .strip_prefix("xindai_session=")
            .map(|list| list.split('+').map(str::to_owned).collect());
        Ok(granted.map(|granted: BTreeSet<String>| {
            let actor = Actor {
                login: "clerk".to_owned(),
                ..Actor::system()
            };
            Principal::everywhere(actor, granted, Lang::of_headers(headers))
        }))
    })
}
