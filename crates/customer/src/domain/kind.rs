/// What a customer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CustomerKind {
    /// A natural person.
    Person,
    /// A company or another organisation.
    Company,
}

/// The document by which a customer is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IdentityKind {
    /// Resident identity card, residence permit or permanent residence card (GB 11643-1999).
    ResidentId,
    /// Passport: 5 to 20 letters and digits.
    Passport,
    /// Unified social credit code (GB 32100-2015).
    UnifiedCreditCode,
    /// Any other number by which the source knows the customer, 1 to 40 visible characters; not checked further.
    Other,
}

impl CustomerKind {
    /// The kind of a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<CustomerKind> {
        [CustomerKind::Person, CustomerKind::Company]
            .into_iter()
            .find(|kind| kind.as_str() == name)
    }

    /// The name on the wire and in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            CustomerKind::Person => "person",
            CustomerKind::Company => "company",
        }
    }
}

impl IdentityKind {
    /// The kind of a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<IdentityKind> {
        use IdentityKind::{Other, Passport, ResidentId, UnifiedCreditCode};
        [ResidentId, Passport, UnifiedCreditCode, Other]
            .into_iter()
            .find(|kind| kind.as_str() == name)
    }

    /// The name on the wire and in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            IdentityKind::ResidentId => "resident_id",
            IdentityKind::Passport => "passport",
            IdentityKind::UnifiedCreditCode => "unified_credit_code",
            IdentityKind::Other => "other",
        }
    }

    /// Whether a customer of this kind can have this document.
    #[must_use]
    pub fn fits(self, kind: CustomerKind) -> bool {
        match self {
            IdentityKind::ResidentId | IdentityKind::Passport => kind == CustomerKind::Person,
            IdentityKind::UnifiedCreditCode => kind == CustomerKind::Company,
            IdentityKind::Other => true,
        }
    }
}
