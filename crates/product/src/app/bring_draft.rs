//! Bring a draft: a whole version that was written elsewhere, in the transaction of whoever brings many.

use super::error::{ProductChangeError, ProductError};
use super::record::{audit, record};
use super::store;
use crate::domain::{LoanProduct, ProductStatus};
use kernel::ProductId;
use platform::Tx;
use platform::command::CommandContext;
use uuid::Uuid;

/// The latest version of a product, whatever its status: what a new one is modelled on.
///
/// # Errors
/// [`ProductError::Db`].
pub fn find_model(tx: &mut Tx, code: &str) -> Result<Option<LoanProduct>, ProductError> {
    Ok(store::versions(tx, code)?.pop())
}

/// Writes a product as the draft of its next version, or of its first; whoever brings it is its maker. Nothing happens, and the
/// answer is no, when its latest version says the same already.
///
/// # Errors
/// [`ProductChangeError::DraftExists`] when a draft says something else, or the terms' refusal.
pub fn bring_draft(tx: &mut Tx, context: &CommandContext, wanted: &LoanProduct) -> Result<bool, ProductChangeError> {
    let known = store::versions(tx, &wanted.code)?;
    if let Some(latest) = known.last() {
        if says_the_same(latest, wanted) {
            return Ok(false);
        }
        if latest.status == ProductStatus::Draft {
            return Err(ProductChangeError::DraftExists {
                code: latest.code.clone(),
                version: latest.version,
            });
        }
    }
    let draft = LoanProduct {
        version: known.last().map_or(1, |last| last.version + 1),
        makers: vec![context.actor.user_id],
        ..wanted.next_version(ProductId(Uuid::now_v7()), wanted.effective_from)
    };
    draft.check()?;
    if store::insert(tx, &draft)? == 0 {
        return Err(ProductChangeError::ChangedMeanwhile);
    }
    audit(tx, "product.drafted", &draft, None, Some(record(&draft)));
    Ok(true)
}

fn says_the_same(known: &LoanProduct, wanted: &LoanProduct) -> bool {
    let words = |one: &LoanProduct| {
        let names = (one.name_zh.clone(), one.name_en.clone());
        (names, one.description_zh.clone(), one.description_en.clone())
    };
    words(known) == words(wanted) && known.terms == wanted.terms && known.currency == wanted.currency
}
