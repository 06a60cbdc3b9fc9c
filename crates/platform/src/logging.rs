//! Where logs go: standard error, as text or JSON.

use crate::config::{Config, LogFormat};
use crate::spans::is_traced;
use crate::traces::{self, Sender};
use tracing_subscriber::filter::{FilterExt, LevelFilter, filter_fn};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer};

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

/// Starts logging as configured, and traces when a collector is set: what waits of them is delivered when the returned value is dropped.
/// A second call changes nothing.
///
/// # Errors
/// A sentence when the level is no filter, or the certificates of the collector cannot be read.
pub fn start(config: &Config) -> Result<Option<Sender>, String> {
    // Spans of traces have their own reader; lines stay as they are without them.
    let wanted = filter(config)?.and(filter_fn(|metadata| !is_traced(metadata)));
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_target(false);
    let lines = match config.log_format {
        LogFormat::Text => lines.boxed(),
        LogFormat::Json => lines.json().flatten_event(true).boxed(),
    };
    let collector = config.otlp_endpoint.as_deref();
    let tracing = collector.map(|endpoint| traces::start(endpoint, &config.otlp_ca_file, config.otlp_percent));
    let tracing = tracing.transpose().map_err(|cause| format!("otlp_ca_file: {cause}"))?;
    let (layer, sender) = tracing.unzip();
    let spans = filter_fn(is_traced).with_max_level_hint(LevelFilter::INFO);
    let registry = tracing_subscriber::registry().with(lines.with_filter(wanted));
    // An error means that logging runs already.
    let started = registry.with(layer.map(|layer| layer.with_filter(spans))).try_init();
    Ok(sender.filter(|_| started.is_ok()))
}
