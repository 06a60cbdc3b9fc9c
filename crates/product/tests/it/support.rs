//! A seeded catalogue, and a browser with permissions.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request};
use kernel::{Actor, BusinessDate, Timestamp, UserId};
use platform::clock::Clock;
use platform::config::Config;
use platform::http::{AppState, Lang, Principal, ProgressHub, SignIn, with_standard_layers};
use platform::keys::FieldKeys;
use platform::testing::TestDb;
use product::ProductError;
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::Arc;
use tokio::runtime::Runtime;
use tower::ServiceExt;
use uuid::Uuid;

pub fn day(text: &str) -> BusinessDate {
    BusinessDate::parse(text).unwrap()
}

/// The seeded catalogue on a business day.
pub fn catalogue(on: &str) -> TestDb {
    let db = TestDb::new();
    db.write(|tx| -> Result<(), ProductError> {
        product::seed_products(tx)?;
        Ok(platform::business_day::open(tx, day(on))?)
    })
    .unwrap();
    db
}

/// Calls an endpoint as a user who holds one permission.
pub fn get(db: &TestDb, permission: &str, uri: &str) -> (u16, Value) {
    User::new(1, &[permission]).send(db, "GET", uri, &Value::Null)
}

/// A user with permissions.
pub struct User {
    actor: Actor,
    permissions: Arc<BTreeSet<String>>,
}

impl User {
    pub fn new(number: u128, permissions: &[&str]) -> Self {
        let actor = Actor {
            user_id: UserId(Uuid::from_u128(number)),
            login: format!("user-{number}"),
            on_behalf_of: None,
            address: None,
            token: None,
        };
        let permissions = permissions.iter().map(|&name| name.to_owned()).collect();
        Self {
            actor,
            permissions: Arc::new(permissions),
        }
    }

    pub fn id(&self) -> String {
        self.actor.user_id.to_string()
    }

    /// Sends a request without an idempotency key.
    pub fn send(&self, db: &TestDb, method: &str, uri: &str, body: &Value) -> (u16, Value) {
        let (status, _, value) = self.command(db, (method, uri), body, None);
        (status, value)
    }

    /// Sends a command; the second of the answer is whether it was a repeat.
    pub fn command(
        &self,
        db: &TestDb,
        (method, uri): (&str, &str),
        body: &Value,
        key: Option<&str>,
    ) -> (u16, bool, Value) {
        let state = AppState {
            db: db.db().clone(),
            clock: Clock::manual(Timestamp::from_millis(0)),
            progress: ProgressHub::default(),
            config: Arc::new(Config::default()),
            keys: Arc::new(FieldKeys::from_master(&[7; 32])),
        };
        let (actor, permissions) = (self.actor.clone(), Arc::clone(&self.permissions));
        let sign_in = SignIn::asking(move |_, headers: &HeaderMap| {
            let held = permissions.iter().cloned();
            Ok(Some(Principal::everywhere(
                actor.clone(),
                held,
                Lang::of_headers(headers),
            )))
        });
        let api = product::product_routes(|_| None).build("Products", "1");
        let router: Router = with_standard_layers(api.router, state, sign_in);
        Runtime::new().unwrap().block_on(async {
            let mut request = Request::builder()
                .method(method)
                .uri(uri)
                .header("cookie", "xindai_session=x")
                .header("x-requested-with", "xindai")
                .header("accept-language", "en")
                .header("content-type", "application/json");
            if let Some(key) = key {
                request = request.header("idempotency-key", key);
            }
            let response = router
                .oneshot(request.body(Body::from(body.to_string())).unwrap())
                .await
                .unwrap();
            let status = response.status().as_u16();
            let replayed = response.headers().contains_key("idempotency-replayed");
            let bytes = to_bytes(response.into_body(), 1_000_000).await.unwrap();
            (status, replayed, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
        })
    }
}
