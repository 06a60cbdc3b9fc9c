//! How many schedules one core computes: annuities of 360 monthly rows, each of other terms.

use super::{Figures, machine, number, seconds};
use crate::error::BenchError;
use crate::options::BenchOptions;
use crate::rng::Rng;
use kernel::{AnnualRate, CivilDate, Currency, Money};
use loan::domain::plan::PlanRow;
use loan::domain::schedule::schedule_into;
use loan::domain::terms::{LoanTerms, Method};
use std::hint::black_box;
use std::time::{Duration, Instant};

const ROWS: u32 = 360;
/// Terms that are gone through again and again.
const TERMS: usize = 1000;

pub(crate) fn run(options: &BenchOptions) -> Result<Vec<Figures>, BenchError> {
    let time = Duration::from_secs(options.seconds.unwrap_or(2));
    let terms = terms();
    let mut buffer = Vec::with_capacity(ROWS as usize + 1);
    let mut runs = Vec::new();
    for _ in 0..options.repeats.unwrap_or(5).max(1) {
        runs.push(measure(&terms, time, &mut buffer)?);
    }
    Ok(runs)
}

fn measure(terms: &[LoanTerms], time: Duration, buffer: &mut Vec<PlanRow>) -> Result<Figures, BenchError> {
    let (begun, before) = (Instant::now(), machine::usage().cpu_seconds);
    let (mut schedules, mut rows) = (0_u64, 0_u64);
    while begun.elapsed() < time {
        for terms in terms {
            let made = schedule_into(black_box(terms), buffer);
            made.map_err(|refused| BenchError::Broken(refused.to_string()))?;
            rows += black_box(&*buffer).len() as u64;
            schedules += 1;
        }
    }
    if rows != schedules * u64::from(ROWS) {
        return Err(BenchError::Broken("a schedule has not 360 rows".to_owned()));
    }
    let (elapsed, core) = (begun.elapsed(), machine::usage().cpu_seconds - before);
    let per_second = schedules as f64 / elapsed.as_secs_f64();
    let mut figures = Figures::new();
    figures.insert("seconds".to_owned(), seconds(elapsed));
    figures.insert("per_second".to_owned(), number(per_second));
    // On a machine that is busy with something else too, this says what one core can do.
    if core > 0.0 {
        figures.insert("per_core_second".to_owned(), number(schedules as f64 / core));
    }
    figures.insert("rows_per_second".to_owned(), number(per_second * f64::from(ROWS)));
    figures.insert("microseconds_each".to_owned(), number(1_000_000.0 / per_second));
    if let Some(peak) = machine::peak_rss_mb("self") {
        figures.insert("peak_rss_mb".to_owned(), number(peak));
    }
    Ok(figures)
}

/// Mortgages of 200,000 to 5,000,000 at 2.5% to 6%, from days all over a year.
fn terms() -> Vec<LoanTerms> {
    let mut rng = Rng::new(360);
    let start = CivilDate::from_days(20_000);
    (0..TERMS)
        .map(|_| {
            let principal = Money::new(rng.between(20_000_000, 500_000_000), Currency::CNY);
            let rate = AnnualRate::from_e10(rng.between(250, 600) * 1_000_000);
            LoanTerms::new(principal, rate, Method::Annuity, ROWS, start.add_days(rng.days(0, 364)))
        })
        .collect()
}
