//! The rules of four eyes, the limits of authority and the duties that exclude each other.

use axum::Json;
use axum::extract::{Extension, State};
use platform::Tx;
use platform::http::{
    Answer, AppState, CommandAnswer, CommandHeaders, CommandReply, JsonBody, PathParam, Problem, QueryParams, blocking,
};
use uuid::Uuid;

use crate::api::admin::change;
use crate::api::dto_check::{
    AddedDutyConflict, AuthorityLimit, AuthorityLimits, AuthorityRequest, CheckRule, CheckRuleRequest, CheckRules,
    DutyConflictDto, DutyConflicts, DutyPairQuery,
};
use crate::app::{self, AuthorityDraft, DutyRow, Gate};

/// Which commands need a second person
#[utoipa::path(get, path = "/api/v1/check-rules", tag = "access",
    responses((status = 200, description = "The rules", body = CheckRules)))]
pub(super) async fn list_check_rules(State(state): State<AppState>) -> Answer<CheckRules> {
    let rows = blocking(move || state.db.read(app::list_check_rules)).await?;
    Ok(Json(CheckRules {
        items: rows.into_iter().map(CheckRule::from).collect(),
    }))
}

/// Change when a command needs a second person
#[utoipa::path(put, path = "/api/v1/check-rules/{command}", tag = "access", request_body = CheckRuleRequest,
    params(("command" = String, Path, example = "loan.reverse"), CommandHeaders),
    responses((status = 200, description = "The rule", body = CheckRule)))]
pub(super) async fn change_check_rule(
    State(state): State<AppState>,
    Extension(gate): Extension<Gate>,
    PathParam(command): PathParam<String>,
    CommandHeaders(context): CommandHeaders,
    JsonBody(body): JsonBody<CheckRuleRequest>,
) -> CommandAnswer<CheckRule> {
    let draft = body.of(command);
    blocking(move || {
        let command = ("access.change_check_rule", &draft);
        let outcome = change(&state, &gate, &context, command, |tx| app::save_check_rule(tx, &draft))?;
        Ok::<_, Problem>(CommandReply::ok(outcome).map(CheckRule::from))
    })
    .await
}

/// Up to which amounts roles approve
#[utoipa::path(get, path = "/api/v1/authority-limits", tag = "access",
    responses((status = 200, description = "The limits", body = AuthorityLimits)))]
pub(super) async fn list_authority_limits(State(state): State<AppState>) -> Answer<AuthorityLimits> {
    let rows = blocking(move || state.db.read(app::list_authority_limits)).await?;
    Ok(Json(AuthorityLimits {
        items: rows.into_iter().map(AuthorityLimit::from).collect(),
    }))
}

/// Add a limit of authority
///
/// From its day on it takes the place of the former one of the same role, command, product and organisation.
#[utoipa::path(post, path = "/api/v1/authority-limits", tag = "access", params(CommandHeaders),
    request_body = AuthorityRequest,
    responses((status = 201, description = "The limit", body = AuthorityLimit)))]
pub(super) async fn add_authority_limit(
    State(state): State<AppState>,
    Extension(gate): Extension<Gate>,
    CommandHeaders(context): CommandHeaders,
    JsonBody(body): JsonBody<AuthorityRequest>,
) -> CommandAnswer<AuthorityLimit> {
    let draft = AuthorityDraft::from(body);
    blocking(move || {
        let command = ("access.add_authority", &draft);
        let outcome = change(&state, &gate, &context, command, |tx| app::add_authority(tx, &draft))?;
        Ok::<_, Problem>(CommandReply::created(outcome).map(AuthorityLimit::from))
    })
    .await
}

/// Remove a limit of authority
#[utoipa::path(delete, path = "/api/v1/authority-limits/{id}", tag = "access",
    params(("id" = Uuid, Path), CommandHeaders),
    responses((status = 200, description = "The limit as it was", body = AuthorityLimit)))]
pub(super) async fn remove_authority_limit(
    State(state): State<AppState>,
    Extension(gate): Extension<Gate>,
    PathParam(id): PathParam<Uuid>,
    CommandHeaders(context): CommandHeaders,
) -> CommandAnswer<AuthorityLimit> {
    blocking(move || {
        let command = ("access.remove_authority", &id);
        let outcome = change(&state, &gate, &context, command, |tx| app::remove_authority(tx, id))?;
        Ok::<_, Problem>(CommandReply::ok(outcome).map(AuthorityLimit::from))
    })
    .await
}

/// Which duties exclude each other
#[utoipa::path(get, path = "/api/v1/duty-conflicts", tag = "access",
    responses((status = 200, description = "The pairs", body = DutyConflicts)))]
pub(super) async fn list_duty_conflicts(State(state): State<AppState>) -> Answer<DutyConflicts> {
    let rows = blocking(move || state.db.read(app::list_duty_conflicts)).await?;
    Ok(Json(DutyConflicts {
        items: rows.into_iter().map(DutyConflictDto::from).collect(),
    }))
}

/// Add a pair of duties that exclude each other
///
/// It is judged whenever roles are given; who holds both already keeps them until then. The answer names them, and a dry run
/// does so before anything is saved.
#[utoipa::path(post, path = "/api/v1/duty-conflicts", tag = "access", params(CommandHeaders),
    request_body = DutyConflictDto,
    responses((status = 201, description = "The pair and who holds both", body = AddedDutyConflict)))]
pub(super) async fn add_duty_conflict(
    State(state): State<AppState>,
    Extension(gate): Extension<Gate>,
    CommandHeaders(context): CommandHeaders,
    JsonBody(body): JsonBody<DutyConflictDto>,
) -> CommandAnswer<AddedDutyConflict> {
    let pair = DutyRow::from(body);
    blocking(move || {
        let command = ("access.add_duty_conflict", &pair);
        let outcome = change(&state, &gate, &context, command, |tx| app::add_duty_conflict(tx, &pair))?;
        Ok::<_, Problem>(CommandReply::created(outcome).map(AddedDutyConflict::from))
    })
    .await
}

/// Remove a pair
#[utoipa::path(delete, path = "/api/v1/duty-conflicts", tag = "access", params(DutyPairQuery, CommandHeaders),
    responses((status = 200, description = "The pair as it was", body = DutyConflictDto)))]
pub(super) async fn remove_duty_conflict(
    State(state): State<AppState>,
    Extension(gate): Extension<Gate>,
    QueryParams(pair): QueryParams<DutyPairQuery>,
    CommandHeaders(context): CommandHeaders,
) -> CommandAnswer<DutyConflictDto> {
    blocking(move || {
        let named = (pair.one.as_str(), pair.other.as_str());
        let work = |tx: &mut Tx| app::remove_duty_conflict(tx, named);
        let outcome = change(&state, &gate, &context, ("access.remove_duty_conflict", &named), work)?;
        Ok::<_, Problem>(CommandReply::ok(outcome).map(DutyConflictDto::from))
    })
    .await
}
