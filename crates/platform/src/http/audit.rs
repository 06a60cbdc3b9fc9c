//! The audit trail, to be read.

use super::blocking::blocking;
use super::extract::QueryParams;
use super::page::{Page, PageQuery, decode_cursor};
use super::principal::Permission;
use super::routes::{Answer, Routes};
use super::state::AppState;
use super::wire;
use crate::audit::{self, AuditEntry};
use axum::Json;
use axum::extract::State;
use kernel::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;
use uuid::Uuid;

/// May read the audit trail.
pub const AUDIT_READ: Permission = Permission("audit.read");

/// Which lines.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AuditQuery {
    /// A login, an action, an object's kind or its number.
    pub q: Option<String>,
}

/// One line of the audit trail.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AuditEntry)]
pub struct AuditView {
    /// Identifier.
    pub id: Uuid,
    /// Place in the hash chain; null until sealed, within seconds.
    pub seq: Option<i64>,
    /// When.
    #[schema(value_type = wire::Timestamp)]
    pub at: Timestamp,
    /// Who: the login.
    #[schema(example = "clerk")]
    pub actor: String,
    /// For whom they acted: somebody absent whose deputy they are, or the maker of a change that they approved.
    pub on_behalf_of: Option<String>,
    /// What was done.
    #[schema(example = "loan.repaid")]
    pub action: String,
    /// To what kind of object.
    #[schema(example = "loan")]
    pub object_kind: String,
    /// To which object.
    pub object_id: String,
    /// The object before.
    #[schema(value_type = Option<Object>)]
    pub before: Option<serde_json::Value>,
    /// The object after.
    #[schema(value_type = Option<Object>)]
    pub after: Option<serde_json::Value>,
    /// Hash of this line and all before it; null until sealed.
    pub hash: Option<String>,
    /// Whether it is in the chain.
    pub sealed: bool,
    /// The request.
    pub request_id: String,
}

impl From<AuditEntry> for AuditView {
    fn from(entry: AuditEntry) -> Self {
        Self {
            id: entry.id,
            seq: entry.seq,
            at: entry.at,
            actor: entry.actor_login,
            on_behalf_of: entry.on_behalf_of,
            action: entry.action,
            object_kind: entry.object_kind,
            object_id: entry.object_id,
            before: entry.before,
            after: entry.after,
            sealed: entry.hash.is_some(),
            hash: entry.hash.map(hex::encode),
            request_id: entry.request_id,
        }
    }
}

/// The endpoint of the audit trail.
#[must_use]
pub fn audit_routes() -> Routes {
    Routes::new().get(AUDIT_READ, routes!(list_audit_entries))
}

const ORDER: &str = "audit";

/// The audit trail, newest first.
#[utoipa::path(get, path = "/api/v1/audit-entries", tag = "audit", params(PageQuery, AuditQuery),
    responses((status = 200, body = Page<AuditView>)))]
async fn list_audit_entries(
    State(state): State<AppState>,
    QueryParams(page): QueryParams<PageQuery>,
    QueryParams(query): QueryParams<AuditQuery>,
) -> Answer<Page<AuditView>> {
    let before = page
        .cursor
        .as_deref()
        .map(|c| decode_cursor::<Uuid>(ORDER, c))
        .transpose()?;
    let limit = page.limit;
    let fetch = u32::try_from(limit.fetch()).unwrap_or(u32::MAX);
    let rows = blocking(move || state.db.read(|tx| audit::list(tx, query.q.as_deref(), before, fetch))).await?;
    Ok(Json(
        Page::from_rows(rows, limit, ORDER, |entry| entry.id).map(AuditView::from),
    ))
}
