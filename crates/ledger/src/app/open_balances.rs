//! Bring accounts to the balances with which a lender comes: for imports.

use super::accounting::load_chart;
use super::error::LedgerError;
use super::post::post;
use crate::domain::{EntryHead, JournalEntry, Posting};
use kernel::{BusinessDate, Currency, EntryId, OrgId};
use platform::{AuditLine, CommandContext, Tx};
use serde_json::json;
use std::borrow::Cow;
use uuid::Uuid;

/// Posts the differences between what accounts are to hold and what they hold, as one entry of one currency.
///
/// # Errors
/// [`LedgerError::EntryRefused`] when they do not balance, [`LedgerError::DayClosed`].
pub fn open_balances(
    tx: &mut Tx,
    context: &CommandContext,
    (booked_on, currency): (BusinessDate, Currency),
    differences: Vec<Posting>,
) -> Result<EntryId, LedgerError> {
    let head = EntryHead {
        id: EntryId(Uuid::now_v7()),
        org: OrgId::HEAD_OFFICE,
        booked_on,
        currency,
        kind: Cow::Borrowed("opening"),
        subject: None,
        event: None,
        memo: String::new(),
    };
    let accounts = differences.len();
    let chart = load_chart(tx)?;
    let entry = JournalEntry::new(head, differences, &chart)?;
    let id = entry.id();
    tx.audit(AuditLine {
        action: "ledger.opened",
        object_kind: "journal_entry",
        object_id: entry.entry_no(),
        before: None,
        after: Some(json!({ "currency": currency.code(), "accounts": accounts })),
    });
    post(tx, &[entry], &context.actor, context.now)?;
    Ok(id)
}
