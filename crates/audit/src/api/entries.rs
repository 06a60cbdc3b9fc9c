//! The audit trail as a list, and its file.

use crate::app::{self, AskedTrail};
use axum::extract::State;
use axum::{Extension, Json};
use export::ExportView;
use kernel::Timestamp;
use listing::{Asking, CountedPage, ExportListBody, ListQuery, Paging, Totals, TotalsQuery, take};
use platform::audit::{Area, AuditEntry, AuditSearch};
use platform::http::{
    Answer, AppState, AuditView, CommandAnswer, CommandHeaders, FIELD_DENIED, JsonBody, Page, PageQuery, Principal,
    Problem, blocking, decode_cursor, wire,
};
use platform::{Guards, Sight, Tx};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// The columns that tell of objects.
const TELLING: [&str; 2] = ["before", "after"];

/// What an act is about.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = AuditArea)]
pub enum AreaDto {
    /// Signing in and out, and failing to.
    SignIn,
    /// Lists and papers taken out.
    Export,
    /// Personal data looked at unmasked.
    Reveal,
    /// What was tried without being permitted.
    Refusal,
    /// Users, roles, rules, products, master data.
    Configuration,
    /// All other acts.
    Business,
}

impl From<AreaDto> for Area {
    fn from(area: AreaDto) -> Self {
        match area {
            AreaDto::SignIn => Self::SignIn,
            AreaDto::Export => Self::Export,
            AreaDto::Reveal => Self::Reveal,
            AreaDto::Refusal => Self::Refusal,
            AreaDto::Configuration => Self::Configuration,
            AreaDto::Business => Self::Business,
        }
    }
}

/// Which lines; what is not given does not matter.
#[derive(Debug, Clone, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AuditQuery {
    /// A login, the name of a token, an action, an object's kind or its number.
    pub q: Option<String>,
    /// What the act is about.
    #[param(value_type = Option<AreaDto>, inline, example = "sign_in")]
    pub area: Option<AreaDto>,
    /// The login of who acted, or for whom.
    #[param(example = "clerk")]
    pub actor: Option<String>,
    /// What was done.
    #[param(example = "loan.repaid")]
    pub action: Option<String>,
    /// To what kind of object.
    #[param(example = "loan")]
    pub object_kind: Option<String>,
    /// To which object.
    pub object_id: Option<String>,
    /// From which address.
    #[param(example = "10.0.0.7")]
    pub address: Option<String>,
    /// Not before this moment.
    #[param(value_type = Option<wire::Timestamp>)]
    pub from: Option<Timestamp>,
    /// Before this moment.
    #[param(value_type = Option<wire::Timestamp>)]
    pub until: Option<Timestamp>,
}

impl AuditQuery {
    fn asked(&self, tx: &mut Tx, list: &ListQuery) -> Result<AskedTrail, Problem> {
        let query = self.clone();
        let search = AuditSearch {
            text: query.q,
            area: query.area.map(Area::from),
            actor: query.actor,
            action: query.action,
            object_kind: query.object_kind,
            object_id: query.object_id,
            address: query.address,
            from: query.from,
            until: query.until,
        };
        app::ask_trail(tx, search, list.wanted())
    }
}

/// The audit trail, newest first unless told
///
/// By who, what, when, on what and from where.
#[utoipa::path(get, path = "/api/v1/audit-entries", tag = "audit", params(AuditQuery, ListQuery, TotalsQuery, PageQuery),
    responses((status = 200, description = "A page of lines", body = CountedPage<AuditView>)))]
pub(super) async fn list_audit_entries(
    State(state): State<AppState>,
    guarded: (Extension<Guards>, Principal),
    Asking(query, list): Asking<AuditQuery>,
    Paging(page, totals): Paging,
) -> Answer<CountedPage<AuditView>> {
    let read = move || {
        state.db.read(|tx| {
            let asked = query.asked(tx, &list)?;
            let (Extension(guards), principal) = &guarded;
            let seen = |entry| AuditView::of(entry, guards, &principal.sight());
            page_of(tx, &asked, (&page, &totals), seen)
        })
    };
    Ok(Json(blocking(read).await?))
}

fn page_of(
    tx: &mut Tx,
    asked: &AskedTrail,
    (page, totals): (&PageQuery, &TotalsQuery),
    seen: impl Fn(AuditEntry) -> AuditView,
) -> Result<CountedPage<AuditView>, Problem> {
    let order = format!("audit {}", asked.list.order.sort);
    let after = page.cursor.as_deref().map(|c| decode_cursor::<(i64, Uuid)>(&order, c));
    let after = after.transpose()?.map(|(at, id)| (Timestamp::from_millis(at), id));
    let fetch = u32::try_from(page.limit.fetch()).unwrap_or(u32::MAX);
    let rows = app::list_trail(tx, asked, (after, fetch))?;
    let key = |entry: &AuditEntry| (entry.at.millis(), entry.id);
    let shown = Page::from_rows(rows, page.limit, &order, key).map(seen);
    let counted = |most: Option<i64>| -> Result<Totals, Problem> {
        let found = app::count_trail(tx, asked, most)?;
        Ok(Totals {
            count: most.map_or(found, |most| found.min(most)),
            more: most.is_some_and(|most| found > most),
        })
    };
    Ok(CountedPage {
        items: shown.items,
        next_cursor: shown.next_cursor,
        totals: totals.bound()?.map(counted).transpose()?,
    })
}

/// Take lines of the audit trail as a file
///
/// The file is made in the background: watch it at `/api/v1/exports/{id}`, fetch it at `/api/v1/exports/{id}/file`. Before and after are
/// columns for those who may see every sensitive field of every row.
#[utoipa::path(post, path = "/api/v1/audit-entries/exports", tag = "audit",
    params(AuditQuery, ListQuery, CommandHeaders), request_body = ExportListBody,
    responses((status = 202, description = "The file in the making", body = ExportView)))]
pub(super) async fn export_audit_entries(
    State(state): State<AppState>,
    guarded: (Extension<Guards>, Principal),
    CommandHeaders(context): CommandHeaders,
    Asking(query, list): Asking<AuditQuery>,
    JsonBody(body): JsonBody<ExportListBody>,
) -> CommandAnswer<ExportView> {
    let taken = move || {
        let (Extension(guards), principal) = &guarded;
        let mut asked = state
            .db
            .read(|tx| query.asked(tx, &list)?.whole(tx).map_err(Problem::from))?;
        asked.needs = needs_of(&body, guards, &context.sight)?;
        take(&state, (principal, context), asked, json!([query, list]), &body)
    };
    blocking(taken).await
}

/// What a file with these columns needs besides: the permissions of all sensitive fields, when it tells what was before and after.
fn needs_of(body: &ExportListBody, guards: &Guards, sight: &Sight) -> Result<Vec<&'static str>, Problem> {
    let telling = body.columns.iter().any(|key| TELLING.contains(&key.as_str()));
    match guards.missing(sight).filter(|_| telling) {
        Some(missing) => Err(Problem::of(FIELD_DENIED).field("columns").with("permission", missing)),
        None if telling => Ok(guards.permissions()),
        None => Ok(Vec::new()),
    }
}
