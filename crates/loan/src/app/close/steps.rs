//! The step that posts the accrued interest of the whole book; one transaction, which may be repeated.

use crate::app::accruals::Accruals;
use crate::app::error::Result;
use crate::domain::allocation::Component;
use kernel::{Actor, BusinessDate, EntryId, EventId, OrgId, Timestamp};
use ledger::{AccountingCache, EntryHead, JournalEntry, Subject};
use platform::Tx;
use std::borrow::Cow;
use uuid::Uuid;

/// Posts the accrued interest of the whole book, per product and component: the rounded sum less what was posted so far,
/// booked on the day that is being closed. When an interrupted close is taken up after the ledger has closed the day,
/// nothing is posted: what payments have changed since then belongs to the next day.
///
/// # Errors
/// The database's, or the ledger's when posting rules are missing.
pub fn accrue(
    tx: &mut Tx,
    books: &AccountingCache,
    (closing, next): (BusinessDate, BusinessDate),
    (org, now): (OrgId, Timestamp),
) -> Result<usize> {
    if ledger::is_day_closed(tx, closing)? {
        return Ok(0);
    }
    let mut sums = Accruals::take(tx)?;
    let targets = sums.rounded_on(next.date());
    for key in sums.posted.keys().copied().collect::<Vec<_>>() {
        if !targets.contains_key(&key) && sums.posted[&key] == 0 {
            sums.posted.remove(&key);
        }
    }
    let accounting = books.get(tx)?;
    let rules = accounting.rules.as_of(closing);
    let mut entries = Vec::new();
    let keys: std::collections::BTreeSet<_> = targets.keys().chain(sums.posted.keys()).copied().collect();
    for ((product, currency), component) in keys {
        let key = ((product, currency), component);
        let target = targets.get(&key).copied().unwrap_or(0);
        let posted = sums.posted.entry(key).or_default();
        let difference = target - *posted;
        if difference == 0 {
            continue;
        }
        *posted = target;
        let head = EntryHead {
            id: EntryId(Uuid::now_v7()),
            org,
            booked_on: closing,
            currency,
            kind: Cow::Borrowed("accrual"),
            subject: Some(Subject {
                id: product.uuid(),
                number: String::new(),
            }),
            event: Some(EventId(Uuid::nil())),
            memo: String::new(),
        };
        let lines = rules.lines(accrual_movement(component), difference)?;
        entries.push(JournalEntry::new(head, lines, &accounting.chart)?);
    }
    sums.store(tx)?;
    ledger::post(tx, &entries, &Actor::system(), now)?;
    Ok(entries.len())
}

/// The posting rule of an accruing component.
#[must_use]
pub const fn accrual_movement(component: Component) -> &'static str {
    match component {
        Component::Penalty => "penalty_accrued",
        Component::CompoundInterest => "compound_accrued",
        Component::Fee | Component::Interest | Component::Principal => "interest_accrued",
    }
}
