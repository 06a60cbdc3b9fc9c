//! Add an account to the chart: for imports.

use super::accounting::load_chart;
use super::error::LedgerError;
use super::store;
use crate::domain::{AccountCode, GlAccount};
use platform::{AuditLine, Tx};
use serde_json::json;

/// Adds an account that is not there. One with a dot in its code stands below the account before its last dot.
///
/// # Errors
/// [`LedgerError::EntryRefused`] when it is there or there is nothing above it; [`LedgerError::AccountInUse`] when what stands
/// above it takes postings itself; [`LedgerError::CategoryDiffers`] from what stands above it.
pub fn add_account(tx: &mut Tx, account: &GlAccount) -> Result<(), LedgerError> {
    let mut chart: Vec<GlAccount> = load_chart(tx)?.iter().cloned().collect();
    if let Some(above) = above(account.code) {
        let heading = chart.iter().find(|known| known.code == above);
        let heading = heading.ok_or(crate::domain::EntryError::AccountUnknown(above))?;
        if heading.category != account.category {
            return Err(LedgerError::CategoryDiffers {
                account: account.code,
                heading: above,
            });
        }
        let is_heading = chart
            .iter()
            .any(|known| known.code != above && known.code.is_within(above));
        if !is_heading && store::takes_postings(tx, above)? {
            return Err(LedgerError::AccountInUse(above));
        }
    }
    chart.push(account.clone());
    crate::domain::Chart::new(chart)?;
    store::insert_account(tx, account)?;
    tx.audit(AuditLine {
        action: "ledger.account_added",
        object_kind: "gl_account",
        object_id: account.code.to_string(),
        before: None,
        after: Some(json!({
            "name_zh": account.name_zh, "name_en": account.name_en, "category": account.category.name(),
            "balance_side": account.balance_side.name(),
        })),
    });
    Ok(())
}

fn above(code: AccountCode) -> Option<AccountCode> {
    let (above, _) = code.as_str().rsplit_once('.')?;
    AccountCode::parse(above).ok()
}
