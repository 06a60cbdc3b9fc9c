//! A tiny API with every kind of endpoint.

use axum::Json;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use axum::response::Response;
use kernel::{Actor, Money, Timestamp};
use platform::clock::Clock;
use platform::command::Outcome;
use platform::config::Config;
use platform::http::*;
use platform::keys::FieldKeys;
use platform::{Db, DbOptions, migrations};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;
use tower::ServiceExt;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

pub const THING_READ: Permission = Permission("thing.read");
pub const THING_WRITE: Permission = Permission("thing.write");

platform::problems! {
    /// Problems of the tiny API.
    pub THING_PROBLEMS;
    THING_TOO_DEAR = 422 "thing.too_dear" { zh: "价格超过 {limit}", en: "The price exceeds {limit}" }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewThing {
    name: String,
    #[schema(value_type = wire::Money)]
    price: Price,
}

#[derive(Deserialize)]
struct Price {
    amount: String,
    currency: String,
}

#[derive(Serialize, Deserialize, ToSchema)]
struct Thing {
    name: String,
    by: String,
    request_id: String,
    key: Option<String>,
    dry_run: bool,
    now: String,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ThingQuery {
    sort: Option<String>,
    dpd_min: Option<String>,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct CountQuery {
    dpd_min: Option<i64>,
}

/// Lists things.
#[utoipa::path(get, path = "/api/v1/things", tag = "thing", params(PageQuery, ThingQuery), responses((status = 200, body = Page<String>)))]
async fn list_things(
    QueryParams(page): QueryParams<PageQuery>,
    QueryParams(query): QueryParams<ThingQuery>,
) -> Answer<Page<String>> {
    let sort = Sort::parse(query.sort.as_deref(), &["name", "-price"])?;
    let after = match &page.cursor {
        Some(cursor) => decode_cursor::<usize>(&sort.to_string(), cursor)? + 1,
        None => 0,
    };
    let rows: Vec<usize> = (0..50).skip(after).take(page.limit.fetch() as usize).collect();
    let page = Page::from_rows(rows, page.limit, &sort.to_string(), |row| *row);
    Ok(Json(page.map(|row| {
        format!(
            "{}-{row}-{}",
            sort.direction(),
            query.dpd_min.as_deref().unwrap_or("none")
        )
    })))
}

/// Counts things.
#[utoipa::path(get, path = "/api/v1/thing-count", tag = "thing", params(CountQuery), responses((status = 200, body = i64)))]
async fn count_things(QueryParams(query): QueryParams<CountQuery>) -> Json<Option<i64>> {
    Json(query.dpd_min)
}

/// Makes a thing.
#[utoipa::path(post, path = "/api/v1/things", tag = "thing", params(CommandHeaders), request_body = NewThing,
    responses((status = 201, body = Thing)))]
async fn make_thing(
    State(state): State<AppState>,
    CommandHeaders(context): CommandHeaders,
    JsonBody(body): JsonBody<NewThing>,
) -> CommandAnswer<Thing> {
    let outcome = blocking(move || {
        let limit = Money::new(10_000, kernel::Currency::CNY);
        let price = Money::parse(
            &body.price.amount,
            kernel::Currency::parse(&body.price.currency).expect("a currency"),
        );
        if price.expect("an amount").minor() > limit.minor() {
            return Err(Problem::of(THING_TOO_DEAR).field("price").with("limit", limit));
        }
        let value = Thing {
            name: body.name,
            by: context.actor.login,
            request_id: context.request_id,
            key: context.idempotency_key.clone(),
            dry_run: context.dry_run,
            now: state.clock.now().to_string(),
        };
        Ok(Outcome {
            value,
            replayed: context.idempotency_key.as_deref() == Some("again"),
        })
    })
    .await?;
    Ok(CommandReply::created(outcome))
}

/// One thing.
#[utoipa::path(get, path = "/api/v1/things/{id}", tag = "thing", params(("id" = Uuid, Path)), responses((status = 200, body = Uuid)))]
async fn get_thing(PathParam(id): PathParam<Uuid>) -> Json<Uuid> {
    Json(id)
}

/// One part of a thing.
#[utoipa::path(get, path = "/api/v1/things/{id}/parts/{nr}", tag = "thing",
    params(("id" = Uuid, Path), ("nr" = u32, Path)), responses((status = 200, body = u32)))]
async fn get_part(PathParam(ids): PathParam<(Uuid, u32)>) -> Json<u32> {
    Json(ids.1)
}

/// Panics on the async side.
#[utoipa::path(get, path = "/api/v1/panic", tag = "thing", responses((status = 200)))]
async fn panic_here() {
    panic!("secret of the handler");
}

/// Panics on the blocking side.
#[utoipa::path(get, path = "/api/v1/panic-blocking", tag = "thing", responses((status = 200)))]
async fn panic_blocking() -> Result<(), Problem> {
    blocking(|| -> Result<(), Problem> { panic!("secret of the database") }).await
}

/// Never ends.
#[utoipa::path(get, path = "/api/v1/endless", tag = "thing", responses((status = 200)))]
async fn endless() {
    std::future::pending().await
}

/// Progress.
#[utoipa::path(get, path = "/api/v1/progress", tag = "thing", responses((status = 200)))]
async fn progress(State(state): State<AppState>) -> impl axum::response::IntoResponse {
    state.progress.events("close")
}

/// The caller's name.
#[utoipa::path(get, path = "/api/v1/me", tag = "thing", responses((status = 200, body = String)))]
async fn me(principal: Option<Principal>) -> Json<Option<String>> {
    Json(principal.map(|p| p.actor.login))
}

pub fn api() -> Api {
    let things = Routes::new()
        .problems(THING_PROBLEMS)
        .get(THING_READ, routes!(list_things))
        .get(THING_READ, routes!(count_things))
        .post(THING_WRITE, routes!(make_thing))
        .get(Permission::SIGNED_IN, routes!(get_thing))
        .get(Permission::SIGNED_IN, routes!(get_part))
        .get(Permission::PUBLIC, routes!(panic_here))
        .get(Permission::PUBLIC, routes!(panic_blocking))
        .get(Permission::PUBLIC, routes!(endless))
        .get(Permission::PUBLIC, routes!(progress))
        .get(Permission::PUBLIC, routes!(me));
    health_routes().merge(things).build("Things", "1")
}

pub fn state(change: impl FnOnce(&mut Config)) -> AppState {
    let mut config = Config::default();
    change(&mut config);
    let db = Db::open("sqlite::memory:", DbOptions::default()).expect("a database in memory");
    db.migrate(migrations::all()).expect("the tables");
    AppState {
        db,
        clock: Clock::manual(Timestamp::from_millis(1_763_763_782_005)),
        progress: ProgressHub::default(),
        config: Arc::new(config),
        keys: Arc::new(FieldKeys::from_master(&[7; 32])),
    }
}

/// The cookie's value lists the permissions.
pub fn sign_in() -> SignIn {
    SignIn::asking(|_, headers: &HeaderMap| {
        let cookie = headers
            .get(header::COOKIE)
            .and_then(|v| v.to_str().ok())
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

/// The tiny API behind the standard layers.
pub struct Site {
    router: Router,
    pub state: AppState,
}

/// An answer, read to its end.
pub struct Answered {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answered {
    pub async fn read(response: Response) -> Self {
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 10_000_000).await.expect("a body");
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Self {
            status: parts.status,
            headers: parts.headers,
            text,
        }
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or(json!(null))
    }

    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default()
    }
}

impl Site {
    pub fn new() -> Self {
        Self::with(|_| {})
    }

    pub fn with(change: impl FnOnce(&mut Config)) -> Self {
        let state = state(change);
        Self {
            router: with_standard_layers(api().router, state.clone(), sign_in()),
            state,
        }
    }

    pub fn router(&self) -> Router {
        self.router.clone()
    }

    /// Calls with headers; `cookie` and the rest as written.
    pub async fn call(&self, method: Method, uri: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> Answered {
        Answered::read(self.send(method, uri, headers, body).await).await
    }

    /// As [`Site::call`], without reading the answer's body.
    pub async fn send(&self, method: Method, uri: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> Response {
        let mut request = Request::builder().method(method).uri(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(body.into()).expect("a request");
        self.router.clone().oneshot(request).await.expect("infallible")
    }

    pub async fn get(&self, uri: &str) -> Answered {
        self.call(Method::GET, uri, &[("cookie", "xindai_session=thing.read")], "")
            .await
    }

    /// Makes a thing with the right to and the headers of our own pages, and more headers.
    pub async fn post(&self, uri: &str, more: &[(&str, &str)], body: impl Into<Body>) -> Answered {
        let mut headers = vec![
            ("cookie", "xindai_session=thing.read+thing.write"),
            ("x-requested-with", "xindai"),
            ("content-type", "application/json"),
        ];
        headers.extend_from_slice(more);
        self.call(Method::POST, uri, &headers, body).await
    }
}
