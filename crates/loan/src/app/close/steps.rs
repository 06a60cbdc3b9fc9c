//! The steps of a close. Each is a transaction, or a loop of them, that may be repeated.

use crate::app::accruals::Accruals;
use crate::app::change::{Booking, entry_of, first_new_number};
use crate::app::error::Result;
use crate::app::record::{LoanHead, StoredLoan};
use crate::app::store;
use crate::app::store_installment;
use crate::domain::allocation::Component;
use crate::domain::life::Life;
use crate::domain::state::Installment;
use kernel::{Actor, BusinessDate, EntryId, EventId, LoanId, OrgId, Timestamp};
use ledger::{Accounting, AccountingCache, EntryHead, JournalEntry, Subject};
use platform::{Db, Tx};
use std::borrow::Cow;
use uuid::Uuid;

/// Loans of one transaction of the first step.
pub const CHUNK: i64 = 4000;

/// Opens `next` for the loans to which something happens by then: instalments fall due, late ones begin to cost penalty.
/// One chunk, one transaction; returns how many loans were visited. Visited loans are not found again.
///
/// # Errors
/// The database's, or the ledger's when posting rules are missing.
pub fn visit_chunk(db: &Db, books: &AccountingCache, next: BusinessDate, now: Timestamp) -> Result<usize> {
    db.write(|tx| {
        let loans = store::load_to_visit(tx, next.date(), CHUNK)?;
        if !loans.is_empty() {
            let accounting = books.get(tx)?;
            visit(tx, &loans, &accounting, (next, now))?;
        }
        Ok(loans.len())
    })
}

fn visit(
    tx: &mut Tx,
    loans: &[StoredLoan],
    accounting: &Accounting,
    (next, now): (BusinessDate, Timestamp),
) -> Result<()> {
    let mut accruals = Accruals::default();
    let mut lives: Vec<(LoanHead, Life<'_>)> = Vec::with_capacity(loans.len());
    let mut entries = Vec::new();
    for stored in loans {
        let mut life = Life::resume(&stored.terms, stored.state.clone());
        let lines = life.lines();
        life.advance(next.date());
        accruals.replace(&stored.head, &lines, &life.lines());
        accruals.moved(&stored.head, &stored.state.moved, &life.state.moved);
        // No event causes what time brings: the entry carries the nil event.
        let booking = Booking {
            event: EventId(Uuid::nil()),
            kind: "due",
            booked_on: next,
        };
        entries.extend(entry_of(
            &stored.head,
            accounting,
            (&stored.state, &life.state),
            booking,
        )?);
        let mut head = stored.head.clone();
        head.version += 1;
        lives.push((head, life));
    }
    let mut fallen: Vec<(LoanId, &Installment)> = Vec::new();
    for (stored, (head, life)) in loans.iter().zip(&lives) {
        let first_new = first_new_number(&stored.state);
        fallen.extend(
            life.touched
                .values()
                .filter(|i| i.nr >= first_new)
                .map(|i| (head.id, i)),
        );
    }
    store_installment::insert_installments(tx, &fallen)?;
    let changed: Vec<(&LoanHead, &Life<'_>)> = lives.iter().map(|(head, life)| (head, life)).collect();
    store::update(tx, &changed)?;
    accruals.write_deltas(tx)?;
    ledger::post(tx, &entries, &Actor::system(), now)?;
    Ok(())
}

/// Posts the accrued interest of the whole book, per product and component: the rounded sum less what was posted so far,
/// booked on the day that is being closed.
///
/// # Errors
/// The database's, or the ledger's when posting rules are missing.
pub fn accrue(
    tx: &mut Tx,
    books: &AccountingCache,
    (closing, next): (BusinessDate, BusinessDate),
    (org, now): (OrgId, Timestamp),
) -> Result<usize> {
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
