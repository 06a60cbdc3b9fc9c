//! Link a user to somebody whom the identity provider knows, or part them.

use kernel::{Timestamp, UserId};
use platform::command::CommandContext;
use platform::config::SignOn;
use platform::{AuditLine, Db, DbError, Tx};
use serde_json::{Value, json};

use crate::app::error::AccessError;
use crate::app::gate::Gate;
use crate::app::store;
use crate::app::store_identity::{self, IdentityRow};
use crate::app::store_session;
use crate::domain::{AccessRefusal, Login, SignOnRefusal, check_subject};

/// As whom a user shall sign on.
pub(crate) struct Link<'a> {
    user: UserId,
    issuer: &'a str,
    /// Nobody when absent.
    subject: Option<&'a str>,
}

impl<'a> Link<'a> {
    /// The link that a first sign-on makes.
    pub fn first(user: UserId, issuer: &'a str, subject: &'a str) -> Link<'a> {
        Link {
            user,
            issuer,
            subject: Some(subject),
        }
    }
}

/// As whom a user signs on at the configured provider; nobody when there is none.
///
/// # Errors
/// [`AccessRefusal::UserUnknown`].
pub fn identity_of(tx: &mut Tx, settings: Option<&SignOn>, login: &str) -> Result<Option<IdentityRow>, AccessError> {
    let (user, _) = find_person(tx, login)?;
    match settings {
        Some(settings) => Ok(store_identity::find_identity(tx, user, &settings.issuer)?),
        None => Ok(None),
    }
}

/// Links a user to a subject of the configured provider in the place of any other, or to nobody. The user's sessions that the
/// provider opened end.
///
/// # Errors
/// [`SignOnRefusal::Off`], [`SignOnRefusal::SubjectInvalid`], [`AccessRefusal::UserUnknown`],
/// [`AccessRefusal::IsServiceUser`], [`SignOnRefusal::SubjectTaken`].
pub fn link_identity(
    db: &Db,
    (gate, settings): (&Gate, Option<&SignOn>),
    context: &CommandContext,
    (login, subject): (&str, Option<&str>),
) -> Result<Option<IdentityRow>, AccessError> {
    let settings = settings.ok_or(SignOnRefusal::Off)?;
    if subject.is_some_and(|subject| !check_subject(subject)) {
        return Err(SignOnRefusal::SubjectInvalid.into());
    }
    let linked = db.write(|tx| {
        tx.act_as(&context.actor, &context.request_id, context.now);
        let (user, is_service) = find_person(tx, login)?;
        if is_service {
            return Err(AccessRefusal::IsServiceUser.into());
        }
        let issuer = settings.issuer.as_str();
        link(tx, (&context.actor.login, context.now), &Link { user, issuer, subject })?;
        store_session::delete_provider_sessions_of(tx, user)?;
        Ok::<_, AccessError>(store_identity::find_identity(tx, user, issuer)?)
    });
    let linked = linked.map_err(|error| match error {
        AccessError::Db(DbError::UniqueViolation(_)) => SignOnRefusal::SubjectTaken.into(),
        error => error,
    })?;
    gate.forget_all();
    Ok(linked)
}

/// Writes a link down, with an audit line when it is another than before.
pub(crate) fn link(tx: &mut Tx, (by, now): (&str, Timestamp), link: &Link<'_>) -> Result<(), AccessError> {
    let before = store_identity::find_identity(tx, link.user, link.issuer)?;
    if before.as_ref().map(|row| row.subject.as_str()) == link.subject {
        return Ok(());
    }
    store_identity::delete_identity(tx, link.user, link.issuer)?;
    let after = link.subject.map(|subject| IdentityRow {
        issuer: link.issuer.to_owned(),
        subject: subject.to_owned(),
        linked_at: now,
        linked_by: by.to_owned(),
    });
    if let Some(row) = &after {
        if store_identity::find_linked_user(tx, &row.issuer, &row.subject)?.is_some() {
            return Err(SignOnRefusal::SubjectTaken.into());
        }
        store_identity::insert_identity(tx, link.user, row)?;
    }
    tx.audit(AuditLine {
        action: "access.identity_linked",
        object_kind: "user",
        object_id: link.user.to_string(),
        before: before.as_ref().map(told),
        after: after.as_ref().map(told),
    });
    Ok(())
}

fn told(row: &IdentityRow) -> Value {
    json!({ "issuer": row.issuer, "subject": row.subject })
}

fn find_person(tx: &mut Tx, login: &str) -> Result<(UserId, bool), AccessError> {
    let unknown = || AccessRefusal::UserUnknown {
        login: login.to_owned(),
    };
    let parsed = Login::parse(login).map_err(|_| unknown())?;
    let user = store::find_user_secret(tx, &parsed)?.ok_or_else(unknown)?;
    Ok((user.id, user.is_service))
}
