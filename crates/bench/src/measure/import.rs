//! Files of customers and of loans, taken in whole: read, checked, booked, committed. The loans have a past of up to two years.

use super::{Figures, number, percentile_ms, seconds};
use crate::error::BenchError;
use crate::options::BenchOptions;
use crate::program::Workplace;
use crate::rng::Rng;
use ::import::app::{Place, RowOutcome, Upload, take_in};
use ::import::domain::find_entity;
use kernel::{BusinessDate, CivilDate, Currency, LoanId, Money};
use ledger::AccountingCache;
use loan::app::error::LoanFailure;
use loan::app::repay::{Repayment, RepaymentKind, repay};
use loan::app::take_over::find_by_numbers;
use platform::clock::Clock;
use platform::keys::FieldKeys;
use platform::{CommandContext, Db, DbOptions, Tx, business_day, migrations};
use serde_json::Value;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

const ROWS: u32 = 100_000;
/// Between two payments of the client who pays meanwhile.
const PAUSE: Duration = Duration::from_millis(20);
/// The key of identity fields.
pub(super) const KEY: [u8; 32] = [7; 32];

pub(crate) fn run(options: &BenchOptions) -> Result<Vec<Figures>, BenchError> {
    let rows = options.rows.unwrap_or(ROWS);
    let place = Workplace::new(options.data.as_deref(), "bench-import")?;
    let repeats = if options.database_url.is_some() {
        1
    } else {
        options.repeats.unwrap_or(3).max(1)
    };
    let measured = |n| {
        let own = || format!("sqlite:{}", place.path().join(format!("import-{n}.db")).display());
        measure(&options.database_url.clone().unwrap_or_else(own), rows)
    };
    (0..repeats).map(measured).collect()
}

fn measure(url: &str, rows: u32) -> Result<Figures, BenchError> {
    let db = Db::open(url, DbOptions::default())?;
    db.migrate(migrations::all())?;
    open_lender(&db)?;
    let mut figures = Figures::new();
    figures.insert("rows".to_owned(), Value::from(rows));
    let paid = one_more(&db, rows)?;
    for (entity, file) in [("customers", customers(rows)), ("loans", loans((0, rows)))] {
        let begun = Instant::now();
        let waits = paying_meanwhile(&db, paid, || take(&db, entity, &file, rows))?;
        let time = begun.elapsed();
        figures.insert(format!("{entity}_repayments_meanwhile"), Value::from(waits.len()));
        figures.insert(format!("{entity}_longest_repayment_ms"), percentile_ms(&waits, 1.0));
        figures.insert(format!("{entity}_seconds"), seconds(time));
        figures.insert(
            format!("{entity}_per_second"),
            number(f64::from(rows) / time.as_secs_f64()),
        );
        figures.insert(format!("{entity}_mb"), number(file.len() as f64 / 1e6));
    }
    Ok(figures)
}

/// A loan of its own, behind those of the file.
fn one_more(db: &Db, rows: u32) -> Result<LoanId, BenchError> {
    take(db, "loans", &loans((rows, rows + 1)), 1)?;
    let number = format!("B{rows:08}");
    let found = db.read(|tx| find_by_numbers(tx, &[number.as_str()]));
    let found = found.map_err(|cause| BenchError::Broken(cause.to_string()))?;
    let lent = || BenchError::Broken("the loan that is paid on is not there".to_owned());
    Ok(found.first().ok_or_else(lent)?.head.id)
}

/// Does some work while a client pays one yuan after the other on a loan; how long each payment took, shortest first.
fn paying_meanwhile(
    db: &Db,
    loan: LoanId,
    work: impl FnOnce() -> Result<(), BenchError>,
) -> Result<Vec<Duration>, BenchError> {
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let client = scope.spawn(|| {
            let (books, mut times) = (AccountingCache::default(), Vec::new());
            while !done.load(Ordering::Relaxed) {
                let begun = Instant::now();
                db.write(|tx| pay(tx, &books, loan))?;
                times.push(begun.elapsed());
                std::thread::sleep(PAUSE);
            }
            Ok::<_, LoanFailure>(times)
        });
        let worked = work();
        done.store(true, Ordering::Relaxed);
        let times = client.join().expect("a client that pays does not panic");
        worked?;
        let mut times = times.map_err(|cause| BenchError::Broken(cause.to_string()))?;
        times.sort_unstable();
        Ok(times)
    })
}

fn pay(tx: &mut Tx, books: &AccountingCache, loan: LoanId) -> Result<(), LoanFailure> {
    let context = CommandContext::system("bench", Clock::system().now());
    tx.act_as(&context.actor, &context.request_id, context.now);
    let repayment = Repayment {
        amount: Money::new(100, Currency::CNY),
        value_date: today(),
        kind: RepaymentKind::Regular,
        note: String::new(),
    };
    repay(tx, &context, books, loan, &repayment).map(|_| ())
}

/// The first day, chart and products of a lender in a migrated database.
pub(super) fn open_lender(db: &Db) -> Result<(), BenchError> {
    db.write(|tx| -> Result<(), BenchError> {
        business_day::open(tx, BusinessDate(today()))?;
        ledger::seed_chart(tx)?;
        product::seed_products(tx).map_err(|cause| BenchError::Broken(cause.to_string()))
    })
}

/// Takes so many loans with a past in, with their borrowers, a file after the other.
pub(super) fn take_loans(db: &Db, loans_in_all: u32) -> Result<(), BenchError> {
    let mut first = 0;
    while first < loans_in_all {
        let last = (first + ROWS).min(loans_in_all);
        take(db, "loans", &loans((first, last)), last - first)?;
        first = last;
    }
    Ok(())
}

fn take(db: &Db, entity: &str, file: &str, rows: u32) -> Result<(), BenchError> {
    let broken = |cause: &dyn std::fmt::Display| BenchError::Broken(cause.to_string());
    let place = Place {
        db,
        keys: &FieldKeys::from_master(&KEY),
        books: &AccountingCache::default(),
    };
    let upload = Upload {
        entity: find_entity(entity).map_err(|cause| broken(&cause))?,
        file_name: "bench.csv",
        content: file.as_bytes(),
    };
    let context = CommandContext::system("bench", Clock::system().now());
    let taken = take_in(place, &context, &[upload]).map_err(|cause| broken(&cause))?;
    let report = &taken[0].report;
    match report.errors.first() {
        Some(error) => Err(BenchError::Broken(format!("row {}: {:?}", error.line, error.problem))),
        None if report.count(RowOutcome::Created) == rows as usize => Ok(()),
        None => Err(broken(&"not every row made something")),
    }
}

/// The first day of the lender.
pub(super) fn today() -> CivilDate {
    CivilDate::from_ymd(2025, 6, 10).expect("a date")
}

fn passport(n: u32) -> String {
    format!("E{n:08}")
}

fn customers(rows: u32) -> String {
    let mut file = "name,identity_kind,identity_number,mobile\n".to_owned();
    for n in 0..rows {
        let _ = writeln!(file, "王小明{n},passport,{},13{:09}", passport(n), 100_000_000 + n);
    }
    file
}

/// Annuities of 36 months; every twentieth is an instalment late or more.
fn loans((first, last): (u32, u32)) -> String {
    let mut file =
        "number,product,customer_name,identity_kind,identity_number,principal,annual_rate,periods,disbursed_on,paid_installments\n"
            .to_owned();
    let mut rng = Rng::new(u64::from(first) + 1);
    for n in first..last {
        let days = rng.days(40, 700);
        let lent = today().add_days(-days);
        let fallen_due = u32::try_from(days / 31).unwrap_or(0);
        let late = u32::from(rng.index(20) == 0);
        let paid = fallen_due.saturating_sub(late);
        let amount = 10_000 + rng.between(0, 190) * 1_000;
        let _ = writeln!(
            file,
            "B{n:08},P03,王小明{n},passport,{},{amount}.00,0.{:04},36,{lent},{paid}",
            passport(n),
            rng.between(350, 950)
        );
    }
    file
}
