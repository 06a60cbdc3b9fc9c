//! How many schedules of 360 rows one core makes in a second.

use super::{answer, machine, median};
use crate::error::BenchError;
use crate::options::BenchOptions;
use kernel::{AnnualRate, CivilDate, Currency, Money};
use loan::domain::schedule::schedule_into;
use loan::domain::terms::{LoanTerms, Method};
use serde_json::{Value, json};
use std::time::Instant;

/// 360-row annuity schedules of different amounts and rates, into one buffer, on one core.
///
/// # Errors
/// [`BenchError::Broken`] when a schedule is not what it must be.
pub fn schedule(options: &BenchOptions) -> Result<Value, BenchError> {
    let count = u64::from(options.loans.unwrap_or(100_000));
    let repeats = u64::from(options.repeats.unwrap_or(5));
    let start = CivilDate::from_ymd(2025, 1, 20).expect("a date");
    let mut rows = Vec::with_capacity(400);
    let mut nanos = Vec::new();
    for _ in 0..repeats {
        let began = Instant::now();
        let mut interest = 0_i64;
        for n in 0..count {
            let minor = 50_000_000 + i64::try_from(n % 5000).unwrap_or(0) * 10_000;
            let rate = AnnualRate::from_e10(350_000_000 + i64::try_from(n % 97).unwrap_or(0) * 1_000_000);
            let terms = LoanTerms::new(Money::new(minor, Currency::CNY), rate, Method::Annuity, 360, start);
            schedule_into(&terms, &mut rows).map_err(|e| BenchError::Broken(e.to_string()))?;
            interest += rows.last().map_or(0, |row| row.interest);
        }
        nanos.push(u64::try_from(began.elapsed().as_nanos()).unwrap_or(u64::MAX));
        if rows.len() != 360 || interest <= 0 {
            return Err(BenchError::Broken(format!("{} rows", rows.len())));
        }
    }
    let nanos = median(nanos).max(1);
    let figures = json!({
        "seconds": super::seconds(nanos),
        "schedules": count,
        "per_second": count * 1_000_000_000 / nanos,
        "rows_per_second": count * 360 * 1_000 / (nanos / 1_000_000).max(1),
        "peak_rss_mb": machine::peak_rss_mb(),
    });
    Ok(answer("schedule", figures, repeats))
}
