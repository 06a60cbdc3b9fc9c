//! Begin a draft: the next version of a product, or a new product with the terms of another.

use super::error::{ProductChangeError, ProductError};
use super::record::{audit, record};
use super::store;
use crate::domain::{LoanProduct, ProductStatus};
use kernel::{BusinessDate, ProductId};
use platform::command::{CommandContext, Outcome, run_command};
use platform::{Db, business_day};
use serde::Serialize;
use uuid::Uuid;

/// From what a draft begins.
#[derive(Debug, Clone, Serialize)]
pub struct NewDraft {
    /// The version whose terms it starts with.
    pub copy_of: ProductId,
    /// The code of a new product; the same product when absent.
    pub code: Option<String>,
    /// The first business day on which it is to take loans; the business day when absent.
    pub effective_from: Option<BusinessDate>,
}

/// Begins a draft.
///
/// # Errors
/// [`ProductError::ProductNotFound`], [`ProductChangeError::DraftExists`], [`ProductChangeError::CodeTaken`], the terms' refusal, and
/// what commands may answer.
pub fn draft_product(
    db: &Db,
    context: &CommandContext,
    new: &NewDraft,
) -> Result<Outcome<ProductId>, ProductChangeError> {
    run_command(db, context, "product.draft_product", new, |tx| {
        let source = store::lock(tx, new.copy_of)?.ok_or(ProductError::ProductNotFound(new.copy_of))?;
        let today = business_day::get(tx)?;
        let code = new.code.clone().filter(|code| *code != source.code);
        let taken = store::versions(tx, code.as_deref().unwrap_or(&source.code))?;
        if let Some(code) = code.clone().filter(|_| !taken.is_empty()) {
            return Err(ProductChangeError::CodeTaken { code });
        }
        if let Some(draft) = taken.iter().find(|one| one.status == ProductStatus::Draft) {
            return Err(ProductChangeError::DraftExists {
                code: draft.code.clone(),
                version: draft.version,
            });
        }
        let next = source.next_version(ProductId(Uuid::now_v7()), new.effective_from.unwrap_or(today));
        let draft = LoanProduct {
            version: taken.last().map_or(1, |last| last.version + 1),
            code: code.unwrap_or(source.code),
            makers: vec![context.actor.user_id],
            ..next
        };
        draft.check()?;
        if store::insert(tx, &draft)? == 0 {
            return Err(ProductChangeError::DraftExists {
                code: draft.code,
                version: draft.version,
            });
        }
        audit(tx, "product.drafted", &draft, None, Some(record(&draft)));
        Ok(draft.id)
    })
}
