//! Rebuilds every loan from its terms and events and compares it with what is stored.

use super::error::Result;
use super::record::{Projection, StoredLoan};
use super::store;
use super::store_event;
use super::store_installment;
use crate::domain::life::{Life, live};
use crate::domain::state::Carry;
use kernel::CivilDate;
use platform::business_day::BusinessDay;
use platform::{Tx, business_day};

/// What a rebuild found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rebuilt {
    /// Loans rebuilt.
    pub loans: u64,
    /// The first loan whose stored state is not that of its events, and how they differ.
    pub first_difference: Option<(String, String)>,
}

/// Lives every loan again from its events and compares state, projection and instalments with what is stored.
///
/// # Errors
/// The database's.
pub fn rebuild(tx: &mut Tx) -> Result<Rebuilt> {
    let day = business_day::state(tx)?;
    let mut found = Rebuilt::default();
    for id in store::ids(tx)? {
        found.loans += 1;
        let stored = store::load(tx, id)?;
        let difference = difference_of(tx, &stored, reached(&stored, day))?;
        if let Some(difference) = difference {
            found.first_difference = Some((stored.head.number, difference));
            break;
        }
    }
    Ok(found)
}

/// The date that a loan has reached: the business date, or the next one when an unfinished close has visited it already.
fn reached(stored: &StoredLoan, day: BusinessDay) -> CivilDate {
    let (today, next) = (day.business_date.date(), day.business_date.next().date());
    let waits = Life::resume(&stored.terms, stored.state.clone()).next_action_on();
    if day.closing && waits.is_none_or(|on| on > next) {
        next
    } else {
        today
    }
}

/// How the stored state, projection and instalments of a loan differ from those of its events, on the business date.
///
/// # Errors
/// The database's.
pub fn difference_of(tx: &mut Tx, stored: &StoredLoan, today: CivilDate) -> Result<Option<String>> {
    let events = store_event::events(tx, stored.head.id)?;
    let (life, _) = match live(&stored.terms, &events, today) {
        Ok(lived) => lived,
        Err(refusal) => return Ok(Some(format!("its events cannot be lived again: {refusal}"))),
    };
    if life.state != stored.state {
        let texts = (store::state_text(&life.state), store::state_text(&stored.state));
        return Ok(Some(format!("state from events {} but stored {}", texts.0, texts.1)));
    }
    let resumed = Life::resume(&stored.terms, stored.state.clone());
    if Projection::of(&resumed) != store::projection(tx, stored.head.id)? {
        return Ok(Some(
            "its row in the list is not the projection of its state".to_owned(),
        ));
    }
    let rows = store_installment::installments(tx, stored.head.id)?;
    let lived = life.touched.values().cloned().map(|mut i| {
        // A row keeps none of them: they follow from the state.
        (i.overdue, i.carry, i.earlier_rates) = (None, Carry::Own, Vec::new());
        i
    });
    if rows.iter().cloned().ne(lived) {
        return Ok(Some("its instalments are not those of its events".to_owned()));
    }
    Ok(None)
}
