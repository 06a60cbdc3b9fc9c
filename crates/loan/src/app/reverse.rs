//! Takes an event back: the life is lived again without it.

use super::change::{self, Change, Wanted};
use super::error::Result;
use super::store;
use super::store_event;
use crate::domain::error::LoanError;
use crate::domain::event::EventBody;
use kernel::{EventId, LoanId};
use ledger::AccountingCache;
use platform::{CommandContext, Tx};

/// Reverses an event of a loan. The entry is booked today; the loan stands as if the event had never happened.
///
/// # Errors
/// [`LoanError::UnknownEvent`], [`LoanError::AlreadyReversed`], [`LoanError::DisbursementInUse`], or the refusal of a
/// later event that is impossible without the reversed one.
pub fn reverse(
    tx: &mut Tx,
    context: &CommandContext,
    books: &AccountingCache,
    (id, event): (LoanId, EventId),
    reason: &str,
) -> Result<Change> {
    store::load_in(tx, &context.scope, id)?;
    let events = store_event::events(tx, id)?;
    let undone = events
        .iter()
        .find(|e| e.id == event)
        .ok_or(LoanError::UnknownEvent { seq: 0 })?;
    let value_date = change::today(tx)?.date.date();
    let wanted = Wanted {
        body: EventBody::Reversed { of: undone.seq },
        value_date,
        currency: None,
        note: reason.to_owned(),
    };
    change::record(tx, context, books, id, &wanted)
}
