//! What a loan costs: shown, and changed.

use super::commands::Desk;
use super::dto::rates::{RateChangeBody, RatesView};
use super::dto::receipt::ReceiptView;
use super::problem::check_reason;
use crate::app::change_rate::change_rate;
use crate::app::{store, store_event};
use axum::extract::State;
use axum::{Extension, Json};
use kernel::LoanId;
use ledger::AccountingCache;
use platform::Tx;
use platform::http::{
    Answer, AppState, CommandAnswer, CommandHeaders, CommandReply, JsonBody, PathParam, Problem, Scope, blocking,
};

/// What a loan costs, when it looks at its benchmark next, and what it has cost before.
#[utoipa::path(get, path = "/api/v1/loans/{id}/rates", tag = "loan", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The rates", body = RatesView)))]
pub async fn get_loan_rates(
    State(state): State<AppState>,
    Scope(scope): Scope,
    PathParam(id): PathParam<LoanId>,
) -> Answer<RatesView> {
    let read = move |tx: &mut Tx| {
        let stored = store::load_in(tx, &scope, id)?;
        let events = store_event::events(tx, id)?;
        Ok::<_, Problem>(RatesView::of(&stored, &events))
    };
    Ok(Json(blocking(move || state.db.read(read)).await?))
}

/// Changes what a loan costs from a day on; as a rule somebody else approves. With `dry_run=true` the same is done and taken back.
#[utoipa::path(post, path = "/api/v1/loans/{id}/rate-changes", tag = "loan", params(("id" = Uuid, Path), CommandHeaders),
    request_body = RateChangeBody, responses((status = 200, description = "The receipt", body = ReceiptView)))]
pub async fn change_loan_rate(
    State(state): State<AppState>,
    Extension(books): Extension<AccountingCache>,
    PathParam(id): PathParam<LoanId>,
    CommandHeaders(context): CommandHeaders,
    JsonBody(body): JsonBody<RateChangeBody>,
) -> CommandAnswer<ReceiptView> {
    check_reason(&body.reason)?;
    let desk = Desk::of(state, books, context, id);
    blocking(move || {
        let wanted = body.change()?;
        let work = |tx: &mut Tx, desk: &Desk| change_rate(tx, &desk.context, &desk.books, id, &wanted);
        desk.run("loan.change_rate", &body, work).map(CommandReply::ok)
    })
    .await
}
