//! The trial balance as a file.

use super::dto::TrialBalanceRowView;
use crate::app;
use axum::extract::State;
use export::ExportView;
use export::app::{ExportError, Rows, Wanted, in_background, request};
use export::domain::{Cell, Column, ColumnKind, Format};
use kernel::{BusinessDate, Currency};
use listing::FormatDto;
use platform::http::{
    AppState, CommandAnswer, CommandHeaders, CommandReply, JsonBody, Lang, Principal, Problem, blocking, wire,
};
use platform::{CommandContext, business_day, run_command};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

/// What the file of a trial balance is to be.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ExportTrialBalance)]
pub struct ExportTrialBody {
    /// The format.
    pub format: FormatDto,
    /// The day; the business day unless told.
    #[schema(value_type = Option<wire::Date>, example = json!(null))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<BusinessDate>,
    /// The currency.
    #[schema(value_type = String, example = "CNY")]
    pub currency: Currency,
}

const COLUMNS: [(&str, &str, ColumnKind); 9] = [
    ("日期", "Day", ColumnKind::Date),
    ("科目号", "Account", ColumnKind::Text),
    ("科目名称", "Name", ColumnKind::Text),
    ("余额方向", "Side", ColumnKind::Text),
    ("币种", "Ccy", ColumnKind::Text),
    ("期初余额", "Opening", ColumnKind::Amount),
    ("本日借方", "Debits of the day", ColumnKind::Amount),
    ("本日贷方", "Credits of the day", ColumnKind::Amount),
    ("期末余额", "Closing", ColumnKind::Amount),
];

/// Take the trial balance of a day as a file
///
/// Every account that ever moved, with balances on its own side. The file is made in the background: watch it at
/// `/api/v1/exports/{id}`, fetch it at `/api/v1/exports/{id}/file`.
#[utoipa::path(post, path = "/api/v1/ledger/trial-balance/exports", tag = "ledger",
    params(CommandHeaders), request_body = ExportTrialBody,
    responses((status = 202, description = "The file in the making", body = ExportView)))]
pub(super) async fn export_trial_balance(
    State(state): State<AppState>,
    principal: Principal,
    CommandHeaders(context): CommandHeaders,
    JsonBody(body): JsonBody<ExportTrialBody>,
) -> CommandAnswer<ExportView> {
    blocking(move || taken(&state, (principal.lang == Lang::En, context), &body)).await
}

fn taken(
    state: &AppState,
    (english, context): (bool, CommandContext),
    body: &ExportTrialBody,
) -> Result<CommandReply<ExportView>, Problem> {
    let currency = body.currency;
    let (on, accounts) = state.db.read(|tx| -> Result<_, crate::app::LedgerError> {
        let on = body.on.map_or_else(|| business_day::get(tx), Ok)?;
        Ok((on, app::trial_balance(tx, on, currency)?.rows.len()))
    })?;
    let wanted = Wanted {
        list: "trial-balance",
        permissions: vec![app::JOURNAL_ENTRIES.export],
        format: match body.format {
            FormatDto::Xlsx => Format::Xlsx,
            FormatDto::Csv => Format::Csv,
        },
        asked: json!({ "on": on, "currency": currency }),
        rows: i64::try_from(accounts).unwrap_or(i64::MAX),
    };
    let fingerprint = (on, currency, body);
    let outcome =
        run_command::<_, ExportError, _>(&state.db, &context, "ledger.export_trial_balance", &fingerprint, |tx| {
            request(tx, &context, &wanted)
        })?;
    if !outcome.replayed && !context.dry_run {
        let titled = |&(zh, en, kind): &(&'static str, &'static str, ColumnKind)| Column {
            title: if english { en } else { zh },
            kind,
        };
        let columns = COLUMNS.iter().map(titled).collect();
        let rows = rows_of((on, currency), english);
        in_background(state, context.actor, outcome.value.clone(), columns, (english, rows));
    }
    Ok(CommandReply::accepted(outcome).map(ExportView::from))
}

fn rows_of((on, currency): (BusinessDate, Currency), english: bool) -> Rows {
    Box::new(move |tx, take| {
        let trial = app::trial_balance(tx, on, currency).map_err(|cause| ExportError::Rows(cause.to_string()))?;
        for row in trial.rows.iter().map(|row| TrialBalanceRowView::of(row, currency)) {
            let side = match (row.balance_side, english) {
                ("debit", true) => "Debit",
                ("debit", false) => "借",
                (_, true) => "Credit",
                (_, false) => "贷",
            };
            take(&[
                Cell::Date(on.date()),
                Cell::Text(row.code.as_str()),
                Cell::Text(if english { &row.name_en } else { &row.name_zh }),
                Cell::Text(side),
                Cell::Text(currency.code()),
                Cell::Amount(row.opening),
                Cell::Amount(row.debit),
                Cell::Amount(row.credit),
                Cell::Amount(row.closing),
            ])?;
        }
        Ok(())
    })
}
