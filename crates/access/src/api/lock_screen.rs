//! The lock of a screen.

use axum::extract::{Extension, State};
use axum::http::{HeaderMap, StatusCode};
use platform::http::{AppState, CommandHeaders, JsonBody, Problem, blocking};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::cookie::session_secret;
use crate::api::problem::PROOF_MISSING;
use crate::app::{self, Gate, Proof};

/// Why a screen is locked.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LockRequest {
    /// Whether nobody had touched it; else its user asked.
    #[serde(default)]
    #[schema(example = false)]
    pub idle: bool,
}

/// What unlocks a screen: one of the two.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UnlockRequest {
    /// The own password.
    #[serde(default)]
    #[schema(example = "Xindai-demo-1", format = "password")]
    pub password: Option<String>,
    /// A code of the app or a recovery code, where a second factor is on.
    #[serde(default)]
    #[schema(example = "123456")]
    pub code: Option<String>,
}

/// Lock the screen
///
/// Until it is unlocked every other request of the session answers 423 `access.session_locked`, but for signing out. Other nodes may
/// let some through for five seconds.
#[utoipa::path(post, path = "/api/v1/session/lock", tag = "access", request_body = LockRequest,
    responses((status = 204, description = "Locked")))]
pub(super) async fn lock_session(
    State(state): State<AppState>,
    Extension(gate): Extension<Gate>,
    headers: HeaderMap,
    CommandHeaders(context): CommandHeaders,
    JsonBody(body): JsonBody<LockRequest>,
) -> Result<StatusCode, Problem> {
    blocking(move || {
        let secret = session_secret(&headers).unwrap_or_default();
        app::lock_session(&state.db, &gate, &context, (secret, body.idle))?;
        Ok::<_, Problem>(StatusCode::NO_CONTENT)
    })
    .await
}

/// Unlock the screen
///
/// With the own password, or with a code where a second factor is on. Failures count towards the lock-out of the login.
#[utoipa::path(post, path = "/api/v1/session/unlock", tag = "access", request_body = UnlockRequest,
    responses((status = 204, description = "Unlocked")))]
pub(super) async fn unlock_session(
    State(state): State<AppState>,
    Extension(gate): Extension<Gate>,
    headers: HeaderMap,
    CommandHeaders(context): CommandHeaders,
    JsonBody(body): JsonBody<UnlockRequest>,
) -> Result<StatusCode, Problem> {
    blocking(move || {
        let secret = session_secret(&headers).unwrap_or_default();
        let proof = match (&body.password, &body.code) {
            (Some(password), None) => Proof::Password(password),
            (None, Some(code)) => Proof::Code(code),
            _ => return Err(Problem::of(PROOF_MISSING).field("password")),
        };
        app::unlock_session(&state.db, &state.keys, &gate, (&context, secret, proof))?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}
