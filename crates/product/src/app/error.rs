//! Why a use case of products fails.

use crate::domain::TermsError;
use kernel::ProductId;
use platform::DbError;
use platform::command::CommandError;
use reference::ReferenceError;

/// Why a use case fails, in order of precedence.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ProductError {
    /// There is no such version of a product.
    #[error("there is no product {0}")]
    ProductNotFound(ProductId),
    /// The product, or a choice within it, is refused.
    #[error(transparent)]
    TermsRefused(#[from] TermsError),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Why a version is not written, in order of precedence.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ProductChangeError {
    /// The reason is empty or too long.
    #[error("a reason has 1 to 200 characters")]
    ReasonInvalid,
    /// Somebody changed the version since the caller looked at it.
    #[error("the version was changed since it was read")]
    ChangedMeanwhile,
    /// A new product needs a code of its own.
    #[error("there is a product {code}")]
    CodeTaken {
        /// The code.
        code: String,
    },
    /// One draft of a product is written at a time.
    #[error("version {version} of product {code} is being written")]
    DraftExists {
        /// The product's code.
        code: String,
        /// The draft.
        version: u32,
    },
    /// What reading refuses, too: no such version, terms that contradict each other, the database.
    #[error(transparent)]
    Product(#[from] ProductError),
    /// Master data says no: the currency is not in use.
    #[error(transparent)]
    Reference(#[from] ReferenceError),
    /// The command itself was wrong.
    #[error(transparent)]
    Command(#[from] CommandError),
}

impl From<DbError> for ProductChangeError {
    fn from(cause: DbError) -> Self {
        Self::Product(cause.into())
    }
}

impl From<TermsError> for ProductChangeError {
    fn from(cause: TermsError) -> Self {
        Self::Product(cause.into())
    }
}
