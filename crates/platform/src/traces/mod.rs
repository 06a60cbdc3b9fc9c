//! Traces: what a request did and how long each part took, delivered to a collector by OTLP over HTTP. Off unless a collector is named.

mod otlp;
mod sender;

pub use sender::Sender;

use crate::outgoing::OutgoingError;
use crate::spans::TraceLayer;
use std::path::Path;

/// The layer that collects spans, and what delivers them; of `percent` in a hundred traces.
///
/// # Errors
/// [`OutgoingError::Roots`] when the certificates to trust cannot be read.
pub(crate) fn start(endpoint: &str, roots: &Path, percent: u32) -> Result<(TraceLayer, Sender), OutgoingError> {
    let sender = Sender::start(endpoint, roots)?;
    let queue = sender.queue();
    let layer = TraceLayer {
        put: Box::new(move |span| queue.put(span)),
        percent,
    };
    Ok((layer, sender))
}
