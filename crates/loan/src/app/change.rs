//! One change of one loan: load, decide, write. Every command that adds an event comes through here.

use super::accruals::Accruals;
use super::error::{LoanFailure, Result};
use super::record::{LoanHead, StoredLoan};
use super::store;
use super::store_change;
use super::store_event;
use super::store_installment;
use crate::domain::error::LoanError;
use crate::domain::event::{EventBody, LoanEvent};
use crate::domain::life::{Life, Receipt, live};
use crate::domain::reversal::reversal_reaches;
use crate::domain::state::{Installment, LoanState, Status};
use crate::domain::terms::LoanTerms;
use kernel::{BusinessDate, CivilDate, Currency, EntryId, EventId, LoanId, Money, OrgId, ValueDate};
use ledger::{Accounting, AccountingCache, EntryHead, JournalEntry, Subject};
use platform::{CommandContext, Tx, business_day};
use std::borrow::Cow;
use std::sync::Arc;
use uuid::Uuid;

/// What a command wants to happen to a loan.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The event.
    pub body: EventBody,
    /// When it takes effect.
    pub value_date: CivilDate,
    /// The currency of its money, if it has any.
    pub currency: Option<Currency>,
    /// A remark.
    pub note: String,
    /// A code of the list of reasons, where somebody chose one.
    pub reason_code: Option<String>,
}

/// Why somebody wants a change.
#[derive(Debug, Clone, Copy, Default)]
pub struct Remark<'a> {
    /// In their words.
    pub note: &'a str,
    /// A code of the list of reasons.
    pub reason_code: Option<&'a str>,
}

impl Remark<'_> {
    /// Refuses a code that a list does not offer today.
    ///
    /// # Errors
    /// [`LoanFailure::Reference`].
    pub fn check(&self, tx: &mut Tx, list: &'static str) -> Result<()> {
        match self.reason_code {
            Some(code) => Ok(reference::app::check_entry(tx, "reason_code", list, code)?),
            None => Ok(()),
        }
    }
}

/// What a change did.
#[derive(Debug, Clone)]
pub struct Change {
    /// The loan.
    pub head: LoanHead,
    /// Its terms.
    pub terms: LoanTerms,
    /// The event as recorded.
    pub event: LoanEvent,
    /// What it did with its money.
    pub receipt: Receipt,
    /// The state before.
    pub before: LoanState,
    /// The state after.
    pub after: LoanState,
    /// The business date of both.
    pub as_of: CivilDate,
    /// The entry in the books; none when nothing moved.
    pub entry: Option<JournalEntry>,
    /// Since when the life was lived again, for a back-dated event or a reversal.
    pub replayed_from: Option<CivilDate>,
    /// Chart and rules by which it was posted.
    pub accounting: Arc<Accounting>,
}

/// The lender's day as a command sees it.
#[derive(Debug, Clone, Copy)]
pub struct Today {
    /// The business date: the last possible value date.
    pub date: BusinessDate,
    /// The day on which entries are booked: the next one while the close of this one runs.
    pub booked_on: BusinessDate,
}

/// The lender's day, held until the transaction ends.
///
/// # Errors
/// The database's.
pub fn today(tx: &mut Tx) -> Result<Today> {
    let day = business_day::hold(tx)?;
    let date = day.business_date;
    Ok(Today {
        date,
        booked_on: if day.closing { date.next() } else { date },
    })
}

/// Adds an event to a loan and writes everything that follows from it.
///
/// # Errors
/// [`LoanFailure::LoanUnknown`], [`LoanFailure::WrongCurrency`], or what the domain refuses.
pub fn record(
    tx: &mut Tx,
    context: &CommandContext,
    books: &AccountingCache,
    id: LoanId,
    wanted: &Wanted,
) -> Result<Change> {
    store::foresee_locked(tx, id);
    ledger::foresee_post(tx);
    let today = today(tx)?;
    if wanted.value_date > today.date.date() {
        let (value_date, business_date) = (wanted.value_date, today.date.date());
        return Err(LoanError::ValueDateInFuture {
            value_date,
            business_date,
        }
        .into());
    }
    let stored = store::load_locked(tx, id)?.inside(&context.scope)?;
    let expected = stored.head.currency;
    if wanted.currency.is_some_and(|offered| offered != expected) {
        return Err(LoanFailure::WrongCurrency { expected });
    }
    let event = LoanEvent {
        id: EventId(Uuid::now_v7()),
        seq: stored.head.event_seq + 1,
        value_date: ValueDate(wanted.value_date),
        booked_on: today.booked_on,
        recorded_at: context.now,
        actor: context.actor.clone(),
        body: wanted.body.clone(),
        note: wanted.note.clone(),
        reason_code: wanted.reason_code.clone(),
    };
    let reversal = matches!(wanted.body, EventBody::Reversed { .. });
    let appended = wanted.value_date == today.date.date() && today.booked_on == today.date && !reversal;
    let decided = if appended {
        append(&stored, &event)?
    } else {
        replay(tx, &stored, &event, today)?
    };
    write(tx, context, books, (&stored, event, decided), today)
}

/// A decided change: the new life, what the event did, and since when it was lived again.
struct Decided<'t> {
    life: Life<'t>,
    receipt: Receipt,
    replayed_from: Option<CivilDate>,
}

fn append<'t>(stored: &'t StoredLoan, event: &LoanEvent) -> Result<Decided<'t>> {
    let mut life = Life::resume(&stored.terms, stored.state.clone());
    let receipt = life.apply(&event.body, event.value_date.date())?;
    Ok(Decided {
        life,
        receipt,
        replayed_from: None,
    })
}

/// Lives the loan again with the new event among the others.
fn replay<'t>(tx: &mut Tx, stored: &'t StoredLoan, event: &LoanEvent, today: Today) -> Result<Decided<'t>> {
    let mut events = store_event::events(tx, stored.head.id)?;
    let from = replay_start(&events, event)?;
    events.push(event.clone());
    let (life, receipts) = live(&stored.terms, &events, today.booked_on.date())?;
    let receipt = receipts
        .into_iter()
        .find(|(seq, _)| *seq == event.seq)
        .map(|(_, r)| r)
        .unwrap_or_default();
    Ok(Decided {
        life,
        receipt,
        replayed_from: Some(from),
    })
}

/// The date from which the life changes; refuses reversals of what cannot be reversed.
fn replay_start(events: &[LoanEvent], event: &LoanEvent) -> Result<CivilDate> {
    match event.body {
        EventBody::Reversed { of } => Ok(reversal_reaches(events, of)?),
        _ => Ok(event.value_date.date()),
    }
}

fn write(
    tx: &mut Tx,
    context: &CommandContext,
    books: &AccountingCache,
    (stored, event, decided): (&StoredLoan, LoanEvent, Decided<'_>),
    today: Today,
) -> Result<Change> {
    let mut head = stored.head.clone();
    head.event_seq = event.seq;
    head.version += 1;
    let Decided {
        life,
        receipt,
        replayed_from,
    } = decided;
    let mut accruals = Accruals::default();
    let before = Life::resume(&stored.terms, stored.state.clone());
    accruals.replace(&head, &before.lines(), &life.lines());
    accruals.moved(&head, &stored.state.moved, &life.state.moved);
    accruals.write_deltas(tx)?;
    write_installments(tx, stored, &life, replayed_from.is_some())?;
    store_change::update(tx, store_change::Changed::since(&stored.state, &head, &life))?;
    store_event::insert_events(tx, &[(head.id, &event)])?;
    let accounting = books.get(tx)?;
    let kind = if replayed_from.is_some() {
        "correction"
    } else {
        event.body.kind()
    };
    let booking = Booking {
        event: event.id,
        kind,
        booked_on: today.booked_on,
    };
    let entry = entry_of(&head, &accounting, (&stored.state, &life.state), booking)?;
    ledger::post(tx, entry.as_slice(), &context.actor, context.now)?;
    tx.audit(platform::AuditLine {
        action: audit_action(&event.body),
        object_kind: "loan",
        object_id: head.number.clone(),
        before: Some(told(&stored.state, head.currency)),
        after: Some(told_event(&event, &life.state, head.currency)),
    });
    tx.publish(
        "loan.changed",
        head.id.uuid(),
        serde_json::json!({ "seq": event.seq, "kind": event.body.kind() }),
    );
    let as_of = today.date.date();
    Ok(Change {
        head,
        terms: stored.terms.clone(),
        event,
        receipt,
        before: stored.state.clone(),
        after: life.state,
        as_of,
        entry,
        replayed_from,
        accounting,
    })
}

/// Where a loan stands, as the audit log tells it: amounts as text, not in minor units.
#[must_use]
pub fn told(state: &LoanState, currency: Currency) -> serde_json::Value {
    let amount = |minor| Money::new(minor, currency).to_string();
    let status = match state.status {
        Status::Pending => "pending",
        Status::Active => "active",
        Status::Closed { .. } => "closed",
        Status::ChargedOff { .. } => "charged_off",
    };
    serde_json::json!({
        "status": status,
        "currency": currency.code(),
        "principal_outstanding": amount(state.principal_outstanding()),
        "suspense": amount(state.suspense),
    })
}

/// The same after an event, with what the event says.
#[must_use]
pub fn told_event(event: &LoanEvent, state: &LoanState, currency: Currency) -> serde_json::Value {
    let mut told = told(state, currency);
    told["event_seq"] = event.seq.into();
    told["value_date"] = event.value_date.to_string().into();
    if let Some(minor) = event.body.amount() {
        told["amount"] = Money::new(minor, currency).to_string().into();
    }
    if let EventBody::RateChanged { to, .. } = event.body {
        told["annual_rate"] = to.annual_rate.to_string().into();
    }
    if let EventBody::Reversed { of } = event.body {
        told["reverses_seq"] = of.into();
    }
    if let Some(code) = &event.reason_code {
        told["reason_code"] = code.as_str().into();
    }
    if !event.note.is_empty() {
        told["note"] = event.note.clone().into();
    }
    told
}

const fn audit_action(body: &EventBody) -> &'static str {
    match body {
        EventBody::Disbursed => "loan.disbursed",
        EventBody::Repaid { .. } => "loan.repaid",
        EventBody::PaidOff { .. } => "loan.paid_off",
        EventBody::Prepaid { .. } => "loan.prepaid",
        EventBody::FeeCharged { .. } => "loan.fee_charged",
        EventBody::RateChanged { .. } => "loan.rate_changed",
        EventBody::CalledIn => "loan.called_in",
        EventBody::ChargedOff => "loan.charged_off",
        EventBody::Reversed { .. } => "loan.reversed",
    }
}

fn write_installments(tx: &mut Tx, stored: &StoredLoan, life: &Life<'_>, replayed: bool) -> Result<()> {
    let id = stored.head.id;
    if replayed {
        store_installment::delete_installments(tx, id)?;
        let all: Vec<(LoanId, &Installment)> = life.touched.values().map(|i| (id, i)).collect();
        return store_installment::insert_installments(tx, &all);
    }
    let first_new = first_new_number(&stored.state);
    let (new, old): (Vec<_>, Vec<_>) = life
        .touched
        .values()
        .map(|i| (id, i))
        .partition(|(_, i)| i.nr >= first_new);
    store_installment::insert_installments(tx, &new)?;
    store_installment::update_installments(tx, &old)
}

/// The number of the first instalment that has not fallen due yet.
#[must_use]
pub fn first_new_number(state: &LoanState) -> u32 {
    match state.status {
        // The fee at disbursement is instalment 0.
        Status::Pending => 0,
        _ => state.position.map_or(u32::MAX, |p| p.nr),
    }
}

/// What an entry records, and on which day.
#[derive(Debug, Clone, Copy)]
pub struct Booking {
    /// The event that caused it.
    pub event: EventId,
    /// Its kind.
    pub kind: &'static str,
    /// The day on which it is booked.
    pub booked_on: BusinessDate,
}

/// The entry that takes the books from one state of a loan to another; none when nothing moved.
///
/// # Errors
/// [`LoanFailure::Entry`] when the posting rules are incomplete.
pub fn entry_of(
    head: &LoanHead,
    accounting: &Accounting,
    (before, after): (&LoanState, &LoanState),
    booking: Booking,
) -> Result<Option<JournalEntry>> {
    let rules = accounting.rules.as_of(booking.booked_on);
    let mut lines = Vec::new();
    for (movement, minor) in after.moved.since(&before.moved) {
        rules.append(&mut lines, movement.code(), minor)?;
    }
    if lines.is_empty() {
        return Ok(None);
    }
    let entry_head = EntryHead {
        id: EntryId(Uuid::now_v7()),
        org: OrgId::HEAD_OFFICE,
        booked_on: booking.booked_on,
        currency: head.currency,
        kind: Cow::Borrowed(booking.kind),
        subject: Some(Subject {
            id: head.id.uuid(),
            number: head.number.clone(),
        }),
        event: Some(booking.event),
        memo: String::new(),
    };
    Ok(Some(JournalEntry::new(entry_head, lines, &accounting.chart)?))
}

impl From<ledger::LedgerError> for LoanFailure {
    fn from(error: ledger::LedgerError) -> Self {
        match error {
            ledger::LedgerError::EntryRefused(refused) => Self::Entry(refused),
            ledger::LedgerError::Db(db) => Self::Db(db),
            other => Self::Reconciliation(other.to_string()),
        }
    }
}
