use kernel::{CivilDate, Mobile};

use crate::domain::{CustomerKind, CustomerName, CustomerRefusal, Identity, IdentityKind, Profile};

/// The permission to see identity numbers, masked or, with a reason, whole; also to write them and to search by them.
pub const FIELD_IDENTITY: &str = "customer.field_identity";
/// The same for mobile numbers.
pub const FIELD_MOBILE: &str = "customer.field_mobile";

/// What somebody typed, or a file holds, about a customer to be.
#[derive(Clone)]
pub struct CustomerDraft<'a> {
    /// Person or company.
    pub kind: CustomerKind,
    /// The name.
    pub name: &'a str,
    /// The kind of identity document.
    pub identity_kind: IdentityKind,
    /// Its number.
    pub identity_number: &'a str,
    /// A mobile number of mainland China, if known.
    pub mobile: Option<&'a str>,
    /// How it is classed.
    pub profile: Profile,
}

/// A customer who may be created: everything checked (invariant 1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCustomer {
    /// Person or company.
    pub kind: CustomerKind,
    /// The name.
    pub name: CustomerName,
    /// The identity document.
    pub identity: Identity,
    /// A mobile number, if known.
    pub mobile: Option<Mobile>,
    /// How it is classed; whether the lists offer its codes is asked where it is stored.
    pub profile: Profile,
}

impl NewCustomer {
    /// Checks a draft on the day it is taken in.
    ///
    /// # Errors
    /// The first fault in order of [`CustomerRefusal`].
    pub fn check(draft: &CustomerDraft<'_>, today: CivilDate) -> Result<NewCustomer, CustomerRefusal> {
        let name = CustomerName::parse(draft.name)?;
        if !draft.identity_kind.fits(draft.kind) {
            return Err(CustomerRefusal::IdentityKindMismatch);
        }
        let identity = Identity::parse(draft.identity_kind, draft.identity_number, today)
            .map_err(CustomerRefusal::IdentityInvalid)?;
        if draft.kind == CustomerKind::SelfEmployed && !identity.may_be_of_sole_trader() {
            return Err(CustomerRefusal::CreditCodeOfAnotherClass);
        }
        let mobile = draft
            .mobile
            .filter(|text| !text.trim().is_empty())
            .map(Mobile::parse)
            .transpose();
        Ok(NewCustomer {
            kind: draft.kind,
            name,
            identity,
            mobile: mobile.map_err(CustomerRefusal::MobileInvalid)?,
            profile: draft.profile.clone(),
        })
    }
}
