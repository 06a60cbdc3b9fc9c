//! The first step of a close: it opens the next day for the loans to which something happens by then. Instalments fall
//! due, late ones begin to cost penalty. One thread reads and decides ahead while another writes; a loan that a payment
//! changes in between is decided again under its lock. Visited loans are not found again, so the step may be repeated.

use super::store as store_close;
use crate::app::accruals::Accruals;
use crate::app::change::{Booking, entry_of, first_new_number};
use crate::app::error::{LoanFailure, Result};
use crate::app::record::{LoanHead, StoredLoan};
use crate::app::reprice::change_at;
use crate::app::store_change::{Changed, ChangedRows};
use crate::app::{store, store_event, store_installment};
use crate::domain::clauses::FeeTrigger;
use crate::domain::event::{EventBody, LoanEvent};
use crate::domain::life::Life;
use crate::domain::pricing::RateReason;
use crate::domain::state::{Installment, LoanState, Status};
use kernel::{Actor, BusinessDate, EventId, LoanId, Timestamp, ValueDate};
use ledger::{Accounting, AccountingCache, JournalEntry};
use platform::{Db, DbError, Tx};
use product::domain::{BenchmarkRates, BenchmarkTenor};
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
    /// Changes of rates that contracts brought about.
    events: Vec<(LoanId, LoanEvent)>,
    accruals: Accruals,
}

/// By what a close decides: the books' rules, the benchmarks as they are known, and the day that begins.
struct Ruling<'a> {
    accounting: &'a Accounting,
    benchmarks: &'a BenchmarkRates,
    next: BusinessDate,
    now: Timestamp,
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
    let (accounting, benchmarks) =
        db.read(|tx| -> Result<_> { Ok((books.get(tx)?, product::load_benchmark_rates(tx)?)) })?;
    let ruling = Ruling {
        accounting: &accounting,
        benchmarks: &benchmarks,
        next,
        now,
    };
    let mut visited = std::thread::scope(|scope| -> Result<u64> {
        let (send, receive) = sync_channel(AHEAD);
        let ahead = scope.spawn(|| decide_ahead(db, &ruling, send));
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
        let late = visit_locked(db, &ruling)?;
        visited += late as u64;
        written(visited)?;
        if late == 0 {
            return Ok(visited);
        }
    }
}

/// Reads loans in the order of date and id, decides, and hands over; ends early when nobody listens any more.
fn decide_ahead(db: &Db, ruling: &Ruling<'_>, send: SyncSender<Visited>) -> Result<()> {
    for date in db.read(|tx| store_close::action_dates(tx, ruling.next))? {
        let mut after = Uuid::nil();
        loop {
            let loans = db.read(|tx| store::load_due_after(tx, date, after, CHUNK))?;
            let Some(last) = loans.last() else { break };
            after = last.head.id.uuid();
            if send.send(decide(&loans, ruling)?).is_err() {
                return Ok(());
            }
        }
    }
    Ok(())
}

fn decide(loans: &[StoredLoan], ruling: &Ruling<'_>) -> Result<Visited> {
    let (accounting, next) = (ruling.accounting, ruling.next);
    let mut accruals = Accruals::default();
    let mut changed: Vec<(&LoanState, LoanHead, Life<'_>)> = Vec::with_capacity(loans.len());
    let (mut entries, mut fallen, mut missed) = (Vec::new(), Vec::new(), Vec::new());
    let mut events = Vec::new();
    for stored in loans {
        let mut life = Life::resume(&stored.terms, stored.state.clone());
        let lines = life.lines();
        let repriced = reprice(stored, &mut life, ruling)?;
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
            event_seq: repriced.as_ref().map_or(stored.head.event_seq, |event| event.seq),
            ..stored.head.clone()
        };
        events.extend(repriced.map(|event| (head.id, event)));
        changed.push((&stored.state, head, life));
    }
    let changed = changed
        .iter()
        .map(|(before, head, life)| Changed::since(before, head, life));
    let changed: Vec<Changed<'_>> = changed.collect();
    Ok(Visited {
        rows: ChangedRows::of(&changed),
        fallen,
        missed,
        entries,
        events,
        accruals,
    })
}

/// Lets a floating rate follow its benchmark, if the contract looks at it on the day that begins. The event is its own cause:
/// its value date is that day.
fn reprice(stored: &StoredLoan, life: &mut Life<'_>, ruling: &Ruling<'_>) -> Result<Option<LoanEvent>> {
    let found = change_at((&stored.terms, &stored.state), ruling.next.date(), ruling.benchmarks);
    let Some((on, to)) = found else { return Ok(None) };
    let body = EventBody::RateChanged {
        to,
        why: RateReason::Repriced,
    };
    life.advance(on);
    // A loan that the day itself settles has no rate any more.
    if life.state.status != Status::Active {
        return Ok(None);
    }
    life.apply(&body, on)?;
    Ok(Some(LoanEvent {
        id: EventId(Uuid::now_v7()),
        seq: stored.head.event_seq + 1,
        value_date: ValueDate(on),
        booked_on: ruling.next,
        recorded_at: ruling.now,
        actor: Actor::system(),
        body,
        note: String::new(),
        reason_code: None,
    }))
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
    if !chunk.events.is_empty() {
        let events: Vec<(LoanId, &LoanEvent)> = chunk.events.iter().map(|(id, event)| (*id, event)).collect();
        store_event::insert_events(tx, &events)?;
    }
    chunk.accruals.write_deltas(tx)?;
    ledger::post(tx, &chunk.entries, &Actor::system(), now)?;
    Ok(true)
}

/// Visits a chunk of loans under their locks: those that were changed while the others were visited, and those that follow a
/// benchmark's every publication and are behind it.
fn visit_locked(db: &Db, ruling: &Ruling<'_>) -> Result<usize> {
    db.write(|tx| {
        let mut loans = store::load_to_visit(tx, ruling.next.date(), CHUNK)?;
        for tenor in BenchmarkTenor::ALL {
            let known = ruling.benchmarks.on(tenor, ruling.next.date().add_days(-1)).ok();
            let room = CHUNK - loans.len() as i64;
            if let Some(value) = known.filter(|_| room > 0 && loans.is_empty()) {
                loans.extend(store::load_behind(tx, tenor.name(), value.annual_rate, room)?);
            }
        }
        if !loans.is_empty() && !write(tx, &decide(&loans, ruling)?, ruling.now)? {
            return Err(LoanFailure::Stored("a locked loan changed".to_owned()));
        }
        Ok(loans.len())
    })
}
