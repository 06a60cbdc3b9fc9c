//! Spans of traces: `tracing` spans of the target [`TRACE`]. They hold routes, names of commands, statuses and codes, never bodies, queries,
//! names or numbers of persons.

mod context;
mod finished;
mod layer;

pub use context::SpanContext;
pub(crate) use finished::{Attribute, Finished};
pub(crate) use layer::TraceLayer;

use layer::Open;
use tracing::{Metadata, Span};
use tracing_subscriber::Registry;
use tracing_subscriber::registry::LookupSpan;

/// The target of spans that belong to traces; log lines do not show them.
pub const TRACE: &str = "xindai::trace";

/// Whether this is a span of a trace.
pub(crate) fn is_traced(metadata: &Metadata<'_>) -> bool {
    metadata.is_span() && metadata.target() == TRACE
}

/// The header `traceparent` for a call that is made now; `None` when nothing is traced.
#[must_use]
pub fn traceparent() -> Option<String> {
    let found = Span::current().with_subscriber(|(id, dispatch)| {
        let registry = dispatch.downcast_ref::<Registry>()?;
        let span = registry.span(id)?;
        span.scope()
            .find_map(|span| span.extensions().get::<Open>().map(|open| open.context))
    });
    found.flatten().map(|context| context.traceparent())
}

/// The span of work that goes on after its request was answered, in the trace of that request. Made where the work is started, entered
/// where it is done.
#[must_use]
pub fn job(name: &'static str) -> Span {
    tracing::info_span!(target: TRACE, "job", xindai.name = name)
}
