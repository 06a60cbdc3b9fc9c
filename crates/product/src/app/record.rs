//! What the audit trail keeps of a version.

use crate::domain::LoanProduct;
use kernel::ProductId;
use platform::{AuditLine, Tx};
use serde_json::{Value, json};

/// A version as the audit trail shows it.
pub(super) fn record(product: &LoanProduct) -> Value {
    json!({
        "code": product.code,
        "version": product.version,
        "revision": product.revision,
        "status": product.status.name(),
        "effective_from": product.effective_from,
        "effective_until": product.effective_until,
        "name_zh": product.name_zh,
        "name_en": product.name_en,
        "description_zh": product.description_zh,
        "description_en": product.description_en,
        "terms": product.terms,
    })
}

/// Writes an audit line about a version.
pub(super) fn audit(
    tx: &mut Tx,
    action: &'static str,
    product: &LoanProduct,
    before: Option<Value>,
    after: Option<Value>,
) {
    let ProductId(id) = product.id;
    tx.audit(AuditLine {
        action,
        object_kind: "product",
        object_id: id.to_string(),
        before,
        after,
    });
}
