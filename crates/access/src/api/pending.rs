//! The desk of proposed changes.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Extension, State};
use platform::http::{
    Answer, AppState, CheckedCommand, CommandAnswer, CommandHeaders, CommandReply, JsonBody, Page, PageQuery,
    PathParam, Permission, Principal, Problem, QueryParams, blocking, decode_cursor,
};
use platform::{CommandContext, Guards};
use uuid::Uuid;

use crate::api::dto_pending::{PendingChange, PendingQuery, ProposalRequest, RejectionRequest};
use crate::app::{self, AccessError, Desk, Gate, PendingDesk, Proposed};
use crate::domain::{AccessRefusal, ProposalState};

const NEWEST_FIRST: &str = "-pending";

/// The commands that may be proposed and the fields that not everybody sees: those of every capability, put together by the
/// program; and the sessions in memory, which are read anew when rights have changed.
#[derive(Clone)]
pub(crate) struct Checking {
    pub gate: Gate,
    pub commands: Arc<Vec<CheckedCommand>>,
    pub guards: Guards,
}

/// Proposed changes, newest first
///
/// One sees one's own, those that one may check, and, as an auditor, all.
#[utoipa::path(get, path = "/api/v1/pending-changes", tag = "access", params(PendingQuery, PageQuery),
    responses((status = 200, description = "A page of proposals", body = Page<PendingChange>)))]
pub(super) async fn list_pending_changes(
    State(state): State<AppState>,
    Extension(checking): Extension<Checking>,
    principal: Principal,
    QueryParams(query): QueryParams<PendingQuery>,
    QueryParams(page): QueryParams<PageQuery>,
) -> Answer<Page<PendingChange>> {
    let wanted = match query.state.as_deref() {
        None => None,
        Some(code) => {
            let known = ProposalState::ALL.into_iter().find(|state| state.code() == code);
            Some(known.ok_or(AccessError::from(AccessRefusal::StateUnknown))?)
        }
    };
    let before = page
        .cursor
        .map(|cursor| decode_cursor::<Uuid>(NEWEST_FIRST, &cursor))
        .transpose()?;
    blocking(move || {
        let context = CommandContext::system("", state.clock.now());
        let desk = PendingDesk {
            db: &state.db,
            commands: &checking.commands,
            principal: &principal,
            context: &context,
        };
        let rows = state.db.read(|tx| {
            let (user, checks) = desk.seen(tx)?;
            let seen = Desk {
                user,
                all: principal.may(Permission("audit.read")),
                checks: &checks,
                now: context.now,
            };
            Ok::<_, Problem>(app::list_pending(tx, &seen, (wanted, before), page.limit.fetch())?)
        })?;
        let page = Page::from_rows(rows, page.limit, NEWEST_FIRST, |row| row.id);
        Ok::<_, Problem>(Json(
            page.map(|row| PendingChange::of(row, &principal, &checking.guards)),
        ))
    })
    .await
}

/// One proposed change
#[utoipa::path(get, path = "/api/v1/pending-changes/{id}", tag = "access", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The proposal", body = PendingChange)))]
pub(super) async fn get_pending_change(
    State(state): State<AppState>,
    Extension(checking): Extension<Checking>,
    principal: Principal,
    PathParam(id): PathParam<Uuid>,
) -> Answer<PendingChange> {
    blocking(move || {
        let context = CommandContext::system("", state.clock.now());
        let desk = PendingDesk {
            db: &state.db,
            commands: &checking.commands,
            principal: &principal,
            context: &context,
        };
        let found = state.db.read(|tx| {
            let unknown = || Problem::from(AccessError::from(AccessRefusal::ProposalUnknown));
            let row = app::find_pending(tx, id, context.now)?.ok_or_else(unknown)?;
            if desk.sees(tx, &row)? { Ok(row) } else { Err(unknown()) }
        })?;
        Ok::<_, Problem>(Json(PendingChange::of(found, &principal, &checking.guards)))
    })
    .await
}

/// Propose a change
///
/// For commands that refuse with `access.check_required`. The command runs as a preview, so that whoever decides sees before
/// and after; nothing is changed until somebody else approves.
#[utoipa::path(post, path = "/api/v1/pending-changes", tag = "access", params(CommandHeaders),
    request_body = ProposalRequest,
    responses((status = 201, description = "The proposal", body = PendingChange)))]
pub(super) async fn propose_change(
    State(state): State<AppState>,
    Extension(checking): Extension<Checking>,
    principal: Principal,
    CommandHeaders(context): CommandHeaders,
    JsonBody(body): JsonBody<ProposalRequest>,
) -> CommandAnswer<PendingChange> {
    blocking(move || {
        let desk = PendingDesk {
            db: &state.db,
            commands: &checking.commands,
            principal: &principal,
            context: &context,
        };
        let wanted = Proposed {
            command: &body.command,
            content: &body.content,
            reason: &body.reason,
        };
        let outcome = desk.propose(&wanted)?;
        Ok::<_, Problem>(CommandReply::created(outcome).map(|row| PendingChange::of(row, &principal, &checking.guards)))
    })
    .await
}

/// What is decided about a proposal.
enum Decision {
    Approve,
    Reject(String),
    Withdraw,
}

async fn decide(
    (state, checking): (AppState, Checking),
    (principal, context): (Principal, CommandContext),
    id: Uuid,
    decision: Decision,
) -> CommandAnswer<PendingChange> {
    blocking(move || {
        let desk = PendingDesk {
            db: &state.db,
            commands: &checking.commands,
            principal: &principal,
            context: &context,
        };
        let outcome = match decision {
            Decision::Approve => desk.approve(id)?,
            Decision::Reject(reason) => desk.reject(id, &reason)?,
            Decision::Withdraw => desk.withdraw(id)?,
        };
        // What was approved may have changed somebody's rights.
        checking.gate.forget_all();
        Ok::<_, Problem>(CommandReply::ok(outcome).map(|row| PendingChange::of(row, &principal, &checking.guards)))
    })
    .await
}

/// Approve a proposed change
///
/// The checker is somebody else than the maker, with the permission and the authority that the command asks for. The very
/// command then runs, once.
#[utoipa::path(post, path = "/api/v1/pending-changes/{id}/approval", tag = "access",
    params(("id" = Uuid, Path), CommandHeaders),
    responses((status = 200, description = "The approved proposal", body = PendingChange)))]
pub(super) async fn approve_change(
    State(state): State<AppState>,
    Extension(checking): Extension<Checking>,
    principal: Principal,
    CommandHeaders(context): CommandHeaders,
    PathParam(id): PathParam<Uuid>,
) -> CommandAnswer<PendingChange> {
    decide((state, checking), (principal, context), id, Decision::Approve).await
}

/// Reject a proposed change
#[utoipa::path(post, path = "/api/v1/pending-changes/{id}/rejection", tag = "access",
    params(("id" = Uuid, Path), CommandHeaders), request_body = RejectionRequest,
    responses((status = 200, description = "The rejected proposal", body = PendingChange)))]
pub(super) async fn reject_change(
    State(state): State<AppState>,
    Extension(checking): Extension<Checking>,
    caller: (Principal, CommandHeaders),
    PathParam(id): PathParam<Uuid>,
    JsonBody(body): JsonBody<RejectionRequest>,
) -> CommandAnswer<PendingChange> {
    let (principal, CommandHeaders(context)) = caller;
    decide(
        (state, checking),
        (principal, context),
        id,
        Decision::Reject(body.reason),
    )
    .await
}

/// Withdraw one's own proposal
#[utoipa::path(post, path = "/api/v1/pending-changes/{id}/withdrawal", tag = "access",
    params(("id" = Uuid, Path), CommandHeaders),
    responses((status = 200, description = "The withdrawn proposal", body = PendingChange)))]
pub(super) async fn withdraw_change(
    State(state): State<AppState>,
    Extension(checking): Extension<Checking>,
    principal: Principal,
    CommandHeaders(context): CommandHeaders,
    PathParam(id): PathParam<Uuid>,
) -> CommandAnswer<PendingChange> {
    decide((state, checking), (principal, context), id, Decision::Withdraw).await
}
