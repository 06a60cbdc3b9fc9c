use super::Lang;
use super::problem::{
    IN_PERSON_ONLY, NOT_SIGNED_IN, PASSWORD_CHANGE_REQUIRED, PERMISSION_DENIED, Problem, SESSION_LOCKED,
};
use crate::check::Checks;
use crate::sight::Sight;
use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::request::Parts;
use kernel::{Actor, DataScope, OrgId};
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Arc;

/// What a caller must be allowed to do to use an endpoint: `loan.repay`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Permission(pub &'static str);

impl Permission {
    /// Anyone, signed in or not.
    pub const PUBLIC: Self = Self("public");
    /// Any signed-in user.
    pub const SIGNED_IN: Self = Self("signed_in");
    /// Any signed-in user in person: no program with a token, whatever it may do otherwise.
    pub const IN_PERSON: Self = Self("in_person");
    /// Any signed-in user in person, even while the screen of the session is locked.
    pub const EVEN_LOCKED: Self = Self("even_locked");
}

/// What somebody may do, and on which rows: the scope of each permission by its name.
pub type Grants = BTreeMap<String, DataScope>;

/// The signed-in caller of a request.
#[derive(Debug, Clone)]
pub struct Principal {
    /// Who acts.
    pub actor: Actor,
    /// The permissions granted to them; what is missing is denied.
    pub grants: Arc<Grants>,
    /// The organisation for which they work.
    pub org: OrgId,
    /// The commands that take effect only when somebody else approves them.
    pub checks: Checks,
    /// Whether they must change their password before anything else.
    pub must_change_password: bool,
    /// Whether the screen of their session is locked: then nothing but unlocking it and signing out.
    pub is_locked: bool,
    /// The language of the request.
    pub lang: Lang,
}

impl Principal {
    /// A caller from the head office who may do these things on all rows.
    #[must_use]
    pub fn everywhere(actor: Actor, permissions: impl IntoIterator<Item = String>, lang: Lang) -> Self {
        let all = |name| (name, DataScope::All);
        Self {
            actor,
            grants: Arc::new(permissions.into_iter().map(all).collect()),
            org: OrgId::HEAD_OFFICE,
            checks: Checks::default(),
            must_change_password: false,
            is_locked: false,
            lang,
        }
    }

    /// The rows on which a permission was granted; none when it was not.
    #[must_use]
    pub fn scope_of(&self, permission: Permission) -> DataScope {
        self.grants.get(permission.0).cloned().unwrap_or_default()
    }

    /// The sensitive fields that they see, and on which rows.
    #[must_use]
    pub fn sight(&self) -> Sight {
        Sight::granted(Arc::clone(&self.grants))
    }

    /// Whether the caller has the permission.
    #[must_use]
    pub fn may(&self, permission: Permission) -> bool {
        match permission {
            Permission::PUBLIC | Permission::SIGNED_IN => true,
            Permission::IN_PERSON | Permission::EVEN_LOCKED => self.actor.token.is_none(),
            Permission(name) => self.grants.contains_key(name),
        }
    }

    /// Asks for a permission by a name that was stored.
    ///
    /// # Errors
    /// `access.permission_denied` when the caller lacks it.
    pub fn require_named(&self, permission: &str) -> Result<(), Problem> {
        if self.grants.contains_key(permission) {
            return Ok(());
        }
        Err(Problem::of(PERMISSION_DENIED).with("permission", permission))
    }

    /// Asks for a further permission inside a handler.
    ///
    /// # Errors
    /// `access.permission_denied` when the caller lacks it.
    pub fn require(&self, permission: Permission) -> Result<(), Problem> {
        if self.may(permission) {
            return Ok(());
        }
        Err(Problem::of(PERMISSION_DENIED).with("permission", permission.0))
    }
}

/// Checks a route's permission against the caller, if any.
pub(super) fn check(principal: Option<&Principal>, permission: Permission) -> Result<(), Problem> {
    match (permission, principal) {
        (Permission::PUBLIC, _) => Ok(()),
        (_, None) => Err(Problem::of(NOT_SIGNED_IN)),
        (Permission::IN_PERSON | Permission::EVEN_LOCKED, Some(principal)) if principal.actor.token.is_some() => {
            Err(Problem::of(IN_PERSON_ONLY))
        }
        (Permission::EVEN_LOCKED, Some(_)) => Ok(()),
        (_, Some(principal)) if principal.is_locked => {
            Err(Problem::of(SESSION_LOCKED).with("login", principal.actor.login.as_str()))
        }
        (Permission::SIGNED_IN | Permission::IN_PERSON, Some(_)) => Ok(()),
        (_, Some(principal)) if principal.must_change_password => Err(Problem::of(PASSWORD_CHANGE_REQUIRED)),
        (permission, Some(principal)) => principal.require(permission),
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Principal {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or_else(|| Problem::of(NOT_SIGNED_IN))
    }
}

impl<S: Send + Sync> OptionalFromRequestParts<S> for Principal {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned())
    }
}

/// The rows that the caller may see through the endpoint that is called: granted with the endpoint's permission.
#[derive(Debug, Clone, Default)]
pub struct Scope(pub DataScope);

impl<S: Send + Sync> FromRequestParts<S> for Scope {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_default())
    }
}
