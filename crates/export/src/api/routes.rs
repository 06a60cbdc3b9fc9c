use super::dto::{ExportView, ExportsDto};
use super::problem::PROBLEMS;
use crate::app::{self, Download};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use platform::http::{
    Answer, AppState, CommandHeaders, PathParam, Permission, Principal, Problem, Routes, blocking, routes, wire,
};
use uuid::Uuid;

/// The endpoints of export: everything belongs to the caller.
#[must_use]
pub fn export_routes() -> Routes {
    let mine = Permission::SIGNED_IN;
    Routes::new()
        .problems(PROBLEMS)
        .get(mine, routes!(list_exports))
        .get(mine, routes!(get_export))
        .get(mine, routes!(download_export))
}

/// The caller's files, newest first
#[utoipa::path(get, path = "/api/v1/exports", tag = "export",
    responses((status = 200, description = "The latest files of the caller", body = ExportsDto)))]
async fn list_exports(State(state): State<AppState>, principal: Principal) -> Answer<ExportsDto> {
    let user = principal.actor.user_id;
    let now = state.clock.now();
    let rows = blocking(move || state.db.read(|tx| app::list_exports(tx, user, now))).await?;
    let items = rows.into_iter().map(ExportView::from).collect();
    Ok(Json(ExportsDto { items }))
}

/// How far a file is
#[utoipa::path(get, path = "/api/v1/exports/{id}", tag = "export", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The file", body = ExportView)))]
async fn get_export(
    State(state): State<AppState>,
    principal: Principal,
    PathParam(id): PathParam<Uuid>,
) -> Answer<ExportView> {
    let user = principal.actor.user_id;
    let now = state.clock.now();
    let row = blocking(move || state.db.read(|tx| app::find_export(tx, user, id, now))).await?;
    Ok(Json(row.into()))
}

/// Download a file
///
/// Only its user may, and only while they have the permissions that the list, and the sensitive fields in it, asked for.
#[utoipa::path(get, path = "/api/v1/exports/{id}/file", tag = "export", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The file", content(
        (wire::File = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (wire::File = "text/csv")))))]
async fn download_export(
    State(state): State<AppState>,
    principal: Principal,
    CommandHeaders(context): CommandHeaders,
    PathParam(id): PathParam<Uuid>,
) -> Result<Response, Problem> {
    let Download { row, content } = blocking(move || {
        let found = state
            .db
            .read(|tx| app::find_export(tx, context.actor.user_id, id, context.now))?;
        for permission in &found.permissions {
            principal.require_named(permission)?;
        }
        app::download(&state, &context, id).map_err(Problem::from)
    })
    .await?;
    let named = HeaderValue::from_str(&format!("attachment; filename=\"{}\"", row.file_name));
    let named = named.map_err(|cause| Problem::internal(&cause))?;
    let kind = HeaderValue::from_static(row.format.media_type());
    let head = [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, named)];
    Ok((head, content).into_response())
}
