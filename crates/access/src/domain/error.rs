use kernel::Timestamp;
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
    /// No post has this code.
    #[error("there is no post {code:?}")]
    PostUnknown {
        /// The code as given.
        code: String,
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
