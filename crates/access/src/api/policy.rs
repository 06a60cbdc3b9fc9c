//! What sign-in demands.

use axum::Json;
use axum::extract::{Extension, State};
use kernel::Timestamp;
use platform::http::{
    Answer, AppState, CommandAnswer, CommandHeaders, CommandReply, JsonBody, Problem, blocking, wire,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::admin::change;
use crate::app::{self, Gate, PolicyDraft, PolicyRow};
use crate::domain::{POLICY_BOUNDS, SignInPolicy, lock_screen_minutes};

/// So many versions are told.
const VERSIONS: i64 = 100;

/// What sign-in demands, since when, by whom and why.
#[derive(Serialize, ToSchema)]
pub(crate) struct PolicyVersion {
    /// Since when it holds.
    #[schema(value_type = wire::Timestamp)]
    pub effective_at: Timestamp,
    /// Login of who set it; empty for the one that came with the program.
    #[schema(example = "admin")]
    pub changed_by: String,
    /// Where it comes from.
    #[schema(example = "GB/T 22239-2019 8.1.4.1")]
    pub source: String,
    /// Least number of characters of a password.
    #[schema(example = 8)]
    pub password_min_length: u32,
    /// Least number of kinds among lower case, upper case, digits and others.
    #[schema(example = 3)]
    pub password_min_kinds: u32,
    /// So many last passwords may not be used again.
    #[schema(example = 5)]
    pub password_history: u32,
    /// After so many days a password must be changed.
    #[schema(example = 90)]
    pub password_max_days: u32,
    /// Failed attempts after which a login is locked out.
    #[schema(example = 5)]
    pub lock_after_failures: u32,
    /// How long a lock-out lasts, and after how long a failed attempt is forgotten.
    #[schema(example = 30)]
    pub lock_minutes: u32,
    /// A session ends after so many minutes without a request; the setting `session_idle_minutes` of a server may end it sooner.
    #[schema(example = 30)]
    pub session_idle_minutes: u32,
    /// A session ends after so many minutes, used or not.
    #[schema(example = 720)]
    pub session_minutes: u32,
    /// So many sessions of one user at a time; the oldest gives way.
    #[schema(example = 10)]
    pub max_sessions: u32,
    /// A token for programs lives so many days at most.
    #[schema(example = 365)]
    pub token_max_days: u32,
    /// The screen of somebody who is away locks after so many minutes.
    #[schema(example = 15)]
    pub lock_screen_minutes: u32,
}

impl From<PolicyRow> for PolicyVersion {
    fn from(row: PolicyRow) -> PolicyVersion {
        let policy = row.policy;
        PolicyVersion {
            effective_at: Timestamp::from_millis(row.effective_at),
            changed_by: row.changed_by,
            source: row.source,
            password_min_length: policy.password_min_length,
            password_min_kinds: policy.password_min_kinds,
            password_history: policy.password_history,
            password_max_days: policy.password_max_days,
            lock_after_failures: policy.lock_after_failures,
            lock_minutes: policy.lock_minutes,
            session_idle_minutes: policy.session_idle_minutes,
            session_minutes: policy.session_minutes,
            max_sessions: policy.max_sessions,
            token_max_days: policy.token_max_days,
            lock_screen_minutes: policy.lock_screen_minutes,
        }
    }
}

/// Between which values a number may stand.
#[derive(Serialize, ToSchema)]
pub(crate) struct PolicyLimit {
    /// Name of the number.
    #[schema(example = "password_min_length")]
    pub field: String,
    /// The least.
    #[schema(example = 8)]
    pub min: u32,
    /// The most.
    #[schema(example = 64)]
    pub max: u32,
    /// Where the stricter end comes from.
    #[schema(example = "GB/T 22239-2019 8.1.4.1")]
    pub rule: String,
}

/// What sign-in demands, and how that came about.
#[derive(Serialize, ToSchema)]
pub(crate) struct Policies {
    /// What holds now.
    pub current: PolicyVersion,
    /// Between which values each number may stand.
    pub limits: Vec<PolicyLimit>,
    /// All versions, newest first; at most 100.
    pub versions: Vec<PolicyVersion>,
}

/// What sign-in shall demand.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PolicyRequest {
    /// The numbers.
    pub policy: PolicyNumbers,
    /// Where it comes from: 1 to 200 characters.
    #[schema(example = "安全管理制度 2025 修订")]
    pub source: String,
}

/// The numbers of a policy, each within its limits.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PolicyNumbers {
    #[schema(example = 8)]
    pub password_min_length: u32,
    #[schema(example = 3)]
    pub password_min_kinds: u32,
    #[schema(example = 5)]
    pub password_history: u32,
    #[schema(example = 90)]
    pub password_max_days: u32,
    #[schema(example = 5)]
    pub lock_after_failures: u32,
    #[schema(example = 30)]
    pub lock_minutes: u32,
    #[schema(example = 30)]
    pub session_idle_minutes: u32,
    #[schema(example = 720)]
    pub session_minutes: u32,
    #[schema(example = 10)]
    pub max_sessions: u32,
    #[schema(example = 365)]
    pub token_max_days: u32,
    /// 15 when absent.
    #[serde(default = "lock_screen_minutes")]
    #[schema(example = 15)]
    pub lock_screen_minutes: u32,
}

impl From<PolicyRequest> for PolicyDraft {
    fn from(PolicyRequest { policy, source }: PolicyRequest) -> PolicyDraft {
        let policy = SignInPolicy {
            password_min_length: policy.password_min_length,
            password_min_kinds: policy.password_min_kinds,
            lock_after_failures: policy.lock_after_failures,
            lock_minutes: policy.lock_minutes,
            session_minutes: policy.session_minutes,
            password_history: policy.password_history,
            password_max_days: policy.password_max_days,
            max_sessions: policy.max_sessions,
            session_idle_minutes: policy.session_idle_minutes,
            token_max_days: policy.token_max_days,
            lock_screen_minutes: policy.lock_screen_minutes,
        };
        PolicyDraft { policy, source }
    }
}

/// What sign-in demands: passwords, lock-out, sessions, tokens
#[utoipa::path(get, path = "/api/v1/sign-in-policy", tag = "access",
    responses((status = 200, description = "The policy and its versions", body = Policies)))]
pub(super) async fn get_policy(State(state): State<AppState>) -> Answer<Policies> {
    blocking(move || {
        let (current, versions) = state.db.read(|tx| {
            let current = app::get_policy_row(tx, state.clock.now())?;
            Ok::<_, Problem>((current, app::list_policies(tx, VERSIONS)?))
        })?;
        let limits = POLICY_BOUNDS.iter().map(|bound| PolicyLimit {
            field: bound.field.to_owned(),
            min: bound.min,
            max: bound.max,
            rule: bound.rule.to_owned(),
        });
        Ok::<_, Problem>(Json(Policies {
            current: current.into(),
            limits: limits.collect(),
            versions: versions.into_iter().map(PolicyVersion::from).collect(),
        }))
    })
    .await
}

/// Change what sign-in demands
///
/// Holds from now on, for sessions that are open too. What is weaker than a rule allows is refused by its name.
#[utoipa::path(put, path = "/api/v1/sign-in-policy", tag = "access", params(CommandHeaders),
    request_body = PolicyRequest,
    responses((status = 200, description = "The policy", body = PolicyVersion)))]
pub(super) async fn change_policy(
    State(state): State<AppState>,
    Extension(gate): Extension<Gate>,
    CommandHeaders(context): CommandHeaders,
    JsonBody(body): JsonBody<PolicyRequest>,
) -> CommandAnswer<PolicyVersion> {
    let draft = PolicyDraft::from(body);
    blocking(move || {
        let command = ("access.change_policy", &draft);
        let work = |tx: &mut platform::Tx| app::change_policy(tx, &context, &draft);
        let outcome = change(&state, &gate, &context, command, work)?;
        Ok::<_, Problem>(CommandReply::ok(outcome).map(PolicyVersion::from))
    })
    .await
}
