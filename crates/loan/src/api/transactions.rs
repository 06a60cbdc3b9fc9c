//! The list of transactions (交易流水) and its file.

use super::dto::transaction::{TransactionPageView, TransactionTotalsView, TransactionView};
use super::export::LOAN_EXPORT;
use super::problem::AMOUNT_INVALID;
use crate::app::query_transactions::{TransactionFilter, ask_transactions, list_transactions, sum_transactions};
use ::export::ExportView;
use axum::Json;
use axum::extract::State;
use kernel::{BusinessDate, Currency, DataScope, LoanId, Money};
use listing::app::Asked;
use listing::{Asking, ExportListBody, ListQuery, Paging, TotalsQuery, counted, key_of, page_of, take};
use platform::Tx;
use platform::http::{
    Answer, AppState, CommandAnswer, CommandHeaders, JsonBody, PageQuery, Principal, Problem, Scope, blocking,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::IntoParams;

/// Which transactions.
#[derive(Debug, Clone, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TransactionQuery {
    /// The beginning of a loan number.
    #[param(example = "XD2025")]
    pub q: Option<String>,
    /// Of this loan.
    #[param(value_type = Option<Uuid>)]
    pub loan_id: Option<LoanId>,
    /// What happened.
    #[param(example = "repaid")]
    pub kind: Option<String>,
    /// Of loans of the organisation of this code.
    #[param(example = "0001")]
    pub organisation: Option<String>,
    /// Of loans of the officer of this login.
    #[param(example = "clerk")]
    pub officer: Option<String>,
    /// Of loans of the product of this code.
    #[param(example = "P03")]
    pub product: Option<String>,
    /// In this currency.
    #[param(value_type = Option<String>, example = "CNY")]
    pub currency: Option<Currency>,
    /// First day of booking.
    #[param(value_type = Option<String>, format = Date, example = "2025-01-01")]
    pub from: Option<BusinessDate>,
    /// Last day of booking, included.
    #[param(value_type = Option<String>, format = Date, example = "2025-01-31")]
    pub to: Option<BusinessDate>,
    /// Of at least this amount, in `currency`, CNY unless told: then transactions in CNY only.
    #[param(example = "1000.00")]
    pub amount_from: Option<String>,
    /// Of at most this amount, as `amount_from`.
    #[param(example = "50000.00")]
    pub amount_to: Option<String>,
}

impl TransactionQuery {
    fn filter(&self) -> Result<TransactionFilter, Problem> {
        let currency = self.currency.unwrap_or(Currency::CNY);
        let amount = |name, text: &Option<String>| {
            let read = |text: &String| Money::parse(text, currency);
            let invalid = |_| Problem::of(AMOUNT_INVALID).field(name).with("currency", currency);
            text.as_ref().map(read).transpose().map_err(invalid)
        };
        Ok(TransactionFilter {
            number: self.q.clone(),
            loan: self.loan_id,
            kind: self.kind.clone(),
            organisation: self.organisation.clone(),
            officer: self.officer.clone(),
            product: self.product.clone(),
            currency: self.currency,
            from: self.from,
            to: self.to,
            least: amount("amount_from", &self.amount_from)?,
            most: amount("amount_to", &self.amount_to)?,
        })
    }

    fn asked(&self, tx: &mut Tx, scope: DataScope, list: &ListQuery) -> Result<Asked, Problem> {
        ask_transactions(tx, scope, &self.filter()?, list.wanted())
    }
}

fn page_in(
    tx: &mut Tx,
    asked: &Asked,
    (page, totals): (&PageQuery, &TotalsQuery),
) -> Result<TransactionPageView, Problem> {
    let after = key_of(asked, page)?;
    let rows = list_transactions(tx, asked, (after.as_ref(), page.limit.fetch()))?;
    let shown = page_of(asked, page, rows).map(TransactionView::from);
    let totals = match counted(tx, asked, totals)? {
        None => None,
        Some((count, more)) => {
            let sums = if more { Vec::new() } else { sum_transactions(tx, asked)? };
            let sums = sums.into_iter().map(Into::into).collect();
            Some(TransactionTotalsView { count, more, sums })
        }
    };
    Ok(TransactionPageView {
        items: shown.items,
        next_cursor: shown.next_cursor,
        totals,
    })
}

/// What happened to loans, across the book, newest first unless told
///
/// Their totals are the sums of all pages, by currency.
#[utoipa::path(get, path = "/api/v1/loan-transactions", tag = "loan",
    params(TransactionQuery, ListQuery, TotalsQuery, PageQuery),
    responses((status = 200, description = "A page of transactions", body = TransactionPageView)))]
pub async fn list_loan_transactions(
    State(state): State<AppState>,
    Scope(scope): Scope,
    Asking(query, list): Asking<TransactionQuery>,
    Paging(page, totals): Paging,
) -> Answer<TransactionPageView> {
    let read = move || {
        state.db.read(|tx| {
            let asked = query.asked(tx, scope.clone(), &list)?;
            page_in(tx, &asked, (&page, &totals))
        })
    };
    Ok(Json(blocking(read).await?))
}

/// Take the transactions of a list as a file
///
/// The query is that of the list. The file is made in the background: watch it at `/api/v1/exports/{id}`, fetch it at
/// `/api/v1/exports/{id}/file`.
#[utoipa::path(post, path = "/api/v1/loan-transactions/exports", tag = "loan",
    params(TransactionQuery, ListQuery, CommandHeaders), request_body = ExportListBody,
    responses((status = 202, description = "The file in the making", body = ExportView)))]
pub async fn export_loan_transactions(
    State(state): State<AppState>,
    principal: Principal,
    CommandHeaders(context): CommandHeaders,
    Asking(query, list): Asking<TransactionQuery>,
    JsonBody(body): JsonBody<ExportListBody>,
) -> CommandAnswer<ExportView> {
    let scope = principal.scope_of(LOAN_EXPORT);
    let taken = move || {
        let asked = state.db.read(|tx| query.asked(tx, scope.clone(), &list))?;
        take(&state, (&principal, context), asked, json!([query, list]), &body)
    };
    blocking(taken).await
}
