//! Takes loans over from another system, with what was paid on them before: many at once, each lived once over its whole past. What
//! follows is what would follow if every event had been recorded here on its day, but for one entry of a loan in the books: the
//! difference between nothing and where it stands.

use super::accruals::Accruals;
use super::book::{NewLoan, head_of};
use super::change::{Booking, Today, entry_of, told, told_event};
use super::error::{LoanFailure, Result};
use super::offer::terms_of;
use super::record::{LoanHead, StoredLoan};
use super::{store, store_event, store_installment, store_taken};
use crate::domain::event::{EventBody, LoanEvent};
use crate::domain::life::Life;
use crate::domain::pricing::Pricing;
use crate::domain::state::{Installment, LoanState};
use crate::domain::terms::LoanTerms;
use kernel::{Calendar, CivilDate, EventId, LoanId, ValueDate};
use ledger::AccountingCache;
use platform::{AuditLine, CommandContext, Tx};
use product::LoanProduct;
use std::sync::Arc;
use uuid::Uuid;

/// A loan of another system.
#[derive(Debug, Clone)]
pub struct Foreign {
    /// Its product as it is offered here.
    pub product: LoanProduct,
    /// Its contract, with the number that it has there.
    pub new: NewLoan,
    /// What it costs.
    pub pricing: Pricing,
    /// The working days of its organisation, if the product asks for them.
    pub calendar: Option<Arc<Calendar>>,
    /// So many instalments were paid in full, each on its day.
    pub paid_installments: u32,
}

/// A loan that was lived up to today and can be written.
#[derive(Debug, Clone)]
pub struct Prepared {
    /// What its row says.
    pub head: LoanHead,
    /// Its terms.
    pub terms: LoanTerms,
    /// Where it stands.
    pub state: LoanState,
    touched: Vec<Installment>,
    events: Vec<LoanEvent>,
}

/// Lives a loan from its disbursement until today. Reads and writes nothing: many threads may do it at once.
///
/// # Errors
/// [`LoanFailure::DisbursementInFuture`], [`LoanFailure::PaidBeyond`], or what product and domain refuse.
///
/// # Panics
/// When the loan has no number: whoever reads files asks for one.
pub fn prepare(foreign: &Foreign, today: Today, context: &CommandContext) -> Result<Prepared> {
    let terms = terms_of(
        &foreign.product,
        &foreign.pricing,
        &foreign.new.choices,
        foreign.calendar.as_deref(),
    )?;
    let (asked, business_date) = (terms.disbursed_on, today.date.date());
    if asked > business_date {
        return Err(LoanFailure::DisbursementInFuture { asked, business_date });
    }
    let (past, mut life) = past_of(&terms, foreign.paid_installments, business_date)?;
    life.advance(today.booked_on.date());
    let (state, touched) = (life.state, life.touched.into_values().collect());
    let event = |(seq, (value_date, body)): (u32, (CivilDate, EventBody))| LoanEvent {
        id: EventId(Uuid::now_v7()),
        seq,
        value_date: ValueDate(value_date),
        booked_on: today.booked_on,
        recorded_at: context.now,
        actor: context.actor.clone(),
        body,
        note: String::new(),
        reason_code: None,
    };
    let events: Vec<LoanEvent> = (1_u32..).zip(past).map(event).collect();
    let number = foreign
        .new
        .number
        .clone()
        .expect("a loan of another system has a number");
    let name = (LoanId(Uuid::now_v7()), number);
    let mut head = head_of(&foreign.product, &foreign.new, business_date, name);
    head.event_seq = u32::try_from(events.len()).unwrap_or(u32::MAX);
    head.version += i64::from(head.event_seq);
    Ok(Prepared {
        head,
        terms,
        state,
        touched,
        events,
    })
}

type Past = Vec<(CivilDate, EventBody)>;

/// The disbursement and the instalments that were paid, each on the day on which it fell due, and the life up to the last of them.
fn past_of(terms: &LoanTerms, paid: u32, until: CivilDate) -> Result<(Past, Life<'_>)> {
    let mut life = Life::begin(terms)?;
    life.apply(&EventBody::Disbursed, terms.disbursed_on)?;
    let mut past = vec![(terms.disbursed_on, EventBody::Disbursed)];
    for fallen_due in 0..paid {
        let Some(row) = life.next_row().filter(|row| row.due <= until) else {
            return Err(LoanFailure::PaidBeyond { fallen_due, paid });
        };
        life.advance(row.due);
        let amount = life.state.due_on(terms, row.due).total();
        // An instalment of nothing is paid by nobody: those of a grace period without interest.
        if amount > 0 {
            let body = EventBody::Repaid { amount };
            life.apply(&body, row.due)?;
            past.push((row.due, body));
        }
    }
    Ok((past, life))
}

/// Writes loans that were prepared for this day in the caller's transaction, which holds it. Their customers are counted and their
/// products marked by the caller.
///
/// # Errors
/// [`LoanFailure::NumberTaken`], what the posting rules refuse, or the database's.
pub fn take_over(
    tx: &mut Tx,
    context: &CommandContext,
    books: &AccountingCache,
    loans: &[Prepared],
    today: Today,
) -> Result<()> {
    let accounting = books.get(tx)?;
    let mut accruals = Accruals::default();
    let (mut rows, mut entries) = (Vec::with_capacity(loans.len()), Vec::with_capacity(loans.len()));
    for loan in loans {
        let nothing = Life::begin(&loan.terms)?.state;
        let life = Life::resume(&loan.terms, loan.state.clone());
        accruals.replace(&loan.head, &[], &life.lines());
        accruals.moved(&loan.head, &nothing.moved, &life.state.moved);
        let booking = Booking {
            event: loan.events[0].id,
            kind: "take_over",
            booked_on: today.booked_on,
        };
        entries.extend(entry_of(&loan.head, &accounting, (&nothing, &life.state), booking)?);
        tell(tx, loan, &nothing);
        rows.push((loan.head.clone(), &loan.terms, life));
    }
    store::insert(tx, &rows).map_err(|failure| match failure {
        LoanFailure::Db(db) if db.is_unique_violation() => LoanFailure::NumberTaken(String::new()),
        other => other,
    })?;
    let (mut touched, mut events) = (Vec::new(), Vec::new());
    for loan in loans {
        touched.extend(loan.touched.iter().map(|one| (loan.head.id, one)));
        events.extend(loan.events.iter().map(|event| (loan.head.id, event)));
    }
    store_installment::insert_installments(tx, &touched)?;
    store_event::insert_events(tx, &events)?;
    accruals.write_deltas(tx)?;
    Ok(ledger::post(tx, &entries, &context.actor, context.now)?)
}

/// An audit line and news of a loan that was taken over.
fn tell(tx: &mut Tx, loan: &Prepared, nothing: &LoanState) {
    let last = loan.events.last().expect("a loan was disbursed at least");
    let mut after = told_event(last, &loan.state, loan.head.currency);
    after["product"] = loan.head.product_code.clone().into();
    tx.audit(AuditLine {
        action: "loan.taken_over",
        object_kind: "loan",
        object_id: loan.head.number.clone(),
        before: Some(told(nothing, loan.head.currency)),
        after: Some(after),
    });
    tx.publish(
        "loan.changed",
        loan.head.id.uuid(),
        serde_json::json!({ "seq": last.seq, "kind": "taken_over" }),
    );
}

/// The loans that have one of these numbers, with terms and state.
///
/// # Errors
/// [`LoanFailure::Stored`] or the database's.
pub fn find_by_numbers(tx: &mut Tx, numbers: &[&str]) -> Result<Vec<StoredLoan>> {
    const AT_ONCE: usize = 500;
    let mut found = Vec::new();
    for some in numbers.chunks(AT_ONCE) {
        found.extend(store_taken::list_by_numbers(tx, some)?);
    }
    Ok(found)
}
