use super::lang::Lang;
use super::peer::CallerAddress;
use super::principal::{Principal, Scope};
use super::problem::{
    BODY_INVALID, BODY_NOT_JSON, BODY_TOO_LARGE, BODY_UNREADABLE, CONTENT_TYPE_UNSUPPORTED, IDEMPOTENCY_KEY_INVALID,
    PATH_INVALID, Problem, QUERY_INVALID,
};
use super::request_id::RequestId;
use super::state::AppState;
use crate::command::CommandContext;
use axum::body::Bytes;
use axum::extract::path::ErrorKind;
use axum::extract::rejection::PathRejection;
use axum::extract::{FromRequest, FromRequestParts, Path, Query, RawPathParams, Request};
use axum::http::request::Parts;
use axum::http::{StatusCode, Uri, header};
use serde::de::DeserializeOwned;
use serde_json::error::Category;
use std::convert::Infallible;
use std::net::IpAddr;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::{Object, Required, Type};

/// The body of a request as JSON.
#[derive(Debug, Clone)]
pub struct JsonBody<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for JsonBody<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let content_type = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|v| v.to_str().ok())
            .unwrap_or_default();
        let essence = content_type.split(';').next().unwrap_or_default().trim();
        if !essence.eq_ignore_ascii_case("application/json") {
            return Err(Problem::of(CONTENT_TYPE_UNSUPPORTED));
        }
        let bytes = Bytes::from_request(request, state)
            .await
            .map_err(|rejection| match rejection.status() {
                StatusCode::PAYLOAD_TOO_LARGE => Problem::of(BODY_TOO_LARGE),
                _ => Problem::of(BODY_UNREADABLE),
            })?;
        parse_json(&bytes).map(Self)
    }
}

fn parse_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let mut input = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut input).map_err(|error| {
        let path = error.path().to_string();
        let cause = error.into_inner();
        let reason = cause.to_string();
        match cause.classify() {
            Category::Data => Problem::of(BODY_INVALID)
                .field(field_of(&path, &reason))
                .with("reason", reason),
            _ => Problem::of(BODY_NOT_JSON).with("reason", reason),
        }
    })?;
    input
        .end()
        .map_err(|error| Problem::of(BODY_NOT_JSON).with("reason", error.to_string()))?;
    Ok(value)
}

/// The path of the wrong field; a missing or unknown one is named by the reason only.
fn field_of(path: &str, reason: &str) -> String {
    let parent = if path == "." { "" } else { path };
    let named = ["missing field `", "unknown field `"]
        .iter()
        .find_map(|start| reason.strip_prefix(start))
        .and_then(|rest| rest.split_once('`'))
        .map(|(name, _)| name);
    match named {
        Some(name) if parent.is_empty() => name.to_owned(),
        Some(name) if parent != name && !parent.ends_with(&format!(".{name}")) => format!("{parent}.{name}"),
        _ => parent.to_owned(),
    }
}

/// The query of a request. Parameters without a value count as absent.
#[derive(Debug, Clone)]
pub struct QueryParams<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for QueryParams<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parse_query(&parts.uri).map(Self)
    }
}

fn parse_query<T: DeserializeOwned>(uri: &Uri) -> Result<T, Problem> {
    let given = uri.query().unwrap_or_default().split('&');
    let filled: Vec<&str> = given
        .filter(|pair| pair.split_once('=').is_some_and(|(_, v)| !v.is_empty()))
        .collect();
    let uri = Uri::builder()
        .path_and_query(format!("/?{}", filled.join("&")))
        .build()
        .map_err(|_| Problem::of(QUERY_INVALID))?;
    Query::<T>::try_from_uri(&uri)
        .map(|Query(value)| value)
        .map_err(|rejection| {
            let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(&rejection);
            while let Some(error) = cause {
                if let Some(error) = error.downcast_ref::<serde_path_to_error::Error<serde::de::value::Error>>() {
                    let reason = error.inner().to_string();
                    return Problem::of(QUERY_INVALID)
                        .field(field_of(&error.path().to_string(), &reason))
                        .with("reason", reason);
                }
                cause = error.source();
            }
            Problem::of(QUERY_INVALID).with("reason", rejection.body_text())
        })
}

/// The parameters of a request's path: one value, a tuple or a struct.
#[derive(Debug, Clone)]
pub struct PathParam<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for PathParam<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let rejection = match Path::<T>::from_request_parts(parts, state).await {
            Ok(Path(value)) => return Ok(Self(value)),
            Err(rejection) => rejection,
        };
        let names: Vec<String> = RawPathParams::from_request_parts(parts, state)
            .await
            .map(|all| all.iter().map(|(name, _)| name.to_owned()).collect())
            .unwrap_or_default();
        let index = match &rejection {
            PathRejection::FailedToDeserializePathParams(error) => match error.kind() {
                ErrorKind::ParseErrorAtKey { key, .. }
                | ErrorKind::InvalidUtf8InPathParam { key }
                | ErrorKind::DeserializeError { key, .. } => names.iter().position(|name| name == key),
                ErrorKind::ParseErrorAtIndex { index, .. } => Some(*index),
                _ if names.len() == 1 => Some(0),
                _ => None,
            },
            _ => None,
        };
        let field = index.and_then(|i| names.get(i)).cloned().unwrap_or_default();
        Err(Problem::of(PATH_INVALID).field(field))
    }
}

/// What surrounds a command: who, when, which request, its `Idempotency-Key` and whether it is only a dry run.
///
/// In the documentation of a handler: `params(CommandHeaders)`.
pub struct CommandHeaders(pub CommandContext);

/// The longest accepted `Idempotency-Key`.
pub const IDEMPOTENCY_KEY_MAX: usize = 128;

impl FromRequestParts<AppState> for CommandHeaders {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let principal = <Principal as FromRequestParts<AppState>>::from_request_parts(parts, state).await?;
        let sight = principal.sight();
        Ok(Self(CommandContext {
            actor: principal.actor,
            idempotency_key: idempotency_key(parts)?,
            request_id: RequestId::of(&parts.extensions),
            dry_run: dry_run(&parts.uri)?,
            now: state.clock.now(),
            scope: parts.extensions.get::<Scope>().cloned().unwrap_or_default().0,
            org: principal.org,
            checks: principal.checks,
            sight,
        }))
    }
}

/// How a request of somebody who is not signed in came.
#[derive(Debug, Clone)]
pub struct Arrival {
    /// The number of the request.
    pub request_id: String,
    /// The address from which it came; `None` in a test without a connection.
    pub address: Option<IpAddr>,
    /// The language that it asks for.
    pub lang: Lang,
}

impl<S: Send + Sync> FromRequestParts<S> for Arrival {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self {
            request_id: RequestId::of(&parts.extensions),
            address: parts.extensions.get::<CallerAddress>().and_then(|address| address.0),
            lang: Lang::of_headers(&parts.headers),
        })
    }
}

fn idempotency_key(parts: &Parts) -> Result<Option<String>, Problem> {
    let Some(value) = parts.headers.get("idempotency-key") else {
        return Ok(None);
    };
    let text = value.to_str().unwrap_or_default();
    if text.is_empty() || text.len() > IDEMPOTENCY_KEY_MAX || !text.bytes().all(|b| b.is_ascii_graphic()) {
        return Err(Problem::of(IDEMPOTENCY_KEY_INVALID).field("Idempotency-Key"));
    }
    Ok(Some(text.to_owned()))
}

fn dry_run(uri: &Uri) -> Result<bool, Problem> {
    let pairs = uri
        .query()
        .unwrap_or_default()
        .split('&')
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    let mut values = pairs.filter(|(name, _)| *name == "dry_run").map(|(_, value)| value);
    match values.next() {
        None | Some("" | "false" | "0") => Ok(false),
        Some("true" | "1") => Ok(true),
        Some(_) => Err(Problem::of(QUERY_INVALID).field("dry_run")),
    }
}

impl utoipa::IntoParams for CommandHeaders {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let parameter = |name: &str, place, kind, text: &str| {
            ParameterBuilder::new()
                .name(name)
                .parameter_in(place)
                .required(Required::False)
                .schema(Some(Object::with_type(kind)))
                .description(Some(text))
                .build()
        };
        vec![
            parameter(
                "Idempotency-Key",
                ParameterIn::Header,
                Type::String,
                "Made by the client, at most 128 characters; a repeat with the same key and content returns the first \
                 outcome with `Idempotency-Replayed: true`",
            ),
            parameter(
                "dry_run",
                ParameterIn::Query,
                Type::Boolean,
                "Does everything and takes it back: a preview",
            ),
        ]
    }
}
