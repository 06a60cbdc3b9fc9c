//! The problems of the whole program as an endpoint, so that clients can show and translate them.

use super::problem::ProblemCatalogue;
use super::state::AppState;
use axum::Json;
use axum::extract::Extension;
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::router::UtoipaMethodRouter;
use utoipa_axum::routes;

/// A kind of problem.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct ProblemKind {
    /// Stable code, for programs.
    #[schema(example = "loan.closed")]
    code: &'static str,
    /// HTTP status.
    #[schema(example = 409, minimum = 400, maximum = 599)]
    status: u16,
    /// Chinese text; `{name}` stands for a member of the problem.
    #[schema(example = "借据已结清")]
    zh: &'static str,
    /// English text.
    #[schema(example = "The loan is closed: nothing is owed any more")]
    en: &'static str,
}

/// Every problem that the program can answer with, by code.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct ProblemKinds {
    /// The kinds.
    #[schema(value_type = Vec<ProblemKind>)]
    items: Arc<[ProblemKind]>,
}

/// All problem codes with their texts.
#[utoipa::path(get, path = "/api/v1/problems", tag = "platform",
    responses((status = 200, description = "All kinds", body = ProblemKinds)))]
async fn list_problems(Extension(kinds): Extension<ProblemKinds>) -> Json<ProblemKinds> {
    Json(kinds)
}

/// The endpoint over the problems of a program.
pub(super) fn problems_route(catalogue: &ProblemCatalogue) -> UtoipaMethodRouter<AppState> {
    let kinds = catalogue.values().map(|text| ProblemKind {
        code: text.code,
        status: text.status,
        zh: text.zh,
        en: text.en,
    });
    let (schemas, paths, handler) = routes!(list_problems);
    let kinds = ProblemKinds { items: kinds.collect() };
    (schemas, paths, handler.layer(Extension(kinds)))
}
