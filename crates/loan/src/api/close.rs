//! The lender's day and its close.

use super::dto::close::{BusinessDayView, CloseRunView, CloseUntilBody};
use super::problem::CLOSE_NOT_FOUND;
use crate::app::close::{CloseReport, CloseRun, Reporter, RightToClose, close_claimed, start, store};
use crate::app::error::LoanFailure;
use axum::extract::State;
use axum::response::IntoResponse;
use axum::{Extension, Json};
use kernel::{BusinessDate, OrgId};
use ledger::AccountingCache;
use platform::http::{
    Answer, AppState, CommandAnswer, CommandHeaders, CommandReply, JsonBody, Page, PageQuery, PathParam, Problem,
    QueryParams, blocking, decode_cursor,
};
use platform::{CommandContext, business_day, run_command, spans};
use serde::Serialize;

/// Where progress of closes is told.
const TOPIC: &str = "close";
const LATEST_FIRST: &str = "-business_date";

/// The lender's day.
#[utoipa::path(get, path = "/api/v1/business-day", tag = "close",
    responses((status = 200, description = "The day", body = BusinessDayView)))]
pub async fn get_business_day(State(state): State<AppState>) -> Answer<BusinessDayView> {
    let day = blocking(move || state.db.read(business_day::state)).await?;
    Ok(Json(BusinessDayView {
        business_date: day.business_date,
        closing: day.closing,
        last_closed_on: day.last_closed_on,
    }))
}

/// Closes of business, latest first.
#[utoipa::path(get, path = "/api/v1/close-runs", tag = "close", params(PageQuery),
    responses((status = 200, description = "A page of closes", body = Page<CloseRunView>)))]
pub async fn list_close_runs(
    State(state): State<AppState>,
    QueryParams(page): QueryParams<PageQuery>,
) -> Answer<Page<CloseRunView>> {
    let cursor = page.cursor.as_deref();
    let before = cursor
        .map(|c| decode_cursor::<BusinessDate>(LATEST_FIRST, c))
        .transpose()?;
    let runs = blocking(move || state.db.read(|tx| store::list(tx, before, page.limit.fetch()))).await?;
    let page = Page::from_rows(runs, page.limit, LATEST_FIRST, |run| run.business_date);
    Ok(Json(page.map(|run| CloseRunView::of(&run))))
}

/// The close of a day.
#[utoipa::path(get, path = "/api/v1/close-runs/{business_date}", tag = "close",
    params(("business_date" = String, Path, format = Date, example = "2025-01-20")),
    responses((status = 200, description = "The close", body = CloseRunView)))]
pub async fn get_close_run(
    State(state): State<AppState>,
    PathParam(day): PathParam<BusinessDate>,
) -> Answer<CloseRunView> {
    let run = blocking(move || state.db.read(|tx| store::find(tx, day))).await?;
    let missing = || Problem::of(CLOSE_NOT_FOUND).with("business_date", day);
    Ok(Json(CloseRunView::of(&run.ok_or_else(missing)?)))
}

/// Progress of closes as server-sent events: `{business_date, from, until, step, done, total, state}` with the state
/// `running`, `done` or `failed` for each day, and `idle` when nothing runs any more. `from` and `until` are the business
/// dates at which the whole close began and is to end.
#[utoipa::path(get, path = "/api/v1/close-runs/progress", tag = "close",
    responses((status = 200, description = "Events", body = String, content_type = "text/event-stream")))]
pub async fn watch_close_runs(State(state): State<AppState>) -> impl IntoResponse {
    state.progress.events(TOPIC)
}

/// Closes day after day until the business date is `until`, in the background. Progress is told by
/// `/close-runs/progress`; an interrupted or failed close goes on where it stood.
#[utoipa::path(post, path = "/api/v1/close-runs", tag = "close", params(CommandHeaders), request_body = CloseUntilBody,
    responses((status = 202, description = "The close of the first day, running", body = CloseRunView)))]
pub async fn start_close_run(
    State(state): State<AppState>,
    Extension(books): Extension<AccountingCache>,
    CommandHeaders(context): CommandHeaders,
    JsonBody(body): JsonBody<CloseUntilBody>,
) -> CommandAnswer<CloseRunView> {
    blocking(move || start_background(&state, &books, &context, &body)).await
}

fn start_background(
    state: &AppState,
    books: &AccountingCache,
    context: &CommandContext,
    body: &CloseUntilBody,
) -> Result<CommandReply<CloseRunView>, Problem> {
    let mut right = None;
    let outcome = run_command(&state.db, context, "loan.close", body, |tx| {
        let (given, run) = start(tx, body.until, context.now)?;
        tx.audit(started(&run, body.until));
        right = Some(given);
        Ok::<_, LoanFailure>(CloseRunView::of(&run))
    })?;
    if let Some(right) = right.filter(|_| !context.dry_run && !outcome.replayed) {
        let (state, books, until) = (state.clone(), books.clone(), body.until);
        let thread = std::thread::Builder::new().name("close-of-business".to_owned());
        let span = spans::job("close");
        thread
            .spawn(move || span.in_scope(|| work(&state, &books, until, right)))
            .map_err(|cause| Problem::internal(&cause))?;
    }
    Ok(CommandReply::accepted(outcome))
}

fn started(run: &CloseRun, until: BusinessDate) -> platform::AuditLine {
    platform::AuditLine {
        action: "loan.close_started",
        object_kind: "close_run",
        object_id: run.business_date.to_string(),
        before: None,
        after: Some(serde_json::json!({ "until": until })),
    }
}

/// A report to whoever watches, with the days that the whole close spans.
#[derive(Serialize)]
struct Watched {
    #[serde(flatten)]
    report: CloseReport,
    from: BusinessDate,
    until: BusinessDate,
}

/// Closes in this thread, telling whoever watches; the last word is always `idle`.
fn work(state: &AppState, books: &AccountingCache, until: BusinessDate, right: RightToClose) {
    let from = state.db.read(business_day::get).unwrap_or(until);
    let tell = |report: CloseReport| state.progress.publish(TOPIC, &Watched { report, from, until });
    let desk = Reporter {
        db: &state.db,
        books,
        clock: &state.clock,
        org: OrgId::HEAD_OFFICE,
        tell: &tell,
    };
    if let Err(failure) = close_claimed(&desk, until, right) {
        tracing::error!(%failure, "the close of business failed");
    }
    let day = state.db.read(business_day::get);
    tell(CloseReport {
        business_date: day.unwrap_or(until),
        step: "",
        done: 0,
        total: 0,
        state: "idle",
    });
}
