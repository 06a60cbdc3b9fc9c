//! Create many customers in one transaction: for imports.

use kernel::{BusinessDate, CustomerId, Timestamp};
use platform::keys::FieldKeys;
use platform::{AuditLine, DbError, Tx};
use serde_json::json;
use uuid::Uuid;

use crate::app::error::CustomerError;
use crate::app::sealed::{self, Column};
use crate::app::store::{self, CustomerRecord, Field, Owner};
use crate::domain::{CustomerRefusal, NewCustomer};
use reference::domain::CUSTOMER_NUMBER;

/// When customers are taken in, and by whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Intake<'a> {
    /// The business date.
    pub on: BusinessDate,
    /// The moment.
    pub at: Timestamp,
    /// To whom they belong.
    pub owner: &'a Owner,
}

/// Creates customers; their ids come back in the same order. The transaction must say who acts (`Tx::act_as`); one
/// audit line tells how many were taken in.
///
/// # Errors
/// [`CustomerRefusal::IdentityTaken`] without holder when any of them exists already; then none is created.
pub fn create_customers(
    tx: &mut Tx,
    keys: &FieldKeys,
    intake: Intake<'_>,
    customers: &[NewCustomer],
) -> Result<Vec<CustomerId>, CustomerError> {
    let ids: Vec<Uuid> = customers.iter().map(|_| Uuid::now_v7()).collect();
    let numbers = reference::app::number(tx, CUSTOMER_NUMBER, intake.owner.org_id, &ids)?;
    let named = ids.into_iter().map(CustomerId).zip(numbers).zip(customers);
    let records: Vec<CustomerRecord> = named
        .map(|(name, customer)| record_of(keys, intake, name, customer))
        .collect();
    let ids = records.iter().map(|record| record.id).collect();
    refuse_holders_under_former_keys(tx, keys, customers)?;
    store::insert_customers(tx, records).map_err(taken_or_failed)?;
    tx.audit(AuditLine {
        action: "customer.customers_imported",
        object_kind: "customer",
        object_id: format!("{} customers", customers.len()),
        before: None,
        after: Some(json!({ "count": customers.len() })),
    });
    Ok(ids)
}

/// While keys are rotated the unique index does not know a document that is still hashed under a former key.
fn refuse_holders_under_former_keys(
    tx: &mut Tx,
    keys: &FieldKeys,
    customers: &[NewCustomer],
) -> Result<(), CustomerError> {
    for customer in customers {
        let indexes = sealed::identity_indexes(keys, customer.identity.number());
        for former in &indexes[1..] {
            if store::find_holder(tx, customer.identity.kind(), former)?.is_some() {
                return Err(CustomerRefusal::IdentityTaken { holder: None }.into());
            }
        }
    }
    Ok(())
}

/// A new customer with its id and number, sealed for its row.
pub(crate) fn record_of(
    keys: &FieldKeys,
    intake: Intake<'_>,
    (id, number): (CustomerId, String),
    customer: &NewCustomer,
) -> CustomerRecord {
    let field = |column, text: &str, shown, index| Field {
        shown,
        sealed: sealed::seal(keys, id, column, text),
        index,
    };
    let (name, identity) = (customer.name.as_str(), customer.identity.number());
    CustomerRecord {
        id,
        number,
        kind: customer.kind,
        name: field(
            Column::Name,
            name,
            customer.name.shown(customer.kind),
            sealed::name_index(keys, name),
        ),
        identity_kind: customer.identity.kind(),
        identity: field(
            Column::Identity,
            identity,
            customer.identity.masked(),
            sealed::identity_index(keys, identity),
        ),
        mobile: customer.mobile.as_ref().map(|mobile| {
            field(
                Column::Mobile,
                mobile.as_str(),
                mobile.masked(),
                sealed::mobile_index(keys, mobile.as_str()),
            )
        }),
        profile: customer.profile.clone(),
        owner: intake.owner.clone(),
        created_on: intake.on,
        created_at: intake.at,
    }
}

/// The only unique value that a new customer can share with another is the document.
pub(crate) fn taken_or_failed(error: DbError) -> CustomerError {
    match error {
        DbError::UniqueViolation(_) => CustomerRefusal::IdentityTaken { holder: None }.into(),
        error => error.into(),
    }
}
