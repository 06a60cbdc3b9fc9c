//! Wire types.

use kernel::Timestamp;
use platform::http::wire;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::app::{NewUser, OrganisationLabel, UserDraft, UserRow};
use crate::domain::SignInPolicy;

/// What somebody typed to sign in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignInRequest {
    /// The login.
    #[schema(example = "clerk")]
    pub login: String,
    /// The password.
    #[schema(example = "Xindai-demo-1", format = "password")]
    pub password: String,
    /// The code of the second factor, or a recovery code; needed in a second step when it is on.
    #[schema(example = "287082")]
    pub code: Option<String>,
}

/// The signed-in user.
#[derive(Serialize, ToSchema)]
pub(crate) struct SessionUserDto {
    /// Id.
    #[schema(example = "01900000-0000-7000-8000-000000000001")]
    pub id: String,
    /// The login.
    #[schema(example = "clerk")]
    pub login: String,
    /// The name others see.
    #[schema(example = "王敏")]
    pub name: String,
}

/// The organisation of the signed-in user.
#[derive(Serialize, ToSchema)]
pub(crate) struct SessionOrganisation {
    /// Stable code.
    #[schema(example = "0001")]
    pub code: String,
    /// Chinese name.
    #[schema(example = "总行")]
    pub name_zh: String,
    /// English name.
    #[schema(example = "Head office")]
    pub name_en: String,
}

impl From<OrganisationLabel> for SessionOrganisation {
    fn from(label: OrganisationLabel) -> Self {
        Self {
            code: label.code,
            name_zh: label.name_zh,
            name_en: label.name_en,
        }
    }
}

/// Somebody absent whose deputy the caller is.
#[derive(Serialize, ToSchema)]
pub(crate) struct AbsentUser {
    /// The login.
    #[schema(example = "wang.min")]
    pub login: String,
    /// The name.
    #[schema(example = "王敏")]
    pub name: String,
}

/// What a password must be like.
#[derive(Serialize, ToSchema)]
pub(crate) struct PasswordRule {
    /// Least number of characters.
    #[schema(example = 8)]
    pub min_length: u32,
    /// Least number of kinds among lower case, upper case, digits and others.
    #[schema(example = 3)]
    pub min_kinds: u32,
    /// So many last passwords may not be used again.
    #[schema(example = 5)]
    pub history: u32,
    /// After so many days it must be changed.
    #[schema(example = 90)]
    pub max_days: u32,
}

impl From<SignInPolicy> for PasswordRule {
    fn from(policy: SignInPolicy) -> PasswordRule {
        PasswordRule {
            min_length: policy.password_min_length,
            min_kinds: policy.password_min_kinds,
            history: policy.password_history,
            max_days: policy.password_max_days,
        }
    }
}

/// A session: who is signed in and what they may do.
#[derive(Serialize, ToSchema)]
pub(crate) struct Session {
    /// The signed-in user.
    pub user: SessionUserDto,
    /// The user's organisation.
    pub organisation: SessionOrganisation,
    /// Names of the permissions, sorted; of whom the caller acts for, if it does.
    #[schema(example = json!(["loan.read", "loan.repay"]))]
    pub permissions: Vec<String>,
    /// Whether the caller must change the password before anything else.
    pub must_change_password: bool,
    /// The screen locks when nobody has touched it for so many minutes.
    #[schema(example = 15)]
    pub lock_screen_minutes: u32,
    /// What a new password must be like.
    pub password_rule: PasswordRule,
    /// For whom the caller acts at the moment: the login of somebody absent.
    pub acting_for: Option<String>,
    /// Those for whom the caller may act today.
    pub may_act_for: Vec<AbsentUser>,
    /// The lender's day; null before the first one is set.
    #[schema(value_type = Option<wire::Date>)]
    pub business_date: Option<String>,
    /// The lender's name.
    #[schema(example = "信贷")]
    pub institution: String,
    /// Whether a demo's book was begun and is not complete: an administrator goes on with it first.
    pub unfinished_demo: bool,
    /// The currency in which the lender thinks; null where the first start did not ask.
    #[schema(example = "CNY")]
    pub currency: Option<String>,
    /// The language of this request: `zh-CN` or `en`.
    #[schema(example = "zh-CN")]
    pub language: String,
}

/// A user to be created.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CreateUserRequest {
    /// 3 to 32 of a-z, 0-9, dot, hyphen, underscore; begins with a letter.
    #[schema(example = "li.na")]
    pub login: String,
    /// The name others see, 1 to 64 characters.
    #[schema(example = "李娜")]
    pub name: String,
    /// The first password; a service user has none.
    #[schema(example = "Jinse-lude-7", format = "password")]
    #[serde(default)]
    pub password: String,
    /// Codes of the roles; at least one.
    #[schema(example = json!(["clerk"]))]
    pub roles: Vec<String>,
    /// Code of the organisation; the head office when absent.
    #[schema(example = "0001")]
    pub organisation: Option<String>,
    /// Whether it is no person but what programs act as, with tokens.
    #[serde(default)]
    pub is_service: bool,
}

impl From<CreateUserRequest> for UserDraft {
    fn from(body: CreateUserRequest) -> UserDraft {
        UserDraft {
            login: body.login,
            name: body.name,
            roles: body.roles,
            organisation: body.organisation,
            is_service: body.is_service,
        }
    }
}

impl From<CreateUserRequest> for NewUser {
    fn from(body: CreateUserRequest) -> NewUser {
        NewUser {
            login: body.login,
            name: body.name,
            password: body.password,
            roles: body.roles,
            organisation: body.organisation,
        }
    }
}

/// A user as administrators see it.
#[derive(Serialize, ToSchema)]
pub(crate) struct User {
    /// Id.
    #[schema(example = "01900000-0000-7000-8000-000000000001")]
    pub id: String,
    /// The login.
    #[schema(example = "li.na")]
    pub login: String,
    /// The name others see.
    #[schema(example = "李娜")]
    pub name: String,
    /// Name of the organisation.
    #[schema(example = "总行")]
    pub organisation: String,
    /// Code of the organisation.
    #[schema(example = "0001")]
    pub organisation_code: String,
    /// Code of the post.
    #[schema(example = "teller")]
    pub post: Option<String>,
    /// Codes of the roles.
    #[schema(example = json!(["clerk"]))]
    pub roles: Vec<String>,
    /// Whether the user may sign in.
    pub is_active: bool,
    /// Whether signing in asks for a code of an authenticator app too.
    pub has_second_factor: bool,
    /// Whether it is no person but what programs act as, with tokens.
    pub is_service: bool,
    /// From where the user may call: networks in CIDR form; from everywhere when empty.
    #[schema(example = json!(["10.1.0.0/16"]))]
    pub addresses: Vec<String>,
    /// When the user was created.
    #[schema(value_type = wire::Timestamp)]
    pub created_at: Timestamp,
    /// When the user last signed in.
    #[schema(value_type = Option<wire::Timestamp>)]
    pub last_sign_in_at: Option<Timestamp>,
}

impl From<UserRow> for User {
    fn from(row: UserRow) -> User {
        User {
            id: row.id.to_string(),
            login: row.login,
            name: row.name,
            organisation: row.organisation,
            organisation_code: row.organisation_code,
            post: row.post,
            roles: row.roles,
            is_active: row.is_active,
            has_second_factor: row.has_second_factor,
            is_service: row.is_service,
            addresses: row.addresses,
            created_at: Timestamp::from_millis(row.created_at),
            last_sign_in_at: row.last_sign_in_at.map(Timestamp::from_millis),
        }
    }
}
