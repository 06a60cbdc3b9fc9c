//! Posting entries.

use super::error::LedgerError;
use super::store;
use crate::domain::JournalEntry;
use kernel::{Actor, Timestamp};
use platform::Tx;

/// Tells that [`post`] will be called, and [`super::AccountingCache::get`] before it; after the business day is held.
pub fn foresee_post(tx: &mut Tx) {
    store::foresee_standing(tx);
}

/// Writes entries, many at once. Their writing travels with the next query or the commit where the database allows.
///
/// # Errors
/// [`LedgerError::DayClosed`] when one is booked on or before the last closed day; [`LedgerError::EntryNotFound`] or
/// [`LedgerError::EntryAlreadyReversed`] when one reverses an entry that is not there or is reversed; [`LedgerError::Db`].
pub fn post(tx: &mut Tx, entries: &[JournalEntry], actor: &Actor, now: Timestamp) -> Result<(), LedgerError> {
    let Some(booked_on) = entries.iter().map(|entry| entry.head().booked_on).min() else {
        return Ok(());
    };
    match store::last_closed_day(tx)? {
        Some(last_closed_on) if booked_on <= last_closed_on => {
            return Err(LedgerError::DayClosed {
                booked_on,
                last_closed_on,
            });
        }
        _ => {}
    }
    for entry in entries.iter().filter_map(JournalEntry::reverses) {
        let in_this_batch = || entries.iter().any(|other| other.id() == entry);
        if !store::lock_entry(tx, entry)? && !in_this_batch() {
            return Err(LedgerError::EntryNotFound(entry));
        }
        if let Some(by) = store::find_reversal_of(tx, entry)? {
            return Err(LedgerError::EntryAlreadyReversed { entry, by });
        }
    }
    Ok(store::insert_entries(tx, entries, actor, now)?)
}
