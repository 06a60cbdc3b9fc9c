//! Create a customer.

use kernel::CustomerId;
use platform::command::{CommandContext, Outcome, run_command};
use platform::keys::FieldKeys;
use platform::{AuditLine, Db, Sight, business_day};
use reference::domain::CUSTOMER_NUMBER;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use crate::app::create_customers::{Intake, record_of, taken_or_failed};
use crate::app::error::CustomerError;
use crate::app::offered::{check_offered, offered};
use crate::app::sealed;
use crate::app::store::{self, Owner};
use crate::domain::{CustomerDraft, CustomerNumber, CustomerRefusal, FIELD_IDENTITY, FIELD_MOBILE, NewCustomer};

/// A customer that was created.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Stored")]
pub struct Created {
    /// Its id.
    pub id: CustomerId,
    /// Its number.
    pub number: String,
}

/// The answer of a command as it is kept for repeats; the program kept only the id while numbers were made of it.
#[derive(Deserialize)]
#[serde(untagged)]
enum Stored {
    Created { id: CustomerId, number: String },
    Id(CustomerId),
}

impl From<Stored> for Created {
    fn from(stored: Stored) -> Self {
        match stored {
            Stored::Created { id, number } => Self { id, number },
            Stored::Id(id) => Self {
                id,
                number: CustomerNumber::of(id).to_string(),
            },
        }
    }
}

/// Checks a draft and creates the customer.
///
/// # Errors
/// [`CustomerRefusal`] from `FieldDenied` to `IdentityTaken`, [`reference::domain::ReferenceRefusal::EntryUnknown`], and what
/// commands may answer.
pub fn create_customer(
    db: &Db,
    keys: &FieldKeys,
    context: &CommandContext,
    draft: &CustomerDraft<'_>,
) -> Result<Outcome<Created>, CustomerError> {
    let fingerprint = fingerprint(keys, draft);
    let outcome = run_command(db, context, "customer.create_customer", &fingerprint, |tx| {
        let on = business_day::get(tx)?;
        let owner = Owner {
            org_id: context.org,
            officer: context.actor.login.clone(),
        };
        check_fields(&context.sight, &owner, draft.mobile)?;
        let new = NewCustomer::check(draft, on.date())?;
        check_offered(&offered(tx)?, &new)?;
        let intake = Intake {
            on,
            at: context.now,
            owner: &owner,
        };
        let id = Uuid::now_v7();
        let mut numbers = reference::app::number(tx, CUSTOMER_NUMBER, owner.org_id, &[id])?;
        let number = numbers.pop().unwrap_or_default();
        if store::number_exists(tx, &number)? {
            return Err(CustomerRefusal::NumberTaken { number }.into());
        }
        let record = record_of(keys, intake, (CustomerId(id), number), &new);
        for index in sealed::identity_indexes(keys, new.identity.number()) {
            if let Some((number, owner)) = store::find_holder(tx, record.identity_kind, &index)? {
                let (organisation, officer) = (owner.org_id, owner.officer.as_str());
                let named = context.scope.covers(organisation, officer)
                    && context.sight.covers(FIELD_IDENTITY, organisation, officer);
                let holder = named.then_some(number);
                return Err(CustomerRefusal::IdentityTaken { holder }.into());
            }
        }
        let created = Created {
            id: record.id,
            number: record.number.clone(),
        };
        tx.audit(AuditLine {
            action: "customer.created",
            object_kind: "customer",
            object_id: created.id.to_string(),
            before: None,
            after: Some(json!({
                "number": record.number,
                "kind": record.kind.as_str(),
                "name": record.name.shown,
                "identity_kind": record.identity_kind.as_str(),
                "identity": record.identity.shown,
                "mobile": record.mobile.as_ref().map(|mobile| &mobile.shown),
                "industry": record.profile.industry,
                "region": record.profile.region,
            })),
        });
        store::insert_customers(tx, vec![record])?;
        Ok::<_, CustomerError>(created)
    });
    outcome.map_err(|error| match error {
        CustomerError::Db(error) => taken_or_failed(error),
        error => error,
    })
}

/// Whether somebody may write an identity number and, if there is one, a mobile number of a customer who belongs to `owner`.
///
/// # Errors
/// [`CustomerRefusal::FieldDenied`].
pub fn check_fields(sight: &Sight, owner: &Owner, mobile: Option<&str>) -> Result<(), CustomerRefusal> {
    let written = [
        ("identity_number", FIELD_IDENTITY, true),
        (
            "mobile",
            FIELD_MOBILE,
            mobile.is_some_and(|text| !text.trim().is_empty()),
        ),
    ];
    for (field, permission, _) in written.into_iter().filter(|(.., written)| *written) {
        if !sight.covers(permission, owner.org_id, &owner.officer) {
            return Err(CustomerRefusal::FieldDenied { field, permission });
        }
    }
    Ok(())
}

/// Keyed hashes in place of what identifies: a fingerprint is kept and must not be guessable. A rotation of keys between a
/// command and its repeat does not change them.
fn fingerprint<'a>(keys: &FieldKeys, draft: &'a CustomerDraft<'_>) -> impl serde::Serialize + use<'a> {
    (
        draft.kind.as_str(),
        draft.identity_kind.as_str(),
        keys.lasting_index(&sealed::name_word(draft.name)),
        keys.lasting_index(&sealed::identity_word(draft.identity_number)),
        draft
            .mobile
            .map(|mobile| keys.lasting_index(&format!("mobile_as_typed:{mobile}"))),
        (&draft.profile.industry, &draft.profile.region),
    )
}
