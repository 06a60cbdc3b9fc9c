//! Closing the day: undisturbed, with payments that arrive meanwhile, or killed in the middle and taken up again.

use super::world::World;
use crate::error::BenchError;
use crate::rng::Rng;
use kernel::{BusinessDate, LoanId, Money};
use loan::app::close::{CloseReport, Reporter, close_day, close_until};
use loan::app::error::LoanFailure;
use loan::app::repay::{Repayment, RepaymentKind, repay};
use platform::{CommandContext, Db};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicU32, Ordering};

/// Payload of the panic by which a close is killed.
struct Killed;

/// Which report of a close: it tells each step, and each chunk of loans.
fn moment(rng: &mut Rng) -> u32 {
    u32::try_from(rng.between(1, 8)).unwrap_or(1)
}

pub(super) fn close(world: &mut World) -> Result<(), BenchError> {
    world.last = "close".to_owned();
    let (reports, dice) = (AtomicU32::new(0), world.rng.index(12));
    let (kill_at, pay_at) = (moment(&mut world.rng), moment(&mut world.rng));
    let payment = payment(world)?;
    let (db, books, context) = (world.db.clone(), world.books.clone(), world.context());
    let tell = |report: CloseReport| {
        let nth = reports.fetch_add(1, Ordering::SeqCst) + 1;
        if report.state == "done" {
            return;
        }
        if dice == 0 && nth == kill_at {
            resume_unwind(Box::new(Killed));
        }
        if dice <= 2
            && nth == pay_at
            && let Some((id, repayment)) = &payment
        {
            pay_meanwhile(&db, &books, &context, (*id, repayment));
        }
    };
    let desk = Reporter {
        db: &world.db,
        books: &world.books,
        clock: &world.clock,
        org: world.org,
        tell: &tell,
    };
    let several = BusinessDate(world.today()?.add_days(world.rng.days(2, 9)));
    let closed = catch_unwind(AssertUnwindSafe(|| match dice {
        11 => close_until(&desk, several).map(|_| ()),
        _ => close_day(&desk).map(|_| ()),
    }));
    match closed {
        Ok(closed) => closed?,
        Err(payload) if payload.is::<Killed>() => again(world)?,
        Err(payload) => resume_unwind(payload),
    }
    world.clock.advance(std::time::Duration::from_secs(3600));
    Ok(())
}

/// Takes up a close that was killed: its lease has to run out first.
fn again(world: &mut World) -> Result<(), BenchError> {
    world.count("close killed");
    if world.rng.once_in(2) {
        let today = world.today()?;
        super::acts::surprise(world, today)?;
    }
    world.clock.advance(std::time::Duration::from_secs(120));
    let desk = Reporter {
        db: &world.db,
        books: &world.books,
        clock: &world.clock,
        org: world.org,
        tell: &|_| {},
    };
    close_day(&desk)?;
    Ok(())
}

/// A payment for a random loan, today or a few days ago.
fn payment(world: &mut World) -> Result<Option<(LoanId, Repayment)>, BenchError> {
    if world.borrowers.is_empty() {
        return Ok(None);
    }
    let index = world.rng.index(world.borrowers.len());
    let stored = world.load(world.borrowers[index].id)?;
    let today = world.today()?;
    let repayment = Repayment {
        amount: Money::new(world.rng.between(1, 500_000), stored.head.currency),
        value_date: today.add_days(-world.rng.days(0, 5)),
        kind: *world.rng.pick(&[
            RepaymentKind::Regular,
            RepaymentKind::PrepayShorten,
            RepaymentKind::PrepayReduce,
        ]),
        note: String::new(),
    };
    Ok(Some((stored.head.id, repayment)))
}

fn pay_meanwhile(
    db: &Db,
    books: &ledger::AccountingCache,
    context: &CommandContext,
    (id, repayment): (LoanId, &Repayment),
) {
    let paid = db.write(|tx| {
        tx.act_as(&context.actor, &context.request_id, context.now);
        repay(tx, context, books, id, repayment)
    });
    match paid {
        Ok(_) | Err(LoanFailure::Loan(_)) => {}
        Err(other) => panic!("a payment during the close of {}: {other}", context.request_id),
    }
}
