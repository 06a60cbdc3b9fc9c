//! Reversing an entry.

use super::error::LedgerError;
use super::post::post;
use super::store;
use crate::domain::{JournalEntry, ReversalHead};
use kernel::{Actor, EntryId, Timestamp};
use platform::Tx;

/// Undoes an entry by a red one. For the capability that made the entry.
///
/// # Errors
/// [`LedgerError::EntryNotFound`], [`LedgerError::EntryAlreadyReversed`], [`LedgerError::EntryRefused`] when it is a
/// reversal itself, [`LedgerError::DayClosed`], [`LedgerError::Db`].
pub fn reverse_entry(
    tx: &mut Tx,
    id: EntryId,
    head: ReversalHead,
    actor: &Actor,
    now: Timestamp,
) -> Result<JournalEntry, LedgerError> {
    store::lock_entry(tx, id)?;
    let stored = store::find_entry(tx, id)?.ok_or(LedgerError::EntryNotFound(id))?;
    if let Some(by) = stored.reversed_by {
        return Err(LedgerError::EntryAlreadyReversed { entry: id, by });
    }
    let reversal = stored.entry.reversal(head)?;
    post(tx, std::slice::from_ref(&reversal), actor, now)?;
    Ok(reversal)
}

/// The same by hand: only entries that record no business event, since the ledger must keep agreeing with what it records.
///
/// # Errors
/// As [`reverse_entry`], and [`LedgerError::EntryOfEvent`].
pub fn reverse_entry_by_hand(
    tx: &mut Tx,
    id: EntryId,
    head: ReversalHead,
    actor: &Actor,
    now: Timestamp,
) -> Result<JournalEntry, LedgerError> {
    let stored = store::find_entry(tx, id)?.ok_or(LedgerError::EntryNotFound(id))?;
    let of_event = stored.entry.head().event.is_some() || stored.entry.head().subject.is_some();
    match (stored.reversed_by, of_event) {
        (None, true) => Err(LedgerError::EntryOfEvent(id)),
        _ => reverse_entry(tx, id, head, actor, now),
    }
}
