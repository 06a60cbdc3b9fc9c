//! A random portfolio lived day by day.

use crate::error::BenchError;
use crate::options::SimulateOptions;

/// Lives random portfolios through the real use cases and checks everything that must hold, every day.
///
/// The answer is `{"seeds","loans","days","loan_days","events":{…},"refused","seconds"}`.
///
/// # Errors
/// [`BenchError::Broken`] with seed, day and loan when something does not hold.
pub fn simulate(options: &SimulateOptions) -> Result<serde_json::Value, BenchError> {
    Err(BenchError::Option(format!("seed {} is not lived yet", options.seed)))
}
