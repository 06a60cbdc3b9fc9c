//! The ledger's endpoints.

use super::dto::{
    AccountView, ChartView, PostingQuery, PostingView, ReversalBody, TrialBalanceQuery, TrialBalanceView,
    TurnoverListView, TurnoverQuery,
};
use super::entries;
use super::problem::PROBLEMS;
use super::trial_file;
use crate::app::{self, LedgerError, PostingFilter, PostingKey, PostingLine};
use crate::domain::{AccountCode, ReversalHead};
use crate::wire::EntryView;
use axum::Json;
use axum::extract::State;
use kernel::EntryId;
use platform::http::{
    Answer, AppState, CommandAnswer, CommandHeaders, CommandReply, JsonBody, Page, PageQuery, PathParam, Permission,
    Problem, QueryParams, Routes, blocking, decode_cursor, routes,
};
use platform::{AuditLine, CommandContext, Tx, business_day, run_command};
use uuid::Uuid;

/// May read the ledger.
pub const LEDGER_READ: Permission = Permission("ledger.read");
/// Take the lists of the ledger as files.
pub const LEDGER_EXPORT: Permission = Permission("ledger.export");
/// May reverse entries by hand.
pub const LEDGER_REVERSE: Permission = Permission("ledger.reverse");

/// All endpoints of the ledger.
#[must_use]
pub fn ledger_routes() -> Routes {
    Routes::new()
        .problems(PROBLEMS)
        .get(LEDGER_READ, routes!(list_gl_accounts))
        .get(LEDGER_READ, routes!(list_account_postings))
        .get(LEDGER_READ, routes!(get_account_turnover))
        .get(LEDGER_READ, routes!(get_trial_balance))
        .get(LEDGER_READ, routes!(get_journal_entry))
        .post(LEDGER_REVERSE, routes!(reverse_journal_entry))
        .get(LEDGER_READ, routes!(entries::list_journal_entries))
        .post(LEDGER_EXPORT, routes!(entries::export_journal_entries))
        .post(LEDGER_EXPORT, routes!(trial_file::export_trial_balance))
}

/// The chart of accounts.
#[utoipa::path(get, path = "/api/v1/ledger/accounts", tag = "ledger", responses((status = 200, body = ChartView)))]
async fn list_gl_accounts(State(state): State<AppState>) -> Answer<ChartView> {
    let chart = blocking(move || state.db.read(app::load_chart)).await?;
    let items = chart.iter().map(|account| AccountView::of(account, &chart)).collect();
    Ok(Json(ChartView { items }))
}

/// The lines of an account and its sub-accounts, newest first: from a balance to the entries that made it.
#[utoipa::path(get, path = "/api/v1/ledger/accounts/{code}/postings", tag = "ledger",
    params(("code" = String, Path, example = "1303.01"), PageQuery, PostingQuery),
    responses((status = 200, body = Page<PostingView>)))]
async fn list_account_postings(
    State(state): State<AppState>,
    PathParam(code): PathParam<AccountCode>,
    QueryParams(page): QueryParams<PageQuery>,
    QueryParams(query): QueryParams<PostingQuery>,
) -> Answer<Page<PostingView>> {
    let order = format!("postings {code}");
    let before = page
        .cursor
        .as_deref()
        .map(|cursor| decode_cursor::<PostingKey>(&order, cursor))
        .transpose()?;
    let PostingQuery { from, to, currency } = query;
    let filter = PostingFilter {
        from,
        to,
        currency,
        before,
    };
    let lines = blocking(move || {
        state
            .db
            .read(|tx| app::list_postings(tx, code, &filter, page.limit.fetch()))
    })
    .await?;
    Ok(Json(
        Page::from_rows(lines, page.limit, &order, PostingLine::key).map(PostingView::of),
    ))
}

/// What moved on an account and its sub-accounts between two days, by currency: the sums of its lines.
#[utoipa::path(get, path = "/api/v1/ledger/accounts/{code}/turnover", tag = "ledger",
    params(("code" = String, Path, example = "1303.01"), TurnoverQuery),
    responses((status = 200, body = TurnoverListView)))]
async fn get_account_turnover(
    State(state): State<AppState>,
    PathParam(code): PathParam<AccountCode>,
    QueryParams(query): QueryParams<TurnoverQuery>,
) -> Answer<TurnoverListView> {
    let sums = blocking(move || {
        let days = (query.from, query.to);
        state.db.read(|tx| app::account_turnover(tx, code, days))
    })
    .await?;
    Ok(Json(TurnoverListView::of(sums)))
}

/// The trial balance of a day: opening, turnover and closing of every account.
#[utoipa::path(get, path = "/api/v1/ledger/trial-balance", tag = "ledger", params(TrialBalanceQuery),
    responses((status = 200, body = TrialBalanceView)))]
async fn get_trial_balance(
    State(state): State<AppState>,
    QueryParams(query): QueryParams<TrialBalanceQuery>,
) -> Answer<TrialBalanceView> {
    let trial = blocking(move || {
        state.db.read(|tx| -> Result<_, LedgerError> {
            let on = query.on.map_or_else(|| business_day::get(tx), Ok)?;
            app::trial_balance(tx, on, query.currency)
        })
    })
    .await?;
    Ok(Json(TrialBalanceView::of(&trial)?))
}

/// One journal entry.
#[utoipa::path(get, path = "/api/v1/ledger/journal-entries/{id}", tag = "ledger", params(("id" = Uuid, Path)),
    responses((status = 200, body = EntryView)))]
async fn get_journal_entry(State(state): State<AppState>, PathParam(id): PathParam<EntryId>) -> Answer<EntryView> {
    let view = blocking(move || {
        state.db.read(|tx| -> Result<_, LedgerError> {
            let chart = app::load_chart(tx)?;
            Ok(EntryView::of_stored(&app::get_entry(tx, id)?, &chart))
        })
    })
    .await?;
    Ok(Json(view))
}

/// Reverses a journal entry by hand. Entries that record a business event are refused: reverse the event.
#[utoipa::path(post, path = "/api/v1/ledger/journal-entries/{id}/reversal", tag = "ledger",
    params(("id" = Uuid, Path), CommandHeaders), request_body = ReversalBody,
    responses((status = 201, body = EntryView)))]
async fn reverse_journal_entry(
    State(state): State<AppState>,
    PathParam(id): PathParam<EntryId>,
    CommandHeaders(context): CommandHeaders,
    JsonBody(body): JsonBody<ReversalBody>,
) -> CommandAnswer<EntryView> {
    let outcome = blocking(move || -> Result<_, Problem> {
        let fingerprint = (id, &body);
        let outcome = run_command(&state.db, &context, "ledger.reverse_entry", &fingerprint, |tx| {
            reverse_by_hand(tx, &context, id, &body.reason)
        });
        Ok(outcome?)
    })
    .await?;
    Ok(CommandReply::created(outcome))
}

/// Reverses an entry by hand, on the business date; what is shown of it.
pub(super) fn reverse_by_hand(
    tx: &mut Tx,
    context: &CommandContext,
    id: EntryId,
    reason: &str,
) -> Result<EntryView, LedgerError> {
    let booked_on = business_day::hold(tx)?.business_date;
    let head = ReversalHead {
        id: EntryId(Uuid::now_v7()),
        booked_on,
        event: None,
        memo: reason.to_owned(),
    };
    let red = app::reverse_entry_by_hand(tx, id, head, &context.actor, context.now)?;
    let view = EntryView::of(&red, &app::load_chart(tx)?).signed(&context.actor.login, context.now);
    tx.audit(AuditLine {
        action: "ledger.entry_reversed",
        object_kind: "journal_entry",
        object_id: id.to_string(),
        before: None,
        after: serde_json::to_value(&view).ok(),
    });
    Ok(view)
}
