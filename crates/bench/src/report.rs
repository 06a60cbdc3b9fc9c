//! The shape of every bench's answer.

use serde_json::{Map, Value, json};
use std::time::Duration;

/// Figures of one run, by name.
pub(crate) type Figures = Map<String, Value>;

/// `{"bench","figures","runs","machine"}`: figures are medians over the runs; texts and figures that are not numbers are those of the
/// last run.
pub(crate) fn answer(bench: &str, runs: &[Figures]) -> Value {
    let mut figures = runs.last().cloned().unwrap_or_default();
    for (name, value) in &mut figures {
        let numbers: Option<Vec<f64>> = runs.iter().map(|run| run.get(name)?.as_f64()).collect();
        if let Some(numbers) = numbers {
            *value = number(median(numbers));
        }
    }
    json!({ "bench": bench, "figures": figures, "runs": runs.len(), "machine": machine() })
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

fn machine() -> Value {
    let cpus = std::thread::available_parallelism().map_or(0, usize::from);
    json!({
        "cpus": cpus,
        "model": line_of("/proc/cpuinfo", "model name").unwrap_or_default(),
        "memory_mb": kib_of("/proc/meminfo", "MemTotal").map_or(0, |kib| kib / 1024),
        "os": std::fs::read_to_string("/proc/sys/kernel/osrelease").map_or_else(
            |_| std::env::consts::OS.to_owned(),
            |release| format!("{} {}", std::env::consts::OS, release.trim()),
        ),
    })
}

/// What follows the colon in the first line that begins with a name.
fn line_of(path: &str, name: &str) -> Option<String> {
    let text = std::fs::read_to_string(path).ok()?;
    let line = text.lines().find(|line| line.starts_with(name))?;
    line.split_once(':').map(|(_, value)| value.trim().to_owned())
}

fn kib_of(path: &str, name: &str) -> Option<u64> {
    line_of(path, name)?.split(' ').next()?.parse().ok()
}

/// Largest memory of a process so far in MB (its own: `self`); `None` where the system does not tell.
pub(crate) fn peak_rss_mb(process: &str) -> Option<f64> {
    kib_of(&format!("/proc/{process}/status"), "VmHWM").map(|kib| kib as f64 / 1024.0)
}

/// Memory of a process now in MB.
pub(crate) fn rss_mb(process: &str) -> Option<f64> {
    kib_of(&format!("/proc/{process}/status"), "VmRSS").map(|kib| kib as f64 / 1024.0)
}

/// What a process has used so far.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Usage {
    /// Seconds on processors, all threads.
    pub cpu_seconds: f64,
    /// MB handed to the system to be written.
    pub written_mb: f64,
    /// MB really read from the disk.
    pub read_mb: f64,
}

/// What this process has used so far; zeros where the system does not tell.
pub(crate) fn usage() -> Usage {
    let mb = |name| {
        line_of("/proc/self/io", name)
            .and_then(|text| text.parse::<f64>().ok())
            .unwrap_or(0.0)
            / 1_048_576.0
    };
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // After the name in parentheses: user and system time are the 12th and 13th field, in hundredths of a second.
    let after = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks: f64 = after
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|field| field.parse::<f64>().ok())
        .sum();
    Usage {
        cpu_seconds: ticks / 100.0,
        written_mb: mb("write_bytes"),
        read_mb: mb("read_bytes"),
    }
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
