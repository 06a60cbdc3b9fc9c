use super::dto::{SetUpRequest, SetupStage, SetupState};
use super::problem::PROBLEMS;
use crate::app::{self, Desk, SetupError};
use crate::domain::{SetupRefusal, Start};
use access::app::prepare_administrator;
use access::{ACCESS_WRITE, Gate};
use axum::extract::State;
use axum::http::StatusCode;
use axum::{Extension, Json};
use platform::clock::china_date;
use platform::http::{
    Answer, AppState, CommandAnswer, CommandHeaders, CommandReply, JsonBody, Permission, Problem, Routes, blocking,
    routes,
};
use platform::{CommandContext, run_command};
use utoipa_axum::router::{UtoipaMethodRouter, UtoipaMethodRouterExt};

/// The endpoints of the first start; demos are made at `desk`.
#[must_use]
pub fn setup_routes(gate: &Gate, desk: &Desk) -> Routes {
    let at = |route: UtoipaMethodRouter<AppState>| -> UtoipaMethodRouter<AppState> {
        let route: UtoipaMethodRouter<AppState> = route.layer(Extension(desk.clone()));
        route.layer(Extension(gate.clone()))
    };
    Routes::new()
        .problems(PROBLEMS)
        .problems(access::PROBLEMS)
        .get(Permission::SIGNED_IN, at(routes!(get_setup)))
        .post(ACCESS_WRITE, at(routes!(set_up)))
        .post(ACCESS_WRITE, at(routes!(continue_demo)))
}

/// Where the set-up stands
///
/// While it is needed, with what a new lender may choose; after an interrupted demo, how far it came.
#[utoipa::path(get, path = "/api/v1/setup", tag = "setup",
    responses((status = 200, description = "Where it stands", body = SetupState)))]
async fn get_setup(State(state): State<AppState>, Extension(desk): Extension<Desk>) -> Answer<SetupState> {
    let (making, now) = (desk.progress(), state.clock.now());
    let found = blocking(move || state.db.read(app::needed)).await?;
    Ok(Json(SetupState::of(found, making, now)))
}

/// Set the lender up
///
/// Names the lender, opens its branches, creates the administrator who takes over from the account `admin` of the first
/// start (which ends), lays chart of accounts and products and opens the first business day: all of it or nothing. With
/// `demo` the demo's book is then made in the background; `GET /setup` tells how far it is.
#[utoipa::path(post, path = "/api/v1/setup", tag = "setup", params(CommandHeaders), request_body = SetUpRequest,
    responses((status = 202, description = "Set up, or the demo being made", body = SetupState)))]
async fn set_up(
    State(state): State<AppState>,
    Extension(gate): Extension<Gate>,
    Extension(desk): Extension<Desk>,
    CommandHeaders(context): CommandHeaders,
    JsonBody(body): JsonBody<SetUpRequest>,
) -> CommandAnswer<SetupState> {
    blocking(move || run(&state, &gate, &desk, (&context, &body))).await
}

fn run(
    state: &AppState,
    gate: &Gate,
    desk: &Desk,
    (context, body): (&CommandContext, &SetUpRequest),
) -> Result<CommandReply<SetupState>, Problem> {
    if desk.progress().is_some_and(|demo| demo.failure.is_none()) {
        return Err(SetupError::from(SetupRefusal::Busy).into());
    }
    let plan = body.plan()?;
    let user = body.user();
    let administrator = user.map(|user| prepare_administrator(&state.db, gate, context.now, &user));
    let administrator = administrator.transpose()?;
    let today = china_date(context.now);
    let outcome = run_command::<_, SetupError, _>(&state.db, context, "setup.set_up", &body.content(), |tx| {
        app::set_up(tx, context, &plan, (administrator.as_ref(), today))
    })?;
    if !context.dry_run && !outcome.replayed {
        gate.forget_all();
        if plan.start == Start::Demo {
            let made = desk.make(state.db.clone(), state.keys.clone());
            made.map_err(|cause| Problem::internal(&cause))?;
        }
    }
    let found = state.db.read(app::needed)?;
    let made = desk.progress();
    Ok(CommandReply::accepted(outcome).map(|()| SetupState::of(found, made, context.now)))
}

/// Go on with the demo
///
/// After the program ended while the demo's book was made, or its making failed: it goes on in the background exactly where it was.
#[utoipa::path(post, path = "/api/v1/setup/demo", tag = "setup",
    responses((status = 202, description = "The demo being made", body = SetupState)))]
async fn continue_demo(
    State(state): State<AppState>,
    Extension(desk): Extension<Desk>,
) -> Result<(StatusCode, Json<SetupState>), Problem> {
    let work = move || {
        let now = state.clock.now();
        let found = state.db.read(app::needed)?;
        let stage = SetupState::of(found.clone(), desk.progress(), now).stage;
        if !matches!(stage, SetupStage::Interrupted | SetupStage::Failed) {
            return Err(Problem::from(SetupError::from(SetupRefusal::NothingInterrupted)));
        }
        let made = desk.make(state.db.clone(), state.keys.clone());
        made.map_err(|cause| Problem::internal(&cause))?;
        Ok((StatusCode::ACCEPTED, Json(SetupState::of(found, desk.progress(), now))))
    };
    blocking(work).await
}
