//! Carrying a day's balances forward.

use super::error::LedgerError;
use super::{query, store};
use crate::domain::{Pocket, carry_forward};
use kernel::BusinessDate;
use platform::Tx;
use std::collections::{BTreeMap, BTreeSet};

/// What closing a day did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClosedDay {
    /// The day.
    pub on: BusinessDate,
    /// Lines posted since the day closed before.
    pub postings: i64,
    /// Balances written: only accounts that moved.
    pub balances: usize,
}

/// Whether a day is closed in the ledger: nothing is booked on it any more.
///
/// # Errors
/// [`LedgerError::Db`].
pub fn is_day_closed(tx: &mut Tx, day: BusinessDate) -> Result<bool, LedgerError> {
    Ok(store::last_closed_day(tx)?.is_some_and(|last| day <= last))
}

/// Closes the ledger up to and including a day: sums what was posted and carries it forward. From then on nothing is
/// booked on that day. Closing a day that is closed does nothing, so that an interrupted close may be repeated; the
/// caller makes sure that nobody posts to the day any more (the business day has moved on).
///
/// # Errors
/// [`LedgerError::EntryRefused`] when a balance overflows, [`LedgerError::Db`].
pub fn close_day(tx: &mut Tx, day: BusinessDate) -> Result<ClosedDay, LedgerError> {
    let last = store::last_closed_day(tx)?;
    if last.is_some_and(|last| day <= last) {
        return Ok(ClosedDay {
            on: day,
            postings: 0,
            balances: 0,
        });
    }
    let opening: BTreeMap<Pocket, i64> = match last {
        Some(last) => query::last_balances(tx, last)?
            .into_iter()
            .map(|b| (b.pocket, b.closing_minor))
            .collect(),
        None => BTreeMap::new(),
    };
    let (mut moved, mut postings) = (Vec::new(), 0);
    for pocket in query::list_pockets(tx)? {
        let (turnovers, lines) = query::turnover(tx, pocket, last, day)?;
        moved.extend(turnovers);
        postings += lines;
    }
    let balances = carry_forward(&opening, moved)?;
    let moved: BTreeSet<Pocket> = balances.iter().map(|balance| balance.pocket).collect();
    let new: Vec<Pocket> = moved
        .into_iter()
        .filter(|pocket| !opening.contains_key(pocket))
        .collect();
    store::insert_closed_day(tx, day, postings)?;
    store::insert_balances(tx, &balances, &new)?;
    Ok(ClosedDay {
        on: day,
        postings,
        balances: balances.len(),
    })
}
