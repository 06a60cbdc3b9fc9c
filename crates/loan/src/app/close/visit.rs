//! The first step of a close: it opens the next day for the loans to which something happens by then. Instalments fall
//! due, late ones begin to cost penalty. One thread reads and decides ahead while another writes; a loan that a payment
//! changes in between is decided again under its lock. Visited loans are not found again, so the step may be repeated.

use super::store as store_close;
use crate::app::accruals::Accruals;
use crate::app::change::{Booking, entry_of, first_new_number};
use crate::app::error::{LoanFailure, Result};
use crate::app::record::{LoanHead, StoredLoan};
use crate::app::store;
use crate::app::store_change::ChangedRows;
use crate::app::store_installment;
use crate::domain::clauses::FeeTrigger;
use crate::domain::life::Life;
use crate::domain::state::Installment;
use kernel::{Actor, BusinessDate, EventId, LoanId, Timestamp};
use ledger::{Accounting, AccountingCache, JournalEntry};
use platform::{Db, DbError, Tx};
use std::sync::mpsc::{SyncSender, sync_channel};
use uuid::Uuid;

/// Loans of one transaction.
pub const CHUNK: i64 = 2000;

/// Chunks decided ahead of the writer: bounds the memory of a close.
const AHEAD: usize = 2;

/// What a chunk of loans becomes, ready to be written.
struct Visited {
    rows: ChangedRows,
    fallen: Vec<(LoanId, Installment)>,
    /// Instalments that fell due before and were charged a late fee.
    missed: Vec<(LoanId, Installment)>,
    entries: Vec<JournalEntry>,
    accruals: Accruals,
}

/// Visits every loan that asks for it. `written` is told how many were visited so far, after each chunk.
///
/// # Errors
/// The database's, the ledger's when posting rules are missing, or what `written` returns.
pub fn visit_all(
    db: &Db,
    books: &AccountingCache,
    (next, now): (BusinessDate, Timestamp),
    mut written: impl FnMut(u64) -> Result<()>,
) -> Result<u64> {
    let accounting = db.read(|tx| books.get(tx))?;
    let mut visited = std::thread::scope(|scope| -> Result<u64> {
        let (send, receive) = sync_channel(AHEAD);
        let ahead = scope.spawn(|| decide_ahead(db, &accounting, next, send));
        let mut visited = 0;
        for chunk in receive {
            if write_unless_stale(db, &chunk, now)? {
                visited += chunk.rows.len() as u64;
                written(visited)?;
            }
        }
        ahead.join().expect("deciding does not panic")?;
        Ok(visited)
    })?;
    loop {
        let late = visit_locked(db, &accounting, (next, now))?;
        visited += late as u64;
        written(visited)?;
        if late == 0 {
            return Ok(visited);
        }
    }
}

/// Reads loans in the order of date and id, decides, and hands over; ends early when nobody listens any more.
fn decide_ahead(db: &Db, accounting: &Accounting, next: BusinessDate, send: SyncSender<Visited>) -> Result<()> {
    for date in db.read(|tx| store_close::action_dates(tx, next))? {
        let mut after = Uuid::nil();
        loop {
            let loans = db.read(|tx| store::load_due_after(tx, date, after, CHUNK))?;
            let Some(last) = loans.last() else { break };
            after = last.head.id.uuid();
            if send.send(decide(&loans, accounting, next)?).is_err() {
                return Ok(());
            }
        }
    }
    Ok(())
}

fn decide(loans: &[StoredLoan], accounting: &Accounting, next: BusinessDate) -> Result<Visited> {
    let mut accruals = Accruals::default();
    let mut changed: Vec<(LoanHead, Life<'_>)> = Vec::with_capacity(loans.len());
    let (mut entries, mut fallen, mut missed) = (Vec::new(), Vec::new(), Vec::new());
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
        let first_new = first_new_number(&stored.state);
        fallen.extend(
            life.touched
                .values()
                .filter(|i| i.nr >= first_new)
                .map(|i| (stored.head.id, i.clone())),
        );
        if stored.terms.clauses.fee(FeeTrigger::Late) > 0 {
            let before = life.touched.values().filter(|i| i.nr < first_new);
            missed.extend(before.map(|i| (stored.head.id, i.clone())));
        }
        let head = LoanHead {
            version: stored.head.version + 1,
            ..stored.head.clone()
        };
        changed.push((head, life));
    }
    let changed: Vec<(&LoanHead, &Life<'_>)> = changed.iter().map(|(head, life)| (head, life)).collect();
    Ok(Visited {
        rows: ChangedRows::of(&changed),
        fallen,
        missed,
        entries,
        accruals,
    })
}

/// Why a chunk was not written.
enum NotWritten {
    /// A loan of it has changed since it was read.
    Stale,
    /// Something failed.
    Failed(LoanFailure),
}

impl From<DbError> for NotWritten {
    fn from(error: DbError) -> Self {
        Self::Failed(error.into())
    }
}

impl From<LoanFailure> for NotWritten {
    fn from(failure: LoanFailure) -> Self {
        Self::Failed(failure)
    }
}

fn write_unless_stale(db: &Db, chunk: &Visited, now: Timestamp) -> Result<bool> {
    let outcome = db.write(|tx| match write(tx, chunk, now)? {
        true => Ok(()),
        false => Err(NotWritten::Stale),
    });
    match outcome {
        Ok(()) => Ok(true),
        Err(NotWritten::Stale) => Ok(false),
        Err(NotWritten::Failed(failure)) => Err(failure),
    }
}

/// Writes a chunk; says no, with half of it written, when a loan of it has changed since it was read.
fn write(tx: &mut Tx, chunk: &Visited, now: Timestamp) -> Result<bool> {
    if !chunk.rows.write(tx)? {
        return Ok(false);
    }
    let fallen: Vec<(LoanId, &Installment)> = chunk.fallen.iter().map(|(id, i)| (*id, i)).collect();
    store_installment::insert_installments(tx, &fallen)?;
    if !chunk.missed.is_empty() {
        let missed: Vec<(LoanId, &Installment)> = chunk.missed.iter().map(|(id, i)| (*id, i)).collect();
        store_installment::update_installments(tx, &missed)?;
    }
    chunk.accruals.write_deltas(tx)?;
    ledger::post(tx, &chunk.entries, &Actor::system(), now)?;
    Ok(true)
}

/// Visits a chunk of loans under their locks: those that were changed while the others were visited.
fn visit_locked(db: &Db, accounting: &Accounting, (next, now): (BusinessDate, Timestamp)) -> Result<usize> {
    db.write(|tx| {
        let loans = store::load_to_visit(tx, next.date(), CHUNK)?;
        if !loans.is_empty() && !write(tx, &decide(&loans, accounting, next)?, now)? {
            return Err(LoanFailure::Stored("a locked loan changed".to_owned()));
        }
        Ok(loans.len())
    })
}
