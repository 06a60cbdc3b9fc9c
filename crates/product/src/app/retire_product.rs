//! Retire a version: it takes no new loans, those made keep its terms.

use super::error::{ProductChangeError, ProductError};
use super::record::{audit, record};
use super::store;
use kernel::ProductId;
use platform::command::{CommandContext, Outcome, run_command};
use platform::{Db, business_day};
use serde_json::json;

const LONGEST_REASON: usize = 200;

/// Retires a version for a reason; a draft is given up.
///
/// # Errors
/// [`ProductChangeError::ReasonInvalid`], [`ProductError::ProductNotFound`], `VersionFrozen` when it is retired already, and what
/// commands may answer.
pub fn retire_product(
    db: &Db,
    context: &CommandContext,
    (id, reason): (ProductId, &str),
) -> Result<Outcome<ProductId>, ProductChangeError> {
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > LONGEST_REASON {
        return Err(ProductChangeError::ReasonInvalid);
    }
    run_command(db, context, "product.retire_product", &(id, reason), |tx| {
        let product = store::lock(tx, id)?.ok_or(ProductError::ProductNotFound(id))?;
        let before = record(&product);
        let retired = product.retired(business_day::get(tx)?)?;
        store::update(tx, &retired)?;
        let after = json!({ "reason": reason, "version": record(&retired) });
        audit(tx, "product.retired", &retired, Some(before), Some(after));
        Ok(id)
    })
}
