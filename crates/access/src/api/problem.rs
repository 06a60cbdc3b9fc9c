use std::net::IpAddr;

use platform::http::Problem;

use crate::api::posts::of_post;
use crate::api::problem_sign_on::of_sign_on;
use crate::app::AccessError;
use crate::domain::AccessRefusal;

platform::problems! {
    /// Every problem of access; `access.not_signed_in` and `access.permission_denied` belong to the platform.
    pub PROBLEMS;
    LOCKED_OUT = 429 "access.locked_out"
        { zh: "登录失败次数过多，请于 {until} 之后再试", en: "Too many failed sign-ins; try again after {until}" }
    SIGN_IN_FAILED = 401 "access.sign_in_failed"
        { zh: "用户名或密码不正确", en: "Login or password is wrong" }
    SECOND_FACTOR_REQUIRED = 401 "access.second_factor_required"
        { zh: "请输入动态验证码或恢复码", en: "Enter the code of your authenticator app, or a recovery code" }
    CODE_WRONG = 422 "access.code_wrong"
        { zh: "验证码不正确或已使用过", en: "The code is wrong or was used before" }
    SECOND_FACTOR_ON = 409 "access.second_factor_on"
        { zh: "两步验证已开启", en: "The second factor is on already" }
    SECOND_FACTOR_OFF = 409 "access.second_factor_off"
        { zh: "两步验证未开启", en: "The second factor is not on" }
    SECOND_FACTOR_OWN = 403 "access.second_factor_own"
        { zh: "本人的两步验证须以密码和验证码关闭", en: "Turn your own second factor off with password and code" }
    LOGIN_INVALID = 422 "access.login_invalid"
        { zh: "登录名须为 3 至 32 个小写字母、数字、点、连字符或下划线，并以字母开头",
          en: "A login has 3 to 32 lower-case letters, digits, dots, hyphens or underscores and begins with a letter" }
    NAME_INVALID = 422 "access.name_invalid"
        { zh: "姓名须为 1 至 64 个字符", en: "A name has 1 to 64 characters" }
    PASSWORD_LENGTH = 422 "access.password_length"
        { zh: "密码须为 {min} 至 128 个字符", en: "A password has {min} to 128 characters" }
    PASSWORD_TOO_SIMPLE = 422 "access.password_too_simple"
        { zh: "密码须包含大写字母、小写字母、数字、其他字符中的至少 {kinds} 种",
          en: "A password has at least {kinds} of: lower case, upper case, digits, other characters" }
    PROOF_MISSING = 422 "access.proof_missing"
        { zh: "请填写密码或动态码", en: "Give the password or a code" }
    PASSWORD_WRONG = 422 "access.password_wrong"
        { zh: "当前密码不正确", en: "The present password is another one" }
    PASSWORD_USED_BEFORE = 422 "access.password_used_before"
        { zh: "不得使用最近 {kept} 次用过的密码", en: "The password is one of the last {kept}" }
    SESSION_UNKNOWN = 404 "access.session_unknown"
        { zh: "没有这个会话", en: "There is no such session" }
    ADDRESS_REFUSED = 403 "access.address_refused"
        { zh: "不允许从该地址访问（{address}）", en: "Not allowed from this address ({address})" }
    ADDRESS_INVALID = 422 "access.address_invalid"
        { zh: "“{entry}”不是 IP 地址或网段（如 10.1.0.0/16、2001:db8::/32）", en: "{entry} is neither an address nor a network (as 10.1.0.0/16 or 2001:db8::/32)" }
    ADDRESSES_TOO_MANY = 422 "access.addresses_too_many"
        { zh: "地址或网段不得超过 {most} 个", en: "A list has at most {most} addresses or networks" }
    ADDRESS_LOCKS_OUT = 409 "access.address_locks_out"
        { zh: "按此设置，您将无法再从当前地址（{address}）访问，请先把它列入", en: "With these, you could not call any more from where you are ({address}): list it first" }
    POLICY_OUT_OF_BOUNDS = 422 "access.policy_out_of_bounds"
        { zh: "该值须为 {min} 至 {max}（{rule}）", en: "The value must be {min} to {max} ({rule})" }
    SOURCE_INVALID = 422 "access.source_invalid"
        { zh: "依据须为 1 至 200 个字符", en: "A source has 1 to 200 characters" }
    TOKEN_UNKNOWN = 404 "access.token_unknown"
        { zh: "没有这个访问令牌", en: "There is no such token" }
    TOKEN_SCOPE_EMPTY = 422 "access.token_scope_empty"
        { zh: "访问令牌至少须有一项权限", en: "A token needs at least one permission" }
    TOKEN_SCOPE_FORBIDDEN = 422 "access.token_scope_forbidden"
        { zh: "访问令牌不得具有“{permission}”：授权与复核须由本人办理", en: "No token may have {permission}: rights and approvals are given in person" }
    TOKEN_SCOPE_EXCEEDED = 422 "access.token_scope_exceeded"
        { zh: "“{permission}”须同时是创建人与使用者已有的权限", en: "{permission} must be held by who makes the token and by its user" }
    TOKEN_DAYS = 422 "access.token_days"
        { zh: "访问令牌的有效期须为 1 至 {most} 天", en: "A token lives 1 to {most} days" }
    TOKENS_TOO_MANY = 409 "access.tokens_too_many"
        { zh: "每个用户最多 {most} 个有效的访问令牌，请先撤销不用的", en: "A user has at most {most} tokens in use: revoke one first" }
    NOT_SERVICE_USER = 409 "access.not_service_user"
        { zh: "该用户是自然人，访问令牌须由本人创建", en: "The user is a person and makes tokens in person" }
    IS_SERVICE_USER = 409 "access.is_service_user"
        { zh: "服务用户没有密码，请创建访问令牌", en: "A service user has no password: make a token" }
    PASSWORD_CONTAINS_LOGIN = 422 "access.password_contains_login"
        { zh: "密码不得包含登录名", en: "A password must not contain the login" }
    ROLES_MISSING = 422 "access.roles_missing"
        { zh: "至少选择一个角色", en: "At least one role is needed" }
    ROLE_UNKNOWN = 422 "access.role_unknown"
        { zh: "没有角色 {role}", en: "There is no role {role}" }
    ORGANISATION_CODE_INVALID = 422 "access.organisation_code_invalid"
        { zh: "机构代码须为 1 至 16 个字母、数字、点或连字符", en: "The code of an organisation has 1 to 16 letters, digits, dots or hyphens" }
    ORGANISATION_CIRCLE = 422 "access.organisation_circle"
        { zh: "总机构不能移动，机构也不能置于自身或其下级之下", en: "The head office stays at the top, and no organisation stands below itself" }
    ORGANISATION_UNKNOWN = 422 "access.organisation_unknown"
        { zh: "没有机构 {organisation}", en: "There is no organisation {organisation}" }
    ORGANISATION_TAKEN = 409 "access.organisation_taken"
        { zh: "机构代码 {organisation} 已被使用", en: "The organisation code {organisation} is taken" }
    ORGANISATION_DATES = 422 "access.organisation_dates"
        { zh: "撤销日期不得早于成立日期", en: "An organisation cannot close before it opens" }
    ORGANISATION_IN_USE = 409 "access.organisation_in_use"
        { zh: "机构下还有 {users} 名在用用户、{below} 个未撤销的下级机构，不能撤销（总机构始终不能撤销）",
          en: "The organisation has {users} active users and {below} open organisations below it and cannot be closed (the head office never is)" }
    ROLE_CODE_INVALID = 422 "access.role_code_invalid"
        { zh: "角色代码须为 2 至 32 个小写字母、数字或下划线，并以字母开头",
          en: "The code of a role has 2 to 32 lower-case letters, digits or underscores and begins with a letter" }
    ROLE_TAKEN = 409 "access.role_taken"
        { zh: "角色代码 {role} 已被使用", en: "The role code {role} is taken" }
    SCOPE_UNKNOWN = 422 "access.scope_unknown"
        { zh: "数据范围须为本人、本机构、本机构及下级、指定机构或全部之一", en: "A data scope is own, own_organisation, subtree, custom or all" }
    PERMISSION_UNKNOWN = 422 "access.permission_unknown"
        { zh: "没有权限项 {permission}", en: "There is no permission {permission}" }
    DUTIES_CONFLICT = 409 "access.duties_conflict"
        { zh: "不相容岗位：角色 {role} 的“{permission}”与角色 {other_role} 的“{other_permission}”不得由同一人兼任",
          en: "Duties that exclude each other: {permission} of role {role} and {other_permission} of role {other_role}" }
    COMMAND_UNKNOWN = 422 "access.command_unknown"
        { zh: "没有可提交复核的操作 {command}", en: "There is no command {command} that can be proposed" }
    PROPOSAL_UNKNOWN = 404 "access.proposal_unknown"
        { zh: "没有这项待复核变更", en: "There is no such proposal" }
    PROPOSAL_DECIDED = 409 "access.proposal_decided"
        { zh: "该变更已不在待复核状态（{state}）", en: "The proposal is no longer pending ({state})" }
    CHECKER_IS_MAKER = 403 "access.checker_is_maker"
        { zh: "经办与复核须为不同的人", en: "The checker must be somebody else than the maker" }
    NOT_MAKER = 403 "access.not_maker"
        { zh: "只有提交人可以撤回", en: "Only its maker takes a proposal back" }
    PROPOSAL_STALE = 409 "access.proposal_stale"
        { zh: "提交之后对象已发生变化，请重新提交", en: "The object has changed since the proposal was made: propose it anew" }
    AUTHORITY_EXCEEDED = 403 "access.authority_exceeded"
        { zh: "金额 {amount} 超出您的授权限额", en: "{amount} exceeds your authority" }
    STATE_UNKNOWN = 400 "access.state_unknown"
        { zh: "没有这种状态", en: "There is no such state" }
    CHECK_MODE_INVALID = 422 "access.check_mode_invalid"
        { zh: "复核方式须为不复核、一律复核，或附有各币种金额的超额复核", en: "A rule is never, always, or above with an amount for each currency" }
    EXPIRY_INVALID = 422 "access.expiry_invalid"
        { zh: "有效时间须为 1 至 720 小时", en: "A proposal is void after 1 to 720 hours" }
    LIMIT_INVALID = 422 "access.limit_invalid"
        { zh: "授权限额不得为负", en: "A limit of authority is not negative" }
    LIMIT_UNKNOWN = 404 "access.limit_unknown"
        { zh: "没有这项授权限额", en: "There is no such limit of authority" }
    DUTY_OF_ITSELF = 422 "access.duty_of_itself"
        { zh: "同一权限项不能与自身互斥", en: "A duty does not exclude itself" }
    DUTY_TAKEN = 409 "access.duty_taken"
        { zh: "这对不相容权限已登记", en: "The pair of duties is written down already" }
    DUTY_UNKNOWN = 404 "access.duty_unknown"
        { zh: "没有这对不相容权限", en: "There is no such pair of duties" }
    ADMINISTRATOR_MISSING = 409 "access.administrator_missing"
        { zh: "至少须保留一名可管理用户与角色的在用用户", en: "At least one active user must be able to change users and roles" }
    DEPUTY_OF_ONESELF = 422 "access.deputy_of_oneself"
        { zh: "代理人不能是本人", en: "Nobody is a deputy of themselves" }
    PERIOD_INVALID = 422 "access.period_invalid"
        { zh: "代理期间须晚于当前业务日期结束，且不超过 {longest} 天", en: "The period ends after the business date and has 1 to {longest} days" }
    REASON_INVALID = 422 "access.reason_invalid"
        { zh: "事由须为 1 至 200 个字符", en: "A reason has 1 to 200 characters" }
    DEPUTY_UNKNOWN = 404 "access.deputy_unknown"
        { zh: "没有这项代理", en: "There is no such appointment of a deputy" }
    NOT_DEPUTY = 409 "access.not_deputy"
        { zh: "您今日不是该用户的代理人", en: "You are not a deputy of that person today" }
    LOGIN_TAKEN = 409 "access.login_taken"
        { zh: "登录名 {login} 已被使用", en: "The login {login} is taken" }
    USER_UNKNOWN = 404 "access.user_unknown"
        { zh: "没有用户 {login}", en: "There is no user {login}" }
    BUSY = 503 "access.busy"
        { zh: "登录请求过多，请稍后再试", en: "Too many sign-ins at the same time; try again in a moment" }
}

impl From<AccessError> for Problem {
    fn from(error: AccessError) -> Problem {
        match error {
            AccessError::Refused(refusal) => refused(refusal),
            AccessError::Post(refusal) => of_post(refusal),
            AccessError::SignOn(refusal) => of_sign_on(refusal),
            AccessError::Busy => Problem::of(BUSY),
            AccessError::Command(error) => error.into(),
            AccessError::Key(error) => error.into(),
            AccessError::Db(error) => error.into(),
        }
    }
}

fn refused(refusal: AccessRefusal) -> Problem {
    match refusal {
        AccessRefusal::LockedOut { until } => Problem::of(LOCKED_OUT).with("until", until),
        AccessRefusal::SignInFailed => Problem::of(SIGN_IN_FAILED),
        AccessRefusal::SecondFactorRequired
        | AccessRefusal::CodeWrong
        | AccessRefusal::SecondFactorOn
        | AccessRefusal::SecondFactorOff
        | AccessRefusal::SecondFactorOwn => of_second_factor(&refusal),
        AccessRefusal::LoginInvalid => Problem::of(LOGIN_INVALID).field("login"),
        AccessRefusal::NameInvalid => Problem::of(NAME_INVALID).field("name"),
        AccessRefusal::OrganisationCodeInvalid
        | AccessRefusal::OrganisationCircle
        | AccessRefusal::OrganisationUnknown { .. }
        | AccessRefusal::OrganisationTaken { .. }
        | AccessRefusal::OrganisationDates
        | AccessRefusal::OrganisationInUse { .. } => of_organisation(refusal),
        AccessRefusal::PasswordLength { .. }
        | AccessRefusal::PasswordTooSimple { .. }
        | AccessRefusal::PasswordWrong
        | AccessRefusal::PasswordUsedBefore { .. }
        | AccessRefusal::PasswordContainsLogin => of_password(refusal),
        AccessRefusal::SessionUnknown => Problem::of(SESSION_UNKNOWN),
        AccessRefusal::AddressRefused { .. }
        | AccessRefusal::AddressInvalid { .. }
        | AccessRefusal::AddressesTooMany { .. }
        | AccessRefusal::AddressLocksOut { .. }
        | AccessRefusal::PolicyOutOfBounds(_)
        | AccessRefusal::SourceInvalid
        | AccessRefusal::TokenUnknown
        | AccessRefusal::TokenScopeEmpty
        | AccessRefusal::TokenScopeForbidden { .. }
        | AccessRefusal::TokenScopeExceeded { .. }
        | AccessRefusal::TokenDays { .. }
        | AccessRefusal::TokensTooMany { .. }
        | AccessRefusal::NotServiceUser
        | AccessRefusal::IsServiceUser => of_token(refusal),
        AccessRefusal::RolesMissing => Problem::of(ROLES_MISSING).field("roles"),
        AccessRefusal::RoleUnknown { code } => Problem::of(ROLE_UNKNOWN).field("roles").with("role", code),
        AccessRefusal::RoleCodeInvalid => Problem::of(ROLE_CODE_INVALID).field("code"),
        AccessRefusal::RoleTaken { code } => Problem::of(ROLE_TAKEN).field("code").with("role", code),
        AccessRefusal::ScopeUnknown => Problem::of(SCOPE_UNKNOWN).field("data_scope"),
        AccessRefusal::DutiesConflict(_)
        | AccessRefusal::PermissionUnknown { .. }
        | AccessRefusal::CommandUnknown { .. }
        | AccessRefusal::ProposalUnknown
        | AccessRefusal::ProposalDecided { .. }
        | AccessRefusal::CheckerIsMaker
        | AccessRefusal::NotMaker
        | AccessRefusal::ProposalStale
        | AccessRefusal::AuthorityExceeded { .. }
        | AccessRefusal::StateUnknown
        | AccessRefusal::CheckModeInvalid
        | AccessRefusal::ExpiryInvalid
        | AccessRefusal::LimitInvalid
        | AccessRefusal::LimitUnknown
        | AccessRefusal::DutyOfItself
        | AccessRefusal::DutyTaken
        | AccessRefusal::DutyUnknown => of_four_eyes(refusal),
        AccessRefusal::AdministratorMissing => Problem::of(ADMINISTRATOR_MISSING),
        AccessRefusal::DeputyOfOneself => Problem::of(DEPUTY_OF_ONESELF).field("deputy"),
        AccessRefusal::PeriodInvalid { longest } => Problem::of(PERIOD_INVALID).field("to").with("longest", longest),
        AccessRefusal::ReasonInvalid => Problem::of(REASON_INVALID).field("reason"),
        AccessRefusal::DeputyUnknown => Problem::of(DEPUTY_UNKNOWN),
        AccessRefusal::NotDeputy => Problem::of(NOT_DEPUTY).field("absent"),
        AccessRefusal::LoginTaken { login } => Problem::of(LOGIN_TAKEN).field("login").with("login", login),
        AccessRefusal::UserUnknown { login } => Problem::of(USER_UNKNOWN).field("login").with("login", login),
    }
}

fn of_organisation(refusal: AccessRefusal) -> Problem {
    match refusal {
        AccessRefusal::OrganisationCodeInvalid => Problem::of(ORGANISATION_CODE_INVALID).field("code"),
        AccessRefusal::OrganisationUnknown { code } => Problem::of(ORGANISATION_UNKNOWN)
            .field("organisation")
            .with("organisation", code),
        AccessRefusal::OrganisationTaken { code } => {
            Problem::of(ORGANISATION_TAKEN).field("code").with("organisation", code)
        }
        AccessRefusal::OrganisationDates => Problem::of(ORGANISATION_DATES).field("closed_on"),
        AccessRefusal::OrganisationInUse { users, below } => Problem::of(ORGANISATION_IN_USE)
            .field("closed_on")
            .with("users", users)
            .with("below", below),
        _ => Problem::of(ORGANISATION_CIRCLE).field("parent"),
    }
}

fn of_password(refusal: AccessRefusal) -> Problem {
    match refusal {
        AccessRefusal::PasswordLength { min } => Problem::of(PASSWORD_LENGTH).field("password").with("min", min),
        AccessRefusal::PasswordTooSimple { kinds } => {
            Problem::of(PASSWORD_TOO_SIMPLE).field("password").with("kinds", kinds)
        }
        AccessRefusal::PasswordWrong => Problem::of(PASSWORD_WRONG).field("current"),
        AccessRefusal::PasswordUsedBefore { kept } => {
            Problem::of(PASSWORD_USED_BEFORE).field("password").with("kept", kept)
        }
        _ => Problem::of(PASSWORD_CONTAINS_LOGIN).field("password"),
    }
}

fn of_second_factor(refusal: &AccessRefusal) -> Problem {
    match refusal {
        AccessRefusal::CodeWrong => Problem::of(CODE_WRONG).field("code"),
        AccessRefusal::SecondFactorOn => Problem::of(SECOND_FACTOR_ON),
        AccessRefusal::SecondFactorOff => Problem::of(SECOND_FACTOR_OFF),
        AccessRefusal::SecondFactorOwn => Problem::of(SECOND_FACTOR_OWN),
        _ => Problem::of(SECOND_FACTOR_REQUIRED).field("code"),
    }
}

fn told(address: Option<IpAddr>) -> String {
    address.map_or_else(|| "?".to_owned(), |address| address.to_string())
}

fn of_token(refusal: AccessRefusal) -> Problem {
    let of = Problem::of;
    match refusal {
        AccessRefusal::AddressRefused { address } => of(ADDRESS_REFUSED).with("address", told(address)),
        AccessRefusal::AddressLocksOut { address } => {
            of(ADDRESS_LOCKS_OUT).field("addresses").with("address", told(address))
        }
        AccessRefusal::PolicyOutOfBounds(bound) => of(POLICY_OUT_OF_BOUNDS)
            .field(bound.field)
            .with("min", bound.min)
            .with("max", bound.max)
            .with("rule", bound.rule),
        AccessRefusal::SourceInvalid => of(SOURCE_INVALID).field("source"),
        AccessRefusal::AddressInvalid { text } => of(ADDRESS_INVALID).field("addresses").with("entry", text),
        AccessRefusal::AddressesTooMany { most } => of(ADDRESSES_TOO_MANY).field("addresses").with("most", most),
        AccessRefusal::TokenScopeEmpty => of(TOKEN_SCOPE_EMPTY).field("permissions"),
        AccessRefusal::TokenScopeForbidden { permission } => of(TOKEN_SCOPE_FORBIDDEN)
            .field("permissions")
            .with("permission", permission),
        AccessRefusal::TokenScopeExceeded { permission } => of(TOKEN_SCOPE_EXCEEDED)
            .field("permissions")
            .with("permission", permission),
        AccessRefusal::TokenDays { most } => of(TOKEN_DAYS).field("days").with("most", most),
        AccessRefusal::TokensTooMany { most } => of(TOKENS_TOO_MANY).with("most", most),
        AccessRefusal::NotServiceUser => of(NOT_SERVICE_USER),
        AccessRefusal::IsServiceUser => of(IS_SERVICE_USER),
        _ => of(TOKEN_UNKNOWN),
    }
}

fn of_four_eyes(refusal: AccessRefusal) -> Problem {
    let of = Problem::of;
    match refusal {
        AccessRefusal::DutiesConflict(pair) => of(DUTIES_CONFLICT)
            .field("roles")
            .with("role", pair.role)
            .with("permission", pair.permission)
            .with("other_role", pair.other_role)
            .with("other_permission", pair.other_permission),
        AccessRefusal::PermissionUnknown { permission } => of(PERMISSION_UNKNOWN)
            .field("permissions")
            .with("permission", permission),
        AccessRefusal::CommandUnknown { command } => of(COMMAND_UNKNOWN).field("command").with("command", command),
        AccessRefusal::ProposalDecided { state } => of(PROPOSAL_DECIDED).with("state", state),
        AccessRefusal::CheckerIsMaker => of(CHECKER_IS_MAKER),
        AccessRefusal::NotMaker => of(NOT_MAKER),
        AccessRefusal::ProposalStale => of(PROPOSAL_STALE),
        AccessRefusal::AuthorityExceeded { amount, limit } => {
            of(AUTHORITY_EXCEEDED).with("amount", amount).with("limit", limit)
        }
        AccessRefusal::StateUnknown => of(STATE_UNKNOWN).field("state"),
        AccessRefusal::CheckModeInvalid => of(CHECK_MODE_INVALID).field("mode"),
        AccessRefusal::ExpiryInvalid => of(EXPIRY_INVALID).field("expire_hours"),
        AccessRefusal::LimitInvalid => of(LIMIT_INVALID).field("limit"),
        AccessRefusal::LimitUnknown => of(LIMIT_UNKNOWN),
        AccessRefusal::DutyOfItself => of(DUTY_OF_ITSELF).field("other"),
        AccessRefusal::DutyTaken => of(DUTY_TAKEN).field("other"),
        AccessRefusal::DutyUnknown => of(DUTY_UNKNOWN),
        _ => of(PROPOSAL_UNKNOWN),
    }
}
