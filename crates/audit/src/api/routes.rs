use super::dto::{
    ArchiveMade, ArchiveOrder, ArchiveVerified, AuditArchives, RetentionChange, RetentionChanged, RetentionRules,
};
use super::entries;
use super::problem::PROBLEMS;
use crate::app::{self, AuditError, Order, today};
use crate::domain::AuditRefusal;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use platform::audit::{self, Archive};
use platform::http::{
    AUDIT_READ, Answer, AppState, CommandAnswer, CommandHeaders, CommandReply, JsonBody, PERMISSION_DENIED, PathParam,
    Permission, Problem, Routes, blocking, routes, wire,
};
use platform::{CommandContext, DbError, Guards};
use std::path::Path;
use utoipa_axum::router::UtoipaMethodRouter;
use uuid::Uuid;

/// Move old lines of the trail into archives, and say how long they stay.
pub const AUDIT_ARCHIVE: Permission = Permission("audit.archive");

/// Take lines of the trail as a file.
pub const AUDIT_EXPORT: Permission = Permission("audit.export");

/// Where archives that are made over the API stand, below the folder of data.
const AUDIT_FOLDER: &str = "audit-archives";
/// Lines of one archive that is made over the API.
const LINES_MOST: usize = 100_000;

/// The endpoints of audit. The file of an archive is told as a whole: to those who may see these fields on all rows.
#[must_use]
pub fn audit_archive_routes(guards: &Guards) -> Routes {
    let guarding = |(schemas, paths, handler): UtoipaMethodRouter<AppState>| {
        (schemas, paths, handler.layer(Extension(guards.clone())))
    };
    Routes::new()
        .problems(PROBLEMS)
        .get(AUDIT_READ, guarding(routes!(entries::list_audit_entries)))
        .post(AUDIT_EXPORT, guarding(routes!(entries::export_audit_entries)))
        .get(AUDIT_READ, routes!(list_retention_rules))
        .put(AUDIT_ARCHIVE, routes!(change_retention_rule))
        .get(AUDIT_READ, routes!(list_archives))
        .post(AUDIT_ARCHIVE, routes!(make_archive))
        .get(AUDIT_READ, guarding(routes!(download_archive)))
        .get(AUDIT_READ, routes!(verify_archive))
}

/// How long lines stay in the trail
#[utoipa::path(get, path = "/api/v1/audit-retention", tag = "audit",
    responses((status = 200, description = "A rule for each kind of line", body = RetentionRules)))]
async fn list_retention_rules(State(state): State<AppState>) -> Answer<RetentionRules> {
    let today = today(state.clock.now());
    let (versions, planned) = blocking(move || {
        state
            .db
            .read(|tx| Ok::<_, DbError>((app::list_retention(tx)?, app::plan(tx, today, today)?)))
    })
    .await?;
    Ok(Json(RetentionRules::of(&versions, &planned, today)))
}

/// Change how long lines stay
///
/// A version with a first day and a source; never shorter than the law allows. It takes effect when a second person approves:
/// propose the same under `audit.change_retention` with `{"area": …, "change": …}`.
#[utoipa::path(put, path = "/api/v1/audit-retention/{area}", tag = "audit", request_body = RetentionChange,
    params(("area" = String, Path, example = "sign_in"), CommandHeaders),
    responses((status = 200, description = "What it changed", body = RetentionChanged)))]
async fn change_retention_rule(
    State(state): State<AppState>,
    PathParam(area): PathParam<String>,
    CommandHeaders(context): CommandHeaders,
    JsonBody(body): JsonBody<RetentionChange>,
) -> CommandAnswer<RetentionChanged> {
    let wanted = body.keep(area);
    let outcome = blocking(move || app::change_retention(&state.db, &context, &wanted)).await?;
    Ok(CommandReply::ok(outcome).map(Into::into))
}

/// The archives, newest first
#[utoipa::path(get, path = "/api/v1/audit-archives", tag = "audit",
    responses((status = 200, description = "All archives", body = AuditArchives)))]
async fn list_archives(State(state): State<AppState>) -> Answer<AuditArchives> {
    let archives = blocking(move || state.db.read(audit::list_archives)).await?;
    let items = archives.into_iter().map(Into::into).collect();
    Ok(Json(AuditArchives { items }))
}

/// Archive
///
/// Lines of before a day that need not be kept any longer move into a file in the folder of data of this server, at most 100,000
/// of them; `xindai audit archive` takes any number. Asked for again when everything has left, it answers
/// `audit.nothing_to_archive`.
#[utoipa::path(post, path = "/api/v1/audit-archives", tag = "audit", request_body = ArchiveOrder, params(CommandHeaders),
    responses((status = 200, description = "What left the trail, or would", body = ArchiveMade)))]
async fn make_archive(
    State(state): State<AppState>,
    CommandHeaders(context): CommandHeaders,
    JsonBody(body): JsonBody<ArchiveOrder>,
) -> Answer<ArchiveMade> {
    Ok(Json(blocking(move || made(&state, &context, &body)).await?))
}

fn made(state: &AppState, context: &CommandContext, body: &ArchiveOrder) -> Result<ArchiveMade, AuditError> {
    let day = today(context.now);
    let planned = state.db.read(|tx| app::plan(tx, body.before, day))?;
    if context.dry_run {
        return Ok(ArchiveMade::of(planned, None));
    }
    let folder = state.config.data_dir.join(AUDIT_FOLDER);
    if planned.lines > 0 {
        std::fs::create_dir_all(&folder).map_err(|cause| AuditError::File {
            file: folder.display().to_string(),
            reason: cause.to_string(),
        })?;
    }
    let order = Order {
        before: body.before,
        file: folder.join(format!("audit-{day}-{}.jsonl.gz", Uuid::now_v7().simple())),
        most: LINES_MOST,
    };
    let archive = app::archive(&state.db, context, &order)?;
    Ok(ArchiveMade::of(planned, Some(archive)))
}

fn find(state: &AppState, id: Uuid) -> Result<Archive, AuditError> {
    let found = state.db.read(|tx| audit::find_archive(tx, id))?;
    Ok(found.ok_or(AuditRefusal::ArchiveUnknown)?)
}

/// Download the file of an archive
///
/// That it was downloaded is told in the trail. Who may not see every sensitive field of every row is refused: a line without one would
/// not be the line that was sealed.
#[utoipa::path(get, path = "/api/v1/audit-archives/{id}/file", tag = "audit", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The file", body = wire::File, content_type = "application/gzip")))]
async fn download_archive(
    State(state): State<AppState>,
    Extension(guards): Extension<Guards>,
    CommandHeaders(context): CommandHeaders,
    PathParam(id): PathParam<Uuid>,
) -> Result<Response, Problem> {
    if let Some(permission) = guards.missing(&context.sight) {
        return Err(Problem::of(PERMISSION_DENIED).with("permission", permission));
    }
    let (name, content) = blocking(move || download(&state, &context, id)).await?;
    let named = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    let named = named.map_err(|cause| Problem::internal(&cause))?;
    let kind = HeaderValue::from_static("application/gzip");
    let head = [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, named)];
    Ok((head, content).into_response())
}

fn download(state: &AppState, context: &CommandContext, id: Uuid) -> Result<(String, Vec<u8>), AuditError> {
    let archive = find(state, id)?;
    let content = std::fs::read(&archive.file).map_err(|_| AuditRefusal::FileMissing {
        file: archive.file.clone(),
    })?;
    state.db.write(|tx| app::note_download(tx, context, id))?;
    let name = Path::new(&archive.file).file_name().unwrap_or_default();
    Ok((name.to_string_lossy().into_owned(), content))
}

/// Check the file of an archive
///
/// Recomputes the hash of every line in it and compares the ends of its runs with what they left in the chain.
#[utoipa::path(get, path = "/api/v1/audit-archives/{id}/verification", tag = "audit", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The file is what left the trail", body = ArchiveVerified)))]
async fn verify_archive(State(state): State<AppState>, PathParam(id): PathParam<Uuid>) -> Answer<ArchiveVerified> {
    let content = blocking(move || {
        let archive = find(&state, id)?;
        app::verify_archive(&state.db, Path::new(&archive.file))
    })
    .await?;
    Ok(Json(ArchiveVerified {
        lines: content.header.lines,
        runs: content.header.runs,
        sha256: hex::encode(content.digest),
    }))
}
