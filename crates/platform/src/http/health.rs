use super::blocking::blocking;
use super::principal::Permission;
use super::problem::{NOT_READY, Problem};
use super::routes::{Answer, Routes};
use super::state::AppState;
use crate::server_facts;
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::routes;

/// Whether the program is well.
#[derive(Debug, Serialize, ToSchema)]
pub struct Health {
    /// Always `ok`; anything else is a problem.
    #[schema(example = "ok")]
    pub status: &'static str,
}

/// The process runs.
#[utoipa::path(get, path = "/api/v1/health", tag = "platform", responses((status = 200, body = Health)))]
async fn health() -> Json<Health> {
    Json(Health { status: "ok" })
}

/// The process runs and reaches its database, which can be written.
#[utoipa::path(get, path = "/api/v1/readiness", tag = "platform", responses((status = 200, body = Health)))]
async fn readiness(State(state): State<AppState>) -> Answer<Health> {
    blocking(move || ready(&state)).await?;
    Ok(Json(Health { status: "ok" }))
}

fn ready(state: &AppState) -> Result<(), Problem> {
    match state.db.read(server_facts::is_writable) {
        Ok(true) => Ok(()),
        Ok(false) => {
            tracing::error!("not ready: the database cannot be written, it is a standby");
            Err(Problem::of(NOT_READY))
        }
        Err(cause) => {
            tracing::error!(%cause, "not ready");
            Err(Problem::of(NOT_READY))
        }
    }
}

/// The endpoints every program has: health and readiness, open to anyone.
#[must_use]
pub fn health_routes() -> Routes {
    Routes::new()
        .get(Permission::PUBLIC, routes!(health))
        .get(Permission::PUBLIC, routes!(readiness))
}
