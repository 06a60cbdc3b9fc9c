/// What a customer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CustomerKind {
    /// A natural person.
    Person,
    /// A sole trader with a business licence (个体工商户).
    SelfEmployed,
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
    /// Mainland travel permit for residents of Hong Kong and Macao: H or M and eight or ten digits.
    HkMacaoPermit,
    /// Mainland travel permit for residents of Taiwan: eight to ten letters and digits.
    TaiwanPermit,
    /// Unified social credit code (GB 32100-2015).
    UnifiedCreditCode,
    /// Any other number by which the source knows the customer, 1 to 40 visible characters; not checked further.
    Other,
}

impl CustomerKind {
    /// Every kind.
    pub const ALL: [CustomerKind; 3] = [CustomerKind::Person, CustomerKind::SelfEmployed, CustomerKind::Company];

    /// The kind of a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<CustomerKind> {
        CustomerKind::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// The name on the wire and in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            CustomerKind::Person => "person",
            CustomerKind::SelfEmployed => "self_employed",
            CustomerKind::Company => "company",
        }
    }
}

impl IdentityKind {
    /// Every kind.
    pub const ALL: [IdentityKind; 6] = [
        IdentityKind::ResidentId,
        IdentityKind::Passport,
        IdentityKind::HkMacaoPermit,
        IdentityKind::TaiwanPermit,
        IdentityKind::UnifiedCreditCode,
        IdentityKind::Other,
    ];

    /// The kind of a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<IdentityKind> {
        IdentityKind::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// The name on the wire and in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            IdentityKind::ResidentId => "resident_id",
            IdentityKind::Passport => "passport",
            IdentityKind::HkMacaoPermit => "hk_macao_permit",
            IdentityKind::TaiwanPermit => "taiwan_permit",
            IdentityKind::UnifiedCreditCode => "unified_credit_code",
            IdentityKind::Other => "other",
        }
    }

    /// Whether a customer of this kind can have this document.
    #[must_use]
    pub fn fits(self, kind: CustomerKind) -> bool {
        match self {
            IdentityKind::ResidentId
            | IdentityKind::Passport
            | IdentityKind::HkMacaoPermit
            | IdentityKind::TaiwanPermit => kind == CustomerKind::Person,
            IdentityKind::UnifiedCreditCode => kind != CustomerKind::Person,
            IdentityKind::Other => true,
        }
    }
}
