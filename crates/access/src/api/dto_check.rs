//! Wire types of the rules of four eyes.

use kernel::{CivilDate, Currency, Money};
use platform::http::wire;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::{AddedDuty, AuthorityDraft, AuthorityRow, CheckRuleDraft, CheckRuleRow, DutyHolder, DutyRow};

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
