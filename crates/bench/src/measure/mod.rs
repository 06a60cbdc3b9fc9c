//! Measurements. Each gives the figures of its runs; the answer tells their medians.

mod machine;

pub(crate) mod schedule;

mod book;

pub(crate) mod close;

pub(crate) mod repay;

pub(crate) mod loan_read;

pub(crate) mod export;

pub(crate) mod import;

pub(crate) mod backup;

pub(crate) mod lists;

pub(crate) mod login;

pub(crate) mod audit;

pub(crate) mod start;

use serde_json::{Map, Value, json};
use std::time::Duration;

/// Figures of one run, by name.
pub(crate) type Figures = Map<String, Value>;

/// `{"bench","figures","runs","machine"}`: figures are medians over the runs; what is no number is that of the last run.
pub(crate) fn answer(bench: &str, runs: &[Figures]) -> Value {
    let mut figures = runs.last().cloned().unwrap_or_default();
    for (name, value) in &mut figures {
        let numbers: Option<Vec<f64>> = runs.iter().map(|run| run.get(name)?.as_f64()).collect();
        if let Some(numbers) = numbers {
            *value = number(median(numbers));
        }
    }
    json!({ "bench": bench, "figures": figures, "runs": runs.len(), "machine": machine::describe() })
}

/// A number with as many decimals as are worth reading.
pub(crate) fn number(n: f64) -> Value {
    let digits = if n.abs() >= 1000.0 {
        1.0
    } else if n.abs() >= 10.0 {
        100.0
    } else {
        10_000.0
    };
    json!((n * digits).round() / digits)
}

/// Seconds of a duration.
pub(crate) fn seconds(time: Duration) -> Value {
    number(time.as_secs_f64())
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    let middle = numbers.len() / 2;
    match numbers.len() {
        0 => 0.0,
        odd if odd % 2 == 1 => numbers[middle],
        _ => f64::midpoint(numbers[middle - 1], numbers[middle]),
    }
}

/// The value below which a share of the sorted times lies, in milliseconds.
pub(crate) fn percentile_ms(sorted: &[Duration], share: f64) -> Value {
    let place = (sorted.len() as f64 * share).ceil() as usize;
    let time = sorted.get(place.saturating_sub(1).min(sorted.len().saturating_sub(1)));
    number(time.map_or(0.0, |time| time.as_secs_f64() * 1000.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_medians_and_texts_stay() {
        let run = |seconds: f64| match json!({ "seconds": seconds, "note": "x" }) {
            Value::Object(figures) => figures,
            _ => Figures::new(),
        };
        let answer = answer("close", &[run(3.0), run(1.0), run(20.5)]);
        assert_eq!((&answer["bench"], &answer["runs"]), (&json!("close"), &json!(3)));
        assert_eq!(answer["figures"], json!({ "seconds": 3.0, "note": "x" }));
        assert!(answer["machine"]["cpus"].as_u64() > Some(0));
    }

    #[test]
    fn a_percentile_is_a_time_that_was_measured() {
        let times: Vec<Duration> = (1..=100).map(Duration::from_millis).collect();
        assert_eq!(percentile_ms(&times, 0.99), json!(99.0));
        assert_eq!(percentile_ms(&times, 0.5), json!(50.0));
        assert_eq!(percentile_ms(&[], 0.5), json!(0.0));
    }
}
