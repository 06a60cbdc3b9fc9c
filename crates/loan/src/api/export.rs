//! The list of loans as a file.

use super::dto::query::LoanQuery;
use super::read::{self, Lists};
use crate::app::export_rows::{chosen_columns, titles};
use crate::app::query_export::rows_of;
use export::ExportView;
use export::app::{ExportError, Wanted, in_background, request};
use export::domain::Format;
use platform::http::{
    CommandAnswer, CommandHeaders, CommandReply, JsonBody, Lang, Permission, Principal, Problem, QueryParams, blocking,
};
use platform::run_command;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

/// Take the list of loans as a file.
pub const LOAN_EXPORT: Permission = Permission("loan.export");

/// The format of a file.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ExportFormat)]
pub enum FormatDto {
    /// A spreadsheet.
    Xlsx,
    /// Comma-separated values, UTF-8.
    Csv,
}

/// What the file is to be.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ExportLoans)]
pub struct ExportLoansBody {
    /// The format.
    pub format: FormatDto,
    /// Keys of the columns in their order, as the list's layout has them.
    #[schema(example = json!(["number", "customer", "principal_outstanding", "dpd"]))]
    pub columns: Vec<String>,
}

/// Take the loans of a list as a file
///
/// The query is that of the list. The file is made in the background: watch it at `/api/v1/exports/{id}`, fetch it at
/// `/api/v1/exports/{id}/file`. With `dry_run` it tells how many rows there would be.
#[utoipa::path(post, path = "/api/v1/loans/exports", tag = "loan", params(LoanQuery, CommandHeaders),
    request_body = ExportLoansBody, responses((status = 202, description = "The file in the making", body = ExportView)))]
pub async fn export_loans(
    lists: Lists,
    principal: Principal,
    CommandHeaders(context): CommandHeaders,
    QueryParams(query): QueryParams<LoanQuery>,
    JsonBody(body): JsonBody<ExportLoansBody>,
) -> CommandAnswer<ExportView> {
    let scope = principal.scope_of(LOAN_EXPORT);
    blocking(move || {
        let chosen = chosen_columns(&body.columns)?;
        let asked = read::asked(&lists, (&scope, &context.sight), &query)?;
        let wanted = Wanted {
            list: "loans",
            permissions: vec![LOAN_EXPORT.0],
            format: match body.format {
                FormatDto::Xlsx => Format::Xlsx,
                FormatDto::Csv => Format::Csv,
            },
            asked: json!({ "query": told(&query), "columns": body.columns }),
            rows: asked.count,
        };
        let fingerprint = (&query, &body);
        let outcome = run_command::<_, ExportError, _>(&lists.state.db, &context, "loan.export", &fingerprint, |tx| {
            request(tx, &context, &wanted)
        })?;
        if !outcome.replayed && !context.dry_run {
            let english = principal.lang == Lang::En;
            let columns = titles(&chosen, english);
            let rows = rows_of(asked.filter, (asked.order, asked.on), chosen, english);
            in_background(
                &lists.state,
                context.actor,
                outcome.value.clone(),
                columns,
                (english, rows),
            );
        }
        Ok::<_, Problem>(CommandReply::accepted(outcome).map(ExportView::from))
    })
    .await
}

/// What stands in the audit trail: that somebody was searched for, not whom. Names and identity numbers are searched too.
fn told(query: &LoanQuery) -> Value {
    let mut told = json!(query);
    if told["q"].is_string() {
        told["q"] = "***".into();
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_trail_does_not_tell_who_was_searched_for() {
        let query: LoanQuery =
            serde_json::from_value(json!({ "q": "11010519491231002X", "status": "overdue" })).unwrap();
        assert_eq!(
            (told(&query)["q"].clone(), told(&query)["status"].clone()),
            (json!("***"), json!("overdue"))
        );
    }
}
