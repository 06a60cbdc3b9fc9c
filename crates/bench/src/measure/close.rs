//! Close of business over a large book.

use super::book::{self, BookPlan};
use super::{answer, machine, median};
use crate::error::BenchError;
use crate::options::BenchOptions;
use kernel::Money;
use ledger::AccountingCache;
use loan::app::close::{CloseRun, Reporter, close_day};
use loan::app::repay::{Repayment, RepaymentKind, repay};
use loan::app::{quote, store};
use platform::clock::Clock;
use platform::{CommandContext, Db, DbOptions, business_day, migrations};
use serde_json::{Map, Value, json};
use std::time::Instant;

/// Closes ordinary days of a book of living loans and tells the median day. Between two closes the instalments that fell
/// due are paid (but for three in a hundred), outside the measured time.
///
/// # Errors
/// The database's, or [`BenchError::Broken`] when a close does not balance.
pub fn close(options: &BenchOptions) -> Result<Value, BenchError> {
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
    for _ in 0..days {
        let (began, cpu, written) = (Instant::now(), machine::cpu_millis(), machine::written_bytes());
        let desk = Reporter {
            db: &db,
            books: &books,
            clock: &clock,
            org: book::org(),
            tell: &|_| {},
        };
        let run = close_day(&desk)?;
        let nanos = u64::try_from(began.elapsed().as_nanos()).unwrap_or(u64::MAX);
        runs.push(Day {
            nanos,
            cpu: machine::cpu_millis() - cpu,
            written: machine::written_bytes() - written,
            run,
        });
        pay_what_fell_due(&db, &books, &clock)?;
    }
    Ok(answer("close", figures(&runs, loans, made), u64::from(days)))
}

struct Day {
    nanos: u64,
    cpu: u64,
    written: u64,
    run: CloseRun,
}

fn figures(days: &[Day], loans: u32, made: Option<u64>) -> Value {
    let of = |get: &dyn Fn(&Day) -> u64| median(days.iter().map(get).collect());
    let step = |code: &str| {
        of(&|day: &Day| {
            day.run
                .steps
                .iter()
                .filter(|s| s.code == code)
                .map(|s| s.millis.unsigned_abs())
                .sum()
        })
    };
    let visited = of(&|day: &Day| day.run.steps.first().map_or(0, |s| s.done));
    let (nanos, cpu) = (of(&|d: &Day| d.nanos), of(&|d: &Day| d.cpu));
    let mut steps = Map::new();
    for code in loan::app::close::drive::STEPS {
        steps.insert(code.to_owned(), json!(step(code)));
    }
    json!({
        "seconds": super::seconds(nanos),
        "loans": loans,
        "loans_visited": visited,
        "per_second": u64::from(loans) * 1_000_000_000 / nanos.max(1),
        "step_milliseconds": steps,
        "cpu_seconds": super::seconds(cpu * 1_000_000),
        "written_mb": of(&|d: &Day| d.written) / 1_048_576,
        "peak_rss_mb": machine::peak_rss_mb(),
        "seconds_to_make_the_book": made.map(super::seconds),
        "days": days.iter().map(|d| super::seconds(d.nanos)).collect::<Vec<_>>(),
    })
}

/// Makes the book unless the database holds one; tells how long it took.
fn make_when_absent(url: &str, plan: BookPlan) -> Result<Option<u64>, BenchError> {
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
    book::make(&db, plan)?;
    Ok(Some(u64::try_from(began.elapsed().as_nanos()).unwrap_or(u64::MAX)))
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
