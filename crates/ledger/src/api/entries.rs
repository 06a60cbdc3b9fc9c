//! The list of journal entries and its file.

use super::problem::AMOUNT_INVALID;
use crate::app::{self, EntryFilter, EntryRow, EntrySum};
use crate::domain::{AccountCode, entry_no};
use axum::Json;
use axum::extract::State;
use export::ExportView;
use kernel::{BusinessDate, Currency, EntryId, EventId, Money, Timestamp};
use listing::app::Asked;
use listing::{Asking, ExportListBody, ListQuery, Paging, TotalsQuery, counted, key_of, page_of, take};
use platform::Tx;
use platform::http::{
    Answer, AppState, CommandAnswer, CommandHeaders, JsonBody, PageQuery, Principal, Problem, blocking, wire,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// Which entries.
#[derive(Debug, Clone, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct EntryQuery {
    /// A whole entry number, or the beginning of a loan number.
    #[param(example = "20250120-7F3K9Q2A")]
    pub q: Option<String>,
    /// With a line on this account or one of its sub-accounts.
    #[param(value_type = Option<String>, example = "1303.01")]
    pub account: Option<AccountCode>,
    /// In the books of the organisation of this code.
    #[param(example = "0001")]
    pub organisation: Option<String>,
    /// First day.
    #[param(value_type = Option<String>, format = Date, example = "2025-01-01")]
    pub from: Option<BusinessDate>,
    /// Last day, included.
    #[param(value_type = Option<String>, format = Date, example = "2025-01-31")]
    pub to: Option<BusinessDate>,
    /// What they record.
    #[param(example = "repaid")]
    pub kind: Option<String>,
    /// About this loan.
    pub loan_id: Option<Uuid>,
    /// In this currency.
    #[param(value_type = Option<String>, example = "CNY")]
    pub currency: Option<Currency>,
    /// Of at least this amount, in `currency`, CNY unless told: then entries in CNY only.
    #[param(example = "1000.00")]
    pub amount_from: Option<String>,
    /// Of at most this amount, as `amount_from`.
    #[param(example = "50000.00")]
    pub amount_to: Option<String>,
}

impl EntryQuery {
    fn filter(&self) -> Result<EntryFilter, Problem> {
        let amount = |name: &'static str, text: &Option<String>| {
            let currency = self.currency.unwrap_or(Currency::CNY);
            let read = |text: &String| Money::parse(text, currency);
            let invalid = |_| Problem::of(AMOUNT_INVALID).field(name).with("currency", currency);
            text.as_ref().map(read).transpose().map_err(invalid)
        };
        Ok(EntryFilter {
            reference: self.q.clone().filter(|text| !text.trim().is_empty()),
            account: self.account,
            organisation: self.organisation.clone(),
            from: self.from,
            to: self.to,
            kind: self.kind.clone(),
            subject: self.loan_id,
            currency: self.currency,
            least: amount("amount_from", &self.amount_from)?,
            most: amount("amount_to", &self.amount_to)?,
        })
    }

    fn asked(&self, tx: &mut Tx, list: &ListQuery) -> Result<Asked, Problem> {
        app::ask_entries(tx, &self.filter()?, list.wanted())
    }
}

/// An entry in a list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = JournalEntryRow)]
pub struct EntryRowView {
    /// Its id.
    #[schema(value_type = Uuid)]
    pub id: EntryId,
    /// Its readable number.
    #[schema(example = "20250120-7F3K9Q2A")]
    pub entry_no: String,
    /// The business day on which it is booked.
    #[schema(value_type = wire::Date)]
    pub booked_on: BusinessDate,
    /// What it records.
    #[schema(example = "repaid")]
    pub kind: String,
    /// Code of the organisation in whose books it stands.
    #[schema(example = "0001")]
    pub organisation: String,
    /// Its Chinese name.
    #[schema(example = "总行")]
    pub organisation_name_zh: String,
    /// Its English name.
    #[schema(example = "Head office")]
    pub organisation_name_en: String,
    /// The loan that it is about.
    pub loan_id: Option<Uuid>,
    /// That loan's number.
    #[schema(example = "XD2025000123")]
    pub loan_number: Option<String>,
    /// The event that caused it.
    #[schema(value_type = Option<Uuid>)]
    pub event_id: Option<EventId>,
    /// A remark.
    #[schema(example = "正常还款")]
    pub memo: String,
    /// The sum of its debits, equal to that of its credits: negative when it is written in red.
    #[schema(value_type = wire::Money)]
    pub amount: Money,
    /// `standing`, `reversed`, or `reversal` for the red entry itself.
    #[schema(example = "standing")]
    pub state: String,
    /// Who made it.
    #[schema(example = "clerk")]
    pub actor: String,
    /// When it was made.
    #[schema(value_type = wire::Timestamp)]
    pub recorded_at: Timestamp,
}

impl From<EntryRow> for EntryRowView {
    fn from(row: EntryRow) -> Self {
        let (loan_id, loan_number) = row.subject.unzip();
        let (organisation, organisation_name_zh, organisation_name_en) = row.organisation;
        Self {
            id: row.id,
            entry_no: entry_no(row.booked_on, row.id),
            booked_on: row.booked_on,
            kind: row.kind,
            organisation,
            organisation_name_zh,
            organisation_name_en,
            loan_id,
            loan_number,
            event_id: row.event,
            memo: row.memo,
            amount: row.amount,
            state: row.state,
            actor: row.actor,
            recorded_at: row.recorded_at,
        }
    }
}

/// What entries of one currency amount to.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = JournalEntrySum)]
pub struct EntrySumView {
    /// The currency.
    #[schema(example = "CNY")]
    pub currency: String,
    /// How many entries.
    pub entries: i64,
    /// Sum of the debit side of their lines; red lines lower it.
    #[schema(value_type = wire::Money)]
    pub debit: Money,
    /// Sum of the credit side of their lines; red lines lower it.
    #[schema(value_type = wire::Money)]
    pub credit: Money,
}

impl From<EntrySum> for EntrySumView {
    fn from(sum: EntrySum) -> Self {
        Self {
            currency: sum.currency.code().to_owned(),
            entries: sum.entries,
            debit: Money::new(sum.turnover.debit_minor, sum.currency),
            credit: Money::new(sum.turnover.credit_minor, sum.currency),
        }
    }
}

/// All pages together.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = JournalEntryTotals)]
pub struct EntryTotalsView {
    /// How many entries; at least so many when there are `more`.
    pub count: i64,
    /// Whether there are more than were counted: then nothing is summed.
    pub more: bool,
    /// By currency.
    pub sums: Vec<EntrySumView>,
}

/// A page of journal entries.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = JournalEntryPage)]
pub struct EntryPageView {
    /// The entries of this page.
    pub items: Vec<EntryRowView>,
    /// Fetches the next page; null on the last.
    pub next_cursor: Option<String>,
    /// With `with_totals`: all pages together.
    pub totals: Option<EntryTotalsView>,
}

fn read_page(
    tx: &mut Tx,
    (query, list): (&EntryQuery, &ListQuery),
    totals: &TotalsQuery,
    page: &PageQuery,
) -> Result<EntryPageView, Problem> {
    let asked = query.asked(tx, list)?;
    let after = key_of(&asked, page)?;
    let rows = app::list_entries(tx, &asked, (after.as_ref(), page.limit.fetch()))?;
    let shown = page_of(&asked, page, rows).map(EntryRowView::from);
    let totals = match counted(tx, &asked, totals)? {
        None => None,
        Some((count, more)) => {
            let sums = if more {
                Vec::new()
            } else {
                app::sum_entries(tx, &asked)?
            };
            let sums = sums.into_iter().map(EntrySumView::from).collect();
            Some(EntryTotalsView { count, more, sums })
        }
    };
    Ok(EntryPageView {
        items: shown.items,
        next_cursor: shown.next_cursor,
        totals,
    })
}

/// Journal entries, newest first unless told
///
/// Their totals are the sums of the lines of all pages: debits equal credits in every currency.
#[utoipa::path(get, path = "/api/v1/ledger/journal-entries", tag = "ledger",
    params(EntryQuery, ListQuery, TotalsQuery, PageQuery), responses((status = 200, body = EntryPageView)))]
pub(super) async fn list_journal_entries(
    State(state): State<AppState>,
    Asking(query, list): Asking<EntryQuery>,
    Paging(page, totals): Paging,
) -> Answer<EntryPageView> {
    let read = move || state.db.read(|tx| read_page(tx, (&query, &list), &totals, &page));
    Ok(Json(blocking(read).await?))
}

/// Take the journal entries of a list as a file
///
/// The query is that of the list. The file is made in the background: watch it at `/api/v1/exports/{id}`, fetch it at
/// `/api/v1/exports/{id}/file`.
#[utoipa::path(post, path = "/api/v1/ledger/journal-entries/exports", tag = "ledger",
    params(EntryQuery, ListQuery, CommandHeaders), request_body = ExportListBody,
    responses((status = 202, description = "The file in the making", body = ExportView)))]
pub(super) async fn export_journal_entries(
    State(state): State<AppState>,
    principal: Principal,
    CommandHeaders(context): CommandHeaders,
    Asking(query, list): Asking<EntryQuery>,
    JsonBody(body): JsonBody<ExportListBody>,
) -> CommandAnswer<ExportView> {
    let taken = move || {
        let asked = state.db.read(|tx| query.asked(tx, &list))?;
        take(&state, (&principal, context), asked, json!([query, list]), &body)
    };
    blocking(taken).await
}
