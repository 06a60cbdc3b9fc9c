//! Why a use case of products fails.

use crate::domain::TermsError;
use kernel::ProductId;
use platform::DbError;

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
