//! Create a user: for the endpoint and for `xindai user add`.

use kernel::{Actor, Timestamp, UserId};
use platform::command::{CommandContext, Outcome, run_command};
use platform::{AuditLine, Db, DbError, Tx};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::app::change_user::told;
use crate::app::duties;
use crate::app::error::AccessError;
use crate::app::gate::Gate;
use crate::app::query::{self, UserRow};
use crate::app::store::{self, UserRecord};
use crate::domain::{AccessRefusal, Login, UserName};

/// A user to be created, as typed.
#[derive(Clone)]
pub struct NewUser {
    /// The name to sign in with.
    pub login: String,
    /// The name others see.
    pub name: String,
    /// The first password.
    pub password: String,
    /// Codes of the roles; at least one.
    pub roles: Vec<String>,
    /// Code of the organisation; the head office when absent.
    pub organisation: Option<String>,
}

/// A user as it is proposed and stored: everything but a password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UserDraft {
    /// The name to sign in with.
    pub login: String,
    /// The name others see.
    pub name: String,
    /// Codes of the roles; at least one.
    pub roles: Vec<String>,
    /// Code of the organisation; the head office when absent.
    #[serde(default)]
    pub organisation: Option<String>,
    /// Whether it is no person but what programs act as, with tokens.
    #[serde(default)]
    pub is_service: bool,
}

impl NewUser {
    pub(crate) fn draft(&self) -> UserDraft {
        let mut roles = self.roles.clone();
        roles.sort();
        roles.dedup();
        UserDraft {
            login: self.login.clone(),
            name: self.name.clone(),
            roles,
            organisation: self.organisation.clone(),
            is_service: false,
        }
    }
}

/// Creates a person who signs in with a password.
///
/// # Errors
/// [`AccessRefusal`] from `LoginInvalid` to `LoginTaken`, [`AccessError::Busy`], and what commands may answer.
pub fn create_user(
    db: &Db,
    gate: &Gate,
    context: &CommandContext,
    new: &NewUser,
) -> Result<Outcome<UserRow>, AccessError> {
    let login = Login::parse(&new.login)?;
    UserName::parse(&new.name)?;
    db.read(|tx| store::get_policy(tx, context.now))?
        .check_password(&login, &new.password)?;
    if new.roles.is_empty() {
        return Err(AccessRefusal::RolesMissing.into());
    }
    // Outside the transaction, because it takes long. The password stays out of the fingerprint, which is a fast hash.
    let password_hash = gate.hasher().hash(&new.password)?;
    run(db, context, (&new.draft(), &password_hash))
}

/// Creates a service user: nobody signs in as it, programs act as it with tokens.
///
/// # Errors
/// As [`create_user`].
pub fn create_service_user(
    db: &Db,
    gate: &Gate,
    context: &CommandContext,
    draft: &UserDraft,
) -> Result<Outcome<UserRow>, AccessError> {
    let draft = UserDraft {
        is_service: true,
        ..draft.clone()
    };
    run(db, context, (&draft, gate.hasher().nobody()))
}

/// Creates a user whom somebody proposed and somebody else approves. A proposal never holds a password, so nobody knows the
/// first one: it is issued afterwards.
///
/// # Errors
/// As [`create_user`].
pub fn create_without_password(
    tx: &mut Tx,
    gate: &Gate,
    context: &CommandContext,
    draft: &UserDraft,
) -> Result<UserRow, AccessError> {
    insert_user(tx, (&context.actor, context.now), (draft, gate.hasher().nobody()))
}

fn run(
    db: &Db,
    context: &CommandContext,
    (draft, password_hash): (&UserDraft, &str),
) -> Result<Outcome<UserRow>, AccessError> {
    let outcome = run_command(db, context, "access.create_user", draft, |tx| {
        insert_user(tx, (&context.actor, context.now), (draft, password_hash))
    });
    outcome.map_err(|error| match (error, Login::parse(&draft.login)) {
        (AccessError::Db(DbError::UniqueViolation(_)), Ok(login)) => taken(&login),
        (error, _) => error,
    })
}

/// Inserts a user with the hash of a first password.
pub(crate) fn insert_user(
    tx: &mut Tx,
    (actor, now): (&Actor, Timestamp),
    (draft, password_hash): (&UserDraft, &str),
) -> Result<UserRow, AccessError> {
    let login = Login::parse(&draft.login)?;
    let name = UserName::parse(&draft.name)?;
    let role_ids = store::roles_of_codes(tx, &draft.roles)?;
    duties::check_duties(tx, &draft.roles)?;
    let unknown = || AccessRefusal::OrganisationUnknown {
        code: draft.organisation.clone().unwrap_or_default(),
    };
    let found = store::find_organisation(tx, draft.organisation.as_deref())?;
    let (org_id, _) = found.ok_or_else(unknown)?;
    if store::find_user_id(tx, &login)?.is_some() {
        return Err(taken(&login));
    }
    let id = UserId(Uuid::now_v7());
    let record = UserRecord {
        id,
        login: &login,
        name: &name,
        org_id,
        password_hash,
        created_at: now,
        // Who made the user knows the first password.
        must_change_password: *actor != Actor::system() && !draft.is_service,
        is_service: draft.is_service,
    };
    store::insert_user(tx, &record, &role_ids)?;
    let user = query::find_user(tx, login.as_str())?.ok_or_else(|| taken(&login))?;
    tx.audit(AuditLine {
        action: "access.user_created",
        object_kind: "user",
        object_id: id.to_string(),
        before: None,
        after: Some(told(&user)),
    });
    Ok(user)
}

fn taken(login: &Login) -> AccessError {
    AccessRefusal::LoginTaken {
        login: login.to_string(),
    }
    .into()
}
