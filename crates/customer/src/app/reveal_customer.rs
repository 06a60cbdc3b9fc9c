//! Tell the whole of what identifies a customer, against a reason that is written down first.

use std::fmt;

use kernel::CustomerId;
use platform::command::CommandContext;
use platform::keys::FieldKeys;
use platform::{AuditLine, Db};
use serde_json::{Value, json};

use crate::app::error::CustomerError;
use crate::app::sealed::{self, Column};
use crate::app::store;
use crate::domain::{CustomerRefusal, FIELD_IDENTITY, FIELD_MOBILE};

const REASON_MAX: usize = 200;

/// What identifies a customer, in clear. `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct RevealedCustomer {
    /// Name.
    pub name: String,
    /// Identity number; nothing when the reader may not see it.
    pub identity_number: Option<String>,
    /// Mobile number; nothing when there is none, or the reader may not see it.
    pub mobile: Option<String>,
    /// What the reader may not see: names of the members above.
    pub hidden: Vec<&'static str>,
}

impl fmt::Debug for RevealedCustomer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RevealedCustomer(…)")
    }
}

/// What stands in the trail: the reason, and what was not told.
fn told(reason: &str, hidden: &[&str]) -> Value {
    if hidden.is_empty() {
        json!({ "reason": reason })
    } else {
        json!({ "reason": reason, "hidden": hidden })
    }
}

/// Reveals a customer (invariant 4). The audit line is durable before anything is told; a dry run is not heeded, because
/// it would tell without writing down.
///
/// # Errors
/// [`CustomerRefusal::ReasonInvalid`], [`CustomerRefusal::NotFound`].
pub fn reveal_customer(
    db: &Db,
    keys: &FieldKeys,
    context: &CommandContext,
    (id, reason): (CustomerId, &str),
) -> Result<RevealedCustomer, CustomerError> {
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > REASON_MAX {
        return Err(CustomerRefusal::ReasonInvalid.into());
    }
    db.write(|tx| {
        tx.act_as(&context.actor, &context.request_id, context.now);
        let (fields, owner) = store::find_sealed(tx, &context.scope, id)?.ok_or(CustomerRefusal::NotFound)?;
        let sees = |field: &str| context.sight.covers(field, owner.org_id, &owner.officer);
        let (identity, mobile) = (sees(FIELD_IDENTITY), sees(FIELD_MOBILE));
        let unseen = [("identity_number", identity), ("mobile", mobile)];
        let hidden: Vec<&str> = unseen.iter().filter(|(_, seen)| !seen).map(|(name, _)| *name).collect();
        tx.audit(AuditLine {
            action: "customer.revealed",
            object_kind: "customer",
            object_id: id.to_string(),
            before: None,
            after: Some(told(reason, &hidden)),
        });
        let open = |column, bytes: &[u8]| sealed::open(keys, id, column, bytes);
        Ok(RevealedCustomer {
            name: open(Column::Name, &fields.name)?,
            identity_number: identity.then(|| open(Column::Identity, &fields.identity)).transpose()?,
            mobile: fields
                .mobile
                .filter(|_| mobile)
                .map(|mobile| open(Column::Mobile, &mobile))
                .transpose()?,
            hidden,
        })
    })
}
