//! Organisations, posts, roles, users and deputies.

use axum::Json;
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, StatusCode};
use platform::http::{
    Answer, AppState, CommandAnswer, CommandHeaders, CommandReply, JsonBody, PathParam, Problem, blocking,
};
use platform::{CommandContext, Outcome, Tx, business_day, run_command};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::api::cookie::session_secret;
use crate::api::dto::User;
use crate::api::dto_admin::{
    ActingForRequest, ChangeUserRequest, Deputies, Deputy, DeputyRequest, Organisation, OrganisationRequest,
    Organisations, PermissionItem, PermissionList, Role, RoleRequest, Roles,
};
use crate::app::{self, AccessError, Appointment, Gate, OrganisationDraft, RoleDraft};
use crate::domain::AccessRefusal;

/// Runs a change of rights as a command; the sessions in memory are read anew.
pub(super) fn change<T: Serialize + DeserializeOwned>(
    state: &AppState,
    gate: &Gate,
    context: &CommandContext,
    (name, content): (&'static str, &impl Serialize),
    work: impl FnMut(&mut Tx) -> Result<T, AccessError>,
) -> Result<Outcome<T>, AccessError> {
    let outcome = run_command(&state.db, context, name, content, work)?;
    gate.forget_all();
    Ok(outcome)
}

/// The organisations
///
/// Anyone who is signed in may see the tree: it is no secret, and lists are filtered by it.
#[utoipa::path(get, path = "/api/v1/organisations", tag = "access",
    responses((status = 200, description = "All organisations", body = Organisations)))]
pub(super) async fn list_organisations(State(state): State<AppState>) -> Answer<Organisations> {
    let rows = blocking(move || state.db.read(app::list_organisations)).await?;
    Ok(Json(Organisations {
        items: rows.into_iter().map(Organisation::from).collect(),
    }))
}

/// Open an organisation
#[utoipa::path(post, path = "/api/v1/organisations", tag = "access", params(CommandHeaders),
    request_body = OrganisationRequest,
    responses((status = 201, description = "The organisation", body = Organisation)))]
pub(super) async fn open_organisation(
    State(state): State<AppState>,
    Extension(gate): Extension<Gate>,
    CommandHeaders(context): CommandHeaders,
    JsonBody(body): JsonBody<OrganisationRequest>,
) -> CommandAnswer<Organisation> {
    let draft = OrganisationDraft::from(body);
    blocking(move || {
        let command = ("access.open_organisation", &draft);
        let outcome = change(&state, &gate, &context, command, |tx| {
            app::open_organisation(tx, &draft)
        })?;
        Ok::<_, Problem>(CommandReply::created(outcome).map(Organisation::from))
    })
    .await
}

/// Change, move or close an organisation
#[utoipa::path(put, path = "/api/v1/organisations/{code}", tag = "access", request_body = OrganisationRequest,
    params(("code" = String, Path, example = "0102"), CommandHeaders),
    responses((status = 200, description = "The organisation", body = Organisation)))]
pub(super) async fn change_organisation(
    State(state): State<AppState>,
    Extension(gate): Extension<Gate>,
    PathParam(code): PathParam<String>,
    CommandHeaders(context): CommandHeaders,
    JsonBody(body): JsonBody<OrganisationRequest>,
) -> CommandAnswer<Organisation> {
    let draft = OrganisationDraft { code, ..body.into() };
    blocking(move || {
        let command = ("access.change_organisation", &draft);
        let outcome = change(&state, &gate, &context, command, |tx| {
            app::change_organisation(tx, &draft)
        })?;
        Ok::<_, Problem>(CommandReply::ok(outcome).map(Organisation::from))
    })
    .await
}

/// Everything that a role can permit
#[utoipa::path(get, path = "/api/v1/permissions", tag = "access",
    responses((status = 200, description = "All permissions", body = PermissionList)))]
pub(super) async fn list_permissions(State(state): State<AppState>) -> Answer<PermissionList> {
    let rows = blocking(move || state.db.read(app::list_permissions)).await?;
    let items = rows.into_iter().map(PermissionItem::from).collect();
    Ok(Json(PermissionList { items }))
}

/// The roles, what they permit, and on which rows
#[utoipa::path(get, path = "/api/v1/roles", tag = "access",
    responses((status = 200, description = "All roles", body = Roles)))]
pub(super) async fn list_roles(State(state): State<AppState>) -> Answer<Roles> {
    let rows = blocking(move || state.db.read(app::list_roles)).await?;
    Ok(Json(Roles {
        items: rows.into_iter().map(Role::from).collect(),
    }))
}

/// Make a role
#[utoipa::path(post, path = "/api/v1/roles", tag = "access", params(CommandHeaders), request_body = RoleRequest,
    responses((status = 201, description = "The role", body = Role)))]
pub(super) async fn make_role(
    State(state): State<AppState>,
    Extension(gate): Extension<Gate>,
    CommandHeaders(context): CommandHeaders,
    JsonBody(body): JsonBody<RoleRequest>,
) -> CommandAnswer<Role> {
    let draft = RoleDraft::from(body);
    blocking(move || {
        let command = ("access.make_role", &draft);
        let outcome = change(&state, &gate, &context, command, |tx| {
            app::save_role(tx, &context, (&draft, true))
        })?;
        Ok::<_, Problem>(CommandReply::created(outcome).map(Role::from))
    })
    .await
}

/// Change what a role permits, and on which rows
#[utoipa::path(put, path = "/api/v1/roles/{code}", tag = "access", request_body = RoleRequest,
    params(("code" = String, Path, example = "clerk"), CommandHeaders),
    responses((status = 200, description = "The role", body = Role)))]
pub(super) async fn change_role(
    State(state): State<AppState>,
    Extension(gate): Extension<Gate>,
    PathParam(code): PathParam<String>,
    CommandHeaders(context): CommandHeaders,
    JsonBody(body): JsonBody<RoleRequest>,
) -> CommandAnswer<Role> {
    let draft = RoleDraft { code, ..body.into() };
    blocking(move || {
        let command = ("access.change_role", &draft);
        let outcome = change(&state, &gate, &context, command, |tx| {
            app::save_role(tx, &context, (&draft, false))
        })?;
        Ok::<_, Problem>(CommandReply::ok(outcome).map(Role::from))
    })
    .await
}

/// One user
#[utoipa::path(get, path = "/api/v1/users/{login}", tag = "access",
    params(("login" = String, Path, example = "li.na")),
    responses((status = 200, description = "The user", body = User)))]
pub(super) async fn get_user(State(state): State<AppState>, PathParam(login): PathParam<String>) -> Answer<User> {
    blocking(move || {
        let found = state.db.read(|tx| app::find_user(tx, &login))?;
        let user = found.ok_or(AccessError::Refused(AccessRefusal::UserUnknown { login }))?;
        Ok::<_, Problem>(Json(User::from(user)))
    })
    .await
}

/// Change a user: name, organisation, post, roles, and whether they may sign in
#[utoipa::path(put, path = "/api/v1/users/{login}", tag = "access", request_body = ChangeUserRequest,
    params(("login" = String, Path, example = "li.na"), CommandHeaders),
    responses((status = 200, description = "The user", body = User)))]
pub(super) async fn change_user(
    State(state): State<AppState>,
    Extension(gate): Extension<Gate>,
    PathParam(login): PathParam<String>,
    CommandHeaders(context): CommandHeaders,
    JsonBody(body): JsonBody<ChangeUserRequest>,
) -> CommandAnswer<User> {
    let wanted = body.of(login);
    blocking(move || {
        let command = ("access.change_user", &wanted);
        let outcome = change(&state, &gate, &context, command, |tx| {
            app::change_user(tx, &context, &wanted)
        })?;
        Ok::<_, Problem>(CommandReply::ok(outcome).map(User::from))
    })
    .await
}

/// Deputies whose time is not over
#[utoipa::path(get, path = "/api/v1/deputies", tag = "access",
    responses((status = 200, description = "The appointments", body = Deputies)))]
pub(super) async fn list_deputies(State(state): State<AppState>) -> Answer<Deputies> {
    let rows = blocking(move || {
        state.db.read(|tx| {
            let today = business_day::get(tx)?;
            app::list_deputies(tx, today)
        })
    })
    .await?;
    Ok(Json(Deputies {
        items: rows.into_iter().map(Deputy::from).collect(),
    }))
}

/// Appoint a deputy
///
/// From the first day until before the last the deputy may use the roles of the absent person, and every act says for whom.
#[utoipa::path(post, path = "/api/v1/deputies", tag = "access", params(CommandHeaders), request_body = DeputyRequest,
    responses((status = 201, description = "The appointment", body = Deputy)))]
pub(super) async fn appoint_deputy(
    State(state): State<AppState>,
    Extension(gate): Extension<Gate>,
    CommandHeaders(context): CommandHeaders,
    JsonBody(body): JsonBody<DeputyRequest>,
) -> CommandAnswer<Deputy> {
    let wanted = Appointment::from(body);
    blocking(move || {
        let command = ("access.appoint_deputy", &wanted);
        let work = |tx: &mut Tx| app::appoint_deputy(tx, &context, &wanted);
        let outcome = change(&state, &gate, &context, command, work)?;
        Ok::<_, Problem>(CommandReply::created(outcome).map(Deputy::from))
    })
    .await
}

/// End an appointment before its time
#[utoipa::path(delete, path = "/api/v1/deputies/{id}", tag = "access",
    params(("id" = Uuid, Path), CommandHeaders),
    responses((status = 200, description = "The appointment", body = Deputy)))]
pub(super) async fn revoke_deputy(
    State(state): State<AppState>,
    Extension(gate): Extension<Gate>,
    PathParam(id): PathParam<Uuid>,
    CommandHeaders(context): CommandHeaders,
) -> CommandAnswer<Deputy> {
    blocking(move || {
        let command = ("access.revoke_deputy", &id);
        let work = |tx: &mut Tx| app::revoke_deputy(tx, &context, id);
        let outcome = change(&state, &gate, &context, command, work)?;
        Ok::<_, Problem>(CommandReply::ok(outcome).map(Deputy::from))
    })
    .await
}

/// Act for somebody absent, or for oneself again
///
/// The session then has the roles and the rows of that person instead of its own; the audit trail names both.
#[utoipa::path(put, path = "/api/v1/session/acting-for", tag = "access", request_body = ActingForRequest,
    responses((status = 204, description = "Done")))]
pub(super) async fn act_for(
    State(state): State<AppState>,
    Extension(gate): Extension<Gate>,
    headers: HeaderMap,
    CommandHeaders(context): CommandHeaders,
    JsonBody(body): JsonBody<ActingForRequest>,
) -> Result<StatusCode, Problem> {
    blocking(move || {
        let secret = session_secret(&headers).unwrap_or_default();
        app::act_for(&state.db, &gate, &context, (secret, body.absent.as_deref()))?;
        Ok::<_, Problem>(StatusCode::NO_CONTENT)
    })
    .await
}
