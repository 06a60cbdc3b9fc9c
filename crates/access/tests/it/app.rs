//! The API of access behind the standard layers, with a database and a clock of its own.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use access::{Gate, HashCost, NewUser};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use kernel::{BusinessDate, Timestamp};
use platform::audit::{self, AuditEntry};
use platform::clock::Clock;
use platform::command::CommandContext;
use platform::config::Config;
use platform::http::{AppState, Peer, ProgressHub, RouteInfo, with_standard_layers};
use platform::keys::FieldKeys;
use platform::testing::TestDb;
use platform::{DbError, business_day};
use serde_json::{Value, json};
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt;

pub const PASSWORD: &str = "Xindai-demo-1";

pub struct TestApp {
    router: Router,
    runtime: Runtime,
    pub state: AppState,
    pub gate: Gate,
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

    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }
}

impl TestApp {
    /// An API with an administrator `admin` and a clerk `clerk`, on 2025-01-20.
    pub fn new() -> TestApp {
        let app = TestApp::empty();
        app.add_user("admin", "administrator");
        app.add_user("clerk", "clerk");
        app
    }

    /// An API without users.
    pub fn empty() -> TestApp {
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
        let gate = Gate::new(HashCost::quick());
        let api = access::routes(&gate).build("Access", "1");
        let router = with_standard_layers(api.router, state.clone(), access::sign_in_layer(gate.clone()));
        TestApp {
            router,
            runtime: Builder::new_current_thread().enable_all().build().expect("a runtime"),
            state,
            gate,
            routes: api.routes,
            _db: db,
        }
    }

    pub fn context(&self) -> CommandContext {
        CommandContext::system("test", self.state.clock.now())
    }

    pub fn add_user(&self, login: &str, role: &str) {
        let new = NewUser {
            login: login.to_owned(),
            name: login.to_owned(),
            password: PASSWORD.to_owned(),
            roles: vec![role.to_owned()],
            organisation: None,
        };
        access::create_user(&self.state.db, &self.gate, &self.context(), &new).expect("a sound user");
    }

    pub fn advance_minutes(&self, minutes: u64) {
        self.state.clock.advance(Duration::from_secs(minutes * 60));
    }

    /// Calls as a page of ours would. Tests are not async, because they use the database, which blocks.
    pub fn call(&self, method: Method, uri: &str, headers: &[(&str, &str)], body: Value) -> Answered {
        self.send((method, uri, headers, body), None)
    }

    /// The same over a connection from an address.
    pub fn call_from(&self, address: &str, request: (Method, &str, &[(&str, &str)], Value)) -> Answered {
        self.send(request, Some(address.parse().expect("an address")))
    }

    fn send(
        &self,
        (method, uri, headers, body): (Method, &str, &[(&str, &str)], Value),
        address: Option<IpAddr>,
    ) -> Answered {
        let mut request = Request::builder().method(method).uri(format!("/api/v1{uri}"));
        request = request
            .header("x-requested-with", "xindai")
            .header("content-type", "application/json");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = if body.is_null() {
            Body::empty()
        } else {
            Body::from(body.to_string())
        };
        let mut request = request.body(body).expect("a sound request");
        if let Some(address) = address {
            let peer = Peer(SocketAddr::new(address, 40_000));
            request.extensions_mut().insert(ConnectInfo(peer));
        }
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

    pub fn get(&self, uri: &str, cookie: &str) -> Answered {
        self.call(Method::GET, uri, &[("cookie", cookie)], Value::Null)
    }

    pub fn post(&self, uri: &str, cookie: &str, body: Value) -> Answered {
        self.call(Method::POST, uri, &[("cookie", cookie)], body)
    }

    pub fn try_sign_in(&self, login: &str, password: &str) -> Answered {
        self.call(
            Method::POST,
            "/session",
            &[],
            json!({ "login": login, "password": password }),
        )
    }

    /// Signs in; the cookie as a browser would send it back.
    pub fn sign_in(&self, login: &str) -> String {
        let answered = self.try_sign_in(login, PASSWORD);
        assert_eq!(answered.status, StatusCode::OK, "{}", answered.json);
        let cookie = answered.header("set-cookie");
        cookie.split(';').next().unwrap_or_default().to_owned()
    }

    /// The audit trail of an action, newest first.
    pub fn audited(&self, action: &str) -> Vec<AuditEntry> {
        let read = self
            .state
            .db
            .read(|tx| audit::search(tx, &audit::AuditSearch::text(action), None, 100));
        read.expect("the trail can be read")
    }

    /// The one number a statement returns.
    pub fn count(&self, sql: &str) -> i64 {
        self.state
            .db
            .read(|tx| Ok::<_, DbError>(tx.query_one(sql, &[])?.int(0)))
            .expect("a sound statement")
    }
}
