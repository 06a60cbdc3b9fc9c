//! Say anew how a customer is classed.

use crate::app::error::CustomerError;
use crate::app::offered::{check_profile, offered};
use crate::app::store;
use crate::domain::{CustomerRefusal, Profile};
use kernel::CustomerId;
use platform::command::{CommandContext, Outcome, run_command};
use platform::{AuditLine, Db};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// How a customer is classed from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Classified {
    /// What the customer does.
    pub industry: Option<String>,
    /// Where it lives or has its seat.
    pub region: Option<String>,
}

/// Classes a customer inside the scope. A code that the customer has already stays, offered or not; a new one must be offered on
/// the business day.
///
/// # Errors
/// [`CustomerRefusal::NotFound`], [`reference::domain::ReferenceRefusal::EntryUnknown`], and what commands may answer.
pub fn classify_customer(
    db: &Db,
    context: &CommandContext,
    (id, wanted): (CustomerId, &Profile),
) -> Result<Outcome<Classified>, CustomerError> {
    let fingerprint = (id, &wanted.industry, &wanted.region);
    run_command(db, context, "customer.classify_customer", &fingerprint, |tx| {
        let held = store::find_profile(tx, &context.scope, id)?.ok_or(CustomerRefusal::NotFound)?;
        let fresh = |new: &Option<String>, old: &Option<String>| new.clone().filter(|_| new != old);
        let chosen = Profile {
            industry: fresh(&wanted.industry, &held.industry),
            region: fresh(&wanted.region, &held.region),
        };
        check_profile(&offered(tx)?, &chosen)?;
        if *wanted != held {
            store::update_profile(tx, id, wanted)?;
            tx.audit(AuditLine {
                action: "customer.classified",
                object_kind: "customer",
                object_id: id.to_string(),
                before: Some(told(&held)),
                after: Some(told(wanted)),
            });
        }
        Ok(Classified {
            industry: wanted.industry.clone(),
            region: wanted.region.clone(),
        })
    })
}

fn told(profile: &Profile) -> Value {
    json!({ "industry": profile.industry, "region": profile.region })
}
