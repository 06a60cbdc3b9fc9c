//! Passwords, and the sessions of everybody.

use axum::Json;
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, StatusCode};
use kernel::Timestamp;
use platform::http::{Answer, AppState, CommandHeaders, JsonBody, PathParam, Problem, blocking, wire};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::cookie::session_secret;
use crate::app::{self, Gate, NewPassword};

/// The password one has, and the one that shall take its place.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangePasswordRequest {
    /// The present password.
    #[schema(example = "Xindai-demo-1", format = "password")]
    pub current: String,
    /// The new one.
    #[schema(example = "Jinse-lude-7", format = "password")]
    pub password: String,
    /// Whether the present one may be known to others: then one's tokens are revoked, too.
    #[serde(default)]
    #[schema(example = false)]
    pub is_known: bool,
}

/// A password that is told once.
#[derive(Serialize, ToSchema)]
pub(crate) struct IssuedPassword {
    /// To be changed at the next sign-in.
    #[schema(example = "hFq3-Tm7k-wRc2-9xPd")]
    pub password: String,
}

/// Somebody's session.
#[derive(Serialize, ToSchema)]
pub(crate) struct OnlineSession {
    /// Names the session; its secret cannot be found from it.
    #[schema(example = "01900000-0000-7000-8000-000000000001")]
    pub id: String,
    /// The login.
    #[schema(example = "li.na")]
    pub login: String,
    /// The name.
    #[schema(example = "李娜")]
    pub name: String,
    /// Name of the organisation.
    #[schema(example = "0001")]
    pub organisation: String,
    /// How its user signed in: `password` or `provider`.
    #[schema(example = "password")]
    pub signed_in_with: &'static str,
    /// When it began.
    #[schema(value_type = wire::Timestamp)]
    pub started_at: Timestamp,
    /// When it was last used, to the minute.
    #[schema(value_type = wire::Timestamp)]
    pub last_seen_at: Timestamp,
    /// When it ends, used or not.
    #[schema(value_type = wire::Timestamp)]
    pub expires_at: Timestamp,
}

/// Sessions in use.
#[derive(Serialize, ToSchema)]
pub(crate) struct OnlineSessions {
    /// The last used first; at most 500.
    pub items: Vec<OnlineSession>,
}

/// Change one's own password
///
/// All other sessions of the user end. A password of the last few is refused. Tokens for programs live on, unless `is_known`
/// says that somebody else may know the present password.
#[utoipa::path(put, path = "/api/v1/session/password", tag = "access", request_body = ChangePasswordRequest,
    responses((status = 204, description = "Changed")))]
pub(super) async fn change_password(
    State(state): State<AppState>,
    Extension(gate): Extension<Gate>,
    headers: HeaderMap,
    CommandHeaders(context): CommandHeaders,
    JsonBody(body): JsonBody<ChangePasswordRequest>,
) -> Result<StatusCode, Problem> {
    blocking(move || {
        let secret = session_secret(&headers).unwrap_or_default();
        let new = NewPassword {
            current: &body.current,
            wanted: &body.password,
            is_known: body.is_known,
        };
        app::change_password(&state.db, &gate, &context, (secret, &new))?;
        Ok::<_, Problem>(StatusCode::NO_CONTENT)
    })
    .await
}

/// Issue a new password for somebody
///
/// It is told once, in this answer, and must be changed at the next sign-in. The user's sessions end, and the user's tokens for
/// programs are revoked.
#[utoipa::path(post, path = "/api/v1/users/{login}/password", tag = "access",
    params(("login" = String, Path, example = "li.na")),
    responses((status = 200, description = "The password", body = IssuedPassword)))]
pub(super) async fn issue_password(
    State(state): State<AppState>,
    Extension(gate): Extension<Gate>,
    PathParam(login): PathParam<String>,
    CommandHeaders(context): CommandHeaders,
) -> Answer<IssuedPassword> {
    blocking(move || {
        let password = app::issue_password(&state.db, &gate, &context, &login)?;
        Ok::<_, Problem>(Json(IssuedPassword { password }))
    })
    .await
}

/// Who is signed in
#[utoipa::path(get, path = "/api/v1/sessions", tag = "access",
    responses((status = 200, description = "Sessions in use", body = OnlineSessions)))]
pub(super) async fn list_sessions(State(state): State<AppState>) -> Answer<OnlineSessions> {
    let idle = state.config.session_idle_minutes;
    let rows = blocking(move || {
        let now = state.clock.now();
        state.db.read(|tx| {
            let idle = app::get_policy_row(tx, now)?.policy.session_idle_minutes.min(idle);
            app::list_sessions(tx, now, idle)
        })
    })
    .await?;
    let items = rows.into_iter().map(|row| OnlineSession {
        id: row.id,
        login: row.login,
        name: row.name,
        organisation: row.organisation,
        signed_in_with: row.opened_by.name(),
        started_at: row.times.started_at,
        last_seen_at: row.times.last_seen_at,
        expires_at: row.times.expires_at,
    });
    Ok(Json(OnlineSessions { items: items.collect() }))
}

/// End somebody's session
#[utoipa::path(delete, path = "/api/v1/sessions/{id}", tag = "access", params(("id" = String, Path)),
    responses((status = 204, description = "Ended")))]
pub(super) async fn end_session(
    State(state): State<AppState>,
    Extension(gate): Extension<Gate>,
    PathParam(id): PathParam<String>,
    CommandHeaders(context): CommandHeaders,
) -> Result<StatusCode, Problem> {
    blocking(move || {
        app::end_session(&state.db, &gate, &context, &id)?;
        Ok::<_, Problem>(StatusCode::NO_CONTENT)
    })
    .await
}
