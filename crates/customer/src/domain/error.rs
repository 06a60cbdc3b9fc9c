use kernel::IdentifierError;
use thiserror::Error;

/// Why a customer is refused. In order of precedence.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CustomerRefusal {
    /// No customer has this id.
    #[error("there is no such customer")]
    NotFound,
    /// A field that the actor may not see is written.
    #[error("the field {field} is written without {permission}")]
    FieldDenied {
        /// The field of the request.
        field: &'static str,
        /// What is missing.
        permission: &'static str,
    },
    /// The rule for numbers made one that a customer has already.
    #[error("there is a customer {number} already")]
    NumberTaken {
        /// The number.
        number: String,
    },
    /// An empty name, a name over 100 characters, or one with control characters.
    #[error("the name is empty, too long or has control characters")]
    NameInvalid,
    /// A kind of document that this kind of customer does not have.
    #[error("this kind of customer has no such identity document")]
    IdentityKindMismatch,
    /// The identity number is wrong; the cause says how.
    #[error("the identity number {0}")]
    IdentityInvalid(IdentifierError),
    /// A sole trader with a unified social credit code of another class than 92.
    #[error("the unified social credit code of a sole trader begins with 92")]
    CreditCodeOfAnotherClass,
    /// The mobile number is wrong; the cause says how.
    #[error("the mobile number {0}")]
    MobileInvalid(IdentifierError),
    /// Another customer has this document (invariant 2).
    #[error("another customer has this identity document")]
    IdentityTaken {
        /// The number of that customer, unless it was created at this very moment.
        holder: Option<String>,
    },
    /// The reason for revealing is empty or over 200 characters.
    #[error("a reason of 1 to 200 characters is needed")]
    ReasonInvalid,
}
