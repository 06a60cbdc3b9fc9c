//! The audit trail, to be read.

use super::blocking::blocking;
use super::extract::PathParam;
use super::principal::{Permission, Principal};
use super::problem::{AUDIT_LINE_UNKNOWN, Problem};
use super::routes::{Answer, Routes};
use super::state::AppState;
use super::wire;
use crate::audit::{self, Area, AuditEntry};
use crate::sight::{Guards, Sight};
use axum::extract::State;
use axum::{Extension, Json};
use kernel::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::UtoipaMethodRouter;
use utoipa_axum::routes;
use uuid::Uuid;

/// May read the audit trail.
pub const AUDIT_READ: Permission = Permission("audit.read");

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
    /// The address from which they acted; null for the system itself.
    #[schema(example = "10.0.0.7")]
    pub address: Option<String>,
    /// Name of the token, when a program acted as them.
    pub via_token: Option<String>,
    /// What was done.
    #[schema(example = "loan.repaid")]
    pub action: String,
    /// To what kind of object.
    #[schema(example = "loan")]
    pub object_kind: String,
    /// To which object.
    #[schema(example = "01900000-0000-7000-8000-000000000001")]
    pub object_id: String,
    /// The object before.
    #[schema(value_type = Option<Object>)]
    pub before: Option<serde_json::Value>,
    /// The object after.
    #[schema(value_type = Option<Object>)]
    pub after: Option<serde_json::Value>,
    /// Members of `before` and `after` that the caller may not see; they are left out there.
    #[schema(example = json!([]))]
    pub hidden: Vec<String>,
    /// Hash of this line and all before it; null until sealed.
    pub hash: Option<String>,
    /// Whether it is in the chain.
    pub sealed: bool,
    /// The request.
    #[schema(example = "0c5cf2a1f5a24d0e")]
    pub request_id: String,
}

impl AuditView {
    /// A line as a reader may see it. It does not say to whom its object belongs, so that a field which is seen on some rows only is
    /// left out.
    #[must_use]
    pub fn of(mut entry: AuditEntry, guards: &Guards, sight: &Sight) -> Self {
        let told = &mut [&mut entry.before, &mut entry.after];
        let hidden = guards.conceal(|field| sight.is_whole(field), &entry.object_kind, told);
        Self {
            hidden,
            id: entry.id,
            seq: entry.seq,
            at: entry.at,
            actor: entry.actor_login,
            on_behalf_of: entry.on_behalf_of,
            address: entry.address,
            via_token: entry.via_token,
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

/// A line with the proof that it is as it was sealed.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditProof {
    /// The line.
    pub entry: AuditView,
    /// The hash of the line before it; zeros before the first.
    pub previous_hash: String,
    /// SHA-256 over the hash before and every field of the line, as they are now.
    pub computed_hash: String,
    /// Whether the computed hash is the sealed one.
    pub holds: bool,
}

/// A kind of act that the trail knows.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditKindView {
    /// What acts of the kind are about.
    #[schema(example = "business")]
    pub area: &'static str,
    /// To what kind of object.
    #[schema(example = "loan")]
    pub object_kind: String,
    /// What is done.
    #[schema(example = "loan.repaid")]
    pub action: String,
}

/// What can be asked for.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditKinds {
    /// Every kind of act that stands in the trail.
    pub items: Vec<AuditKindView>,
}

/// What a walk over the whole chain found.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditVerification {
    /// Whether every line is as it was sealed and none is missing or added.
    pub holds: bool,
    /// Lines that were checked and fit.
    #[schema(example = 1024)]
    pub intact: i64,
    /// Lines that were archived; the hashes that they left bind the others together.
    #[schema(example = 0)]
    pub archived: i64,
    /// The first place that does not fit.
    pub first_broken: Option<i64>,
    /// The first archive that is not as the trail tells it.
    pub broken_archive: Option<Uuid>,
    /// Hash over all lines: kept somewhere else, it shows any later change.
    pub head_hash: String,
}

/// The endpoints of the audit trail, which leave out what of these fields a reader may not see.
#[must_use]
pub fn audit_routes(guards: &Guards) -> Routes {
    let guarding = |(schemas, paths, handler): UtoipaMethodRouter<AppState>| {
        (schemas, paths, handler.layer(Extension(guards.clone())))
    };
    Routes::new()
        .get(AUDIT_READ, guarding(routes!(get_audit_proof)))
        .get(AUDIT_READ, routes!(list_audit_kinds))
        .get(AUDIT_READ, routes!(verify_audit_chain))
}

/// A sealed line with its proof
#[utoipa::path(get, path = "/api/v1/audit-entries/{seq}", tag = "audit",
    params(("seq" = i64, Path, description = "Place in the chain")), responses((status = 200, body = AuditProof)))]
async fn get_audit_proof(
    State(state): State<AppState>,
    Extension(guards): Extension<Guards>,
    principal: Principal,
    PathParam(seq): PathParam<i64>,
) -> Answer<AuditProof> {
    let proof = blocking(move || state.db.read(|tx| audit::prove(tx, seq))).await?;
    let proof = proof.ok_or_else(|| Problem::of(AUDIT_LINE_UNKNOWN).with("seq", seq))?;
    Ok(Json(AuditProof {
        holds: proof.holds(),
        previous_hash: hex::encode(&proof.before),
        computed_hash: hex::encode(&proof.computed),
        entry: AuditView::of(proof.entry, &guards, &principal.sight()),
    }))
}

/// The kinds of acts that stand in the trail
#[utoipa::path(get, path = "/api/v1/audit-kinds", tag = "audit", responses((status = 200, body = AuditKinds)))]
async fn list_audit_kinds(State(state): State<AppState>) -> Answer<AuditKinds> {
    let kinds = blocking(move || state.db.read(audit::kinds)).await?;
    let view = |kind: audit::AuditKind| AuditKindView {
        area: Area::of(&kind.action).code(),
        object_kind: kind.object_kind,
        action: kind.action,
    };
    let items = kinds.into_iter().map(view).collect();
    Ok(Json(AuditKinds { items }))
}

/// Walk the whole chain
///
/// Seals what waits, then recomputes the hash of every line: about a second for a million lines.
#[utoipa::path(get, path = "/api/v1/audit-chain/verification", tag = "audit",
    responses((status = 200, body = AuditVerification)))]
async fn verify_audit_chain(State(state): State<AppState>) -> Answer<AuditVerification> {
    let found = blocking(move || audit::verify(&state.db)).await?;
    Ok(Json(AuditVerification {
        holds: found.holds(),
        intact: found.intact,
        archived: found.archived,
        broken_archive: found.broken_archive,
        first_broken: found.first_broken,
        head_hash: hex::encode(&found.head.hash),
    }))
}
