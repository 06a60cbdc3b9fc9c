//! Reading loans.

use super::dto::accrual::{AccrualQuery, AccrualView};
use super::dto::detail::LoanDetailView;
use super::dto::event::EventListView;
use super::dto::loan::LoanListView;
use super::dto::payoff::{PayoffQuery, PayoffView};
use super::dto::query::LoanQuery;
use super::dto::schedule::ScheduleView;
use super::dto::trial::{TrialBody, TrialResultView};
use super::problem::{WRONG_CURRENCY, terms_problem};
use super::read::{self, Lists};
use crate::app::quote;
use crate::domain::schedule::schedule_with_fee;
use axum::Json;
use axum::extract::State;
use kernel::LoanId;
use ledger::wire::EntryView;
use platform::http::{
    Answer, AppState, JsonBody, PageQuery, PathParam, Principal, Problem, QueryParams, Scope, blocking,
};
use serde::Serialize;
use utoipa::ToSchema;

/// Loans, newest first unless told.
#[utoipa::path(get, path = "/api/v1/loans", tag = "loan", params(LoanQuery, PageQuery),
    responses((status = 200, description = "A page of loans", body = LoanListView)))]
pub async fn list_loans(
    lists: Lists,
    Scope(scope): Scope,
    principal: Principal,
    QueryParams(query): QueryParams<LoanQuery>,
    QueryParams(page): QueryParams<PageQuery>,
) -> Answer<LoanListView> {
    let sight = principal.sight();
    let list = blocking(move || read::list(&lists, (&scope, &sight), (&query, &page), principal.lang)).await?;
    Ok(Json(list))
}

/// One loan with terms, balances and what was paid.
#[utoipa::path(get, path = "/api/v1/loans/{id}", tag = "loan", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The loan", body = LoanDetailView)))]
pub async fn get_loan(
    State(state): State<AppState>,
    Scope(scope): Scope,
    principal: Principal,
    PathParam(id): PathParam<LoanId>,
) -> Answer<LoanDetailView> {
    let detail = blocking(move || state.db.read(|tx| read::detail(tx, &scope, id, principal.lang))).await?;
    Ok(Json(detail))
}

/// Plan against actual: instalments as they fell due and were paid, and those to come.
#[utoipa::path(get, path = "/api/v1/loans/{id}/schedule", tag = "loan", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The schedule", body = ScheduleView)))]
pub async fn get_loan_schedule(
    State(state): State<AppState>,
    Scope(scope): Scope,
    PathParam(id): PathParam<LoanId>,
) -> Answer<ScheduleView> {
    let schedule = blocking(move || state.db.read(|tx| read::schedule(tx, &scope, id))).await?;
    Ok(Json(schedule))
}

/// What happened to a loan, in the order in which it was recorded.
#[utoipa::path(get, path = "/api/v1/loans/{id}/events", tag = "loan", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The events", body = EventListView)))]
pub async fn list_loan_events(
    State(state): State<AppState>,
    Scope(scope): Scope,
    PathParam(id): PathParam<LoanId>,
) -> Answer<EventListView> {
    let events = blocking(move || state.db.read(|tx| read::events(tx, &scope, id))).await?;
    Ok(Json(events))
}

/// Journal entries.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = JournalEntryList)]
pub struct EntryListView {
    /// In the order in which they were made.
    pub items: Vec<EntryView>,
}

/// The journal entries of a loan. Accrued interest is posted in aggregate and is not among them.
#[utoipa::path(get, path = "/api/v1/loans/{id}/journal-entries", tag = "loan", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The entries", body = EntryListView)))]
pub async fn list_loan_entries(
    State(state): State<AppState>,
    Scope(scope): Scope,
    PathParam(id): PathParam<LoanId>,
) -> Answer<EntryListView> {
    let items = blocking(move || state.db.read(|tx| read::entries(tx, &scope, id))).await?;
    Ok(Json(EntryListView { items }))
}

/// How accrued interest, penalty and compound interest come about, line by line and day by day.
#[utoipa::path(get, path = "/api/v1/loans/{id}/accrual", tag = "loan", params(("id" = Uuid, Path), AccrualQuery),
    responses((status = 200, description = "The derivation", body = AccrualView)))]
pub async fn get_loan_accrual(
    State(state): State<AppState>,
    Scope(scope): Scope,
    PathParam(id): PathParam<LoanId>,
    QueryParams(query): QueryParams<AccrualQuery>,
) -> Answer<AccrualView> {
    let accrual = blocking(move || state.db.read(|tx| read::accrual(tx, &scope, id, &query))).await?;
    Ok(Json(accrual))
}

/// What it takes to settle a loan today or on a later day.
#[utoipa::path(get, path = "/api/v1/loans/{id}/payoff-quote", tag = "loan", params(("id" = Uuid, Path), PayoffQuery),
    responses((status = 200, description = "The quote", body = PayoffView)))]
pub async fn get_payoff_quote(
    State(state): State<AppState>,
    Scope(scope): Scope,
    PathParam(id): PathParam<LoanId>,
    QueryParams(query): QueryParams<PayoffQuery>,
) -> Answer<PayoffView> {
    let quote = blocking(move || state.db.read(|tx| quote::payoff_quote(tx, &scope, id, query.on))).await?;
    Ok(Json(PayoffView::of(&quote)))
}

/// The schedule of terms that are typed in. Nothing is stored.
#[utoipa::path(post, path = "/api/v1/schedule-trials", tag = "loan", request_body = TrialBody,
    responses((status = 200, description = "The schedule", body = TrialResultView)))]
pub async fn try_schedule(JsonBody(body): JsonBody<TrialBody>) -> Answer<TrialResultView> {
    if let Some(field) = body.foreign_amount() {
        let expected = body.principal.currency();
        return Err(Problem::of(WRONG_CURRENCY).field(field).with("expected", expected));
    }
    let terms = body.terms();
    let tried = move || {
        let rows = schedule_with_fee(&terms).map_err(terms_problem)?;
        Ok::<_, Problem>(TrialResultView::of(&terms, &rows))
    };
    Ok(Json(blocking(tried).await?))
}
