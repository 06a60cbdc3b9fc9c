//! A list asked for: its page, its count, its file.

use super::problem::{NOTHING_MASKED, REASON_INVALID, TOTALS_MOST_INVALID};
use crate::app::{Asked, Key, Keyed, Reader, chosen_fields, count, rows_of, titles};
use crate::domain::Field;
use export::ExportView;
use export::app::{ExportError, Wanted, in_background, request};
use export::domain::Format;
use platform::http::{AppState, CommandReply, Lang, Page, PageQuery, Principal, Problem, decode_cursor};
use platform::{AuditLine, CommandContext, Sight, Tx, run_command};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

/// The highest bound of a count.
pub const MOST_COUNTED: i64 = 1_000_000;
const LONGEST_REASON: usize = 200;

/// What every declared list can be asked.
#[derive(Debug, Clone, Default, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// A composed search as JSON over the fields that `GET /api/v1/lists` tells: `{"all":[…]}` or `{"any":[…]}` of
    /// conditions and groups. It narrows what the other parameters find.
    #[serde(rename = "where")]
    #[param(rename = "where", example = r#"{"all":[]}"#)]
    pub composed: Option<String>,
    /// A field that the list can be ordered by; with a minus from large to small.
    pub sort: Option<String>,
}

impl ListQuery {
    /// Order and composed search.
    #[must_use]
    pub fn wanted(&self) -> (Option<&str>, Option<&str>) {
        (self.sort.as_deref(), self.composed.as_deref())
    }
}

/// Whether the rows of all pages are counted and summed.
#[derive(Debug, Clone, Default, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TotalsQuery {
    /// Counts all pages, and sums their amounts where the list has sums.
    pub with_totals: Option<bool>,
    /// With `with_totals`: counts at most so many rows, 1 to 1,000,000, and sums only when there are no more.
    #[param(example = 10000, minimum = 1, maximum = 1_000_000)]
    pub totals_most: Option<i64>,
}

impl TotalsQuery {
    /// The bound of the count, when one is asked for.
    ///
    /// # Errors
    /// `listing.totals_most_invalid`.
    pub fn bound(&self) -> Result<Option<Option<i64>>, Problem> {
        if self.totals_most.is_some_and(|most| !(1..=MOST_COUNTED).contains(&most)) {
            let refused = Problem::of(TOTALS_MOST_INVALID).field("totals_most");
            return Err(refused.with("most", MOST_COUNTED));
        }
        Ok(self.with_totals.unwrap_or(false).then_some(self.totals_most))
    }
}

/// The rows counted as asked, and whether there are more of them.
///
/// # Errors
/// `listing.totals_most_invalid`, or the database's.
pub fn counted(tx: &mut Tx, asked: &Asked, query: &TotalsQuery) -> Result<Option<(i64, bool)>, Problem> {
    let Some(most) = query.bound()? else { return Ok(None) };
    let found = count(tx, asked, most)?;
    let more = most.is_some_and(|most| found > most);
    Ok(Some((most.map_or(found, |most| found.min(most)), more)))
}

/// The place after which a page begins.
///
/// # Errors
/// `platform.cursor_invalid`.
pub fn key_of(asked: &Asked, page: &PageQuery) -> Result<Option<Key>, Problem> {
    let order = order_name(asked);
    page.cursor
        .as_deref()
        .map(|cursor| decode_cursor(&order, cursor))
        .transpose()
}

/// The page of rows that were fetched, one more than shown.
#[must_use]
pub fn page_of<T>(asked: &Asked, page: &PageQuery, rows: Vec<Keyed<T>>) -> Page<T> {
    Page::from_rows(rows, page.limit, &order_name(asked), |one| one.key.clone()).map(|one| one.row)
}

fn order_name(asked: &Asked) -> String {
    format!("{} {}", asked.list.name, asked.order.sort)
}

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

/// What the file of a list is to be.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ExportList)]
pub struct ExportListBody {
    /// The format.
    pub format: FormatDto,
    /// Keys of the columns in their order, as the list's layout has them.
    #[schema(example = json!(["number", "created_on"]))]
    pub columns: Vec<String>,
    /// Why masked columns are taken whole: 1 to 200 characters, with the list's permission to reveal. Without it they stay
    /// masked.
    #[schema(example = json!(null))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reveal_reason: Option<String>,
}

/// Takes a list as a file: notes the wish, makes the file in the background. What was asked stands in the audit trail.
///
/// # Errors
/// `export.column_unknown`, `export.too_many_rows`, `export.busy`; of a revealed file `access.permission_denied`,
/// `listing.reason_invalid`, `listing.nothing_masked`.
pub fn take(
    state: &AppState,
    (principal, context): (&Principal, CommandContext),
    asked: Asked,
    query: Value,
    body: &ExportListBody,
) -> Result<CommandReply<ExportView>, Problem> {
    let list = asked.list;
    let chosen = chosen_fields(list, &body.columns).map_err(ExportError::from)?;
    let reason = reason_of(principal, &asked, &chosen, body)?;
    let wanted = Wanted {
        list: list.name,
        permissions: permissions_of(&asked, &chosen, (reason.is_some(), &context.sight)),
        format: match body.format {
            FormatDto::Xlsx => Format::Xlsx,
            FormatDto::Csv => Format::Csv,
        },
        asked: json!({ "query": query, "columns": body.columns }),
        rows: state.db.read(|tx| count(tx, &asked, None))?,
    };
    let fingerprint = (list.name, &query, body);
    let outcome = run_command::<_, ExportError, _>(&state.db, &context, "list.export", &fingerprint, |tx| {
        let row = request(tx, &context, &wanted)?;
        if let Some(reason) = &reason {
            tx.audit(AuditLine {
                action: "list.revealed",
                object_kind: "export",
                object_id: row.id.to_string(),
                before: None,
                after: Some(
                    json!({ "list": list.name, "reason": reason, "rows": wanted.rows, "columns": body.columns }),
                ),
            });
        }
        Ok(row)
    })?;
    if !outcome.replayed && !context.dry_run {
        let english = principal.lang == Lang::En;
        let reader = Reader {
            english,
            sight: context.sight.clone(),
            whole: reason.is_some().then(|| Arc::clone(&state.keys)),
        };
        let (columns, rows) = (titles(&chosen, english), rows_of(asked, chosen, reader));
        in_background(state, context.actor, outcome.value.clone(), columns, (english, rows));
    }
    Ok(CommandReply::accepted(outcome).map(ExportView::from))
}

/// Without one of these the file is not handed out: the list's own, and those of the guarded fields that stand in it.
fn permissions_of(asked: &Asked, chosen: &[&'static Field], (revealed, sight): (bool, &Sight)) -> Vec<&'static str> {
    let own = asked.list.reveal.filter(|_| revealed).unwrap_or(asked.list.export);
    let guards = chosen.iter().filter_map(|field| field.guard);
    let mut all: Vec<&'static str> = guards.filter(|permission| sight.sees(permission)).collect();
    all.push(own);
    all.extend(&asked.needs);
    all
}

/// Why masked columns are told whole; nothing when they stay masked.
fn reason_of(
    principal: &Principal,
    asked: &Asked,
    chosen: &[&'static Field],
    body: &ExportListBody,
) -> Result<Option<String>, Problem> {
    let Some(reason) = body.reveal_reason.as_deref().map(str::trim) else {
        return Ok(None);
    };
    let masked = chosen.iter().any(|field| field.sealed.is_some());
    let Some(permission) = asked.list.reveal.filter(|_| masked) else {
        return Err(Problem::of(NOTHING_MASKED).field("reveal_reason"));
    };
    principal.require_named(permission)?;
    if reason.is_empty() || reason.chars().count() > LONGEST_REASON {
        return Err(Problem::of(REASON_INVALID)
            .field("reveal_reason")
            .with("most", LONGEST_REASON));
    }
    Ok(Some(reason.to_owned()))
}
