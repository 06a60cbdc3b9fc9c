//! The machine and the process, as the operating system tells.

use serde_json::{Value, json};

fn line_of(file: &str, start: &str) -> Option<String> {
    let text = std::fs::read_to_string(file).ok()?;
    let line = text.lines().find(|line| line.starts_with(start))?;
    line.split_once(':').map(|(_, value)| value.trim().to_owned())
}

fn kilobytes(file: &str, start: &str) -> u64 {
    line_of(file, start)
        .and_then(|text| text.split(' ').next()?.parse().ok())
        .unwrap_or(0)
}

/// Processors, model, memory and system.
#[must_use]
pub fn describe() -> Value {
    json!({
        "cpus": std::thread::available_parallelism().map_or(1, usize::from),
        "model": line_of("/proc/cpuinfo", "model name"),
        "memory_mb": kilobytes("/proc/meminfo", "MemTotal") / 1024,
        "os": std::env::consts::OS,
    })
}

/// The most memory that this process has held, in MiB.
#[must_use]
pub fn peak_rss_mb() -> u64 {
    kilobytes("/proc/self/status", "VmHWM") / 1024
}

/// Processor time of this process so far, in milliseconds (clock ticks of ten).
#[must_use]
pub fn cpu_millis() -> u64 {
    let Ok(stat) = std::fs::read_to_string("/proc/self/stat") else {
        return 0;
    };
    // Fields 14 and 15, counted after the closing parenthesis of the name.
    let after = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks = |n: usize| {
        after
            .split_whitespace()
            .nth(n)
            .and_then(|t| t.parse::<u64>().ok())
            .unwrap_or(0)
    };
    (ticks(11) + ticks(12)) * 10
}

/// Bytes that this process has caused to be written to storage so far.
#[must_use]
pub fn written_bytes() -> u64 {
    kilobytes("/proc/self/io", "write_bytes")
}
