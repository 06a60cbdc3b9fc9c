//! Wire types of organisations, roles and deputies.

use std::collections::BTreeSet;

use kernel::{CivilDate, Timestamp};
use platform::http::wire;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::{
    Appointment, DeputyRow, OrganisationDraft, OrganisationRow, PermissionRow, RoleDraft, RoleRow, UserChange,
};

/// An organisation: head office or branch.
#[derive(Serialize, Deserialize, ToSchema)]
pub(crate) struct Organisation {
    /// Stable code.
    #[schema(example = "0102")]
    pub code: String,
    /// Chinese name.
    #[schema(example = "城东支行")]
    pub name_zh: String,
    /// English name.
    #[schema(example = "East branch")]
    pub name_en: String,
    /// Code of the organisation above; null for the head office.
    #[schema(example = "0001")]
    pub parent: Option<String>,
    /// Since when it is open; since ever when null.
    #[schema(value_type = Option<wire::Date>)]
    pub opened_on: Option<CivilDate>,
    /// Since when it is closed.
    #[schema(value_type = Option<wire::Date>)]
    pub closed_on: Option<CivilDate>,
    /// Users who may sign in.
    pub users: i64,
}

impl From<OrganisationRow> for Organisation {
    fn from(row: OrganisationRow) -> Self {
        Self {
            code: row.code,
            name_zh: row.name_zh,
            name_en: row.name_en,
            parent: row.parent,
            opened_on: row.opened_on,
            closed_on: row.closed_on,
            users: row.users,
        }
    }
}

/// All organisations.
#[derive(Serialize, ToSchema)]
pub(crate) struct Organisations {
    /// In order of code.
    pub items: Vec<Organisation>,
}

/// An organisation as it shall be.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OrganisationRequest {
    /// 1 to 16 letters, digits, dots or hyphens; ignored when the address names the organisation.
    #[schema(example = "0102")]
    #[serde(default)]
    pub code: String,
    /// Chinese name.
    #[schema(example = "城东支行")]
    pub name_zh: String,
    /// English name.
    #[schema(example = "East branch")]
    pub name_en: String,
    /// Code of the organisation above.
    #[schema(example = "0001")]
    pub parent: Option<String>,
    /// Since when it is open.
    #[schema(value_type = Option<wire::Date>)]
    pub opened_on: Option<CivilDate>,
    /// Since when it is closed.
    #[schema(value_type = Option<wire::Date>)]
    pub closed_on: Option<CivilDate>,
}

impl From<OrganisationRequest> for OrganisationDraft {
    fn from(body: OrganisationRequest) -> Self {
        Self {
            code: body.code,
            name_zh: body.name_zh,
            name_en: body.name_en,
            parent: body.parent,
            opened_on: body.opened_on,
            closed_on: body.closed_on,
        }
    }
}

/// Something that a role can permit.
#[derive(Serialize, ToSchema)]
pub(crate) struct PermissionItem {
    /// Name.
    #[schema(example = "loan.repay")]
    pub code: String,
    /// The capability it belongs to.
    #[schema(example = "loan")]
    pub area: String,
    /// `action`: to use endpoints, and with them pages; `field`: to see a sensitive field, and therefore to write and search for it.
    #[schema(example = "action")]
    pub kind: String,
}

impl From<PermissionRow> for PermissionItem {
    fn from(row: PermissionRow) -> Self {
        Self {
            code: row.code,
            area: row.area,
            kind: row.kind,
        }
    }
}

/// Everything that a role can permit.
#[derive(Serialize, ToSchema)]
pub(crate) struct PermissionList {
    /// By area.
    pub items: Vec<PermissionItem>,
}

/// A role with what it permits, and on which rows.
#[derive(Serialize, ToSchema)]
pub(crate) struct Role {
    /// Stable code.
    #[schema(example = "clerk")]
    pub code: String,
    /// Chinese name.
    #[schema(example = "柜员")]
    pub name_zh: String,
    /// English name.
    #[schema(example = "Clerk")]
    pub name_en: String,
    /// How far it reaches: `own`, `own_organisation`, `subtree`, `custom`, `all`.
    #[schema(example = "own_organisation")]
    pub data_scope: String,
    /// Codes of the organisations that it reaches when its scope is `custom`.
    #[schema(example = json!(["0001"]))]
    pub organisations: Vec<String>,
    /// Names of the permissions, sorted.
    #[schema(example = json!(["loan.read"]))]
    pub permissions: Vec<String>,
    /// From where its users may call: networks in CIDR form; from everywhere when empty.
    #[schema(example = json!(["10.1.0.0/16"]))]
    pub addresses: Vec<String>,
    /// Whether it came with the program.
    pub is_builtin: bool,
    /// Users who have it.
    pub users: i64,
}

impl From<RoleRow> for Role {
    fn from(row: RoleRow) -> Role {
        Role {
            code: row.code,
            name_zh: row.name_zh,
            name_en: row.name_en,
            data_scope: row.data_scope,
            organisations: row.organisations,
            permissions: row.permissions.into_iter().collect(),
            addresses: row.addresses,
            is_builtin: row.is_builtin,
            users: row.users,
        }
    }
}

/// All roles.
#[derive(Serialize, ToSchema)]
pub(crate) struct Roles {
    /// In order of code.
    pub items: Vec<Role>,
}

/// A role as it shall be.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RoleRequest {
    /// 2 to 32 of a-z, 0-9, underscore; ignored when the address names the role.
    #[schema(example = "collector")]
    #[serde(default)]
    pub code: String,
    /// Chinese name.
    #[schema(example = "催收员")]
    pub name_zh: String,
    /// English name.
    #[schema(example = "Collector")]
    pub name_en: String,
    /// How far it reaches: `own`, `own_organisation`, `subtree`, `custom`, `all`.
    #[schema(example = "subtree")]
    pub data_scope: String,
    /// Codes of organisations, for the scope `custom`.
    #[serde(default)]
    #[schema(example = json!(["0001"]))]
    pub organisations: Vec<String>,
    /// Names of permissions.
    #[schema(example = json!(["customer.read", "loan.read"]))]
    pub permissions: BTreeSet<String>,
    /// From where its users may call: at most 50 addresses or networks in CIDR form; from everywhere when empty, as before
    /// when null.
    #[schema(example = json!(["10.1.0.0/16"]))]
    pub addresses: Option<Vec<String>>,
}

impl From<RoleRequest> for RoleDraft {
    fn from(body: RoleRequest) -> Self {
        Self {
            code: body.code,
            name_zh: body.name_zh,
            name_en: body.name_en,
            data_scope: body.data_scope,
            organisations: body.organisations,
            permissions: body.permissions,
            addresses: body.addresses,
        }
    }
}

/// A user as it shall be.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangeUserRequest {
    /// The name others see, 1 to 64 characters.
    #[schema(example = "李娜")]
    pub name: String,
    /// Code of the organisation.
    #[schema(example = "0001")]
    pub organisation: String,
    /// Code of the post.
    #[schema(example = "loan_officer")]
    pub post: Option<String>,
    /// Codes of the roles; at least one.
    #[schema(example = json!(["clerk"]))]
    pub roles: Vec<String>,
    /// Whether the user may sign in.
    pub is_active: bool,
    /// From where the user may call: at most 50 addresses or networks in CIDR form; from everywhere when empty, as before when
    /// null.
    #[schema(example = json!(["10.1.0.0/16"]))]
    pub addresses: Option<Vec<String>>,
}

impl ChangeUserRequest {
    /// The change of the user that the address names.
    pub(crate) fn of(self, login: String) -> UserChange {
        UserChange {
            login,
            name: self.name,
            organisation: self.organisation,
            post: self.post,
            roles: self.roles,
            is_active: self.is_active,
            addresses: self.addresses,
        }
    }
}

/// Somebody acts for somebody absent.
#[derive(Serialize, ToSchema)]
pub(crate) struct Deputy {
    /// Id.
    pub id: Uuid,
    /// Login of who is absent.
    #[schema(example = "wang.min")]
    pub absent: String,
    /// Login of who acts for them.
    #[schema(example = "li.na")]
    pub deputy: String,
    /// The first business date.
    #[schema(value_type = wire::Date)]
    pub from: CivilDate,
    /// The business date before which it ends.
    #[schema(value_type = wire::Date)]
    pub to: CivilDate,
    /// Why.
    #[schema(example = "客户申请")]
    pub reason: String,
    /// Login of who granted it.
    #[schema(example = "admin")]
    pub granted_by: String,
    /// When it was granted.
    #[schema(value_type = wire::Timestamp)]
    pub granted_at: Timestamp,
    /// When it was revoked.
    #[schema(value_type = Option<wire::Timestamp>)]
    pub revoked_at: Option<Timestamp>,
}

impl From<DeputyRow> for Deputy {
    fn from(row: DeputyRow) -> Self {
        Self {
            id: row.id,
            absent: row.absent,
            deputy: row.deputy,
            from: row.from,
            to: row.to,
            reason: row.reason,
            granted_by: row.granted_by,
            granted_at: Timestamp::from_millis(row.granted_at),
            revoked_at: row.revoked_at.map(Timestamp::from_millis),
        }
    }
}

/// Appointments.
#[derive(Serialize, ToSchema)]
pub(crate) struct Deputies {
    /// Those that are not over, newest first.
    pub items: Vec<Deputy>,
}

/// Whom to appoint.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DeputyRequest {
    /// Login of who is absent.
    #[schema(example = "wang.min")]
    pub absent: String,
    /// Login of who acts for them.
    #[schema(example = "li.na")]
    pub deputy: String,
    /// The first business date.
    #[schema(value_type = wire::Date)]
    pub from: CivilDate,
    /// The business date before which it ends, at most a year later.
    #[schema(value_type = wire::Date)]
    pub to: CivilDate,
    /// Why.
    #[schema(example = "休假")]
    pub reason: String,
}

impl From<DeputyRequest> for Appointment {
    fn from(body: DeputyRequest) -> Self {
        Self {
            absent: body.absent,
            deputy: body.deputy,
            from: body.from,
            to: body.to,
            reason: body.reason,
        }
    }
}

/// For whom to act.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ActingForRequest {
    /// Login of somebody whose deputy the caller is today; null to use one's own roles again.
    #[schema(example = "wang.min")]
    pub absent: Option<String>,
}
