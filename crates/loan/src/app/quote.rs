//! Figures of one loan on one date: nothing is written.

use super::error::{LoanFailure, Result};
use super::record::StoredLoan;
use super::store;
use super::store_event;
use super::store_installment;
use crate::domain::allocation::Amounts;
use crate::domain::error::LoanError;
use crate::domain::event::LoanEvent;
use crate::domain::life::{Life, Payoff, Receipt, live};
use crate::domain::line::{Line, LineKey};
use crate::domain::plan::PlanRow;
use crate::domain::state::{Carry, Installment, LoanState, Status};
use kernel::{CivilDate, DataScope, LoanId};
use platform::{Tx, business_day};

/// What a loan owes on a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Balances {
    /// Principal not yet due.
    pub principal_not_due: i64,
    /// Interest accrued on it, rounded.
    pub interest_accrued: i64,
    /// What is due and unpaid.
    pub due: Amounts,
    /// Money that waits.
    pub suspense: i64,
    /// What it takes to settle the loan.
    pub total_to_settle: i64,
}

/// The balances of a state on a date.
#[must_use]
pub fn balances(stored: &StoredLoan, state: &LoanState, on: CivilDate) -> Balances {
    let mut life = Life::resume(&stored.terms, state.clone());
    life.advance(on);
    let payoff = if life.state.status == Status::Active {
        life.payoff(on)
    } else {
        Payoff::default()
    };
    let accrued = life.interest_line().map_or(0, |(key, line)| line.rounded(&key, on));
    Balances {
        principal_not_due: life.state.balance,
        interest_accrued: accrued,
        due: life.state.due_on(&stored.terms, on),
        suspense: life.state.suspense,
        total_to_settle: payoff.total().max(0),
    }
}

/// What it takes to settle a loan on a date, today or later.
///
/// # Errors
/// [`LoanError::WrongStatus`] when nothing is owed, [`LoanFailure::QuoteInPast`] for a date before today.
pub fn payoff_quote(
    tx: &mut Tx,
    scope: &DataScope,
    id: LoanId,
    on: Option<CivilDate>,
) -> Result<(StoredLoan, CivilDate, Payoff)> {
    let today = business_day::get(tx)?.date();
    let on = on.unwrap_or(today);
    let stored = store::load_in(tx, scope, id)?;
    if on < today {
        return Err(LoanFailure::QuoteInPast {
            asked: on,
            business_date: today,
        });
    }
    if stored.state.status != Status::Active {
        return Err(LoanError::WrongStatus {
            status: super::record::status_name(&stored.state.status),
        }
        .into());
    }
    let mut life = Life::resume(&stored.terms, stored.state.clone());
    life.advance(on);
    let payoff = life.payoff(on);
    Ok((stored, on, payoff))
}

/// The plan of a loan as it stands: what fell due, with what was paid, and what is still to come.
#[derive(Debug, Clone)]
pub struct PlanAndActual {
    /// Instalments that have fallen due, with the penalty and compound interest unpaid today.
    pub fallen: Vec<(Installment, Amounts)>,
    /// Instalments to come.
    pub to_come: Vec<PlanRow>,
}

/// Plan against actual.
///
/// # Errors
/// The database's.
pub fn plan_and_actual(tx: &mut Tx, stored: &StoredLoan, on: CivilDate) -> Result<PlanAndActual> {
    let clock = stored.state.penalty_clock(&stored.terms);
    let open = &stored.state.open;
    let fallen = store_installment::installments(tx, stored.head.id)?
        .into_iter()
        .map(|mut installment| {
            let living = open.iter().find(|i| i.nr == installment.nr);
            installment.carry = living.map_or(Carry::Own, |i| i.carry);
            let unpaid = living.map_or_else(Amounts::default, |i| clock.unpaid(i, on));
            (installment, unpaid)
        })
        .collect();
    let to_come = match stored.state.status {
        Status::Pending => crate::domain::schedule::schedule_with_fee(&stored.terms)?,
        _ => Life::resume(&stored.terms, stored.state.clone()).rows_to_come(),
    };
    Ok(PlanAndActual { fallen, to_come })
}

/// The events of a loan with what each did; reversed events did nothing.
///
/// # Errors
/// The database's, or the domain's for a life that cannot be lived again.
pub fn history(tx: &mut Tx, stored: &StoredLoan, on: CivilDate) -> Result<Vec<(LoanEvent, Option<Receipt>)>> {
    let events = store_event::events(tx, stored.head.id)?;
    let (_, receipts) = live(&stored.terms, &events, on)?;
    let receipt = |seq| receipts.iter().find(|(s, _)| *s == seq).map(|(_, r)| r.clone());
    Ok(events.into_iter().map(|e| (e.clone(), receipt(e.seq))).collect())
}

/// The lines on which a loan accrues, and its accrued amounts day by day.
#[derive(Debug, Clone)]
pub struct AccrualDerivation {
    /// The lines today.
    pub lines: Vec<(LineKey, Line)>,
    /// Day, interest not yet due, penalty, compound interest; rounded for display.
    pub daily: Vec<(CivilDate, i64, i64, i64)>,
}

/// Most days of a derivation.
pub const MAX_DERIVATION_DAYS: i32 = 400;

/// How a loan's accrued interest comes about between two dates.
///
/// # Errors
/// The database's, or the domain's for a life that cannot be lived again.
pub fn accrual(tx: &mut Tx, stored: &StoredLoan, from: CivilDate, to: CivilDate) -> Result<AccrualDerivation> {
    use crate::domain::allocation::Component::{CompoundInterest, Penalty};
    let events = store_event::events(tx, stored.head.id)?;
    let days = to.days_since(from).clamp(0, MAX_DERIVATION_DAYS);
    let mut daily = Vec::new();
    for day in (0..=days).map(|n| from.add_days(n)) {
        let (life, _) = live(&stored.terms, &events, day)?;
        let interest = life.interest_line().map_or(0, |(key, line)| line.rounded(&key, day));
        let due = life.state.due_on(&stored.terms, day);
        daily.push((day, interest, due.of(Penalty), due.of(CompoundInterest)));
    }
    let life = Life::resume(&stored.terms, stored.state.clone());
    Ok(AccrualDerivation {
        lines: life.lines(),
        daily,
    })
}
