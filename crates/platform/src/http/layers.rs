use super::blocking::blocking;
use super::lang::Lang;
use super::limits::{Allowance, Counted, Limits};
use super::peer::{CallerAddress, caller_address};
use super::principal::Principal;
use super::problem::{CSRF, INTERNAL, Problem, TIMEOUT};
use super::refused::Refused;
use super::request_id::RequestId;
use super::state::AppState;
use crate::spans::TRACE;
use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use std::net::IpAddr;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Instant;
use tower_http::CompressionLevel;
use tower_http::compression::{CompressionLayer, DefaultPredicate, Predicate, predicate::SizeAbove};
use tracing::field::Empty;
use tracing::{Instrument, Span};

/// What a request brings to prove who sends it.
#[derive(Debug, Clone, Copy)]
pub struct Knock<'a> {
    /// Its headers.
    pub headers: &'a HeaderMap,
    /// From where it comes; `None` in a test without a connection.
    pub address: Option<IpAddr>,
}

type Recall = dyn Fn(&AppState, &Knock<'_>) -> Option<Principal> + Send + Sync;
type Find = dyn Fn(&AppState, &Knock<'_>) -> Result<Option<Principal>, Problem> + Send + Sync;

/// Finds the caller of a request by its headers and the address it comes from.
#[derive(Clone)]
pub struct SignIn {
    /// The caller, if memory knows it: asked first, because a thread that may block costs more than most requests.
    pub recall: Arc<Recall>,
    /// The caller; `None` when the request carries neither a valid session nor a valid token. May block.
    pub find: Arc<Find>,
}

impl SignIn {
    /// One that remembers nobody and looks at headers only.
    #[must_use]
    pub fn asking(
        find: impl Fn(&AppState, &HeaderMap) -> Result<Option<Principal>, Problem> + Send + Sync + 'static,
    ) -> Self {
        Self {
            recall: Arc::new(|_, _| None),
            find: Arc::new(move |state, knock| find(state, knock.headers)),
        }
    }
}

/// What a document may load and do. `style` is what a page needs beside our own style sheets: nothing, or `'nonce-…'` for the
/// sheets that its own scripts make. Attributes are allowed to carry style: charts write them as text.
#[must_use]
pub fn content_security_policy(style: &str) -> String {
    format!(
        "default-src 'self'; script-src 'self'; style-src 'self'{style}; style-src-attr 'unsafe-inline'; \
         img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; \
         form-action 'self'; frame-ancestors 'none'"
    )
}

/// Puts the standard layers around all routes and gives them their state. From the outside in: gzip; request id, log,
/// security headers, language of problems; panics, timeout, number of requests, forged requests, sign-in; size of bodies.
pub fn with_standard_layers(router: Router<AppState>, state: AppState, sign_in: SignIn) -> Router {
    let gate = Gate {
        limits: Arc::new(Limits::of(&state.config)),
        state: state.clone(),
        sign_in,
    };
    let gzip = CompressionLayer::new()
        .quality(CompressionLevel::Fastest)
        .compress_when(DefaultPredicate::new().and(SizeAbove::new(1024)));
    router
        .layer(DefaultBodyLimit::max(state.config.body_limit_bytes))
        .layer(from_fn_with_state(gate, admit))
        .layer(from_fn_with_state(state.clone(), envelope))
        .layer(gzip)
        .with_state(state)
}

/// Numbers and logs a request (never its query, body or caller), and finishes its answer.
async fn envelope(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id = RequestId::new();
    let lang = Lang::of_headers(request.headers());
    let is_api = is_api(&request);
    let method = request.method().clone();
    let path = request.extensions().get::<MatchedPath>().cloned();
    let path = path.as_ref().map_or("-", MatchedPath::as_str);
    request.extensions_mut().insert(id.clone());

    let trace = trace_of(&request, path, &id);
    let span = trace.in_scope(|| tracing::info_span!("request", id = %id.0));
    let traced = next.run(request).instrument(span.clone()).instrument(trace.clone());
    let mut response = traced.await;
    let mut code = "-";
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        code = problem.code();
        let rendered = problem.render(lang, Some(&id.0));
        let (parts, body) = rendered.into_parts();
        *response.body_mut() = body;
        response.headers_mut().remove(header::CONTENT_LENGTH);
        response.headers_mut().extend(parts.headers);
    }
    if response.status() == StatusCode::SERVICE_UNAVAILABLE {
        let soon = HeaderValue::from_static("1");
        response.headers_mut().entry(header::RETRY_AFTER).or_insert(soon);
    }
    finish_headers(response.headers_mut(), &id, is_api, state.config.secure_cookie);

    trace.record("http.response.status_code", response.status().as_u16());
    if code != "-" {
        trace.record("xindai.code", code);
    }
    let (status, ms) = (response.status().as_u16(), started.elapsed().as_micros() as u64);
    let ms = format!("{}.{:03}", ms / 1000, ms % 1000);
    span.in_scope(|| match status {
        500.. => tracing::error!(%method, path, status, ms, code, "answered"),
        _ if path.ends_with("/health") => tracing::debug!(%method, path, status, ms, "answered"),
        _ => tracing::info!(%method, path, status, ms, code, "answered"),
    });
    response
}

/// The span of a request, in the trace of its caller when it names one. Who asks whether the program is well is not traced.
fn trace_of(request: &Request, path: &str, id: &RequestId) -> Span {
    if path.ends_with("/health") || path.ends_with("/readiness") {
        return Span::none();
    }
    let caller = request
        .headers()
        .get("traceparent")
        .and_then(|value| value.to_str().ok());
    tracing::info_span!(
        target: TRACE,
        "request",
        http.request.method = %request.method(),
        http.route = path,
        http.response.status_code = Empty,
        xindai.request_id = %id.0,
        xindai.code = Empty,
        traceparent = caller.unwrap_or_default(),
    )
}

fn finish_headers(headers: &mut HeaderMap, id: &RequestId, is_api: bool, https: bool) {
    // A page may need a policy of its own.
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert_with(|| HeaderValue::try_from(content_security_policy("")).expect("ASCII"));
    let mut put = |name: &'static str, value: &'static str| {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    };
    put("x-content-type-options", "nosniff");
    put("x-frame-options", "DENY");
    put("referrer-policy", "same-origin");
    put("cross-origin-opener-policy", "same-origin");
    put("cross-origin-resource-policy", "same-origin");
    put("permissions-policy", "camera=(), microphone=(), geolocation=()");
    if https {
        put("strict-transport-security", "max-age=31536000");
    }
    if is_api {
        headers
            .entry(header::CACHE_CONTROL)
            .or_insert(HeaderValue::from_static("no-store"));
    }
    if let Ok(value) = HeaderValue::from_str(&id.0) {
        headers.insert("x-request-id", value);
    }
}

#[derive(Clone)]
struct Gate {
    limits: Arc<Limits>,
    state: AppState,
    sign_in: SignIn,
}

/// Lets a request in: turns panics and overlong work into problems, refuses forged requests, finds the caller.
async fn admit(State(gate): State<Gate>, request: Request, next: Next) -> Response {
    let limit = gate.state.config.request_timeout();
    let answer = async {
        match admitted(&gate, request).await {
            Ok((request, allowance)) => {
                let mut response = next.run(request).await;
                if let Some(refused) = response.extensions_mut().remove::<Refused>() {
                    refused.note(gate.state.clone()).await;
                }
                if let Some(allowance) = allowance {
                    allowance.put(response.headers_mut());
                }
                response
            }
            Err(response) => *response,
        }
    };
    match tokio::time::timeout(limit, AssertUnwindSafe(answer).catch_unwind()).await {
        Ok(Ok(response)) => response,
        Ok(Err(_)) => {
            tracing::error!("a handler panicked");
            Problem::of(INTERNAL).into_response()
        }
        Err(_) => Problem::of(TIMEOUT).into_response(),
    }
}

/// The request with its caller, and what is left of the caller's allowance.
async fn admitted(gate: &Gate, mut request: Request) -> Result<(Request, Option<Allowance>), Box<Response>> {
    if !is_api(&request) {
        return Ok((request, None));
    }
    let now = gate.state.clock.now();
    let count = |who| {
        gate.limits
            .count(who, now)
            .map_err(|refused| Box::new(refused.refusal()))
    };
    let trusted = &gate.state.config.trusted_proxies;
    let address = caller_address(request.extensions(), request.headers(), trusted);
    request.extensions_mut().insert(CallerAddress(address));
    let mut allowance = address.map_or(Ok(None), |address| count(Counted::Address(address)))?;
    let ours = request
        .headers()
        .get("x-requested-with")
        .is_some_and(|value| value == "xindai");
    if !request.method().is_safe() && !ours {
        return Err(Box::new(Problem::of(CSRF).into_response()));
    }
    let headers = request.headers();
    if headers.contains_key(header::COOKIE) || headers.contains_key(header::AUTHORIZATION) {
        let known = (gate.sign_in.recall)(&gate.state, &Knock { headers, address });
        let (gate, headers) = (gate.clone(), headers.clone());
        let find = move || {
            let headers = &headers;
            (gate.sign_in.find)(&gate.state, &Knock { headers, address })
        };
        let caller = match known {
            Some(principal) => Some(principal),
            None => blocking(find)
                .await
                .map_err(|problem| Box::new(problem.into_response()))?,
        };
        if let Some(mut principal) = caller {
            principal.actor.address = address;
            allowance = count(Counted::User(principal.actor.user_id.uuid()))?.or(allowance);
            request.extensions_mut().insert(principal);
        }
    }
    let known = request.extensions().get::<Principal>().is_some();
    if let (false, false, Some(address)) = (known, request.method().is_safe(), address) {
        allowance = count(Counted::Attempt(address))?.or(allowance);
    }
    Ok((request, allowance))
}

fn is_api(request: &Request) -> bool {
    request.uri().path().starts_with("/api/")
}
