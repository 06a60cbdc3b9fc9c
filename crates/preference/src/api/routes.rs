use super::dto::{
    ChangeViewRequest, ChooseDefaultRequest, DraftDto, DraftVersionDto, KeepDraftRequest, KeepLayoutRequest,
    KeptLayoutsDto, SaveViewRequest, ViewDto, ViewQuery, ViewsDto, view_of,
};
use super::problem::PROBLEMS;
use crate::app::{self, ViewChange};
use crate::domain::{DraftContent, PlaceName, PreferenceRefusal, TableLayout};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use platform::http::{
    Answer, AppState, CommandAnswer, CommandHeaders, CommandReply, JsonBody, PathParam, Permission, Principal, Problem,
    QueryParams, Routes, blocking, routes,
};
use uuid::Uuid;

/// Share views with roles.
pub const VIEW_SHARE: Permission = Permission("view.share");

/// The endpoints of preference: everything belongs to the caller.
#[must_use]
pub fn preference_routes() -> Routes {
    let mine = Permission::SIGNED_IN;
    Routes::new()
        .problems(PROBLEMS)
        .get(mine, routes!(list_table_layouts))
        .put(mine, routes!(keep_table_layout))
        .delete(mine, routes!(forget_table_layout))
        .get(mine, routes!(list_saved_views))
        .post(mine, routes!(save_view))
        .put(mine, routes!(change_view))
        .delete(mine, routes!(delete_view))
        .put(mine, routes!(choose_default_view))
        .get(mine, routes!(get_draft))
        .put(mine, routes!(keep_draft))
        .delete(mine, routes!(discard_draft))
}

/// How the caller wants their tables
#[utoipa::path(get, path = "/api/v1/table-layouts", tag = "preference",
    responses((status = 200, description = "All layouts of the caller", body = KeptLayoutsDto)))]
async fn list_table_layouts(State(state): State<AppState>, principal: Principal) -> Answer<KeptLayoutsDto> {
    let user = principal.actor.user_id;
    let rows = blocking(move || state.db.read(|tx| app::list_layouts(tx, user))).await?;
    let items = rows.into_iter().map(Into::into).collect();
    Ok(Json(KeptLayoutsDto { items }))
}

/// Keep how a table looks
#[utoipa::path(put, path = "/api/v1/table-layouts/{table}", tag = "preference",
    params(("table" = String, Path, example = "loans"), CommandHeaders), request_body = KeepLayoutRequest,
    responses((status = 204, description = "Kept")))]
async fn keep_table_layout(
    State(state): State<AppState>,
    PathParam(table): PathParam<String>,
    CommandHeaders(context): CommandHeaders,
    JsonBody(body): JsonBody<KeepLayoutRequest>,
) -> Result<StatusCode, Problem> {
    let table = PlaceName::parse(&table)?;
    let layout = TableLayout::from(body.layout).checked()?;
    blocking(move || app::keep_layout(&state.db, &context, &table, &layout)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Show a table as it comes
#[utoipa::path(delete, path = "/api/v1/table-layouts/{table}", tag = "preference",
    params(("table" = String, Path, example = "loans"), CommandHeaders),
    responses((status = 204, description = "Forgotten, or there was none")))]
async fn forget_table_layout(
    State(state): State<AppState>,
    PathParam(table): PathParam<String>,
    CommandHeaders(context): CommandHeaders,
) -> Result<StatusCode, Problem> {
    let table = PlaceName::parse(&table)?;
    blocking(move || app::forget_layout(&state.db, &context, &table)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Views of a table that the caller may use
#[utoipa::path(get, path = "/api/v1/saved-views", tag = "preference", params(ViewQuery),
    responses((status = 200, description = "Own views and those shared with a role of the caller", body = ViewsDto)))]
async fn list_saved_views(
    State(state): State<AppState>,
    principal: Principal,
    QueryParams(query): QueryParams<ViewQuery>,
) -> Answer<ViewsDto> {
    let table = PlaceName::parse(&query.table).map_err(|refusal| Problem::from(refusal).field("table"))?;
    let user = principal.actor.user_id;
    let views = blocking(move || state.db.read(|tx| app::list_views(tx, user, &table))).await?;
    let items = views.into_iter().map(ViewDto::from).collect();
    Ok(Json(ViewsDto { items }))
}

/// Save a view
#[utoipa::path(post, path = "/api/v1/saved-views", tag = "preference", params(CommandHeaders),
    request_body = SaveViewRequest, responses((status = 201, description = "The view", body = ViewDto)))]
async fn save_view(
    State(state): State<AppState>,
    principal: Principal,
    CommandHeaders(context): CommandHeaders,
    JsonBody(body): JsonBody<SaveViewRequest>,
) -> CommandAnswer<ViewDto> {
    may_share(&principal, body.shared_with.as_ref())?;
    let table = PlaceName::parse(&body.table).map_err(|refusal| Problem::from(refusal).field("table"))?;
    let view = view_of(&body.name, body.shared_with, body.filters, body.layout)?;
    let outcome = blocking(move || app::save_view(&state.db, &context, &table, &view)).await?;
    Ok(CommandReply::created(outcome).map(ViewDto::from))
}

/// Change a view
#[utoipa::path(put, path = "/api/v1/saved-views/{id}", tag = "preference", params(("id" = Uuid, Path), CommandHeaders),
    request_body = ChangeViewRequest, responses((status = 200, description = "The view", body = ViewDto)))]
async fn change_view(
    State(state): State<AppState>,
    principal: Principal,
    PathParam(id): PathParam<Uuid>,
    CommandHeaders(context): CommandHeaders,
    JsonBody(body): JsonBody<ChangeViewRequest>,
) -> CommandAnswer<ViewDto> {
    may_share(&principal, body.shared_with.as_ref())?;
    let view = view_of(&body.name, body.shared_with, body.filters, body.layout)?;
    let version = body.version;
    let change = ViewChange { id, version, view };
    let outcome = blocking(move || app::change_view(&state.db, &context, &change)).await?;
    Ok(CommandReply::ok(outcome).map(ViewDto::from))
}

/// Delete a view
#[utoipa::path(delete, path = "/api/v1/saved-views/{id}", tag = "preference",
    params(("id" = Uuid, Path), CommandHeaders), responses((status = 204, description = "Deleted")))]
async fn delete_view(
    State(state): State<AppState>,
    PathParam(id): PathParam<Uuid>,
    CommandHeaders(context): CommandHeaders,
) -> Result<StatusCode, Problem> {
    blocking(move || app::delete_view(&state.db, &context, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Choose the view with which a list opens
#[utoipa::path(put, path = "/api/v1/default-views/{table}", tag = "preference",
    params(("table" = String, Path, example = "loans"), CommandHeaders), request_body = ChooseDefaultRequest,
    responses((status = 204, description = "Chosen")))]
async fn choose_default_view(
    State(state): State<AppState>,
    PathParam(table): PathParam<String>,
    CommandHeaders(context): CommandHeaders,
    JsonBody(body): JsonBody<ChooseDefaultRequest>,
) -> Result<StatusCode, Problem> {
    let table = PlaceName::parse(&table)?;
    blocking(move || app::choose_default(&state.db, &context, &table, body.view_id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What the caller typed into a form and did not send
#[utoipa::path(get, path = "/api/v1/drafts/{form}", tag = "preference",
    params(("form" = String, Path, example = "book-loan")),
    responses((status = 200, description = "The draft", body = DraftDto)))]
async fn get_draft(
    State(state): State<AppState>,
    principal: Principal,
    PathParam(form): PathParam<String>,
) -> Answer<DraftDto> {
    let form = PlaceName::parse(&form)?;
    let user = principal.actor.user_id;
    let found = blocking(move || state.db.read(|tx| app::find_draft(tx, &state.keys, user, &form))).await?;
    let draft = found.ok_or_else(|| Problem::from(PreferenceRefusal::DraftUnknown))?;
    Ok(Json(draft.into()))
}

/// Keep a draft
#[utoipa::path(put, path = "/api/v1/drafts/{form}", tag = "preference",
    params(("form" = String, Path, example = "book-loan"), CommandHeaders), request_body = KeepDraftRequest,
    responses((status = 200, description = "Kept", body = DraftVersionDto)))]
async fn keep_draft(
    State(state): State<AppState>,
    PathParam(form): PathParam<String>,
    CommandHeaders(context): CommandHeaders,
    JsonBody(body): JsonBody<KeepDraftRequest>,
) -> Answer<DraftVersionDto> {
    let form = PlaceName::parse(&form)?;
    let content = DraftContent::of(body.content)?;
    let draft = (body.version, content);
    let kept = move || app::keep_draft(&state.db, &state.keys, &context, &form, (draft.0, &draft.1));
    let version = blocking(kept).await?;
    Ok(Json(DraftVersionDto { version }))
}

/// Throw a draft away
#[utoipa::path(delete, path = "/api/v1/drafts/{form}", tag = "preference",
    params(("form" = String, Path, example = "book-loan"), CommandHeaders),
    responses((status = 204, description = "Gone, or there was none")))]
async fn discard_draft(
    State(state): State<AppState>,
    PathParam(form): PathParam<String>,
    CommandHeaders(context): CommandHeaders,
) -> Result<StatusCode, Problem> {
    let form = PlaceName::parse(&form)?;
    blocking(move || app::discard_draft(&state.db, &context, &form)).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn may_share(principal: &Principal, role: Option<&String>) -> Result<(), Problem> {
    match role {
        Some(_) => principal.require(VIEW_SHARE),
        None => Ok(()),
    }
}
