use super::dto::{ChangeNoticeRequest, ManagedNoticeDto, NoticeDto, NoticeQuery, ToDosDto, WriteNoticeRequest};
use super::problem::PROBLEMS;
use crate::app::{self, NoticeChange, NoticeError};
use crate::domain::{Importance, Notice, ToDoKind};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use kernel::Timestamp;
use platform::Tx;
use platform::http::{
    Answer, AppState, CommandAnswer, CommandHeaders, CommandReply, JsonBody, Page, PageQuery, PathParam, Permission,
    Principal, Problem, QueryParams, Routes, blocking, decode_cursor, routes,
};
use uuid::Uuid;

/// Write notices for others.
pub const NOTICE_WRITE: Permission = Permission("notice.write");

const NEWEST_FIRST: &str = "-notice";
const IMPORTANT_AT_ONCE: usize = 20;

/// The endpoints of notice.
#[must_use]
pub fn notice_routes() -> Routes {
    let mine = Permission::SIGNED_IN;
    Routes::new()
        .problems(PROBLEMS)
        .get(mine, routes!(list_to_dos))
        .post(mine, routes!(see_news))
        .get(mine, routes!(list_notices))
        .post(mine, routes!(read_all_notices))
        .post(mine, routes!(read_notice))
        .get(NOTICE_WRITE, routes!(list_managed_notices))
        .post(NOTICE_WRITE, routes!(publish_notice))
        .put(NOTICE_WRITE, routes!(change_notice))
        .post(NOTICE_WRITE, routes!(withdraw_notice))
}

/// What waits for the caller
///
/// Counted from what stands in the book now: proposals, files, closes of business, the age of the password, deputies; and the
/// notices that the caller has not read.
#[utoipa::path(get, path = "/api/v1/to-dos", tag = "notice",
    responses((status = 200, description = "Counts and important notices", body = ToDosDto)))]
async fn list_to_dos(State(state): State<AppState>, principal: Principal) -> Answer<ToDosDto> {
    let now = state.clock.now();
    let found = blocking(move || state.db.read(|tx| waiting(tx, &principal, now))).await?;
    Ok(Json(found))
}

fn waiting(tx: &mut Tx, principal: &Principal, now: Timestamp) -> Result<ToDosDto, NoticeError> {
    let reader = app::reader_of(tx, principal.actor.user_id, principal.org)?;
    let (unread_notices, has_important) = app::count_unread(tx, (&reader, now))?;
    let unread = if has_important {
        app::list_shown(tx, (&reader, now), true, (None, unread_notices))?
    } else {
        Vec::new()
    };
    let important = unread
        .into_iter()
        .filter(|row| row.notice.importance == Importance::Important);
    Ok(ToDosDto {
        items: app::to_dos(tx, principal, now)?.into_iter().map(Into::into).collect(),
        unread_notices,
        important: important.take(IMPORTANT_AT_ONCE).map(Into::into).collect(),
    })
}

/// News were seen
///
/// They are not counted again. Tasks stand until they are done and cannot be seen away.
#[utoipa::path(post, path = "/api/v1/to-dos/{code}/seen", tag = "notice",
    params(("code" = String, Path, example = "exports_finished"), CommandHeaders),
    responses((status = 204, description = "Seen")))]
async fn see_news(
    State(state): State<AppState>,
    PathParam(code): PathParam<String>,
    CommandHeaders(context): CommandHeaders,
) -> Result<StatusCode, Problem> {
    let kind = ToDoKind::parse_news(&code)?;
    blocking(move || app::see_news(&state.db, &context, kind)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Notices for the caller, newest first
#[utoipa::path(get, path = "/api/v1/notices", tag = "notice", params(NoticeQuery, PageQuery),
    responses((status = 200, description = "A page of notices that are shown now", body = Page<NoticeDto>)))]
async fn list_notices(
    State(state): State<AppState>,
    principal: Principal,
    QueryParams(query): QueryParams<NoticeQuery>,
    QueryParams(page): QueryParams<PageQuery>,
) -> Answer<Page<NoticeDto>> {
    let before = after(page.cursor.as_deref())?;
    let now = state.clock.now();
    let found = move |tx: &mut Tx| {
        let reader = app::reader_of(tx, principal.actor.user_id, principal.org)?;
        app::list_shown(tx, (&reader, now), query.unread, (before, page.limit.fetch()))
    };
    let rows = blocking(move || state.db.read(found)).await?;
    Ok(Json(
        Page::from_rows(rows, page.limit, NEWEST_FIRST, |row| row.id).map(Into::into),
    ))
}

fn after(cursor: Option<&str>) -> Result<Option<Uuid>, Problem> {
    cursor
        .map(|cursor| decode_cursor::<Uuid>(NEWEST_FIRST, cursor))
        .transpose()
}

/// Mark a notice as read
#[utoipa::path(post, path = "/api/v1/notices/{id}/read", tag = "notice", params(("id" = Uuid, Path), CommandHeaders),
    responses((status = 204, description = "Read")))]
async fn read_notice(
    State(state): State<AppState>,
    principal: Principal,
    PathParam(id): PathParam<Uuid>,
    CommandHeaders(context): CommandHeaders,
) -> Result<StatusCode, Problem> {
    blocking(move || app::read_notice(&state.db, &context, principal.org, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Mark all notices as read
#[utoipa::path(post, path = "/api/v1/notices/read", tag = "notice", params(CommandHeaders),
    responses((status = 204, description = "Read")))]
async fn read_all_notices(
    State(state): State<AppState>,
    principal: Principal,
    CommandHeaders(context): CommandHeaders,
) -> Result<StatusCode, Problem> {
    blocking(move || app::read_all(&state.db, &context, principal.org)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// All notices with their audiences, newest first
#[utoipa::path(get, path = "/api/v1/managed-notices", tag = "notice", params(PageQuery),
    responses((status = 200, description = "A page of notices", body = Page<ManagedNoticeDto>)))]
async fn list_managed_notices(
    State(state): State<AppState>,
    QueryParams(page): QueryParams<PageQuery>,
) -> Answer<Page<ManagedNoticeDto>> {
    let before = after(page.cursor.as_deref())?;
    let now = state.clock.now();
    let limit = page.limit;
    let rows = blocking(move || state.db.read(|tx| app::list_all(tx, before, limit.fetch()))).await?;
    let page = Page::from_rows(rows, limit, NEWEST_FIRST, |row| row.id);
    Ok(Json(page.map(|row| ManagedNoticeDto::at(row, now))))
}

/// Publish a notice
#[utoipa::path(post, path = "/api/v1/notices", tag = "notice", params(CommandHeaders), request_body = WriteNoticeRequest,
    responses((status = 201, description = "The notice", body = ManagedNoticeDto)))]
async fn publish_notice(
    State(state): State<AppState>,
    CommandHeaders(context): CommandHeaders,
    JsonBody(body): JsonBody<WriteNoticeRequest>,
) -> CommandAnswer<ManagedNoticeDto> {
    let notice = Notice::from(body).checked()?;
    let now = state.clock.now();
    let outcome = blocking(move || app::publish_notice(&state.db, &context, &notice)).await?;
    Ok(CommandReply::created(outcome).map(|row| ManagedNoticeDto::at(row, now)))
}

/// Change a notice
///
/// When it says something else, all its readers have it to read again.
#[utoipa::path(put, path = "/api/v1/notices/{id}", tag = "notice", params(("id" = Uuid, Path), CommandHeaders),
    request_body = ChangeNoticeRequest, responses((status = 200, description = "The notice", body = ManagedNoticeDto)))]
async fn change_notice(
    State(state): State<AppState>,
    PathParam(id): PathParam<Uuid>,
    CommandHeaders(context): CommandHeaders,
    JsonBody(body): JsonBody<ChangeNoticeRequest>,
) -> CommandAnswer<ManagedNoticeDto> {
    let (version, notice) = (body.version, Notice::from(body.notice).checked()?);
    let change = NoticeChange { id, version, notice };
    let now = state.clock.now();
    let outcome = blocking(move || app::change_notice(&state.db, &context, &change)).await?;
    Ok(CommandReply::ok(outcome).map(|row| ManagedNoticeDto::at(row, now)))
}

/// Withdraw a notice
#[utoipa::path(post, path = "/api/v1/notices/{id}/withdrawal", tag = "notice", params(("id" = Uuid, Path), CommandHeaders),
    responses((status = 200, description = "The notice", body = ManagedNoticeDto)))]
async fn withdraw_notice(
    State(state): State<AppState>,
    PathParam(id): PathParam<Uuid>,
    CommandHeaders(context): CommandHeaders,
) -> CommandAnswer<ManagedNoticeDto> {
    let now = state.clock.now();
    let outcome = blocking(move || app::withdraw_notice(&state.db, &context, id)).await?;
    Ok(CommandReply::ok(outcome).map(|row| ManagedNoticeDto::at(row, now)))
}
