//! Runs a close from where it stands to its end.

use super::reconcile::reconcile;
use super::run::{self, CheckResult, CloseRun, RunState, StepRun};
use super::steps;
use crate::app::error::{LoanFailure, Result};
use kernel::{BusinessDate, OrgId, Timestamp};
use ledger::AccountingCache;
use platform::clock::Clock;
use platform::{Db, business_day, jobs};
use serde::Serialize;
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

/// Closes one day after another until the business date is `until`.
///
/// # Errors
/// The first day's failure; days closed before stay closed.
pub fn close_until(desk: &Reporter<'_>, until: BusinessDate) -> Result<u32> {
    let mut days = 0;
    while desk.db.read(business_day::get).map_err(LoanFailure::Db)? < until {
        close_day(desk)?;
        days += 1;
    }
    Ok(days)
}

/// Closes the current business day. A close that was interrupted goes on; several nodes cannot close at once.
///
/// # Errors
/// [`LoanFailure::Close`] when another node is closing, [`LoanFailure::Reconciliation`] when the books do not agree.
pub fn close_day(desk: &Reporter<'_>) -> Result<CloseRun> {
    let owner = Uuid::now_v7().to_string();
    let now = desk.clock.now();
    let lease = desk.db.write(|tx| jobs::claim(tx, LEASE, &owner, LEASE_MS, now))?;
    let mut lease = lease.ok_or_else(|| LoanFailure::Close("another node is closing the day".to_owned()))?;
    let outcome = run_steps(desk, &mut lease);
    desk.db.write(|tx| jobs::release(tx, &lease)).map_err(LoanFailure::Db)?;
    outcome
}

fn run_steps(desk: &Reporter<'_>, lease: &mut jobs::Lease) -> Result<CloseRun> {
    let started_at = desk.clock.now();
    let mut run = desk.db.write(|tx| begin(tx, started_at))?;
    for step in STEPS {
        let began = desk.clock.now();
        let done = match one_step(desk, step, &mut run, lease) {
            Ok(done) => done,
            Err(failure) => {
                run.state = RunState::Failed;
                run.error = Some(failure.to_string());
                run.finished_at = Some(desk.clock.now());
                desk.db.write(|tx| run::save(tx, &run))?;
                tell(desk, &run, step, (0, 0), "failed");
                return Err(failure);
            }
        };
        let millis = desk.clock.now().millis() - began.millis();
        run.steps.push(StepRun {
            code: step.to_owned(),
            done,
            total: done,
            millis,
            finished: true,
        });
    }
    run.state = RunState::Done;
    run.finished_at = Some(desk.clock.now());
    desk.db.write(|tx| run::save(tx, &run))?;
    tell(desk, &run, STEPS[STEPS.len() - 1], (1, 1), "done");
    Ok(run)
}

/// Opens the record of the day's close, or takes up that of an interrupted one.
fn begin(tx: &mut platform::Tx, started_at: Timestamp) -> Result<CloseRun> {
    let day = business_day::get(tx)?;
    let started_at = run::find(tx, day)?.map_or(started_at, |earlier| earlier.started_at);
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
    run::save(tx, &run)?;
    Ok(run)
}

fn one_step(desk: &Reporter<'_>, step: &'static str, run: &mut CloseRun, lease: &mut jobs::Lease) -> Result<u64> {
    let (day, next) = (run.business_date, run.next_date);
    let now = desk.clock.now();
    match step {
        "visit" => visit_all(desk, run, lease),
        "accrue" => {
            let posted = desk
                .db
                .write(|tx| steps::accrue(tx, desk.books, (day, next), (desk.org, now)))?;
            Ok(posted as u64)
        }
        "ledger" => {
            let closed = desk.db.write(|tx| ledger::close_day(tx, day))?;
            Ok(closed.postings.unsigned_abs())
        }
        "reconcile" => {
            run.checks = desk.db.read(|tx| reconcile(tx, next))?;
            refuse_differences(&run.checks)?;
            Ok(run.checks.len() as u64)
        }
        _ => {
            desk.db
                .write(|tx| business_day::advance(tx, day, next))
                .map_err(LoanFailure::Db)?;
            Ok(1)
        }
    }
}

fn visit_all(desk: &Reporter<'_>, run: &CloseRun, lease: &mut jobs::Lease) -> Result<u64> {
    let mut visited = 0;
    loop {
        let now = desk.clock.now();
        let kept = desk.db.write(|tx| jobs::renew(tx, lease, LEASE_MS, now))?;
        if !kept {
            return Err(LoanFailure::Close("another node took over".to_owned()));
        }
        let chunk = steps::visit_chunk(desk.db, desk.books, run.next_date, now)?;
        visited += chunk as u64;
        tell(desk, run, "visit", (visited, visited), "running");
        if chunk == 0 {
            return Ok(visited);
        }
    }
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
