//! Takes an event back: the life is lived again without it.

use super::change::{self, Change, Remark, Wanted};
use super::error::Result;
use super::store;
use super::store_event;
use crate::domain::error::LoanError;
use crate::domain::event::EventBody;
use kernel::{DataScope, EventId, LoanId, Money};
use ledger::AccountingCache;
use platform::{CommandContext, Tx};

/// The list of reasons of reversals.
pub const REVERSAL_REASONS: &str = "reversal_reason";

/// The amount that a reversal takes back: the event's, or the whole principal when it has none of its own.
///
/// # Errors
/// [`LoanError::UnknownEvent`], or that there is no such loan in the scope.
pub fn amount_at_stake(tx: &mut Tx, scope: &DataScope, (id, event): (LoanId, EventId)) -> Result<Money> {
    let stored = store::load_in(tx, scope, id)?;
    let events = store_event::events(tx, id)?;
    let undone = events
        .iter()
        .find(|e| e.id == event)
        .ok_or(LoanError::UnknownEvent { seq: 0 })?;
    let minor = undone.body.amount().unwrap_or_else(|| stored.terms.principal.minor());
    Ok(stored.head.money(minor))
}

/// Reverses an event of a loan. The entry is booked today; the loan stands as if the event had never happened.
///
/// # Errors
/// [`super::error::LoanFailure::Reference`] for a reason that is not one of [`REVERSAL_REASONS`];
/// [`LoanError::UnknownEvent`], [`LoanError::AlreadyReversed`], [`LoanError::DisbursementInUse`], or the refusal of a
/// later event that is impossible without the reversed one.
pub fn reverse(
    tx: &mut Tx,
    context: &CommandContext,
    books: &AccountingCache,
    (id, event): (LoanId, EventId),
    remark: Remark<'_>,
) -> Result<Change> {
    remark.check(tx, REVERSAL_REASONS)?;
    let stored = store::load_in(tx, &context.scope, id)?;
    let events = store_event::events(tx, id)?;
    let undone = events
        .iter()
        .find(|e| e.id == event)
        .ok_or(LoanError::UnknownEvent { seq: 0 })?;
    let stake = undone.body.amount().unwrap_or_else(|| stored.terms.principal.minor());
    context.admit_amount("loan.reverse", stored.head.money(stake))?;
    let value_date = change::today(tx)?.date.date();
    let wanted = Wanted {
        body: EventBody::Reversed { of: undone.seq },
        value_date,
        currency: None,
        note: remark.note.to_owned(),
        reason_code: remark.reason_code.map(str::to_owned),
    };
    change::record(tx, context, books, id, &wanted)
}
