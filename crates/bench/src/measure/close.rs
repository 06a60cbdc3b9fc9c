//! Close of business over a large book.

use super::book::{self, BookPlan};
use super::{Figures, machine, number, seconds};
use crate::error::BenchError;
use crate::options::BenchOptions;
use kernel::Money;
use ledger::AccountingCache;
use loan::app::close::{Reporter, close_day};
use loan::app::repay::{Repayment, RepaymentKind, repay};
use loan::app::{quote, store};
use platform::clock::Clock;
use platform::{CommandContext, Db, DbOptions, business_day, migrations};
use serde_json::Value;
use std::time::{Duration, Instant};

/// Closes ordinary days of a book of living loans and tells the median day. Between two closes the instalments that fell
/// due are paid (but for three in a hundred), outside the measured time.
///
/// # Errors
/// The database's, or [`BenchError::Broken`] when a close does not balance.
pub(crate) fn run(options: &BenchOptions) -> Result<Vec<Figures>, BenchError> {
    let loans = options.loans.unwrap_or(1_000_000);
    let days = options.days.unwrap_or(5);
    let folder = options
        .data
        .clone()
        .unwrap_or_else(|| std::env::temp_dir().join(format!("xindai-bench-{loans}")));
    std::fs::create_dir_all(&folder).map_err(BenchError::io(folder.display().to_string()))?;
    let url = options
        .database_url
        .clone()
        .unwrap_or_else(|| format!("sqlite:{}", folder.join("book.db").display()));
    let made = make_when_absent(
        &url,
        BookPlan {
            loans,
            scattered: options.scattered,
            ..BookPlan::default()
        },
    )?;
    let db = Db::open(
        &url,
        DbOptions {
            writer_cache_kib: 256 * 1024,
            mmap_mib: 1024,
            ..DbOptions::default()
        },
    )?;
    let (books, clock) = (AccountingCache::default(), Clock::system());
    let mut runs = Vec::new();
    for day in 0..=days {
        let figures = close_one(&db, &books, &clock, loans)?;
        // The first day also books what the book's making left open: it is no ordinary one.
        if day > 0 {
            runs.push(figures);
        }
        pay_what_fell_due(&db, &books, &clock)?;
    }
    for run in &mut runs {
        run.insert("book_made_in_seconds".to_owned(), made.map_or(Value::Null, seconds));
    }
    Ok(runs)
}

/// Closes the day and tells how long it took, and where the time went.
fn close_one(db: &Db, books: &AccountingCache, clock: &Clock, loans: u32) -> Result<Figures, BenchError> {
    let (began, before) = (Instant::now(), machine::usage());
    let desk = Reporter {
        db,
        books,
        clock,
        org: book::org(),
        tell: &|_| {},
    };
    let run = close_day(&desk)?;
    let (elapsed, after) = (began.elapsed(), machine::usage());
    let mut figures = Figures::new();
    let mut tell = |name: &str, value: Value| figures.insert(name.to_owned(), value);
    tell("seconds", seconds(elapsed));
    tell("loans", Value::from(loans));
    tell(
        "loans_visited",
        Value::from(run.steps.first().map_or(0, |step| step.done)),
    );
    tell("per_second", number(f64::from(loans) / elapsed.as_secs_f64()));
    for step in &run.steps {
        tell(&format!("{}_seconds", step.code), number(step.millis as f64 / 1000.0));
    }
    let cpu = after.cpu_seconds - before.cpu_seconds;
    tell("cpu_seconds", number(cpu));
    tell("written_mb", number(after.written_mb - before.written_mb));
    tell("read_mb", number(after.read_mb - before.read_mb));
    if let Some(peak) = machine::peak_rss_mb("self") {
        tell("peak_rss_mb", number(peak));
    }
    Ok(figures)
}

/// Makes the book unless the database holds one; tells how long it took.
pub(super) fn make_when_absent(url: &str, plan: BookPlan<'_>) -> Result<Option<Duration>, BenchError> {
    let fast = DbOptions {
        synchronous_off_for_bench: true,
        writer_cache_kib: 512 * 1024,
        ..DbOptions::default()
    };
    let db = Db::open(url, fast)?;
    db.migrate(migrations::all())?;
    let there = db.read(|tx| business_day::get(tx).map(|_| true)).unwrap_or(false);
    if there {
        return Ok(None);
    }
    let began = Instant::now();
    book::open_day(&db)?;
    book::make(&db, plan)?;
    Ok(Some(began.elapsed()))
}

/// Commands of one transaction.
const BATCH: usize = 500;

fn pay_what_fell_due(db: &Db, books: &AccountingCache, clock: &Clock) -> Result<(), BenchError> {
    let today = db.read(business_day::get)?;
    let ids = db.read(|tx| store::due_on(tx, today.date()))?;
    for chunk in ids.chunks(BATCH) {
        let context = CommandContext::system("bench", clock.now());
        db.write(|tx| -> Result<(), BenchError> {
            tx.act_as(&context.actor, &context.request_id, context.now);
            for id in chunk.iter().filter(|id| id.uuid().as_u128() % 100 >= 3) {
                let stored = store::load(tx, *id)?;
                let owed = quote::balances(&stored, &stored.state, today.date()).due.total();
                let amount = Money::new(owed, stored.head.currency);
                let kind = RepaymentKind::Regular;
                let repayment = Repayment {
                    amount,
                    value_date: today.date(),
                    kind,
                    note: String::new(),
                };
                repay(tx, &context, books, *id, &repayment)?;
            }
            Ok(())
        })?;
    }
    Ok(())
}
