//! Activate a draft that somebody else wrote.

use super::change_product::seen;
use super::error::ProductChangeError;
use super::record::{audit, record};
use super::store;
use crate::domain::{CostOf, Law};
use kernel::{CivilDate, ProductId};
use platform::command::{CommandContext, Outcome, run_command};
use platform::{Db, DbError, Tx, business_day};
use reference::domain::{ALL_IN_RATE_CAP, PENALTY_UPLIFT_LEAST, PENALTY_UPLIFT_MOST};

/// Lets a draft take loans from its day on; earlier versions of the product end where it begins.
///
/// # Errors
/// [`ProductError::ProductNotFound`], [`ProductChangeError::ChangedMeanwhile`], `Reference` for a currency that is not in use, the law's, `VersionFrozen`, `MakerMayNotActivate`, and what
/// commands may answer.
pub fn activate_product(
    db: &Db,
    context: &CommandContext,
    (id, revision): (ProductId, u32),
    cost_of: CostOf,
) -> Result<Outcome<ProductId>, ProductChangeError> {
    run_command(db, context, "product.activate_product", &(id, revision), |tx| {
        let draft = seen(store::lock(tx, id)?, id, revision)?;
        let before = record(&draft);
        let active = draft.activated(context.actor.user_id, business_day::get(tx)?)?;
        let begins = active.effective_from.date();
        reference::app::check_currency(tx, active.currency, begins)?;
        active.check_law(&law_on(tx, begins)?, cost_of(&active))?;
        store::update(tx, &active)?;
        store::end_earlier(tx, &active)?;
        audit(tx, "product.activated", &active, Some(before), Some(record(&active)));
        Ok(id)
    })
}

/// The figures of law and policy that hold on a day.
fn law_on(tx: &mut Tx, on: CivilDate) -> Result<Law, DbError> {
    let mut figure = |code| reference::app::parameter(tx, code, on);
    Ok(Law {
        rate_cap: figure(ALL_IN_RATE_CAP)?,
        uplift_least: figure(PENALTY_UPLIFT_LEAST)?,
        uplift_most: figure(PENALTY_UPLIFT_MOST)?,
    })
}
