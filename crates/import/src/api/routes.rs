use super::dto::{
    ColumnsBody, ErrorDto, FormatQuery, ImportView, OutcomeDto, OutcomeQuery, OutcomeRowDto, PreviewDto, UploadQuery,
};
use super::dto_entity::{EntitiesDto, EntityDto};
use super::files;
use super::permission::{IMPORT_CHECK, IMPORT_RUN};
use super::problem::PROBLEMS;
use crate::app::{self, Upload, Wanted};
use crate::domain::{ENTITIES, find_entity};
use axum::Json;
use axum::body::Body;
use axum::extract::{Extension, State};
use axum::response::Response;
use ledger::AccountingCache;
use platform::http::{
    Answer, AppState, CommandAnswer, CommandHeaders, CommandReply, JsonBody, Page, PageQuery, PathParam, Permission,
    Principal, Problem, QueryParams, Routes, Scope, blocking, decode_cursor, routes, wire,
};
use platform::{CommandContext, Outcome};
use uuid::Uuid;

const NEWEST_FIRST: &str = "-id";
const IN_ORDER: &str = "place";

/// The endpoints of import.
#[must_use]
pub fn import_routes() -> Routes {
    Routes::new()
        .problems(PROBLEMS)
        .problems(app::ROW_PROBLEMS)
        .get(IMPORT_RUN, routes!(list_import_entities))
        .get(IMPORT_RUN, routes!(get_import_template))
        .post(IMPORT_RUN, routes!(upload_import))
        .get(IMPORT_RUN, routes!(list_imports))
        .get(IMPORT_RUN, routes!(get_import))
        .get(IMPORT_RUN, routes!(preview_import))
        .put(IMPORT_RUN, routes!(choose_import_columns))
        .post(IMPORT_RUN, routes!(run_import))
        .post(IMPORT_RUN, routes!(cancel_import))
        .get(IMPORT_RUN, routes!(list_import_errors))
        .get(IMPORT_RUN, routes!(list_import_rows))
        .get(IMPORT_RUN, routes!(download_import_errors))
        .merge(super::cut_over::cut_over_routes())
}

/// What the caller can import, with its columns
#[utoipa::path(get, path = "/api/v1/imports/entities", tag = "import",
    responses((status = 200, description = "Those for which the caller has the permission", body = EntitiesDto)))]
async fn list_import_entities(principal: Principal) -> Answer<EntitiesDto> {
    let mine = ENTITIES.iter().filter(|one| principal.may(Permission(one.permission)));
    let items = mine.map(EntityDto::from).collect();
    Ok(Json(EntitiesDto { items }))
}

/// The file to fill in
///
/// Its headings; a spreadsheet has a second page that explains them.
#[utoipa::path(get, path = "/api/v1/imports/entities/{entity}/template", tag = "import",
    params(("entity" = String, Path, example = "customers"), FormatQuery),
    responses((status = 200, description = "The file", content(
        (wire::File = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (wire::File = "text/csv")))))]
async fn get_import_template(
    principal: Principal,
    PathParam(entity): PathParam<String>,
    QueryParams(query): QueryParams<FormatQuery>,
) -> Result<Response, Problem> {
    let entity = find_entity(&entity)?;
    principal.require(Permission(entity.permission))?;
    let (english, format) = (query.is_english(principal.lang), query.format.into());
    let content = blocking(move || app::template(entity, format, english).map_err(Problem::from)).await?;
    files::sent(entity.key, format, content)
}

/// Send a file
///
/// CSV in UTF-8 or GB18030, or XLSX; at most 32 MiB, 200,000 rows and 64 columns. It is read and shown; nothing is booked. Its
/// rows are kept encrypted for 24 hours, or until they are taken in.
#[utoipa::path(post, path = "/api/v1/imports", tag = "import", params(UploadQuery, CommandHeaders),
    request_body(content = wire::File, content_type = "application/octet-stream"),
    responses((status = 201, description = "The file as it was read", body = PreviewDto)))]
async fn upload_import(
    State(state): State<AppState>,
    principal: Principal,
    CommandHeaders(context): CommandHeaders,
    QueryParams(query): QueryParams<UploadQuery>,
    body: Body,
) -> CommandAnswer<PreviewDto> {
    let entity = find_entity(&query.entity)?;
    principal.require(Permission(entity.permission))?;
    let content = files::received(body).await?;
    blocking(move || {
        let file_name = query.file_name.trim();
        let sent = Upload {
            entity,
            file_name,
            content: &content,
        };
        let (outcome, preview) = app::upload(&state.db, &state.keys, &context, &sent)?;
        Ok::<_, Problem>(CommandReply::created(outcome).map(|row| PreviewDto::of(row.into(), entity, preview)))
    })
    .await
}

/// Imports, newest first
#[utoipa::path(get, path = "/api/v1/imports", tag = "import", params(PageQuery),
    responses((status = 200, description = "A page of imports inside the caller's scope", body = Page<ImportView>)))]
async fn list_imports(
    State(state): State<AppState>,
    Scope(scope): Scope,
    QueryParams(page): QueryParams<PageQuery>,
) -> Answer<Page<ImportView>> {
    blocking(move || {
        let before = page
            .cursor
            .map(|cursor| decode_cursor::<Uuid>(NEWEST_FIRST, &cursor))
            .transpose()?;
        let (now, limit) = (state.clock.now(), page.limit);
        let rows = state
            .db
            .read(|tx| app::list_batches(tx, &scope, (before, limit.fetch()), now))?;
        let page = Page::from_rows(rows, limit, NEWEST_FIRST, |row| row.id);
        Ok::<_, Problem>(Json(page.map(ImportView::from)))
    })
    .await
}

/// How far an import is
#[utoipa::path(get, path = "/api/v1/imports/{id}", tag = "import", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The import", body = ImportView)))]
async fn get_import(
    State(state): State<AppState>,
    Scope(scope): Scope,
    PathParam(id): PathParam<Uuid>,
) -> Answer<ImportView> {
    let now = state.clock.now();
    let row = blocking(move || state.db.read(|tx| app::find_batch(tx, &scope, id, now))).await?;
    Ok(Json(row.into()))
}

/// The first rows of an import
///
/// For whoever sent it, as long as its rows are kept; and, once it was tried, for those who may let it in (`import.check`): that they
/// looked stands in the audit trail. Cells of fields that the caller may not see are empty; `hidden` names their columns.
#[utoipa::path(get, path = "/api/v1/imports/{id}/preview", tag = "import", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The file as it was read", body = PreviewDto)))]
async fn preview_import(
    State(state): State<AppState>,
    principal: Principal,
    CommandHeaders(context): CommandHeaders,
    PathParam(id): PathParam<Uuid>,
) -> Answer<PreviewDto> {
    blocking(move || {
        let row = to_be_shown(&state, &principal, context, id)?;
        let entity = find_entity(&row.entity)?;
        let preview = app::preview(&state.db, &state.keys, &row, &principal.sight())?;
        Ok::<_, Problem>(Json(PreviewDto::of(row.into(), entity, preview)))
    })
    .await
}

/// The batch of whoever sent it, or of somebody else for who may let it in.
fn to_be_shown(
    state: &AppState,
    principal: &Principal,
    context: CommandContext,
    id: Uuid,
) -> Result<app::BatchRow, Problem> {
    let own = state
        .db
        .read(|tx| app::find_own(tx, context.actor.user_id, id, context.now));
    if own.is_ok() || !principal.may(IMPORT_CHECK) {
        return Ok(own?);
    }
    let scope = principal.scope_of(IMPORT_CHECK);
    let context = CommandContext { scope, ..context };
    Ok(state.db.write(|tx| app::shown_to_checker(tx, &context, id))?)
}

/// Say which heading is which column
///
/// For each heading of the file the key of a column, or none for what is not read. Headings that mean nothing by their name are
/// remembered for the next files of this kind. What was tried before counts no more.
#[utoipa::path(put, path = "/api/v1/imports/{id}/columns", tag = "import", params(("id" = Uuid, Path), CommandHeaders),
    request_body = ColumnsBody,
    responses((status = 200, description = "The file as it is read now", body = PreviewDto)))]
async fn choose_import_columns(
    State(state): State<AppState>,
    CommandHeaders(context): CommandHeaders,
    PathParam(id): PathParam<Uuid>,
    JsonBody(body): JsonBody<ColumnsBody>,
) -> CommandAnswer<PreviewDto> {
    blocking(move || {
        let (outcome, preview) = app::choose_columns(&state.db, &state.keys, &context, (id, &body.columns))?;
        let entity = find_entity(&outcome.value.entity)?;
        Ok::<_, Problem>(CommandReply::ok(outcome).map(|row| PreviewDto::of(row.into(), entity, preview)))
    })
    .await
}

/// Run an import
///
/// In the background: all rows are taken in, or none. Where rules ask for a second person (409 `access.check_required`) propose
/// the batch with `{"import": id}` under its `take_in` command; once it is approved it can be run. With `dry_run` the same work is done and taken back, and all errors of all
/// rows are told. Watch it at `/api/v1/imports/{id}`.
#[utoipa::path(post, path = "/api/v1/imports/{id}/run", tag = "import", params(("id" = Uuid, Path), CommandHeaders),
    responses((status = 202, description = "The import under way", body = ImportView)))]
async fn run_import(
    State(state): State<AppState>,
    Extension(books): Extension<AccountingCache>,
    principal: Principal,
    CommandHeaders(context): CommandHeaders,
    PathParam(id): PathParam<Uuid>,
) -> CommandAnswer<ImportView> {
    blocking(move || {
        let context = inside_scope(&state, &principal, context, id)?;
        let outcome = app::request_run(&state, &context, id)?;
        if !outcome.replayed {
            app::in_background(&state, &books, context, outcome.value.clone());
        }
        Ok::<_, Problem>(CommandReply::accepted(outcome).map(ImportView::from))
    })
    .await
}

/// The rows that somebody may touch by an import are those on which they may create one of its kind.
fn inside_scope(
    state: &AppState,
    principal: &Principal,
    context: CommandContext,
    id: Uuid,
) -> Result<CommandContext, Problem> {
    let (user, now) = (context.actor.user_id, context.now);
    let row = state.db.read(|tx| app::find_own(tx, user, id, now))?;
    let permission = Permission(find_entity(&row.entity)?.permission);
    principal.require(permission)?;
    let scope = principal.scope_of(permission);
    Ok(CommandContext { scope, ..context })
}

/// Stop an import
///
/// It ends after the rows that it is at; nothing is taken in.
#[utoipa::path(post, path = "/api/v1/imports/{id}/cancel", tag = "import", params(("id" = Uuid, Path), CommandHeaders),
    responses((status = 202, description = "The import that will stop", body = ImportView)))]
async fn cancel_import(
    State(state): State<AppState>,
    CommandHeaders(context): CommandHeaders,
    PathParam(id): PathParam<Uuid>,
) -> CommandAnswer<ImportView> {
    let row = blocking(move || app::cancel(&state, &context, id)).await?;
    let outcome = Outcome {
        value: row.into(),
        replayed: false,
    };
    Ok(CommandReply::accepted(outcome))
}

/// What is wrong with the rows of an import
#[utoipa::path(get, path = "/api/v1/imports/{id}/errors", tag = "import", params(("id" = Uuid, Path), PageQuery),
    responses((status = 200, description = "A page of errors in the order of rows", body = Page<ErrorDto>)))]
async fn list_import_errors(
    State(state): State<AppState>,
    principal: Principal,
    Scope(scope): Scope,
    PathParam(id): PathParam<Uuid>,
    QueryParams(page): QueryParams<PageQuery>,
) -> Answer<Page<ErrorDto>> {
    blocking(move || {
        let after = after_of(page.cursor.as_deref())?;
        let (now, limit) = (state.clock.now(), page.limit);
        let rows = state.db.read(|tx| {
            app::find_batch(tx, &scope, id, now)?;
            app::list_errors(tx, id, (after, limit.fetch()))
        })?;
        let page = Page::from_rows(rows, limit, IN_ORDER, |row| row.place);
        Ok::<_, Problem>(Json(page.map(|row| ErrorDto::of(row, principal.lang))))
    })
    .await
}

fn after_of(cursor: Option<&str>) -> Result<i64, Problem> {
    cursor.map_or(Ok(0), |cursor| decode_cursor::<i64>(IN_ORDER, cursor))
}

/// What the rows of an import made or found
#[utoipa::path(get, path = "/api/v1/imports/{id}/rows", tag = "import", params(("id" = Uuid, Path), OutcomeQuery, PageQuery),
    responses((status = 200, description = "A page of rows in their order", body = Page<OutcomeRowDto>)))]
async fn list_import_rows(
    State(state): State<AppState>,
    Scope(scope): Scope,
    PathParam(id): PathParam<Uuid>,
    QueryParams(query): QueryParams<OutcomeQuery>,
    QueryParams(page): QueryParams<PageQuery>,
) -> Answer<Page<OutcomeRowDto>> {
    blocking(move || {
        let after = after_of(page.cursor.as_deref())?;
        let (now, limit, outcome) = (state.clock.now(), page.limit, query.outcome.map(OutcomeDto::name));
        let rows = state.db.read(|tx| {
            app::find_batch(tx, &scope, id, now)?;
            app::list_outcomes(tx, id, outcome, (after, limit.fetch()))
        })?;
        Ok::<_, Problem>(Json(
            Page::from_rows(rows, limit, IN_ORDER, |row| row.line).map(OutcomeRowDto::from),
        ))
    })
    .await
}

/// The refused rows with what is wrong with each
///
/// Only for whoever sent them. Mended, the file can be sent again: its last column is not read.
#[utoipa::path(get, path = "/api/v1/imports/{id}/errors/file", tag = "import", params(("id" = Uuid, Path), FormatQuery),
    responses((status = 200, description = "The file", content(
        (wire::File = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (wire::File = "text/csv")))))]
async fn download_import_errors(
    State(state): State<AppState>,
    principal: Principal,
    CommandHeaders(context): CommandHeaders,
    PathParam(id): PathParam<Uuid>,
    QueryParams(query): QueryParams<FormatQuery>,
) -> Result<Response, Problem> {
    let format = query.format.into();
    let wanted = Wanted {
        format,
        english: query.is_english(principal.lang),
        all_rows: query.all_rows,
    };
    let content = blocking(move || {
        let row = state
            .db
            .read(|tx| app::find_own(tx, context.actor.user_id, id, context.now))?;
        app::error_file(&state, &context, &row, wanted).map_err(Problem::from)
    });
    files::sent("errors", format, content.await?)
}
