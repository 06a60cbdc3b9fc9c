//! The second factor.

use axum::Json;
use axum::extract::{Extension, State};
use axum::http::StatusCode;
use kernel::Timestamp;
use platform::http::{Answer, AppState, CommandHeaders, JsonBody, PathParam, Principal, Problem, blocking, wire};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::app::{self, Gate};

/// The password, typed again.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BeginSecondFactorRequest {
    /// The present password.
    #[schema(example = "Xindai-demo-1", format = "password")]
    pub current: String,
}

/// A code of the app.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConfirmSecondFactorRequest {
    /// Six digits.
    #[schema(example = "287082")]
    pub code: String,
}

/// Password and code.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RemoveSecondFactorRequest {
    /// The present password.
    #[schema(example = "Xindai-demo-1", format = "password")]
    pub current: String,
    /// A code of the app, or a recovery code.
    #[schema(example = "287082")]
    pub code: String,
}

/// One's own second factor.
#[derive(Serialize, ToSchema)]
pub(crate) struct SecondFactor {
    /// Since when it is on; null when it is off.
    #[schema(value_type = Option<wire::Timestamp>)]
    pub since: Option<Timestamp>,
    /// Recovery codes that are left.
    #[schema(example = 10)]
    pub recovery_codes_left: i64,
}

/// A secret for an authenticator app: told once.
#[derive(Serialize, ToSchema)]
pub(crate) struct SecondFactorSecret {
    /// In base 32, to be typed into an app.
    #[schema(example = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")]
    pub secret: String,
    /// The same as an address that apps read.
    #[schema(
        example = "otpauth://totp/Xindai:li.na?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Xindai&algorithm=SHA1&digits=6&period=30"
    )]
    pub uri: String,
}

/// Recovery codes: told once.
#[derive(Serialize, ToSchema)]
pub(crate) struct RecoveryCodes {
    /// Each takes the place of one code of the app, once.
    #[schema(example = json!(["mzxw-6ytb-mzxw-6ytb"]))]
    pub recovery_codes: Vec<String>,
}

/// One's own second factor
#[utoipa::path(get, path = "/api/v1/session/second-factor", tag = "access",
    responses((status = 200, description = "Whether it is on", body = SecondFactor)))]
pub(super) async fn get_second_factor(State(state): State<AppState>, principal: Principal) -> Answer<SecondFactor> {
    blocking(move || {
        let user = principal.actor.user_id;
        let found = state.db.read(|tx| app::find_second_factor(tx, user))?;
        Ok::<_, Problem>(Json(SecondFactor {
            since: found.since,
            recovery_codes_left: found.recovery_codes_left,
        }))
    })
    .await
}

/// Begin a second factor
///
/// Answers with a secret for an authenticator app (RFC 6238). It counts only when a code has confirmed it.
#[utoipa::path(post, path = "/api/v1/session/second-factor", tag = "access", request_body = BeginSecondFactorRequest,
    responses((status = 200, description = "The secret", body = SecondFactorSecret)))]
pub(super) async fn begin_second_factor(
    State(state): State<AppState>,
    Extension(gate): Extension<Gate>,
    CommandHeaders(context): CommandHeaders,
    JsonBody(body): JsonBody<BeginSecondFactorRequest>,
) -> Answer<SecondFactorSecret> {
    blocking(move || {
        let secret = app::begin_second_factor(&state.db, &state.keys, &gate, (&context, &body.current))?;
        Ok::<_, Problem>(Json(SecondFactorSecret {
            secret: secret.text(),
            uri: secret.uri(&context.actor.login),
        }))
    })
    .await
}

/// Turn the second factor on
///
/// From the next sign-in on a code is asked for. The ten recovery codes are told once, in this answer.
#[utoipa::path(post, path = "/api/v1/session/second-factor/confirmation", tag = "access",
    request_body = ConfirmSecondFactorRequest,
    responses((status = 200, description = "The recovery codes", body = RecoveryCodes)))]
pub(super) async fn confirm_second_factor(
    State(state): State<AppState>,
    CommandHeaders(context): CommandHeaders,
    JsonBody(body): JsonBody<ConfirmSecondFactorRequest>,
) -> Answer<RecoveryCodes> {
    blocking(move || {
        let recovery_codes = app::confirm_second_factor(&state.db, &state.keys, &context, &body.code)?;
        Ok::<_, Problem>(Json(RecoveryCodes { recovery_codes }))
    })
    .await
}

/// Turn the second factor off
///
/// Wrong passwords and codes count towards the lock-out of the login.
#[utoipa::path(post, path = "/api/v1/session/second-factor/removal", tag = "access",
    request_body = RemoveSecondFactorRequest,
    responses((status = 204, description = "Turned off")))]
pub(super) async fn remove_second_factor(
    State(state): State<AppState>,
    Extension(gate): Extension<Gate>,
    CommandHeaders(context): CommandHeaders,
    JsonBody(body): JsonBody<RemoveSecondFactorRequest>,
) -> Result<StatusCode, Problem> {
    blocking(move || {
        app::remove_second_factor(&state.db, &state.keys, &gate, (&context, &body.current, &body.code))?;
        Ok::<_, Problem>(StatusCode::NO_CONTENT)
    })
    .await
}

/// Reset somebody else's second factor
///
/// For whom app and recovery codes are lost: the next sign-in asks for the password alone.
#[utoipa::path(delete, path = "/api/v1/users/{login}/second-factor", tag = "access",
    params(("login" = String, Path, example = "li.na")),
    responses((status = 204, description = "Reset")))]
pub(super) async fn reset_second_factor(
    State(state): State<AppState>,
    PathParam(login): PathParam<String>,
    CommandHeaders(context): CommandHeaders,
) -> Result<StatusCode, Problem> {
    blocking(move || {
        app::reset_second_factor(&state.db, &context, &login)?;
        Ok::<_, Problem>(StatusCode::NO_CONTENT)
    })
    .await
}
