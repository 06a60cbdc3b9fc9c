//! Tell the whole of what identifies a customer, against a reason that is written down first.

use std::fmt;

use kernel::CustomerId;
use platform::command::CommandContext;
use platform::keys::FieldKeys;
use platform::{AuditLine, Db};
use serde_json::json;

use crate::app::error::CustomerError;
use crate::app::sealed::{self, Column};
use crate::app::store;
use crate::domain::CustomerRefusal;

const REASON_MAX: usize = 200;

/// What identifies a customer, in clear. `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct RevealedCustomer {
    /// Name.
    pub name: String,
    /// Identity number.
    pub identity_number: String,
    /// Mobile number.
    pub mobile: Option<String>,
}

impl fmt::Debug for RevealedCustomer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RevealedCustomer(…)")
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
        let fields = store::find_sealed(tx, &context.scope, id)?.ok_or(CustomerRefusal::NotFound)?;
        tx.audit(AuditLine {
            action: "customer.revealed",
            object_kind: "customer",
            object_id: id.to_string(),
            before: None,
            after: Some(json!({ "reason": reason })),
        });
        let open = |column, bytes: &[u8]| sealed::open(keys, id, column, bytes);
        Ok(RevealedCustomer {
            name: open(Column::Name, &fields.name)?,
            identity_number: open(Column::Identity, &fields.identity)?,
            mobile: fields.mobile.map(|mobile| open(Column::Mobile, &mobile)).transpose()?,
        })
    })
}
