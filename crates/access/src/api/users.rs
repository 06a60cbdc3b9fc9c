//! The list of users and its file.

use super::dto::User;
use crate::app;
use axum::Json;
use axum::extract::State;
use export::ExportView;
use listing::{Asking, CountedPage, ExportListBody, ListQuery, Paging, TotalsQuery, counted_page, take};
use platform::http::{Answer, AppState, CommandAnswer, CommandHeaders, JsonBody, PageQuery, Principal, blocking};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::IntoParams;

/// Which users.
#[derive(Debug, Clone, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct UserQuery {
    /// The beginning of a login, or a whole name.
    pub q: Option<String>,
}

/// The users, by login unless told
#[utoipa::path(get, path = "/api/v1/users", tag = "access", params(UserQuery, ListQuery, TotalsQuery, PageQuery),
    responses((status = 200, description = "A page of users", body = CountedPage<User>)))]
pub(super) async fn list_users(
    State(state): State<AppState>,
    Asking(query, list): Asking<UserQuery>,
    Paging(page, totals): Paging,
) -> Answer<CountedPage<User>> {
    let read = move || {
        state.db.read(|tx| {
            let asked = app::ask_users(tx, query.q.as_deref(), list.wanted())?;
            counted_page(tx, &asked, (&page, &totals), app::LISTED, app::listed_user)
        })
    };
    Ok(Json(blocking(read).await?))
}

/// Take the users of a list as a file
///
/// The file is made in the background: watch it at `/api/v1/exports/{id}`, fetch it at `/api/v1/exports/{id}/file`.
#[utoipa::path(post, path = "/api/v1/users/exports", tag = "access", params(UserQuery, ListQuery, CommandHeaders),
    request_body = ExportListBody,
    responses((status = 202, description = "The file in the making", body = ExportView)))]
pub(super) async fn export_users(
    State(state): State<AppState>,
    principal: Principal,
    CommandHeaders(context): CommandHeaders,
    Asking(query, list): Asking<UserQuery>,
    JsonBody(body): JsonBody<ExportListBody>,
) -> CommandAnswer<ExportView> {
    let taken = move || {
        let asked = state
            .db
            .read(|tx| app::ask_users(tx, query.q.as_deref(), list.wanted()))?;
        take(&state, (&principal, context), asked, json!([query, list]), &body)
    };
    blocking(taken).await
}
