//! Create a user: for the endpoint and for `xindai user add`.

use kernel::{Actor, UserId};
use platform::command::{CommandContext, Outcome, run_command};
use platform::{AuditLine, Db, DbError, Tx};
use serde_json::json;
use uuid::Uuid;

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

/// Creates a user.
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
    let name = UserName::parse(&new.name)?;
    db.read(|tx| store::get_policy(tx, context.now))?
        .check_password(&login, &new.password)?;
    let mut roles = new.roles.clone();
    roles.sort();
    roles.dedup();
    if roles.is_empty() {
        return Err(AccessRefusal::RolesMissing.into());
    }
    // Outside the transaction, because it takes long. The password stays out of the fingerprint, which is a fast hash.
    let password_hash = gate.hasher().hash(&new.password)?;
    let fingerprint = (login.as_str(), name.as_str(), &roles, &new.organisation);
    let outcome = run_command(db, context, "access.create_user", &fingerprint, |tx| {
        let draft = Draft {
            login: &login,
            name: &name,
            roles: &roles,
            organisation: new.organisation.as_deref(),
        };
        insert(tx, context, &draft, &password_hash)
    });
    outcome.map_err(|error| match error {
        AccessError::Db(DbError::UniqueViolation(_)) => taken(&login),
        error => error,
    })
}

struct Draft<'a> {
    login: &'a Login,
    name: &'a UserName,
    roles: &'a [String],
    organisation: Option<&'a str>,
}

fn insert(
    tx: &mut Tx,
    context: &CommandContext,
    draft: &Draft<'_>,
    password_hash: &str,
) -> Result<UserRow, AccessError> {
    let role_ids = store::roles_of_codes(tx, draft.roles)?;
    duties::check_duties(tx, draft.roles)?;
    let unknown = || AccessRefusal::OrganisationUnknown {
        code: draft.organisation.unwrap_or_default().to_owned(),
    };
    let (org_id, organisation) = store::find_organisation(tx, draft.organisation)?.ok_or_else(unknown)?;
    if store::find_user_id(tx, draft.login)?.is_some() {
        return Err(taken(draft.login));
    }
    let (id, created_at) = (UserId(Uuid::now_v7()), context.now);
    let record = UserRecord {
        id,
        login: draft.login,
        name: draft.name,
        org_id,
        password_hash,
        created_at,
        // Who made the user knows the first password.
        must_change_password: context.actor != Actor::system(),
    };
    store::insert_user(tx, &record, &role_ids)?;
    tx.audit(AuditLine {
        action: "access.user_created",
        object_kind: "user",
        object_id: id.to_string(),
        before: None,
        after: Some(json!({ "login": draft.login.as_str(), "roles": draft.roles, "organisation": organisation })),
    });
    query::find_user(tx, draft.login.as_str())?.ok_or_else(|| taken(draft.login))
}

fn taken(login: &Login) -> AccessError {
    AccessRefusal::LoginTaken {
        login: login.to_string(),
    }
    .into()
}
