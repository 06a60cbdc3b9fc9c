//! What borrowers and clerks do.

use super::world::{Borrower, Habit, World};
use super::{checks, oracle};
use crate::error::BenchError;
use kernel::{AnnualRate, CivilDate, EventId, LoanId, Money};
use loan::app::change::Change;
use loan::app::change::Remark;
use loan::app::change_rate::{self, Price, RateChange};
use loan::app::record::StoredLoan;
use loan::app::repay::{Repayment, RepaymentKind};
use loan::app::{book, repay, reverse, store_event};
use loan::domain::allocation::Component;
use loan::domain::event::EventBody;
use loan::domain::life::Life;
use loan::domain::pricing::{BenchmarkTenor, RateReason, Repricing};
use loan::domain::state::Status;

/// What one loan needs today by its borrower's habit.
pub(super) fn live_day(world: &mut World, index: usize, today: CivilDate) -> Result<(), BenchError> {
    let borrower = world.borrowers[index].clone();
    let stored = world.load(borrower.id)?;
    match stored.state.status {
        Status::Pending if borrower.disburse_on <= today => disburse(world, borrower.id),
        Status::Active => pay(world, &borrower, &stored, today),
        Status::Closed { .. } | Status::ChargedOff { .. } => {
            world.borrowers[index].alive = false;
            Ok(())
        }
        Status::Pending => Ok(()),
    }
}

pub(super) fn disburse(world: &mut World, id: LoanId) -> Result<(), BenchError> {
    world.last = format!("disburse {id}");
    world
        .command("disburse", id, |tx, context, books| {
            book::disburse(tx, context, books, id)
        })
        .map(|_| ())
}

fn pay(world: &mut World, borrower: &Borrower, stored: &StoredLoan, today: CivilDate) -> Result<(), BenchError> {
    let state = &stored.state;
    let (dpd, due) = (state.days_past_due(today), state.due_on(&stored.terms, today));
    let open = !state.open.is_empty();
    let total = due.total();
    let amount = match borrower.habit {
        Habit::Punctual if open => total,
        Habit::Late(days) if open && dpd >= days => total,
        Habit::Early(days) if state.position.is_some_and(|p| p.due.days_since(today) == days) => {
            Life::resume(&stored.terms, state.clone())
                .next_row()
                .map_or(0, |row| row.principal + row.interest)
                + total
        }
        Habit::Early(_) if open => total,
        Habit::InParts if open && world.rng.once_in(5) => match world.rng.index(4) {
            0 => total,
            1 => due.of(Component::Interest) + due.of(Component::Penalty),
            _ => world.rng.between(1, total.max(1)),
        },
        Habit::Never if dpd > 100 && world.rng.once_in(20) => return charge_off(world, borrower.id),
        _ => 0,
    };
    if amount <= 0 {
        return Ok(());
    }
    let change = send(world, stored, (amount, RepaymentKind::Regular), today)?;
    if let Some(change) = change
        && amount >= total
        && !change.after.open.is_empty()
    {
        return Err(told(
            world,
            stored,
            "all that is due was paid, and something is still due",
        ));
    }
    Ok(())
}

/// Sends money for a loan.
pub(super) fn send(
    world: &mut World,
    stored: &StoredLoan,
    (amount, kind): (i64, RepaymentKind),
    value_date: CivilDate,
) -> Result<Option<Change>, BenchError> {
    let id = stored.head.id;
    let repayment = Repayment {
        amount: Money::new(amount, stored.head.currency),
        value_date,
        kind,
        note: String::new(),
    };
    world.last = format!("{kind:?} {amount} on {value_date} for {}", stored.head.number);
    let name = match kind {
        RepaymentKind::Regular => "repay",
        RepaymentKind::Payoff => "payoff",
        RepaymentKind::PrepayShorten => "prepay_shorten",
        RepaymentKind::PrepayReduce => "prepay_reduce",
    };
    let name = if value_date < world.today()? {
        back_dated(name)
    } else {
        name
    };
    world.command(name, id, |tx, context, books| {
        repay::repay(tx, context, books, id, &repayment)
    })
}

const fn back_dated(name: &'static str) -> &'static str {
    match name.as_bytes() {
        b"repay" => "repay back-dated",
        b"payoff" => "payoff back-dated",
        b"prepay_shorten" => "prepay_shorten back-dated",
        _ => "prepay_reduce back-dated",
    }
}

pub(super) fn charge_off(world: &mut World, id: LoanId) -> Result<(), BenchError> {
    world.last = format!("charge off {id}");
    let charge = |tx: &mut platform::Tx, context: &platform::CommandContext, books: &ledger::AccountingCache| {
        repay::charge_off(tx, context, books, id, Remark::default())
    };
    world.command("charge_off", id, charge).map(|_| ())
}

fn call_in(world: &mut World, id: LoanId) -> Result<(), BenchError> {
    world.last = format!("call in {id}");
    let call = |tx: &mut platform::Tx, context: &platform::CommandContext, books: &ledger::AccountingCache| {
        repay::call_in(tx, context, books, id, "")
    };
    world.command("call_in", id, call).map(|_| ())
}

/// Another rate, fixed or floating, from today or an earlier day on.
fn change_rate(world: &mut World, stored: &StoredLoan, today: CivilDate) -> Result<(), BenchError> {
    let (id, rng) = (stored.head.id, &mut world.rng);
    let price = if rng.once_in(2) {
        Price::Fixed(AnnualRate::from_e10(rng.between(0, 1_900_000_000)))
    } else {
        Price::Floating {
            tenor: *rng.pick(&BenchmarkTenor::ALL),
            spread_bp: i32::try_from(rng.between(-200, 800)).unwrap_or(0),
            repricing: *rng.pick(&[Repricing::Quarterly, Repricing::JanuaryFirst, Repricing::NextDay]),
            floor: None,
            cap: None,
        }
    };
    let value_date = some_day(world, stored, today);
    world.last = format!("{price:?} from {value_date} for {}", stored.head.number);
    let wanted = RateChange {
        value_date,
        price,
        why: RateReason::Renegotiated,
        remark: Remark::default(),
    };
    let change = |tx: &mut platform::Tx, context: &platform::CommandContext, books: &ledger::AccountingCache| {
        change_rate::change_rate(tx, context, books, id, &wanted)
    };
    world.command("change_rate", id, change).map(|_| ())
}

/// Something that nobody expected, to a random loan in whatever state.
pub(super) fn surprise(world: &mut World, today: CivilDate) -> Result<(), BenchError> {
    if world.borrowers.is_empty() {
        return Ok(());
    }
    let index = world.rng.index(world.borrowers.len());
    world.borrowers[index].alive = true;
    let stored = world.load(world.borrowers[index].id)?;
    let (id, currency) = (stored.head.id, stored.head.currency);
    match world.rng.index(17) {
        0..=2 => prepay(world, &stored, today),
        3 => pay_off(world, &stored, today),
        4..=5 => {
            let amount = amount(world, &stored);
            let on = some_day(world, &stored, today);
            send(world, &stored, (amount, RepaymentKind::Regular), on).map(|_| ())
        }
        6..=7 => {
            let fee = Money::new(world.rng.between(1, 30_000), currency);
            world.last = format!("fee {fee} for {}", stored.head.number);
            let charge =
                |tx: &mut platform::Tx, context: &platform::CommandContext, books: &ledger::AccountingCache| {
                    repay::charge_fee(tx, context, books, id, (fee, ""))
                };
            world.command("charge_fee", id, charge).map(|_| ())
        }
        8..=11 => reverse_something(world, &stored),
        12 => and_back(world, &stored, today),
        13 => call_in(world, id),
        14..=15 => change_rate(world, &stored, today),
        _ if world.rng.once_in(4) => charge_off(world, id),
        _ => disburse(world, id),
    }
}

fn some_day(world: &mut World, stored: &StoredLoan, today: CivilDate) -> CivilDate {
    if world.rng.once_in(2) {
        return today;
    }
    let on = today.add_days(-world.rng.days(1, 45));
    if world.rng.once_in(10) {
        on
    } else {
        on.max(stored.terms.disbursed_on)
    }
}

fn amount(world: &mut World, stored: &StoredLoan) -> i64 {
    let owed = stored.state.principal_outstanding().max(1);
    match world.rng.index(6) {
        0 => world.rng.between(1, 20),
        1 => world.rng.between(1, owed * 2),
        _ => world.rng.between(1, (owed / 3).max(1)),
    }
}

fn prepay(world: &mut World, stored: &StoredLoan, today: CivilDate) -> Result<(), BenchError> {
    let kind = *world
        .rng
        .pick(&[RepaymentKind::PrepayShorten, RepaymentKind::PrepayReduce]);
    let due = stored.state.due_on(&stored.terms, today).total();
    let amount = due + amount(world, stored);
    let on = some_day(world, stored, today);
    let Some(change) = send(world, stored, (amount, kind), on)? else {
        return Ok(());
    };
    if change.replayed_from.is_some() {
        return Ok(());
    }
    let before = Life::resume(&stored.terms, change.before);
    let after = Life::resume(&stored.terms, change.after);
    let wrong = oracle::prepayment_wrong(&before, &after, kind == RepaymentKind::PrepayReduce);
    wrong.map_or(Ok(()), |wrong| Err(told(world, stored, &wrong)))
}

/// A failure with the loan's story.
fn told(world: &World, stored: &StoredLoan, what: &str) -> BenchError {
    let events = world.db.read(|tx| store_event::events(tx, stored.head.id));
    world.broken(&format!(
        "{what}\n{}\n",
        checks::story(stored, &events.unwrap_or_default())
    ))
}

fn pay_off(world: &mut World, stored: &StoredLoan, today: CivilDate) -> Result<(), BenchError> {
    let on = some_day(world, stored, today);
    let needed = if on == today {
        Life::resume(&stored.terms, stored.state.clone()).payoff(on).total()
    } else {
        stored.state.principal_outstanding() * 3 / 2
    };
    let extra = *world.rng.pick(&[0, 0, 0, 1, -1, 50_000]);
    match send(world, stored, (needed + extra, RepaymentKind::Payoff), on)? {
        Some(change) if on == today && !matches!(change.after.status, Status::Closed { .. }) => {
            Err(told(world, stored, "a payoff did not close the loan"))
        }
        _ => Ok(()),
    }
}

fn reverse_something(world: &mut World, stored: &StoredLoan) -> Result<(), BenchError> {
    let id = stored.head.id;
    let events = world.db.read(|tx| store_event::events(tx, id))?;
    if events.is_empty() {
        return Ok(());
    }
    let undone = world.rng.pick(&events).clone();
    let name = match undone.body {
        EventBody::Reversed { .. } => "reverse a reversal",
        EventBody::Disbursed => "reverse a disbursement",
        _ => "reverse",
    };
    reverse_event(world, stored, name, undone.id).map(|_| ())
}

fn reverse_event(
    world: &mut World,
    stored: &StoredLoan,
    name: &'static str,
    event: EventId,
) -> Result<Option<Change>, BenchError> {
    let id = stored.head.id;
    world.last = format!("{name} {event} of {}", stored.head.number);
    world.command(name, id, |tx, context, books| {
        reverse::reverse(tx, context, books, (id, event), Remark::default())
    })
}

/// An event and its reversal leave the loan as it was; the reversal's own reversal brings the event back.
fn and_back(world: &mut World, stored: &StoredLoan, today: CivilDate) -> Result<(), BenchError> {
    let amount = amount(world, stored);
    let on = some_day(world, stored, today);
    let Some(there) = send(world, stored, (amount, RepaymentKind::Regular), on)? else {
        return Ok(());
    };
    let Some(back) = reverse_event(world, stored, "reverse", there.event.id)? else {
        return Err(world.broken("a fresh repayment could not be reversed"));
    };
    if back.after != there.before {
        return Err(world.broken("a reversal does not restore the state before"));
    }
    if world.rng.once_in(2) {
        let again = reverse_event(world, stored, "reverse a reversal", back.event.id)?;
        if again.as_ref().map(|change| &change.after) != Some(&there.after) {
            return Err(world.broken("the reversal of a reversal does not bring the event back"));
        }
    }
    Ok(())
}
