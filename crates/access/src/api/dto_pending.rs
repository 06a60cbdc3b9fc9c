//! Wire types of proposals.

use kernel::{Money, Timestamp};
use platform::Guards;
use platform::http::{Principal, wire};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::PendingRow;

/// A change to be proposed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProposalRequest {
    /// Name of the command, as the refusal `access.check_required` gave it.
    #[schema(example = "loan.charge_off")]
    pub command: String,
    /// What the command is to do.
    #[schema(value_type = Object)]
    pub content: serde_json::Value,
    /// Why, 1 to 200 characters.
    #[schema(example = "借款人已破产清算")]
    pub reason: String,
}

/// Why a proposal is rejected.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RejectionRequest {
    /// 1 to 200 characters.
    #[schema(example = "缺少法院裁定书")]
    pub reason: String,
}

/// Which proposals to list.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PendingQuery {
    /// `pending`, `approved`, `rejected`, `withdrawn` or `expired`; all when absent.
    #[param(example = "pending")]
    pub state: Option<String>,
}

/// A proposed change.
#[derive(Serialize, ToSchema)]
pub(crate) struct PendingChange {
    /// Id.
    pub id: Uuid,
    /// Name of the command.
    #[schema(example = "loan.charge_off")]
    pub command: String,
    /// The kind of object.
    #[schema(example = "loan")]
    pub object_kind: String,
    /// Which one, as screens address it.
    #[schema(example = "01900000-0000-7000-8000-000000000001")]
    pub object_id: String,
    /// How people name it.
    #[schema(example = "JJ20250120-7F3K9Q2A")]
    pub label: String,
    /// Code of the product.
    pub product: Option<String>,
    /// The amount at stake.
    #[schema(value_type = Option<wire::Money>)]
    pub amount: Option<Money>,
    /// The object before.
    #[schema(value_type = Option<Object>)]
    pub before: Option<serde_json::Value>,
    /// The object after.
    #[schema(value_type = Option<Object>)]
    pub after: Option<serde_json::Value>,
    /// Members of `before` and `after` that the caller may not see; they are left out there.
    #[schema(example = json!([]))]
    pub hidden: Vec<String>,
    /// Why its maker wants it.
    #[schema(example = "客户申请")]
    pub reason: String,
    /// Login of its maker.
    #[schema(example = "li.na")]
    pub maker: String,
    /// When it was proposed.
    #[schema(value_type = wire::Timestamp)]
    pub proposed_at: Timestamp,
    /// When it is void.
    #[schema(value_type = wire::Timestamp)]
    pub expires_at: Timestamp,
    /// `pending`, `approved`, `rejected`, `withdrawn`, `expired`.
    #[schema(example = "pending")]
    pub state: String,
    /// Login of who decided.
    pub decided_by: Option<String>,
    /// When.
    #[schema(value_type = Option<wire::Timestamp>)]
    pub decided_at: Option<Timestamp>,
    /// Why, for a rejection.
    pub decision_reason: Option<String>,
    /// Whether the caller made it.
    pub is_mine: bool,
}

impl PendingChange {
    /// A proposal as a caller sees it.
    pub(crate) fn of(mut row: PendingRow, principal: &Principal, guards: &Guards) -> Self {
        let told = &mut [&mut row.before, &mut row.after];
        let sight = principal.sight();
        let sees = |field: &str| sight.covers(field, row.org_id, &row.officer);
        let hidden = guards.conceal(sees, &row.object_kind, told);
        Self {
            hidden,
            is_mine: row.maker_id == principal.actor.user_id,
            id: row.id,
            command: row.command,
            object_kind: row.object_kind,
            object_id: row.object_id,
            label: row.label,
            product: row.product,
            amount: row.amount,
            before: row.before,
            after: row.after,
            reason: row.reason,
            maker: row.maker,
            proposed_at: Timestamp::from_millis(row.proposed_at),
            expires_at: Timestamp::from_millis(row.expires_at),
            state: row.state,
            decided_by: row.decided_by,
            decided_at: row.decided_at.map(Timestamp::from_millis),
            decision_reason: row.decision_reason,
        }
    }
}
