//! Signing on through an identity provider, and as whom users do.

use axum::Json;
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, header};
use axum::response::{AppendHeaders, IntoResponse, Response};
use kernel::Timestamp;
use platform::CommandContext;
use platform::http::{Answer, AppState, Arrival, CommandHeaders, JsonBody, PathParam, Problem, blocking, wire};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::cookie::{clear_sign_on, session_secret, set_session, set_sign_on, sign_on_secret};
use crate::api::dto::Session;
use crate::api::problem::SIGN_IN_FAILED;
use crate::api::session_of::session_of;
use crate::app::{self, Gate, IdentityRow, Returned};

/// How people may sign in beside the password.
#[derive(Serialize, ToSchema)]
pub(crate) struct SignOnOffer {
    /// Name of the identity provider; absent when none is configured.
    #[schema(example = "统一身份认证")]
    pub name: Option<String>,
}

/// A sign-on that has begun.
#[derive(Serialize, ToSchema)]
pub(crate) struct SignOnBegun {
    /// Where the browser goes now.
    #[schema(example = "https://id.example.com/authorize?response_type=code&client_id=xindai")]
    pub authorization_url: String,
}

/// Where somebody signs out at the identity provider.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProviderSignOut {
    /// Where the browser goes after signing out here; it comes back to `/login`. Absent when the provider announces no such place.
    #[schema(example = "https://id.example.com/logout?client_id=xindai")]
    pub url: Option<String>,
}

/// What the browser brings back from the identity provider, as it stands in the query.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignOnReturn {
    /// `state`.
    #[schema(example = "5f0c0d6e")]
    pub state: String,
    /// `code`, unless there is an error.
    #[schema(example = "SplxlOBeZQQYbYS6WxSbIA")]
    pub code: Option<String>,
    /// `error`.
    #[schema(example = json!(null))]
    pub error: Option<String>,
    /// `iss`, if the provider tells it.
    #[schema(example = "https://id.example.com")]
    pub iss: Option<String>,
}

/// As whom a user signs on.
#[derive(Serialize, ToSchema)]
pub(crate) struct UserIdentity {
    /// The provider's own name for the user; absent when the user is linked to nobody.
    #[schema(example = "248289761001")]
    pub subject: Option<String>,
    /// Since when.
    #[schema(value_type = Option<wire::Timestamp>)]
    pub linked_at: Option<Timestamp>,
    /// Login of who linked them; the user's own when a first sign-on did.
    #[schema(example = "admin")]
    pub linked_by: Option<String>,
}

impl From<Option<IdentityRow>> for UserIdentity {
    fn from(row: Option<IdentityRow>) -> Self {
        Self {
            linked_at: row.as_ref().map(|row| row.linked_at),
            linked_by: row.as_ref().map(|row| row.linked_by.clone()),
            subject: row.map(|row| row.subject),
        }
    }
}

/// As whom a user shall sign on.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LinkIdentityRequest {
    /// The provider's own name for the user (`sub`); none parts them.
    #[schema(example = "248289761001")]
    pub subject: Option<String>,
}

/// Whether people may sign on through an identity provider
#[utoipa::path(get, path = "/api/v1/sign-on", tag = "access",
    responses((status = 200, description = "The provider, if any", body = SignOnOffer)))]
pub(super) async fn get_sign_on(State(state): State<AppState>) -> Json<SignOnOffer> {
    let name = state.config.sign_on().map(|provider| provider.name.clone());
    Json(SignOnOffer { name })
}

/// Where one signs out at the identity provider, too
///
/// Signing out here does not end the session there (OpenID Connect RP-Initiated Logout 1.0): end this one, then go to the address.
#[utoipa::path(get, path = "/api/v1/sign-on/sign-out", tag = "access",
    responses((status = 200, description = "The address, if any", body = ProviderSignOut)))]
pub(super) async fn get_provider_sign_out(
    State(state): State<AppState>,
    Extension(gate): Extension<Gate>,
) -> Answer<ProviderSignOut> {
    let settings = state.config.clone();
    let url = blocking(move || app::provider_sign_out(&gate, settings.sign_on(), state.clock.now())).await?;
    Ok(Json(ProviderSignOut { url }))
}

/// Begin to sign on through the identity provider
///
/// Sets the cookie `xindai_sign_on`, without which nobody comes back, and tells where the browser goes. The provider sends
/// it to `/sign-on`; that takes ten minutes at the most.
#[utoipa::path(post, path = "/api/v1/sign-on", tag = "access",
    responses((status = 200, description = "Begun", body = SignOnBegun)))]
pub(super) async fn begin_sign_on(
    State(state): State<AppState>,
    Extension(gate): Extension<Gate>,
) -> Result<Response, Problem> {
    let https = state.config.secure_cookie;
    let settings = state.config.clone();
    let begun = blocking(move || app::begin_sign_on(&state.db, &gate, settings.sign_on(), state.clock.now())).await?;
    let cookie = [(header::SET_COOKIE, set_sign_on(&begun.secret, https))];
    let authorization_url = begun.authorization_url;
    Ok((cookie, Json(SignOnBegun { authorization_url })).into_response())
}

/// Come back from the identity provider
///
/// Answers with the session and sets the cookie `xindai_session`, as signing in with a password does. An attempt counts once, in
/// the browser that began it. The session that the browser had, a locked one perhaps, ends. Somebody who is no user gets the answer
/// of a wrong password.
#[utoipa::path(post, path = "/api/v1/sign-on/return", tag = "access", request_body = SignOnReturn,
    responses((status = 200, description = "Signed in", body = Session)))]
pub(super) async fn finish_sign_on(
    State(state): State<AppState>,
    Extension(gate): Extension<Gate>,
    headers: HeaderMap,
    arrival: Arrival,
    JsonBody(body): JsonBody<SignOnReturn>,
) -> Result<Response, Problem> {
    let https = state.config.secure_cookie;
    let (secret, session) = blocking(move || open(&state, &gate, (&headers, &arrival), &body)).await?;
    let cookies = [set_session(&secret, https), clear_sign_on(https)];
    let cookies = AppendHeaders(cookies.map(|cookie| (header::SET_COOKIE, cookie)));
    Ok((cookies, Json(session)).into_response())
}

fn open(
    state: &AppState,
    gate: &Gate,
    (headers, arrival): (&HeaderMap, &Arrival),
    body: &SignOnReturn,
) -> Result<(String, Session), Problem> {
    let returned = Returned {
        secret: sign_on_secret(headers),
        state: &body.state,
        code: body.code.as_deref(),
        error: body.error.as_deref(),
        issuer: body.iss.as_deref(),
        request_id: &arrival.request_id,
        address: arrival.address,
        now: state.clock.now(),
    };
    let opened = app::finish_sign_on((&state.db, &state.keys), gate, state.config.sign_on(), &returned)?;
    if let Some(former) = session_secret(headers) {
        let context = CommandContext {
            actor: opened.caller.actor.clone(),
            ..CommandContext::system(&arrival.request_id, returned.now)
        };
        app::end_replaced(&state.db, gate, &context, former)?;
    }
    let session = state
        .db
        .read(|tx| session_of(tx, state, &opened.caller, arrival.lang))?;
    Ok((opened.secret, session.ok_or_else(|| Problem::of(SIGN_IN_FAILED))?))
}

/// As whom a user signs on through the identity provider
#[utoipa::path(get, path = "/api/v1/users/{login}/identity", tag = "access",
    params(("login" = String, Path, example = "li.na")),
    responses((status = 200, description = "The link, if any", body = UserIdentity)))]
pub(super) async fn get_identity(
    State(state): State<AppState>,
    PathParam(login): PathParam<String>,
) -> Answer<UserIdentity> {
    blocking(move || {
        let row = state
            .db
            .read(|tx| app::identity_of(tx, state.config.sign_on(), &login))?;
        Ok::<_, Problem>(Json(row.into()))
    })
    .await
}

/// Link a user to somebody whom the identity provider knows, or part them
///
/// The user's sessions that the provider opened end.
#[utoipa::path(put, path = "/api/v1/users/{login}/identity", tag = "access", request_body = LinkIdentityRequest,
    params(("login" = String, Path, example = "li.na")),
    responses((status = 200, description = "The link, if any", body = UserIdentity)))]
pub(super) async fn link_identity(
    State(state): State<AppState>,
    Extension(gate): Extension<Gate>,
    PathParam(login): PathParam<String>,
    CommandHeaders(context): CommandHeaders,
    JsonBody(body): JsonBody<LinkIdentityRequest>,
) -> Answer<UserIdentity> {
    blocking(move || {
        let settings = (&gate, state.config.sign_on());
        let row = app::link_identity(&state.db, settings, &context, (&login, body.subject.as_deref()))?;
        Ok::<_, Problem>(Json(row.into()))
    })
    .await
}
