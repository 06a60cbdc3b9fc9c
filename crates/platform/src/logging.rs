//! Where logs go: standard error, as text or JSON.

use crate::config::{Config, LogFormat};
use tracing_subscriber::EnvFilter;

/// Whether logging can be started as configured.
///
/// # Errors
/// A sentence when the level is no filter.
pub fn check(config: &Config) -> Result<(), String> {
    filter(config).map(|_| ())
}

fn filter(config: &Config) -> Result<EnvFilter, String> {
    EnvFilter::try_new(&config.log_level).map_err(|cause| format!("configuration key log_level: {cause}"))
}

/// Starts logging as configured. A second call changes nothing.
///
/// # Errors
/// A sentence when the level is no filter.
pub fn start(config: &Config) -> Result<(), String> {
    let filter = filter(config)?;
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_target(false);
    // An error means that logging runs already.
    let _ = match config.log_format {
        LogFormat::Text => lines.try_init(),
        LogFormat::Json => lines.json().flatten_event(true).try_init(),
    };
    Ok(())
}
