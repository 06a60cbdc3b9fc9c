//! Measurements, random lives and crashes: what shows that the house is fast, right and safe. A leaf: nothing uses it but
//! the program's command line.

mod error;
mod rng;
mod options;
mod client;
mod program;
mod lender;
mod measure;
mod simulate;
mod crash;

pub use crash::{crash, failover};
pub use error::BenchError;
pub use options::{BenchOptions, CrashOptions, FailoverOptions, SimulateOptions};
pub use simulate::simulate;

/// The benches, in the order in which help lists them.
pub const NAMES: [&str; 11] = [
    "schedule",
    "repay",
    "close",
    "loan-read",
    "lists",
    "export",
    "import",
    "backup",
    "login",
    "audit",
    "start",
];

/// Runs a bench. The answer is `{"bench","figures":{…},"runs","machine":{…}}`, figures being medians over the runs.
///
/// # Errors
/// [`BenchError`].
pub fn run(name: &str, options: &BenchOptions) -> Result<serde_json::Value, BenchError> {
    let runs = match name {
        "schedule" => measure::schedule::run(options)?,
        "repay" => measure::repay::run(options)?,
        "close" => measure::close::run(options)?,
        "loan-read" => measure::loan_read::run(options)?,
        "lists" => measure::lists::run(options)?,
        "login" => measure::login::run(options)?,
        "export" => measure::export::run(options)?,
        "import" => measure::import::run(options)?,
        "audit" => measure::audit::run(options)?,
        "backup" => measure::backup::run(options)?,
        "start" => measure::start::run(options)?,
        _ => return Err(BenchError::UnknownBench(name.to_owned())),
    };
    Ok(measure::answer(name, &runs))
}
