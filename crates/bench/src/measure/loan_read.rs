//! Reading what a loan's page shows: the loan, its plan against actual, its events and its entries, over HTTP. The loans
//! are two years old and were paid every month.

use super::{Figures, machine, number, percentile_ms, seconds};
use crate::client::Client;
use crate::error::BenchError;
use crate::lender::Lender;
use crate::options::BenchOptions;
use crate::program::{Program, Workplace};
use crate::rng::Rng;
use kernel::{CivilDate, LoanId};
use platform::{Db, DbOptions, migrations};
use serde_json::Value;
use std::time::{Duration, Instant};

const LOANS: u32 = 300;
const CLIENTS: u32 = 4;
/// The age of the loans in days.
const AGE: i32 = 731;

pub(crate) fn run(options: &BenchOptions) -> Result<Vec<Figures>, BenchError> {
    let place = Workplace::new(options.data.as_deref(), "bench-read")?;
    let binary = Program::binary(options.binary.as_ref())?;
    let program = Program::new(&binary, place.path(), options.database_url.as_deref());
    let loans = furnish(&program, options.loans.unwrap_or(LOANS).max(1))?;
    program.add_user()?;
    let serving = program.serve()?;
    let client = serving.client()?;
    let clients = options.clients.unwrap_or(CLIENTS).clamp(1, 64);
    let time = Duration::from_secs(options.seconds.unwrap_or(5));
    measure(&client, &loans, (clients, Duration::from_secs(1)))?;
    let mut runs = Vec::new();
    for _ in 0..options.repeats.unwrap_or(3).max(1) {
        let mut figures = measure(&client, &loans, (clients, time))?;
        if let Some(megabytes) = machine::peak_rss_mb(&serving.id()) {
            figures.insert("peak_rss_mb".to_owned(), number(megabytes));
        }
        runs.push(figures);
    }
    Ok(runs)
}

fn furnish(program: &Program, loans: u32) -> Result<Vec<LoanId>, BenchError> {
    let fast = DbOptions {
        synchronous_off_for_bench: true,
        ..DbOptions::default()
    };
    let db = Db::open(program.database_url(), fast)?;
    db.migrate(migrations::all())?;
    let mut lender = Lender::open(&db, CivilDate::from_days(20_000), 1)?;
    (0..loans).map(|_| lender.lend(AGE)).collect()
}

fn measure(client: &Client, loans: &[LoanId], (clients, time): (u32, Duration)) -> Result<Figures, BenchError> {
    let begun = Instant::now();
    let mut times = std::thread::scope(|scope| -> Result<Vec<Duration>, BenchError> {
        let threads: Vec<_> = (0..clients)
            .map(|nr| {
                let mut client = client.again();
                scope.spawn(move || read(&mut client, loans, (nr, time)))
            })
            .collect();
        let mut times = Vec::new();
        for thread in threads {
            times.append(&mut thread.join().expect("a client does not panic")?);
        }
        Ok(times)
    })?;
    let elapsed = begun.elapsed();
    times.sort_unstable();
    let mut figures = Figures::new();
    let mut tell = |name: &str, value: Value| figures.insert(name.to_owned(), value);
    tell("seconds", seconds(elapsed));
    tell("per_second", number(times.len() as f64 / elapsed.as_secs_f64()));
    tell("p50_ms", percentile_ms(&times, 0.5));
    tell("p99_ms", percentile_ms(&times, 0.99));
    tell("pages", Value::from(times.len()));
    tell("requests_per_page", Value::from(PARTS.len()));
    tell("clients", Value::from(clients));
    tell("loans", Value::from(loans.len()));
    Ok(figures)
}

const PARTS: [&str; 4] = ["", "/schedule", "/events", "/journal-entries"];

fn read(client: &mut Client, loans: &[LoanId], (nr, time): (u32, Duration)) -> Result<Vec<Duration>, BenchError> {
    let mut rng = Rng::new(u64::from(nr));
    let begun = Instant::now();
    let mut times = Vec::new();
    while begun.elapsed() < time {
        let asked = Instant::now();
        let loan = rng.pick(loans);
        for part in PARTS {
            client.get(&format!("/api/v1/loans/{loan}{part}"))?.success()?;
        }
        times.push(asked.elapsed());
    }
    Ok(times)
}
