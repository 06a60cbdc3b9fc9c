//! Deputies: somebody uses the roles of somebody absent on the days of a period, and says so with every act.

use kernel::{BusinessDate, CivilDate};
use platform::command::CommandContext;
use platform::{AuditLine, Db, Tx, business_day};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use crate::app::error::AccessError;
use crate::app::gate::Gate;
use crate::app::secret::hash_of;
use crate::app::store_deputy::{self, DeputyRow};
use crate::app::{store, store_session};
use crate::domain::{AccessRefusal, Login, Period};

/// An appointment as somebody wants it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appointment {
    /// Login of who is absent.
    pub absent: String,
    /// Login of who acts for them.
    pub deputy: String,
    /// The first business date.
    pub from: CivilDate,
    /// The business date before which it ends.
    pub to: CivilDate,
    /// Why.
    pub reason: String,
}

/// Appoints a deputy.
///
/// # Errors
/// [`AccessRefusal::UserUnknown`], [`AccessRefusal::DeputyOfOneself`], [`AccessRefusal::PeriodInvalid`],
/// [`AccessRefusal::ReasonInvalid`].
pub fn appoint_deputy(tx: &mut Tx, context: &CommandContext, wanted: &Appointment) -> Result<DeputyRow, AccessError> {
    let (absent, deputy) = (Login::parse(&wanted.absent)?, Login::parse(&wanted.deputy)?);
    if absent == deputy {
        return Err(AccessRefusal::DeputyOfOneself.into());
    }
    let period = Period::of(wanted.from, wanted.to, business_day::get(tx)?.date())?;
    let reason = wanted.reason.trim();
    if reason.is_empty() || reason.chars().count() > 200 {
        return Err(AccessRefusal::ReasonInvalid.into());
    }
    let mut ids = Vec::with_capacity(2);
    for login in [&absent, &deputy] {
        let unknown = || AccessRefusal::UserUnknown {
            login: login.to_string(),
        };
        ids.push(store::find_user_id(tx, login)?.ok_or_else(unknown)?);
    }
    let row = DeputyRow {
        id: Uuid::now_v7(),
        absent: absent.to_string(),
        deputy: deputy.to_string(),
        from: period.from(),
        to: period.to(),
        reason: reason.to_owned(),
        granted_at: context.now.millis(),
        granted_by: context.actor.login.clone(),
        revoked_at: None,
    };
    store_deputy::insert(tx, &row, (ids[0], ids[1]))?;
    tx.audit(AuditLine {
        action: "access.deputy_appointed",
        object_kind: "user",
        object_id: ids[0].to_string(),
        before: None,
        after: Some(
            json!({ "absent": row.absent, "deputy": row.deputy, "from": row.from, "to": row.to, "reason": row.reason }),
        ),
    });
    Ok(row)
}

/// Ends an appointment before its time.
///
/// # Errors
/// [`AccessRefusal::DeputyUnknown`].
pub fn revoke_deputy(tx: &mut Tx, context: &CommandContext, id: Uuid) -> Result<DeputyRow, AccessError> {
    let mut row = store_deputy::find(tx, id)?.ok_or(AccessRefusal::DeputyUnknown)?;
    if row.revoked_at.is_none() {
        row.revoked_at = Some(context.now.millis());
        store_deputy::revoke(tx, id, context.now)?;
        tx.audit(AuditLine {
            action: "access.deputy_revoked",
            object_kind: "user",
            object_id: row.absent.clone(),
            before: None,
            after: Some(json!({ "absent": row.absent, "deputy": row.deputy })),
        });
    }
    Ok(row)
}

/// From now on the session uses the roles of somebody absent, or its own again.
///
/// # Errors
/// [`AccessRefusal::NotDeputy`] when the caller is not their deputy today.
pub fn act_for(
    db: &Db,
    gate: &Gate,
    context: &CommandContext,
    (secret, absent): (&str, Option<&str>),
) -> Result<(), AccessError> {
    let key = hash_of(secret);
    db.write(|tx| {
        tx.act_as(&context.actor, &context.request_id, context.now);
        let holder = match absent {
            None => None,
            Some(login) => {
                let today: BusinessDate = business_day::get(tx)?;
                let found = store_deputy::find_absent(tx, context.actor.user_id, login, today)?;
                Some(found.ok_or(AccessRefusal::NotDeputy)?)
            }
        };
        store_session::set_acting_for(tx, &key, holder)?;
        tx.audit(AuditLine {
            action: "access.acting_for",
            object_kind: "user",
            object_id: context.actor.user_id.to_string(),
            before: None,
            after: Some(json!({ "acting_for": absent })),
        });
        Ok::<_, AccessError>(())
    })?;
    gate.forget(&key);
    Ok(())
}
