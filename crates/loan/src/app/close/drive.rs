//! Runs a close from where it stands to its end.

use super::reconcile::reconcile_fast;
use super::run::{CheckResult, CloseRun, RunState, StepRun};
use super::steps;
use super::store;
use super::visit;
use crate::app::error::{LoanFailure, Result};
use crate::app::store_feed;
use kernel::{BusinessDate, OrgId, Timestamp};
use ledger::AccountingCache;
use platform::clock::Clock;
use platform::{Db, Tx, business_day, jobs};
use serde::Serialize;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// Told to whoever watches a close.
#[derive(Debug, Clone, Serialize)]
pub struct CloseReport {
    /// The day that is being closed.
    pub business_date: BusinessDate,
    /// The step.
    pub step: &'static str,
    /// Items done in it.
    pub done: u64,
    /// Items in all, as far as known.
    pub total: u64,
    /// `running`, `done` or `failed`.
    pub state: &'static str,
}

/// What a close needs.
pub struct Reporter<'a> {
    /// Database.
    pub db: &'a Db,
    /// Chart and posting rules.
    pub books: &'a AccountingCache,
    /// Clock, for the record and for leases.
    pub clock: &'a Clock,
    /// In whose books accruals are posted.
    pub org: OrgId,
    /// Told about progress.
    pub tell: &'a (dyn Fn(CloseReport) + Sync),
}

/// The steps of a close, in their order.
pub const STEPS: [&str; 5] = ["visit", "accrue", "ledger", "reconcile", "advance"];

const LEASE: &str = "close_of_business";
const LEASE_MS: i64 = 60_000;

/// A close waits so long for a database that has gone, and looks for it with this pause.
const LONGEST_OUTAGE: Duration = Duration::from_secs(600);
const PAUSE: Duration = Duration::from_millis(500);

/// Days that one run may close.
pub const MAX_CLOSE_DAYS: i32 = 366;

/// The right to close days: one process at a time has it.
#[derive(Debug)]
pub struct RightToClose(jobs::Lease);

fn claim(tx: &mut Tx, now: Timestamp) -> Result<RightToClose> {
    let owner = Uuid::now_v7().to_string();
    let lease = jobs::claim(tx, LEASE, &owner, LEASE_MS, now)?;
    let taken = || LoanFailure::Close("another process is closing the day".to_owned());
    lease.map(RightToClose).ok_or_else(taken)
}

/// Takes the right to close up to `until` and opens the record of the first day's close: the work itself is then
/// [`close_claimed`], perhaps in another thread.
///
/// # Errors
/// [`LoanFailure::CloseOutOfRange`], or [`LoanFailure::Close`] while another process is closing.
pub fn start(tx: &mut Tx, until: BusinessDate, now: Timestamp) -> Result<(RightToClose, CloseRun)> {
    let business_date = business_day::get(tx)?.date();
    let days = until.date().days_since(business_date);
    if !(1..=MAX_CLOSE_DAYS).contains(&days) {
        return Err(LoanFailure::CloseOutOfRange {
            until: until.date(),
            business_date,
            max_days: MAX_CLOSE_DAYS,
        });
    }
    let right = claim(tx, now)?;
    Ok((right, begin(tx, now)?))
}

/// Closes one day after another until the business date is `until`. An interrupted close goes on where it stood.
///
/// # Errors
/// As [`close_day`]; days closed before stay closed.
pub fn close_until(desk: &Reporter<'_>, until: BusinessDate) -> Result<u32> {
    if desk.db.read(business_day::get).map_err(LoanFailure::Db)? >= until {
        return Ok(0);
    }
    let now = desk.clock.now();
    let right = desk.db.write(|tx| claim(tx, now))?;
    close_claimed(desk, until, right)
}

/// [`close_until`] by whom the right was given to, and gives it back.
///
/// # Errors
/// As [`close_until`].
pub fn close_claimed(desk: &Reporter<'_>, until: BusinessDate, right: RightToClose) -> Result<u32> {
    let mut lease = right.0;
    let outcome = close_days(desk, until, &mut lease);
    let given_back = give_back(desk, &lease);
    let days = outcome?;
    given_back?;
    Ok(days)
}

fn close_days(desk: &Reporter<'_>, until: BusinessDate, lease: &mut jobs::Lease) -> Result<u32> {
    let mut days = 0;
    let mut outage: Option<Instant> = None;
    loop {
        match one_day(desk, until, lease) {
            Ok(false) => return Ok(days),
            Ok(true) => {
                days += 1;
                outage = None;
            }
            Err(failure) if failure.is_outage() => {
                let since = *outage.get_or_insert_with(Instant::now);
                if since.elapsed() >= LONGEST_OUTAGE {
                    return Err(failure);
                }
                tracing::warn!(%failure, "the close waits for the database");
                std::thread::sleep(PAUSE);
            }
            Err(failure) => return Err(failure),
        }
    }
}

/// Closes the present day when it lies before `until`; whether it did.
fn one_day(desk: &Reporter<'_>, until: BusinessDate, lease: &mut jobs::Lease) -> Result<bool> {
    if desk.db.read(business_day::get).map_err(LoanFailure::Db)? >= until {
        return Ok(false);
    }
    keep(desk, lease)?;
    run_steps(desk, lease).map(|_| true)
}

/// Renews the right to close.
fn keep(desk: &Reporter<'_>, lease: &mut jobs::Lease) -> Result<()> {
    let now = desk.clock.now();
    if desk.db.write(|tx| jobs::renew(tx, lease, LEASE_MS, now))? {
        return Ok(());
    }
    Err(LoanFailure::Close("another node took over".to_owned()))
}

fn give_back(desk: &Reporter<'_>, lease: &jobs::Lease) -> Result<()> {
    desk.db.write(|tx| jobs::release(tx, lease)).map_err(LoanFailure::Db)
}

/// Closes the current business day. A close that was interrupted goes on; several nodes cannot close at once.
///
/// # Errors
/// [`LoanFailure::Close`] when another process is closing, [`LoanFailure::Reconciliation`] when the books do not agree.
pub fn close_day(desk: &Reporter<'_>) -> Result<CloseRun> {
    let now = desk.clock.now();
    let RightToClose(mut lease) = desk.db.write(|tx| claim(tx, now))?;
    let outcome = run_steps(desk, &mut lease);
    give_back(desk, &lease)?;
    outcome
}

fn run_steps(desk: &Reporter<'_>, lease: &mut jobs::Lease) -> Result<CloseRun> {
    let started_at = desk.clock.now();
    let mut run = desk.db.write(|tx| begin(tx, started_at))?;
    for step in STEPS {
        let began = desk.clock.now();
        tell(desk, &run, step, (0, 0), "running");
        if let Err(failure) = one_step(desk, (step, began), &mut run, lease) {
            if failure.is_outage() {
                // The record stays as it stands: the close goes on when the database is back.
                return Err(failure);
            }
            run.state = RunState::Failed;
            run.error = Some(failure.to_string());
            run.finished_at = Some(desk.clock.now());
            desk.db.write(|tx| store::save(tx, &run))?;
            tell(desk, &run, step, (0, 0), "failed");
            return Err(failure);
        }
    }
    tell(desk, &run, STEPS[STEPS.len() - 1], (1, 1), "done");
    Ok(run)
}

/// Opens the record of the day's close, or takes up that of an interrupted one.
fn begin(tx: &mut Tx, started_at: Timestamp) -> Result<CloseRun> {
    let day = business_day::get(tx)?;
    let started_at = store::find(tx, day)?.map_or(started_at, |earlier| earlier.started_at);
    let run = CloseRun {
        business_date: day,
        next_date: day.next(),
        state: RunState::Running,
        started_at,
        finished_at: None,
        steps: Vec::new(),
        checks: Vec::new(),
        error: None,
    };
    business_day::set_closing(tx, true)?;
    store::save(tx, &run)?;
    Ok(run)
}

fn one_step(
    desk: &Reporter<'_>,
    (step, began): (&'static str, Timestamp),
    run: &mut CloseRun,
    lease: &mut jobs::Lease,
) -> Result<()> {
    let (day, next) = (run.business_date, run.next_date);
    let done = match step {
        "visit" => visit_all(desk, run, lease)?,
        "accrue" => {
            let posted = desk
                .db
                .write(|tx| steps::accrue(tx, desk.books, (day, next), (desk.org, began)))?;
            posted as u64
        }
        "ledger" => {
            let closed = desk.db.write(|tx| ledger::close_day(tx, day))?;
            closed.postings.unsigned_abs()
        }
        "reconcile" => {
            run.checks = reconcile_fast(desk.db, next)?;
            refuse_differences(&run.checks)?;
            run.checks.len() as u64
        }
        _ => return advance(desk, (step, began), run),
    };
    run.steps.push(step_run(desk, (step, began), done));
    Ok(())
}

/// Moves the day and ends the record of its close in one transaction: a closed day has a finished close.
fn advance(desk: &Reporter<'_>, step: (&'static str, Timestamp), run: &mut CloseRun) -> Result<()> {
    run.steps.push(step_run(desk, step, 1));
    run.state = RunState::Done;
    run.finished_at = Some(desk.clock.now());
    desk.db.write(|tx| {
        business_day::advance(tx, run.business_date, run.next_date)?;
        store_feed::trim(tx)?;
        store::save(tx, run)
    })
}

fn step_run(desk: &Reporter<'_>, (step, began): (&'static str, Timestamp), done: u64) -> StepRun {
    StepRun {
        code: step.to_owned(),
        done,
        total: done,
        millis: desk.clock.now().millis() - began.millis(),
        finished: true,
    }
}

fn visit_all(desk: &Reporter<'_>, run: &CloseRun, lease: &mut jobs::Lease) -> Result<u64> {
    let now = desk.clock.now();
    visit::visit_all(desk.db, desk.books, (run.next_date, now), |visited| {
        keep(desk, lease)?;
        tell(desk, run, "visit", (visited, visited), "running");
        Ok(())
    })
}

fn refuse_differences(checks: &[CheckResult]) -> Result<()> {
    let wrong = checks.iter().find(|check| !check.ok());
    wrong.map_or(Ok(()), |check| {
        let CheckResult {
            code,
            currency,
            expected,
            actual,
        } = check;
        Err(LoanFailure::Reconciliation(format!(
            "{code} {currency}: expected {expected}, found {actual} (minor units)"
        )))
    })
}

fn tell(desk: &Reporter<'_>, run: &CloseRun, step: &'static str, (done, total): (u64, u64), state: &'static str) {
    (desk.tell)(CloseReport {
        business_date: run.business_date,
        step,
        done,
        total,
        state,
    });
}
