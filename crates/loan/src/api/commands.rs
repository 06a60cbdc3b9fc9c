//! Commands of money.

use super::dto::booking::{BookLoanBody, DisbursementBody};
use super::dto::detail::LoanDetailView;
use super::dto::receipt::{CallBody, ChargeOffBody, ReceiptView, RepaymentBody, ReversalBody};
use super::problem::{about, check_note, check_reason, of_booking};
use super::read;
use crate::app::book::disburse_on;
use crate::app::change::Change;
use crate::app::contract::book_contract;
use crate::app::error::Result;
use crate::app::repay::{call_in, charge_off, repay};
use crate::app::reverse::reverse;
use axum::Extension;
use axum::extract::State;
use kernel::{DataScope, EventId, LoanId};
use ledger::AccountingCache;
use ledger::wire::EntryView;
use platform::http::{
    AppState, CommandAnswer, CommandHeaders, CommandReply, JsonBody, PathParam, Principal, Problem, blocking,
};
use platform::{CommandContext, Outcome, Tx, run_command};
use serde::Serialize;

/// Where a command runs, as what, and on which loan.
pub(super) struct Desk {
    state: AppState,
    pub(super) books: AccountingCache,
    pub(super) context: CommandContext,
    id: LoanId,
}

impl Desk {
    pub(super) const fn of(state: AppState, books: AccountingCache, context: CommandContext, id: LoanId) -> Self {
        Self {
            state,
            books,
            context,
            id,
        }
    }

    /// Runs a change of the loan as a command and makes its receipt.
    pub(super) fn run(
        &self,
        name: &'static str,
        fingerprint: &impl Serialize,
        change: impl Fn(&mut Tx, &Self) -> Result<Change>,
    ) -> std::result::Result<Outcome<ReceiptView>, Problem> {
        run_command(&self.state.db, &self.context, name, &(self.id, fingerprint), |tx| {
            let change = change(tx, self)?;
            Ok(self.receipt(&change))
        })
        .map_err(|failure| about(&self.state.db, self.id, failure))
    }

    fn receipt(&self, change: &Change) -> ReceiptView {
        let signed = |view: EntryView| match self.context.dry_run {
            true => view,
            false => view.signed(&self.context.actor.login, self.context.now),
        };
        let entry = change
            .entry
            .as_ref()
            .map(|entry| signed(EntryView::of(entry, &change.accounting.chart)));
        ReceiptView::of(change, entry, self.context.dry_run)
    }
}

/// Records money from a borrower. With `dry_run=true` the same is done and taken back.
#[utoipa::path(post, path = "/api/v1/loans/{id}/repayments", tag = "loan", params(("id" = Uuid, Path), CommandHeaders),
    request_body = RepaymentBody, responses((status = 200, description = "The receipt", body = ReceiptView)))]
pub async fn record_repayment(
    State(state): State<AppState>,
    Extension(books): Extension<AccountingCache>,
    PathParam(id): PathParam<LoanId>,
    CommandHeaders(context): CommandHeaders,
    JsonBody(body): JsonBody<RepaymentBody>,
) -> CommandAnswer<ReceiptView> {
    check_note(body.note.as_deref())?;
    let desk = Desk::of(state, books, context, id);
    blocking(move || {
        let repayment = body.repayment();
        let work = |tx: &mut Tx, desk: &Desk| repay(tx, &desk.context, &desk.books, id, &repayment);
        desk.run("loan.repay", &repayment, work).map(CommandReply::ok)
    })
    .await
}

/// Takes an event back: the loan then stands as if it had never happened. The entry is booked today.
#[utoipa::path(post, path = "/api/v1/loans/{id}/events/{event_id}/reversal", tag = "loan",
    params(("id" = Uuid, Path), ("event_id" = Uuid, Path), CommandHeaders), request_body = ReversalBody,
    responses((status = 200, description = "The receipt", body = ReceiptView)))]
pub async fn reverse_event(
    State(state): State<AppState>,
    Extension(books): Extension<AccountingCache>,
    PathParam((id, event)): PathParam<(LoanId, EventId)>,
    CommandHeaders(context): CommandHeaders,
    JsonBody(body): JsonBody<ReversalBody>,
) -> CommandAnswer<ReceiptView> {
    check_reason(&body.reason)?;
    let desk = Desk::of(state, books, context, id);
    blocking(move || {
        let work = |tx: &mut Tx, desk: &Desk| reverse(tx, &desk.context, &desk.books, (id, event), body.remark());
        desk.run("loan.reverse", &(event, &body), work).map(CommandReply::ok)
    })
    .await
}

/// Calls the whole loan in: everything that is not due yet falls due today, with the interest of the days so far.
#[utoipa::path(post, path = "/api/v1/loans/{id}/call", tag = "loan", params(("id" = Uuid, Path), CommandHeaders),
    request_body = CallBody, responses((status = 200, description = "The receipt", body = ReceiptView)))]
pub async fn call_loan_in(
    State(state): State<AppState>,
    Extension(books): Extension<AccountingCache>,
    PathParam(id): PathParam<LoanId>,
    CommandHeaders(context): CommandHeaders,
    JsonBody(body): JsonBody<CallBody>,
) -> CommandAnswer<ReceiptView> {
    check_reason(&body.reason)?;
    let desk = Desk::of(state, books, context, id);
    blocking(move || {
        let work = |tx: &mut Tx, desk: &Desk| call_in(tx, &desk.context, &desk.books, id, &body.reason);
        desk.run("loan.call_in", &body, work).map(CommandReply::ok)
    })
    .await
}

/// Charges off the claim of a loan: it leaves the books; what is recovered later is income. As a rule somebody else approves.
#[utoipa::path(post, path = "/api/v1/loans/{id}/charge-off", tag = "loan", params(("id" = Uuid, Path), CommandHeaders),
    request_body = ChargeOffBody, responses((status = 200, description = "The receipt", body = ReceiptView)))]
pub async fn charge_off_loan(
    State(state): State<AppState>,
    Extension(books): Extension<AccountingCache>,
    PathParam(id): PathParam<LoanId>,
    CommandHeaders(context): CommandHeaders,
    JsonBody(body): JsonBody<ChargeOffBody>,
) -> CommandAnswer<ReceiptView> {
    check_note(body.note.as_deref())?;
    let desk = Desk::of(state, books, context, id);
    blocking(move || {
        let work = |tx: &mut Tx, desk: &Desk| charge_off(tx, &desk.context, &desk.books, id, body.remark());
        desk.run("loan.charge_off", &body, work).map(CommandReply::ok)
    })
    .await
}

/// Books a loan: its terms are frozen, no money moves yet.
#[utoipa::path(post, path = "/api/v1/loans", tag = "loan", params(CommandHeaders), request_body = BookLoanBody,
    responses((status = 201, description = "The booked loan", body = LoanDetailView)))]
pub async fn book_loan(
    State(state): State<AppState>,
    principal: Principal,
    CommandHeaders(context): CommandHeaders,
    JsonBody(body): JsonBody<BookLoanBody>,
) -> CommandAnswer<LoanDetailView> {
    let contract = body.contract(&context)?;
    blocking(move || {
        run_command(&state.db, &context, "loan.book", &body, |tx| {
            let booked = book_contract(tx, &context.scope, &contract)?;
            read::detail(tx, &DataScope::All, booked.id, principal.lang)
        })
        .map(CommandReply::created)
        .map_err(|failure| of_booking(failure, body.number.as_deref()))
    })
    .await
}

/// Lends the money of a booked loan, on the day its contract names.
#[utoipa::path(post, path = "/api/v1/loans/{id}/disbursement", tag = "loan", params(("id" = Uuid, Path), CommandHeaders),
    request_body = DisbursementBody, responses((status = 200, description = "The receipt", body = ReceiptView)))]
pub async fn disburse_loan(
    State(state): State<AppState>,
    Extension(books): Extension<AccountingCache>,
    PathParam(id): PathParam<LoanId>,
    CommandHeaders(context): CommandHeaders,
    JsonBody(body): JsonBody<DisbursementBody>,
) -> CommandAnswer<ReceiptView> {
    let desk = Desk::of(state, books, context, id);
    blocking(move || {
        let work = |tx: &mut Tx, desk: &Desk| disburse_on(tx, &desk.context, &desk.books, id, body.value_date);
        desk.run("loan.disburse", &body, work).map(CommandReply::ok)
    })
    .await
}
