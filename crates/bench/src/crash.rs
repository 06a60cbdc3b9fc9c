//! The real program killed at random points, restarted and verified.

use crate::error::BenchError;
use crate::options::CrashOptions;

/// Kills the real program under load, restarts and verifies it, as often as asked.
///
/// The answer is `{"kills","acknowledged","replayed","days_closed","seconds"}`.
///
/// # Errors
/// [`BenchError::Broken`] when an acknowledged write is lost or doubled or the books do not balance.
pub fn crash(options: &CrashOptions) -> Result<serde_json::Value, BenchError> {
    Err(BenchError::Option(format!("{} kills are not done yet", options.kills)))
}
