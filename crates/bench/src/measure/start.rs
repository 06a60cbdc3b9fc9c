//! From the start of the program to its first answer, and what it holds while nobody asks.

use super::{Figures, machine, number};
use crate::error::BenchError;
use crate::lender::Lender;
use crate::options::BenchOptions;
use crate::program::{Program, Workplace};
use kernel::CivilDate;
use platform::{Db, DbOptions, migrations};
use std::time::Duration;

const LOANS: u32 = 200;

/// How long the program is left alone before its memory is read.
const IDLE: Duration = Duration::from_secs(3);

pub(crate) fn run(options: &BenchOptions) -> Result<Vec<Figures>, BenchError> {
    let place = Workplace::new(options.data.as_deref(), "bench-start")?;
    let binary = Program::binary(options.binary.as_ref())?;
    let program = Program::new(&binary, place.path(), options.database_url.as_deref());
    furnish(&program, options.loans.unwrap_or(LOANS))?;
    program.add_user()?;
    let mut runs = Vec::new();
    for _ in 0..options.repeats.unwrap_or(5).max(1) {
        let serving = program.serve()?;
        let answered = serving.age();
        serving.client()?.get("/api/v1/loans?limit=20")?.success()?;
        std::thread::sleep(IDLE);
        let mut figures = Figures::new();
        figures.insert("milliseconds".to_owned(), number(answered.as_secs_f64() * 1000.0));
        if let Some(megabytes) = machine::rss_mb(&serving.id()) {
            figures.insert("idle_rss_mb".to_owned(), number(megabytes));
        }
        if let Some(megabytes) = machine::peak_rss_mb(&serving.id()) {
            figures.insert("peak_rss_mb".to_owned(), number(megabytes));
        }
        serving.kill()?;
        runs.push(figures);
    }
    Ok(runs)
}

fn furnish(program: &Program, loans: u32) -> Result<(), BenchError> {
    let db = Db::open(program.database_url(), DbOptions::default())?;
    db.migrate(migrations::all())?;
    let mut lender = Lender::open(&db, CivilDate::from_days(20_000), 1)?;
    for _ in 0..loans {
        lender.lend(0)?;
    }
    Ok(())
}
