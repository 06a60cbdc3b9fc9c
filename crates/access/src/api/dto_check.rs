//! Wire types of proposals and of the rules of four eyes.

use kernel::{CivilDate, Currency, Money, Timestamp};
use platform::http::wire;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::{
    AddedDuty, AuthorityDraft, AuthorityRow, CheckRuleDraft, CheckRuleRow, DutyHolder, DutyRow, PendingRow,
};

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
    pub(crate) fn of(row: PendingRow, caller: kernel::UserId) -> Self {
        Self {
            is_mine: row.maker_id == caller,
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

/// When a command needs a second person.
#[derive(Serialize, ToSchema)]
pub(crate) struct CheckRule {
    /// The command.
    #[schema(example = "loan.reverse")]
    pub command: String,
    /// `never`, `always` or `above`.
    #[schema(example = "above")]
    pub mode: String,
    /// Amounts above which it needs one, for the mode `above`; other currencies always do.
    #[schema(value_type = Vec<wire::Money>)]
    pub above: Vec<Money>,
    /// What the second person must be allowed to do.
    #[schema(example = "loan.check")]
    pub checker_permission: String,
    /// After so many hours a proposal is void.
    pub expire_hours: u32,
    /// Whether it rests while nobody else could check.
    pub unless_alone: bool,
    /// Where the rule comes from.
    #[schema(example = "内部控制指引")]
    pub source: String,
}

impl From<CheckRuleRow> for CheckRule {
    fn from(row: CheckRuleRow) -> Self {
        let money = |(code, minor): (&String, &i64)| Some(Money::new(*minor, Currency::parse(code).ok()?));
        Self {
            above: row.above.iter().filter_map(money).collect(),
            command: row.command,
            mode: row.mode,
            checker_permission: row.checker_permission,
            expire_hours: row.expire_hours,
            unless_alone: row.unless_alone,
            source: row.source,
        }
    }
}

/// The rules of four eyes.
#[derive(Serialize, ToSchema)]
pub(crate) struct CheckRules {
    /// By command.
    pub items: Vec<CheckRule>,
}

/// When a command shall need a second person.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CheckRuleRequest {
    /// `never`, `always` or `above`.
    #[schema(example = "above")]
    pub mode: String,
    /// Amounts, one for each currency, for the mode `above`.
    #[serde(default)]
    #[schema(value_type = Vec<wire::Money>)]
    pub above: Vec<Money>,
    /// After so many hours a proposal is void: 1 to 720.
    #[schema(example = 24)]
    pub expire_hours: u32,
    /// Whether it rests while nobody else could check.
    pub unless_alone: bool,
    /// Where the rule comes from.
    #[schema(example = "总行授权书 2025-3")]
    pub source: String,
}

impl CheckRuleRequest {
    /// The rule of the command that the address names.
    pub(crate) fn of(self, command: String) -> CheckRuleDraft {
        CheckRuleDraft {
            command,
            mode: self.mode,
            above: self.above,
            expire_hours: self.expire_hours,
            unless_alone: self.unless_alone,
            source: self.source,
        }
    }
}

/// Up to which amount a role approves a command.
#[derive(Serialize, ToSchema)]
pub(crate) struct AuthorityLimit {
    /// Id.
    pub id: Uuid,
    /// Code of the role.
    #[schema(example = "manager")]
    pub role: String,
    /// The command.
    #[schema(example = "loan.charge_off")]
    pub command: String,
    /// Code of the product; all when null.
    pub product: Option<String>,
    /// Code of the organisation, with those below it; everywhere when null.
    pub organisation: Option<String>,
    /// The most.
    #[schema(value_type = Option<wire::Money>)]
    pub limit: Option<Money>,
    /// Since when it holds.
    #[schema(value_type = wire::Date)]
    pub effective_from: CivilDate,
    /// Where it comes from.
    #[schema(example = "内部控制指引")]
    pub source: String,
}

impl From<AuthorityRow> for AuthorityLimit {
    fn from(row: AuthorityRow) -> Self {
        let currency = Currency::parse(&row.currency).ok();
        Self {
            limit: currency.map(|currency| Money::new(row.limit_minor, currency)),
            id: row.id,
            role: row.role,
            command: row.command,
            product: row.product,
            organisation: row.organisation,
            effective_from: row.effective_from,
            source: row.source,
        }
    }
}

/// The limits of authority.
#[derive(Serialize, ToSchema)]
pub(crate) struct AuthorityLimits {
    /// By command and role.
    pub items: Vec<AuthorityLimit>,
}

/// A limit of authority to be added.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AuthorityRequest {
    /// Code of the role.
    #[schema(example = "manager")]
    pub role: String,
    /// The command.
    #[schema(example = "loan.charge_off")]
    pub command: String,
    /// Code of the product; all when null.
    pub product: Option<String>,
    /// Code of the organisation, with those below it; everywhere when null.
    pub organisation: Option<String>,
    /// The most.
    #[schema(value_type = wire::Money)]
    pub limit: Money,
    /// Since when it holds.
    #[schema(value_type = wire::Date)]
    pub effective_from: CivilDate,
    /// Where it comes from.
    #[schema(example = "总行授权书 2025-3")]
    pub source: String,
}

impl From<AuthorityRequest> for AuthorityDraft {
    fn from(body: AuthorityRequest) -> Self {
        Self {
            role: body.role,
            command: body.command,
            product: body.product,
            organisation: body.organisation,
            limit: body.limit,
            effective_from: body.effective_from,
            source: body.source,
        }
    }
}

/// Two permissions that nobody holds through different roles.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DutyConflict)]
pub(crate) struct DutyConflictDto {
    /// The one permission.
    #[schema(example = "loan.repay")]
    pub one: String,
    /// The other.
    #[schema(example = "loan.check")]
    pub other: String,
    /// Why, in Chinese.
    #[schema(example = "经办与复核分离")]
    pub reason_zh: String,
    /// Why, in English.
    #[schema(example = "Making and checking are apart")]
    pub reason_en: String,
    /// Where it comes from.
    #[schema(example = "内部控制指引")]
    pub source: String,
}

impl From<DutyRow> for DutyConflictDto {
    fn from(row: DutyRow) -> Self {
        Self {
            one: row.one,
            other: row.other,
            reason_zh: row.reason_zh,
            reason_en: row.reason_en,
            source: row.source,
        }
    }
}

impl From<DutyConflictDto> for DutyRow {
    fn from(body: DutyConflictDto) -> Self {
        Self {
            one: body.one,
            other: body.other,
            reason_zh: body.reason_zh,
            reason_en: body.reason_en,
            source: body.source,
        }
    }
}

/// Somebody who holds both duties through two roles.
#[derive(Serialize, Deserialize, ToSchema)]
pub(crate) struct DutyHolderDto {
    /// The login.
    #[schema(example = "li.na")]
    pub login: String,
    /// The name.
    #[schema(example = "李娜")]
    pub name: String,
    /// Code of the role that grants the one.
    #[schema(example = "clerk")]
    pub role: String,
    /// Code of the role that grants the other.
    #[schema(example = "manager")]
    pub other_role: String,
}

/// A pair that was added.
#[derive(Serialize, Deserialize, ToSchema)]
pub(crate) struct AddedDutyConflict {
    /// The pair.
    pub pair: DutyConflictDto,
    /// Who holds both duties through different roles, by login; at most 200.
    pub holders: Vec<DutyHolderDto>,
}

impl From<AddedDuty> for AddedDutyConflict {
    fn from(added: AddedDuty) -> Self {
        let holder = |one: DutyHolder| DutyHolderDto {
            login: one.login,
            name: one.name,
            role: one.role,
            other_role: one.other_role,
        };
        Self {
            pair: added.pair.into(),
            holders: added.holders.into_iter().map(holder).collect(),
        }
    }
}

/// The matrix of duties that exclude each other.
#[derive(Serialize, ToSchema)]
pub(crate) struct DutyConflicts {
    /// By permission.
    pub items: Vec<DutyConflictDto>,
}

/// Which pair.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct DutyPairQuery {
    /// The one permission.
    #[param(example = "loan.repay")]
    pub one: String,
    /// The other.
    #[param(example = "loan.check")]
    pub other: String,
}
