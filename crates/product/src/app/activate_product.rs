//! Activate a draft that somebody else wrote.

use super::change_product::seen;
use super::error::ProductChangeError;
use super::record::{audit, record};
use super::store;
use kernel::ProductId;
use platform::command::{CommandContext, Outcome, run_command};
use platform::{Db, business_day};

/// Lets a draft take loans from its day on; earlier versions of the product end where it begins.
///
/// # Errors
/// [`ProductError::ProductNotFound`], [`ProductChangeError::ChangedMeanwhile`], `VersionFrozen`, `MakerMayNotActivate`, and what
/// commands may answer.
pub fn activate_product(
    db: &Db,
    context: &CommandContext,
    (id, revision): (ProductId, u32),
) -> Result<Outcome<ProductId>, ProductChangeError> {
    run_command(db, context, "product.activate_product", &(id, revision), |tx| {
        let draft = seen(store::lock(tx, id)?, id, revision)?;
        let before = record(&draft);
        let active = draft.activated(context.actor.user_id, business_day::get(tx)?)?;
        store::update(tx, &active)?;
        store::end_earlier(tx, &active)?;
        audit(tx, "product.activated", &active, Some(before), Some(record(&active)));
        Ok(id)
    })
}
