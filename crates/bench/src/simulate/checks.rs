//! What must hold, every day and in the end. Nothing here trusts a stored figure: each is computed again another way.

use super::oracle;
use super::world::World;
use crate::error::BenchError;
use kernel::{BusinessDate, CivilDate, Currency, LoanId};
use ledger::{AccountCode, AccountingCache};
use loan::app::error::LoanFailure;
use loan::app::record::StoredLoan;
use loan::app::{derivation, quote, store, store_event, store_installment, verify};
use loan::domain::allocation::Component;
use loan::domain::event::{EventBody, LoanEvent, effective};
use loan::domain::life::live;
use loan::domain::movement::Movement;
use loan::domain::state::{Installment, LoanState, Status};
use platform::Tx;
use std::collections::BTreeMap;

/// The day's checks: the books balance, and of these loans state, arrears and money are right.
pub(super) fn after_day(world: &World, loans: &[LoanId]) -> Result<(), BenchError> {
    let today = BusinessDate(world.today()?);
    for currency in world.currencies() {
        let trial = world.db.read(|tx| ledger::trial_balance(tx, today, currency))?;
        if trial.difference_minor() != 0 {
            return Err(world.broken(&format!("trial balance {currency}: {}", trial.difference_minor())));
        }
    }
    for id in loans {
        check_loan(world, *id, today.date())?;
    }
    Ok(())
}

fn check_loan(world: &World, id: LoanId, today: CivilDate) -> Result<(), BenchError> {
    let (difference, stored, events) = world.db.read(|tx| -> Result<_, LoanFailure> {
        let stored = store::load(tx, id)?;
        let difference = verify::difference_of(tx, &stored, today)?;
        Ok((difference, stored, store_event::events(tx, id)?))
    })?;
    let fail = |what: String| Err(BenchError::Broken(format!("{what}\n{}", story(&stored, &events))));
    if let Some(difference) = difference {
        return fail(difference);
    }
    if let Some(wrong) = money_wrong(&stored, &events) {
        return fail(wrong);
    }
    let rows = world.db.read(|tx| store_installment::installments(tx, id))?;
    let (life, receipts) = live(&stored.terms, &events, today).map_err(LoanFailure::from)?;
    let wrong = oracle::penalty_wrong(&life, &rows, (&events, &receipts), today);
    if let Some(wrong) = wrong.or_else(|| oracle::plan_wrong(&life)) {
        return fail(wrong);
    }
    world.db.read(|tx| read_all(tx, &stored, today))?;
    let (fewest, most) = world.db.read(|tx| recomputed_dpd(tx, &stored, today))?;
    let dpd = stored.state.days_past_due(today);
    if !(fewest..=most).contains(&dpd) {
        return fail(format!("days past due {dpd} but recomputed {fewest} to {most}"));
    }
    Ok(())
}

/// What the loan's page reads can be read.
fn read_all(tx: &mut Tx, stored: &StoredLoan, today: CivilDate) -> Result<(), LoanFailure> {
    quote::history(tx, stored, today)?;
    quote::plan_and_actual(tx, stored, today)?;
    quote::accrual(tx, stored, today.add_days(-3), today)?;
    let _ = derivation::derive(stored, today);
    let _ = quote::balances(stored, &stored.state, today.add_days(40));
    Ok(())
}

/// A loan's terms and events, to live it again elsewhere.
pub(super) fn story(stored: &StoredLoan, events: &[LoanEvent]) -> String {
    let events: Vec<String> = events
        .iter()
        .map(|e| {
            format!(
                "{} {} booked {}: {}",
                e.seq,
                e.value_date,
                e.booked_on,
                store::to_json(&e.body)
            )
        })
        .collect();
    format!(
        "loan {}\nterms {}\nstate {}\nevents\n{}",
        stored.head.number,
        store::to_json(&stored.terms),
        store::to_json(&stored.state),
        events.join("\n")
    )
}

/// The fewest and most days past due that the table of instalments allows: days since the first that is not settled, or with
/// a tolerance since the first with which principal and interest are short by more. The two differ with a tolerance only.
fn recomputed_dpd(tx: &mut Tx, stored: &StoredLoan, today: CivilDate) -> Result<(i32, i32), LoanFailure> {
    if stored.state.status != Status::Active {
        return Ok((0, 0));
    }
    let rows = store_installment::installments(tx, stored.head.id)?;
    let days = |row: Option<&Installment>| row.map_or(0, |row| today.days_since(row.due).max(0));
    let unsettled = || rows.iter().filter(|row| row.nr > 0 && row.settled_on.is_none());
    let most = days(unsettled().next());
    let tolerance = stored.terms.clauses.tolerance_minor;
    if tolerance == 0 {
        return Ok((most, most));
    }
    let mut short = 0;
    let late = unsettled().find(|row| {
        let paid = row.paid.of(Component::Principal) + row.paid.of(Component::Interest);
        short += row.principal + row.interest - paid;
        short > tolerance
    });
    Ok((days(late), most))
}

/// Why the money of a loan does not add up.
fn money_wrong(stored: &StoredLoan, events: &[LoanEvent]) -> Option<String> {
    let (state, moved) = (&stored.state, &stored.state.moved);
    let sum = |kinds: &[Movement]| kinds.iter().map(|k| moved.of(*k)).sum::<i64>();
    let received: i64 = effective(events)
        .iter()
        .filter(|e| !matches!(e.body, EventBody::FeeCharged { .. }))
        .filter_map(|e| e.body.amount())
        .sum();
    let allocated = sum(&[
        Movement::PrincipalPaid,
        Movement::PrincipalPrepaid,
        Movement::InterestPaid,
        Movement::InterestPrepaid,
        Movement::PenaltyPaid,
        Movement::CompoundPaid,
        Movement::FeePaid,
    ]);
    if received != allocated + state.suspense {
        return Some(format!(
            "received {received}, allocated {allocated}, waiting {}",
            state.suspense
        ));
    }
    let lent = moved.of(Movement::Disbursement);
    let gone = sum(&[
        Movement::PrincipalPaid,
        Movement::PrincipalPrepaid,
        Movement::ChargeOffPrincipalDue,
        Movement::ChargeOffPrincipalNotDue,
    ]);
    if lent != gone + state.principal_outstanding() {
        return Some(format!(
            "lent {lent}, paid or charged off {gone}, owed {}",
            state.principal_outstanding()
        ));
    }
    let interest = sum(&[Movement::InterestPaid, Movement::ChargeOffInterestDue]);
    let open: i64 = state
        .open
        .iter()
        .map(|i| i.interest - i.paid.of(Component::Interest))
        .sum();
    if moved.of(Movement::InterestDue) != interest + open {
        return Some(format!(
            "interest due {}, paid or charged off {interest}, open {open}",
            moved.of(Movement::InterestDue)
        ));
    }
    let fees = state
        .open
        .iter()
        .map(|i| i.fee - i.paid.of(Component::Fee))
        .sum::<i64>()
        + state.fees_waiting;
    if moved.of(Movement::FeeCharged) != moved.of(Movement::FeePaid) + fees {
        return Some(format!(
            "fees charged {}, paid {}, open {fees}",
            moved.of(Movement::FeeCharged),
            moved.of(Movement::FeePaid)
        ));
    }
    shape_wrong(state).map(str::to_owned)
}

fn shape_wrong(state: &LoanState) -> Option<&'static str> {
    if state.balance < 0 || state.suspense < 0 || state.fees_waiting < 0 {
        return Some("a balance is negative");
    }
    if state.suspense > 0 && !state.open.is_empty() {
        return Some("money waits while something is due");
    }
    for i in &state.open {
        let over = i.paid.of(Component::Principal) > i.principal
            || i.paid.of(Component::Interest) > i.interest
            || i.paid.of(Component::Fee) > i.fee;
        if over || i.principal < 0 || i.interest < 0 || i.paid.0.iter().any(|minor| *minor < 0) {
            return Some("an instalment is overpaid or negative");
        }
        if i.settled_on.is_some() {
            return Some("a settled instalment is open");
        }
    }
    if state
        .open
        .windows(2)
        .any(|w| w[0].due >= w[1].due || w[0].nr >= w[1].nr)
    {
        return Some("open instalments are not in order");
    }
    let nothing_owed =
        state.open.is_empty() && state.position.is_none() && state.balance == 0 && state.fees_waiting == 0;
    match state.status {
        Status::Active if nothing_owed => Some("an active loan owes nothing"),
        Status::Pending | Status::Closed { .. } | Status::ChargedOff { .. } if !nothing_owed => {
            Some("a loan that is not active owes something")
        }
        _ => None,
    }
}

/// The checks of the whole book in the end: everything rebuilt, chains walked, and the money in the bank's own accounts
/// equal to what the events say.
pub(super) fn in_the_end(world: &World) -> Result<(), BenchError> {
    let rebuilt = world.db.read(verify::rebuild)?;
    if let Some((number, difference)) = rebuilt.first_difference {
        return Err(world.broken(&format!("loan {number}: {difference}")));
    }
    for check in world.db.read(ledger::verify)? {
        if let Some(first) = &check.first_difference {
            return Err(world.broken(&format!("{}: {first:?}", check.code)));
        }
    }
    let chain = platform::audit::verify(&world.db)?;
    if let Some(place) = chain.first_broken {
        return Err(world.broken(&format!("the audit chain breaks at {place}")));
    }
    let books = world.books.clone();
    world.db.read(|tx| entries_match(tx, &books, world))?;
    cash_matches(world)
}

/// The entries of every loan add up to what it moved.
fn entries_match(tx: &mut Tx, books: &AccountingCache, world: &World) -> Result<(), BenchError> {
    let today = platform::business_day::get(tx)?;
    let rules = books.get(tx)?.rules.as_of(today);
    for borrower in &world.borrowers {
        let stored = store::load(tx, borrower.id)?;
        let mut expected: BTreeMap<AccountCode, i64> = BTreeMap::new();
        for (movement, minor) in stored.state.moved.since(&loan::domain::movement::Movements::default()) {
            for line in rules.lines(movement.code(), minor).map_err(LoanFailure::from)? {
                *expected.entry(line.account).or_default() += line.amount_minor;
            }
        }
        for entry in ledger::entries_of_subject(tx, borrower.id.uuid())? {
            for line in entry.entry.postings() {
                *expected.entry(line.account).or_default() -= line.amount_minor;
            }
        }
        if let Some((account, minor)) = expected.iter().find(|(_, minor)| **minor != 0) {
            let number = &borrower.number;
            return Err(world.broken(&format!("the entries of {number} differ on {account} by {minor}")));
        }
    }
    Ok(())
}

/// Money in customers' accounts: what was lent less what came back, from the events alone.
fn cash_matches(world: &World) -> Result<(), BenchError> {
    let today = BusinessDate(world.today()?);
    let mut expected: BTreeMap<Currency, i64> = BTreeMap::new();
    for borrower in &world.borrowers {
        let stored = world.load(borrower.id)?;
        let events = world.db.read(|tx| store_event::events(tx, borrower.id))?;
        let sum = expected.entry(stored.head.currency).or_default();
        for event in effective(&events) {
            *sum += match event.body {
                EventBody::Disbursed => -stored.terms.principal.minor(),
                EventBody::Repaid { amount } | EventBody::PaidOff { amount } | EventBody::Prepaid { amount, .. } => {
                    amount
                }
                EventBody::FeeCharged { .. }
                | EventBody::RateChanged { .. }
                | EventBody::CalledIn
                | EventBody::ChargedOff
                | EventBody::Reversed { .. } => 0,
            };
        }
    }
    for currency in world.currencies() {
        let account = AccountCode::literal("2011");
        let actual = world.db.read(|tx| ledger::balance_of(tx, account, currency, today))?;
        let expected = expected.get(&currency).copied().unwrap_or(0);
        if actual != expected {
            return Err(world.broken(&format!("deposits {currency}: {actual} instead of {expected}")));
        }
    }
    Ok(())
}
