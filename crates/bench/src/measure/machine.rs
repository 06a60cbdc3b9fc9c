//! The machine and the process, as the operating system tells.

use serde_json::{Value, json};

/// Processors, model, memory and system.
pub(crate) fn describe() -> Value {
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
    usage_of("self")
}

/// What a process has used so far; zeros where the system does not tell.
pub(crate) fn usage_of(process: &str) -> Usage {
    let mb = |name| {
        line_of(&format!("/proc/{process}/io"), name)
            .and_then(|text| text.parse::<f64>().ok())
            .unwrap_or(0.0)
            / 1_048_576.0
    };
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
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
