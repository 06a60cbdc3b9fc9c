//! Change a draft.

use super::error::{ProductChangeError, ProductError};
use super::record::{audit, record};
use super::store;
use crate::domain::{LoanProduct, ProductTerms, Wording};
use kernel::ProductId;
use platform::Db;
use platform::command::{CommandContext, Outcome, run_command};

/// How a draft is to read.
#[derive(Debug, Clone)]
pub struct DraftChange {
    /// The draft.
    pub id: ProductId,
    /// The revision that the maker saw.
    pub revision: u32,
    /// Names, remarks and the day on which it begins.
    pub wording: Wording,
    /// All its terms.
    pub terms: ProductTerms,
}

/// Writes a draft anew.
///
/// # Errors
/// [`ProductError::ProductNotFound`], [`ProductChangeError::ChangedMeanwhile`], `VersionFrozen`, the terms' refusal, and what
/// commands may answer.
pub fn change_product(
    db: &Db,
    context: &CommandContext,
    change: &DraftChange,
) -> Result<Outcome<ProductId>, ProductChangeError> {
    let DraftChange {
        id,
        revision,
        wording,
        terms,
    } = change;
    let words = (
        &wording.name_zh,
        &wording.name_en,
        &wording.description_zh,
        &wording.description_en,
    );
    let fingerprint = (id, revision, words, wording.effective_from, terms);
    run_command(db, context, "product.change_product", &fingerprint, |tx| {
        let draft = seen(store::lock(tx, *id)?, *id, *revision)?;
        let before = record(&draft);
        let changed = draft.changed(wording.clone(), terms.clone(), context.actor.user_id)?;
        store::update(tx, &changed)?;
        audit(tx, "product.changed", &changed, Some(before), Some(record(&changed)));
        Ok(*id)
    })
}

/// The version, when it is still the one that the caller saw.
pub(super) fn seen(
    found: Option<LoanProduct>,
    id: ProductId,
    revision: u32,
) -> Result<LoanProduct, ProductChangeError> {
    let product = found.ok_or(ProductError::ProductNotFound(id))?;
    if product.revision == revision {
        Ok(product)
    } else {
        Err(ProductChangeError::ChangedMeanwhile)
    }
}
