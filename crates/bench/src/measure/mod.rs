//! Measurements. Each answers `{"bench","figures","runs","machine"}`.

pub mod machine;
pub mod schedule;
pub mod book;
pub mod close;

use serde_json::{Value, json};

/// The median of some figures; zero of none.
#[must_use]
pub fn median(mut figures: Vec<u64>) -> u64 {
    figures.sort_unstable();
    figures.get(figures.len() / 2).copied().unwrap_or(0)
}

/// Nanoseconds as seconds with three decimals.
#[must_use]
pub fn seconds(nanos: u64) -> Value {
    json!((nanos / 1_000_000) as f64 / 1000.0)
}

/// The answer of a bench.
#[must_use]
pub fn answer(bench: &str, figures: Value, runs: u64) -> Value {
    json!({ "bench": bench, "figures": figures, "runs": runs, "machine": machine::describe() })
}
