use std::sync::Arc;

use axum::Json;
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use platform::Guards;
use platform::http::{
    Answer, AppState, Arrival, CheckedCommand, CommandAnswer, CommandHeaders, CommandReply, JsonBody, Permission,
    Principal, Problem, Routes, blocking, routes,
};
use utoipa_axum::router::UtoipaMethodRouter;

use crate::api::admin;
use crate::api::checked::checked_commands;
use crate::api::checks;
use crate::api::cookie::{clear_session, session_secret, set_session};
use crate::api::dto::{CreateUserRequest, Session, SignInRequest, User};
use crate::api::lock_screen;
use crate::api::pending::{self, Checking};
use crate::api::policy;
use crate::api::posts::{self, POST_PROBLEMS};
use crate::api::problem::{PROBLEMS, SIGN_IN_FAILED};
use crate::api::problem_sign_on::SIGN_ON_PROBLEMS;
use crate::api::second_factor;
use crate::api::session_of::session_of;
use crate::api::sessions;
use crate::api::sign_on;
use crate::api::tokens;
use crate::api::users;
use crate::app::{self, Credentials, Gate, SignedIn};

/// Take the list of users as a file.
pub const ACCESS_EXPORT: Permission = Permission("access.export");
/// See users, roles and deputies.
pub const ACCESS_READ: Permission = Permission("access.read");
/// Change users, roles, organisations and deputies.
pub const ACCESS_WRITE: Permission = Permission("access.write");

/// The endpoints of access. They share the gate with the sign-in layer.
#[must_use]
pub fn routes(gate: &Gate) -> Routes {
    routes_with(gate, Vec::new(), &Guards::default())
}

/// The same with the commands of other capabilities that may be proposed by one person and approved by another, and with the fields
/// that proposals tell only to those who may see them.
#[must_use]
pub fn routes_with(gate: &Gate, others: Vec<CheckedCommand>, guards: &Guards) -> Routes {
    let mut commands = checked_commands(gate);
    commands.extend(others);
    let checking = Checking {
        gate: gate.clone(),
        commands: Arc::new(commands),
        guards: guards.clone(),
    };
    let with_checking = |(schemas, paths, handler): UtoipaMethodRouter<AppState>| {
        (schemas, paths, handler.layer(Extension(checking.clone())))
    };
    let with_gate = |route| guarded(gate, route);
    own_routes(gate)
        .problems(PROBLEMS)
        .problems(POST_PROBLEMS)
        .merge(sign_on_routes(gate))
        .post(Permission::PUBLIC, with_gate(routes!(open_session)))
        .get(Permission::SIGNED_IN, routes!(get_session))
        .delete(Permission::EVEN_LOCKED, with_gate(routes!(close_session)))
        .get(ACCESS_READ, routes!(users::list_users))
        .post(ACCESS_EXPORT, routes!(users::export_users))
        .post(ACCESS_WRITE, with_gate(routes!(create_user)))
        .get(ACCESS_READ, routes!(admin::get_user))
        .put(ACCESS_WRITE, with_gate(routes!(admin::change_user)))
        .get(ACCESS_READ, routes!(admin::list_roles))
        .post(ACCESS_WRITE, with_gate(routes!(admin::make_role)))
        .put(ACCESS_WRITE, with_gate(routes!(admin::change_role)))
        .get(ACCESS_READ, routes!(admin::list_permissions))
        .get(Permission::SIGNED_IN, routes!(admin::list_organisations))
        .post(ACCESS_WRITE, with_gate(routes!(admin::open_organisation)))
        .put(ACCESS_WRITE, with_gate(routes!(admin::change_organisation)))
        .get(Permission::SIGNED_IN, routes!(posts::list_posts))
        .post(ACCESS_WRITE, with_gate(routes!(posts::add_post)))
        .put(ACCESS_WRITE, with_gate(routes!(posts::change_post)))
        .get(ACCESS_READ, routes!(admin::list_deputies))
        .post(ACCESS_WRITE, with_gate(routes!(admin::appoint_deputy)))
        .delete(ACCESS_WRITE, with_gate(routes!(admin::revoke_deputy)))
        .put(Permission::IN_PERSON, with_gate(routes!(admin::act_for)))
        .get(
            Permission::SIGNED_IN,
            with_checking(routes!(pending::list_pending_changes)),
        )
        .post(Permission::SIGNED_IN, with_checking(routes!(pending::propose_change)))
        .get(
            Permission::SIGNED_IN,
            with_checking(routes!(pending::get_pending_change)),
        )
        .post(Permission::IN_PERSON, with_checking(routes!(pending::approve_change)))
        .post(Permission::IN_PERSON, with_checking(routes!(pending::reject_change)))
        .post(Permission::SIGNED_IN, with_checking(routes!(pending::withdraw_change)))
        .post(ACCESS_WRITE, with_gate(routes!(sessions::issue_password)))
        .get(ACCESS_READ, routes!(policy::get_policy))
        .put(ACCESS_WRITE, with_gate(routes!(policy::change_policy)))
        .get(ACCESS_READ, routes!(tokens::list_tokens))
        .post(ACCESS_WRITE, routes!(tokens::make_service_token))
        .delete(ACCESS_WRITE, with_gate(routes!(tokens::revoke_token)))
        .get(ACCESS_READ, routes!(sessions::list_sessions))
        .delete(ACCESS_WRITE, with_gate(routes!(sessions::end_session)))
        .get(ACCESS_READ, routes!(checks::list_check_rules))
        .put(ACCESS_WRITE, with_gate(routes!(checks::change_check_rule)))
        .get(ACCESS_READ, routes!(checks::list_authority_limits))
        .post(ACCESS_WRITE, with_gate(routes!(checks::add_authority_limit)))
        .delete(ACCESS_WRITE, with_gate(routes!(checks::remove_authority_limit)))
        .get(ACCESS_READ, routes!(checks::list_duty_conflicts))
        .post(ACCESS_WRITE, with_gate(routes!(checks::add_duty_conflict)))
        .delete(ACCESS_WRITE, with_gate(routes!(checks::remove_duty_conflict)))
}

/// What everybody does for the safety of one's own account.
fn own_routes(gate: &Gate) -> Routes {
    let with_gate = |route| guarded(gate, route);
    Routes::new()
        .post(Permission::EVEN_LOCKED, with_gate(routes!(lock_screen::lock_session)))
        .post(Permission::EVEN_LOCKED, with_gate(routes!(lock_screen::unlock_session)))
        .put(Permission::IN_PERSON, with_gate(routes!(sessions::change_password)))
        .get(Permission::SIGNED_IN, routes!(second_factor::get_second_factor))
        .post(
            Permission::IN_PERSON,
            with_gate(routes!(second_factor::begin_second_factor)),
        )
        .post(Permission::IN_PERSON, routes!(second_factor::confirm_second_factor))
        .post(
            Permission::IN_PERSON,
            with_gate(routes!(second_factor::remove_second_factor)),
        )
        .delete(ACCESS_WRITE, routes!(second_factor::reset_second_factor))
        .get(Permission::IN_PERSON, routes!(tokens::list_own_tokens))
        .post(Permission::IN_PERSON, with_gate(routes!(tokens::make_own_token)))
        .delete(Permission::IN_PERSON, with_gate(routes!(tokens::revoke_own_token)))
}

/// Signing on through an identity provider.
fn sign_on_routes(gate: &Gate) -> Routes {
    let with_gate = |route| guarded(gate, route);
    Routes::new()
        .problems(SIGN_ON_PROBLEMS)
        .get(Permission::PUBLIC, routes!(sign_on::get_sign_on))
        .get(
            Permission::SIGNED_IN,
            with_gate(routes!(sign_on::get_provider_sign_out)),
        )
        .post(Permission::PUBLIC, with_gate(routes!(sign_on::begin_sign_on)))
        .post(Permission::PUBLIC, with_gate(routes!(sign_on::finish_sign_on)))
        .get(ACCESS_READ, routes!(sign_on::get_identity))
        .put(ACCESS_WRITE, with_gate(routes!(sign_on::link_identity)))
}

/// A route that may ask the gate.
fn guarded(gate: &Gate, (schemas, paths, handler): UtoipaMethodRouter<AppState>) -> UtoipaMethodRouter<AppState> {
    (schemas, paths, handler.layer(Extension(gate.clone())))
}

/// Sign in
///
/// Answers with the session and sets the cookie `xindai_session`. A wrong login and a wrong password get the same answer;
/// after five failures within half an hour the login is locked out for half an hour, whether or not it exists.
/// Where a second factor is on, the right password without a code gets `access.second_factor_required`: send all three.
#[utoipa::path(post, path = "/api/v1/session", tag = "access", request_body = SignInRequest,
    responses((status = 200, description = "Signed in", body = Session)))]
async fn open_session(
    State(state): State<AppState>,
    Extension(gate): Extension<Gate>,
    arrival: Arrival,
    JsonBody(body): JsonBody<SignInRequest>,
) -> Result<Response, Problem> {
    let https = state.config.secure_cookie;
    let lang = arrival.lang;
    let (secret, session) = blocking(move || {
        let now = state.clock.now();
        let given = Credentials {
            login: &body.login,
            password: &body.password,
            code: body.code.as_deref(),
            request_id: &arrival.request_id,
            address: arrival.address,
            now,
        };
        let opened = app::sign_in(&state.db, &state.keys, &gate, &given)?;
        let session = state.db.read(|tx| session_of(tx, &state, &opened.caller, lang))?;
        Ok::<_, Problem>((opened.secret, session.ok_or_else(|| Problem::of(SIGN_IN_FAILED))?))
    })
    .await?;
    Ok(([(header::SET_COOKIE, set_session(&secret, https))], Json(session)).into_response())
}

/// The present session
#[utoipa::path(get, path = "/api/v1/session", tag = "access",
    responses((status = 200, description = "The session", body = Session)))]
async fn get_session(State(state): State<AppState>, principal: Principal) -> Answer<Session> {
    blocking(move || {
        let caller = SignedIn {
            actor: principal.actor,
            org: principal.org,
            grants: principal.grants,
            checks: principal.checks,
            must_change_password: principal.must_change_password,
            is_locked: principal.is_locked,
        };
        let session = state.db.read(|tx| session_of(tx, &state, &caller, principal.lang))?;
        session.map(Json).ok_or_else(|| Problem::of(SIGN_IN_FAILED))
    })
    .await
}

/// Sign out
#[utoipa::path(delete, path = "/api/v1/session", tag = "access",
    responses((status = 204, description = "Signed out")))]
async fn close_session(
    State(state): State<AppState>,
    Extension(gate): Extension<Gate>,
    headers: HeaderMap,
    CommandHeaders(context): CommandHeaders,
) -> Result<Response, Problem> {
    let https = state.config.secure_cookie;
    blocking(move || match session_secret(&headers) {
        Some(secret) => app::sign_out(&state.db, &gate, secret, &context),
        None => Ok(()),
    })
    .await?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, clear_session(https))]).into_response())
}

/// Create a user
#[utoipa::path(post, path = "/api/v1/users", tag = "access", params(CommandHeaders), request_body = CreateUserRequest,
    responses((status = 201, description = "The user", body = User)))]
async fn create_user(
    State(state): State<AppState>,
    Extension(gate): Extension<Gate>,
    CommandHeaders(context): CommandHeaders,
    JsonBody(body): JsonBody<CreateUserRequest>,
) -> CommandAnswer<User> {
    blocking(move || {
        let outcome = match body.is_service {
            true => app::create_service_user(&state.db, &gate, &context, &body.into())?,
            false => app::create_user(&state.db, &gate, &context, &body.into())?,
        };
        Ok::<_, Problem>(CommandReply::created(outcome).map(User::from))
    })
    .await
}
