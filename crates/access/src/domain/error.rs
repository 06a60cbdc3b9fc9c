use kernel::{Money, Timestamp};

use crate::domain::{DutyConflict, PolicyBound};
use thiserror::Error;

/// Why access refuses. In order of precedence.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AccessRefusal {
    /// Too many failed attempts with this login, whether or not such a user exists.
    #[error("locked out until {until}")]
    LockedOut {
        /// First moment at which another attempt is heard.
        until: Timestamp,
    },
    /// Login and password do not belong together, or the user is disabled. Never says which.
    #[error("login or password is wrong")]
    SignInFailed,
    /// The password was right; the second factor is on and asks for a code.
    #[error("a code of the second factor is needed")]
    SecondFactorRequired,
    /// The code is not the present one, or was used before.
    #[error("the code is wrong or was used before")]
    CodeWrong,
    /// The second factor is on already.
    #[error("the second factor is on already")]
    SecondFactorOn,
    /// The second factor is off, or was never begun.
    #[error("the second factor is not on")]
    SecondFactorOff,
    /// One's own second factor is turned off with password and code.
    #[error("one's own second factor is not reset but turned off")]
    SecondFactorOwn,
    /// A login of another length or with other characters than 3 to 32 of a-z, 0-9, dot, hyphen, underscore.
    #[error("the login has a form that is not allowed")]
    LoginInvalid,
    /// An empty name, a name over 64 characters, or one with control characters.
    #[error("the name is empty, too long or has control characters")]
    NameInvalid,
    /// Fewer characters than the policy wants, or more than 128.
    #[error("the password has fewer than {min} or more than 128 characters")]
    PasswordLength {
        /// Least number of characters.
        min: u32,
    },
    /// Too few kinds among lower case, upper case, digits and others.
    #[error("the password has fewer than {kinds} kinds of characters")]
    PasswordTooSimple {
        /// Least number of kinds.
        kinds: u32,
    },
    /// The present password is another one.
    #[error("the present password is another one")]
    PasswordWrong,
    /// It is one of the last passwords.
    #[error("the password is one of the last {kept}")]
    PasswordUsedBefore {
        /// How many are remembered.
        kept: u32,
    },
    /// There is no such session.
    #[error("there is no such session")]
    SessionUnknown,
    /// The caller comes from an address from which this user, role or token may not be used.
    #[error("not allowed from {address:?}")]
    AddressRefused {
        /// Where the caller comes from, as far as it is known.
        address: Option<std::net::IpAddr>,
    },
    /// Neither an address nor a network in CIDR form.
    #[error("{text:?} is no network of addresses")]
    AddressInvalid {
        /// The entry as given, at most 64 characters of it.
        text: String,
    },
    /// Too many networks in one list.
    #[error("more than {most} networks")]
    AddressesTooMany {
        /// How many a list may hold.
        most: usize,
    },
    /// With these addresses whoever asks for it could not call any more from where they are.
    #[error("would keep out who asks for it, at {address:?}")]
    AddressLocksOut {
        /// Where they are.
        address: Option<std::net::IpAddr>,
    },
    /// A number of the policy is weaker than a rule allows, or beyond sense.
    #[error("{} must be {} to {} ({})", .0.field, .0.min, .0.max, .0.rule)]
    PolicyOutOfBounds(PolicyBound),
    /// A change of the policy says where it comes from.
    #[error("the source is empty or longer than 200 characters")]
    SourceInvalid,
    /// There is no such token, or it is somebody else's.
    #[error("there is no such token")]
    TokenUnknown,
    /// A token that may do nothing is of no use.
    #[error("a token needs at least one permission")]
    TokenScopeEmpty,
    /// No token gives rights or agrees to proposals.
    #[error("no token may have {permission:?}")]
    TokenScopeForbidden {
        /// The permission.
        permission: String,
    },
    /// Who makes a token hands on what they hold themselves.
    #[error("{permission:?} is not held by both maker and user")]
    TokenScopeExceeded {
        /// The permission.
        permission: String,
    },
    /// A token lives a day to a year.
    #[error("a token lives 1 to {most} days")]
    TokenDays {
        /// The most days.
        most: u32,
    },
    /// The user has too many tokens.
    #[error("a user has at most {most} tokens")]
    TokensTooMany {
        /// How many.
        most: i64,
    },
    /// Only a service user's tokens are made by somebody else.
    #[error("the user is a person and makes tokens itself")]
    NotServiceUser,
    /// A service user has no password: programs act as it, with tokens.
    #[error("a service user has no password")]
    IsServiceUser,
    /// The password contains the login.
    #[error("the password contains the login")]
    PasswordContainsLogin,
    /// A user without a role could do nothing.
    #[error("no role given")]
    RolesMissing,
    /// No role has this code.
    #[error("there is no role {code:?}")]
    RoleUnknown {
        /// The code as given.
        code: String,
    },
    /// A code of another length or with other characters than 1 to 16 letters, digits, dots and hyphens.
    #[error("the code of the organisation has a form that is not allowed")]
    OrganisationCodeInvalid,
    /// The head office stays at the top, and no organisation stands below itself.
    #[error("the organisation cannot stand below that one")]
    OrganisationCircle,
    /// No organisation has this code.
    #[error("there is no organisation {code:?}")]
    OrganisationUnknown {
        /// The code as given.
        code: String,
    },
    /// Another organisation has this code.
    #[error("the organisation code {code:?} is taken")]
    OrganisationTaken {
        /// The code as given.
        code: String,
    },
    /// It would be closed before it was opened.
    #[error("the organisation would close before it opens")]
    OrganisationDates,
    /// A closed organisation has neither users nor open organisations below it; the head office is never closed.
    #[error("the organisation has {users} users and {below} open organisations below it")]
    OrganisationInUse {
        /// Users who may sign in.
        users: i64,
        /// Open organisations below it.
        below: i64,
    },
    /// A code of another length or with other characters than 2 to 32 of a-z, 0-9, underscore.
    #[error("the code of the role has a form that is not allowed")]
    RoleCodeInvalid,
    /// Another role has this code.
    #[error("the role code {code:?} is taken")]
    RoleTaken {
        /// The code as given.
        code: String,
    },
    /// A role reaches own, own_organisation, subtree, custom or all.
    #[error("there is no such data scope")]
    ScopeUnknown,
    /// No such permission exists.
    #[error("there is no permission {permission:?}")]
    PermissionUnknown {
        /// The name as given.
        permission: String,
    },
    /// Two roles of one user bring duties together that exclude each other.
    #[error("{} of {} and {} of {} exclude each other", .0.permission, .0.role, .0.other_permission, .0.other_role)]
    DutiesConflict(DutyConflict),
    /// No command of this name can be proposed.
    #[error("there is no command {command:?} that can be proposed")]
    CommandUnknown {
        /// The name as given.
        command: String,
    },
    /// There is no such proposal, or it is not for the caller's eyes.
    #[error("there is no such proposal")]
    ProposalUnknown,
    /// It was decided already, or its time has run out.
    #[error("the proposal is {state}")]
    ProposalDecided {
        /// Where it stands.
        state: &'static str,
    },
    /// Nobody decides about their own proposal, nor about that of whom they are the deputy.
    #[error("the checker must be somebody else than the maker")]
    CheckerIsMaker,
    /// Only its maker takes a proposal back.
    #[error("only its maker takes a proposal back")]
    NotMaker,
    /// The object has changed since the proposal: what would be approved is not what was shown.
    #[error("the object has changed since the proposal was made")]
    ProposalStale,
    /// The amount exceeds the authority of the checker.
    #[error("{amount} exceeds the authority of the checker")]
    AuthorityExceeded {
        /// The amount at stake.
        amount: Money,
        /// The most that the checker may approve; none when no limit is written down.
        limit: Option<Money>,
    },
    /// No such state of a proposal.
    #[error("there is no such state of a proposal")]
    StateUnknown,
    /// A rule is never, always, or above amounts of one currency each.
    #[error("the mode of the rule and its amounts do not fit")]
    CheckModeInvalid,
    /// A proposal is void after 1 to 720 hours.
    #[error("a proposal is void after 1 to 720 hours")]
    ExpiryInvalid,
    /// A limit is not negative.
    #[error("a limit of authority is not negative")]
    LimitInvalid,
    /// There is no such limit of authority.
    #[error("there is no such limit of authority")]
    LimitUnknown,
    /// A duty does not exclude itself.
    #[error("a duty does not exclude itself")]
    DutyOfItself,
    /// The pair stands in the matrix already.
    #[error("the pair of duties is written down already")]
    DutyTaken,
    /// The matrix has no such pair.
    #[error("there is no such pair of duties")]
    DutyUnknown,
    /// Somebody must be able to change users and roles.
    #[error("nobody would be left who may change users and roles")]
    AdministratorMissing,
    /// Nobody is a deputy of themselves.
    #[error("nobody is a deputy of themselves")]
    DeputyOfOneself,
    /// A period ends after it begins, after today, and within a year.
    #[error("the period is empty, over, or longer than {longest} days")]
    PeriodInvalid {
        /// The most days.
        longest: i32,
    },
    /// A reason has 1 to 200 characters.
    #[error("the reason is empty or longer than 200 characters")]
    ReasonInvalid,
    /// There is no such appointment.
    #[error("there is no such appointment of a deputy")]
    DeputyUnknown,
    /// The caller is not the deputy of that person today.
    #[error("not a deputy of that person today")]
    NotDeputy,
    /// Another user has this login.
    #[error("the login {login:?} is taken")]
    LoginTaken {
        /// The login as given.
        login: String,
    },
    /// No user has this login.
    #[error("there is no user {login:?}")]
    UserUnknown {
        /// The login as given.
        login: String,
    },
}
