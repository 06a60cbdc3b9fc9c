use super::blocking::blocking;
use super::lang::Lang;
use super::principal::Principal;
use super::problem::{CSRF, INTERNAL, Problem, TIMEOUT};
use super::request_id::RequestId;
use super::state::AppState;
use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Instant;
use tower_http::CompressionLevel;
use tower_http::compression::{CompressionLayer, DefaultPredicate, Predicate, predicate::SizeAbove};
use tracing::Instrument;

/// Finds the caller of a request by its headers: `None` when it carries no valid session. May block.
pub type SignIn = Arc<dyn Fn(&AppState, &HeaderMap) -> Result<Option<Principal>, Problem> + Send + Sync>;

const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
     img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; \
     form-action 'self'; frame-ancestors 'none'";

/// Puts the standard layers around all routes and gives them their state. From the outside in: gzip; request id, log,
/// security headers, language of problems; panics, timeout, forged requests, sign-in; size of bodies.
pub fn with_standard_layers(router: Router<AppState>, state: AppState, sign_in: SignIn) -> Router {
    let gate = Gate {
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

    let span = tracing::info_span!("request", id = %id.0);
    let mut response = next.run(request).instrument(span.clone()).await;
    let mut code = "-";
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        code = problem.code();
        let rendered = problem.render(lang, Some(&id.0));
        let (parts, body) = rendered.into_parts();
        *response.body_mut() = body;
        response.headers_mut().remove(header::CONTENT_LENGTH);
        response.headers_mut().extend(parts.headers);
    }
    finish_headers(response.headers_mut(), &id, is_api, state.config.secure_cookie);

    let (status, ms) = (response.status().as_u16(), started.elapsed().as_micros() as u64);
    let ms = format!("{}.{:03}", ms / 1000, ms % 1000);
    span.in_scope(|| match status {
        500.. => tracing::error!(%method, path, status, ms, code, "answered"),
        _ if path.ends_with("/health") => tracing::debug!(%method, path, status, ms, "answered"),
        _ => tracing::info!(%method, path, status, ms, code, "answered"),
    });
    response
}

fn finish_headers(headers: &mut HeaderMap, id: &RequestId, is_api: bool, https: bool) {
    let mut put = |name: &'static str, value: &'static str| {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    };
    put("content-security-policy", CONTENT_SECURITY_POLICY);
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
    state: AppState,
    sign_in: SignIn,
}

/// Lets a request in: turns panics and overlong work into problems, refuses forged requests, finds the caller.
async fn admit(State(gate): State<Gate>, request: Request, next: Next) -> Response {
    let limit = gate.state.config.request_timeout();
    let answer = async {
        match admitted(&gate, request).await {
            Ok(request) => next.run(request).await,
            Err(problem) => problem.into_response(),
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

async fn admitted(gate: &Gate, mut request: Request) -> Result<Request, Problem> {
    if !is_api(&request) {
        return Ok(request);
    }
    let ours = request
        .headers()
        .get("x-requested-with")
        .is_some_and(|value| value == "xindai");
    if !request.method().is_safe() && !ours {
        return Err(Problem::of(CSRF));
    }
    let headers = request.headers();
    if headers.contains_key(header::COOKIE) || headers.contains_key(header::AUTHORIZATION) {
        let (gate, headers) = (gate.clone(), headers.clone());
        if let Some(principal) = blocking(move || (gate.sign_in)(&gate.state, &headers)).await? {
            request.extensions_mut().insert(principal);
        }
    }
    Ok(request)
}

fn is_api(request: &Request) -> bool {
    request.uri().path().starts_with("/api/")
}
