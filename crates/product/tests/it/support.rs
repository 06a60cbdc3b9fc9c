//! A seeded catalogue, and a browser with permissions.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request};
use kernel::{Actor, BusinessDate, Timestamp};
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
    let state = AppState {
        db: db.db().clone(),
        clock: Clock::manual(Timestamp::from_millis(0)),
        progress: ProgressHub::default(),
        config: Arc::new(Config::default()),
        keys: Arc::new(FieldKeys::from_master(&[7; 32])),
    };
    let permissions = BTreeSet::from([permission.to_owned()]);
    let sign_in: SignIn = Arc::new(move |_, headers: &HeaderMap| {
        let (actor, lang) = (Actor::system(), Lang::of_headers(headers));
        Ok(Some(Principal::everywhere(actor, permissions.clone(), lang)))
    });
    let router: Router = with_standard_layers(product::product_routes().build("Products", "1").router, state, sign_in);
    Runtime::new().unwrap().block_on(async {
        let request = Request::get(uri)
            .header("cookie", "xindai_session=x")
            .body(Body::empty())
            .unwrap();
        let response = router.oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let bytes = to_bytes(response.into_body(), 1_000_000).await.unwrap();
        (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
    })
}
