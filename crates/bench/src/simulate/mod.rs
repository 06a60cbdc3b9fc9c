//! A random portfolio lived day by day through the real use cases, and checked every day.

mod products;
mod world;
mod oracle;
mod checks;
mod acts;
mod night;

use crate::error::BenchError;
use crate::options::SimulateOptions;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};
use world::World;

const LOANS: u32 = 40;
const DAYS: u32 = 400;

/// Lives random portfolios through the real use cases and checks everything that must hold, every day.
///
/// The answer is `{"seeds","loans","days","loan_days","events":{…},"seconds"}`.
///
/// # Errors
/// [`BenchError::Broken`] with seed, day and loan when something does not hold.
pub fn simulate(options: &SimulateOptions) -> Result<serde_json::Value, BenchError> {
    let begun = Instant::now();
    let (loans, days) = (options.loans.unwrap_or(LOANS), options.days.unwrap_or(DAYS));
    let url = options.database_url.as_deref().unwrap_or("sqlite::memory:");
    let until = options.seconds.filter(|_| options.database_url.is_none());
    let until = until.map(|seconds| begun + Duration::from_secs(seconds));
    let (mut seed, mut loan_days, mut tally) = (options.seed, 0_u64, BTreeMap::new());
    loop {
        let mut day = 0;
        let mut lived = catch_unwind(AssertUnwindSafe(|| live(url, seed, (loans, days), &mut day, until)))
            .unwrap_or_else(|panic| Err(BenchError::Broken(text_of(&panic))));
        if let Err(BenchError::Broken(what)) = lived {
            let again = format!("simulate --seed {seed} --loans {loans} --days {days}");
            lived = Err(BenchError::Broken(format!(
                "seed {seed}, day {day}: {what}\nagain: {again}"
            )));
        }
        let (days_of_loans, events) = lived?;
        loan_days += days_of_loans;
        for (what, count) in events {
            *tally.entry(what).or_insert(0_u64) += count;
        }
        seed += 1;
        if until.is_none_or(|until| Instant::now() >= until) {
            break;
        }
    }
    Ok(serde_json::json!({
        "seeds": seed - options.seed,
        "loans": loans,
        "days": days,
        "loan_days": loan_days,
        "events": tally,
        "seconds": begun.elapsed().as_secs_f64(),
    }))
}

fn text_of(panic: &Box<dyn std::any::Any + Send>) -> String {
    let text = panic.downcast_ref::<String>().cloned();
    let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
    format!("panic: {}", text.unwrap_or_default())
}

type Lived = (u64, BTreeMap<String, u64>);

/// One portfolio from its first day to its last, or until the time is over.
fn live(
    url: &str,
    seed: u64,
    (loans, days): (u32, u32),
    day: &mut u32,
    until: Option<Instant>,
) -> Result<Lived, BenchError> {
    let mut world = World::open(seed, url)?;
    let mut loan_days = 0;
    let told = |world: &World, error: BenchError| match error {
        BenchError::Broken(what) => BenchError::Broken(what),
        other => world.broken(&format!("{other}")),
    };
    while *day < days {
        *day += 1;
        loan_days += world.borrowers.len() as u64;
        if let Err(error) = one_day(&mut world, loans) {
            return Err(told(&world, error));
        }
        if until.is_some_and(|until| Instant::now() >= until) {
            break;
        }
    }
    checks::in_the_end(&world).map_err(|error| told(&world, error))?;
    Ok((loan_days, world.tally))
}

fn one_day(world: &mut World, loans: u32) -> Result<(), BenchError> {
    let today = world.today()?;
    let wanted = (loans as usize).saturating_sub(world.borrowers.len());
    for _ in 0..wanted.min(world.rng.index(3)) {
        world.book()?;
    }
    for index in 0..world.borrowers.len() {
        if world.borrowers[index].alive {
            acts::live_day(world, index, today)?;
        }
    }
    for _ in 0..world.rng.index(5) {
        acts::surprise(world, today)?;
    }
    night::close(world)?;
    let sample: Vec<_> = (0..world.borrowers.len())
        .filter(|_| world.rng.once_in(6))
        .map(|index| world.borrowers[index].id)
        .collect();
    checks::after_day(world, &sample)
}
