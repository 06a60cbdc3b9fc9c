//! Turns spans of the target [`super::TRACE`] into finished spans of a trace.

use super::context::SpanContext;
use super::finished::{Attribute, Finished};
use crate::clock::machine_time;
use std::time::SystemTime;
use tracing::Subscriber;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::LookupSpan;

/// A span that has begun.
pub(super) struct Open {
    pub context: SpanContext,
    parent: Option<u64>,
    begun: SystemTime,
    attributes: Known,
}

/// Attributes of a span, and the header that its request brought.
#[derive(Default)]
struct Known {
    told: Vec<(&'static str, Attribute)>,
    traceparent: Option<SpanContext>,
}

/// Collects spans and hands on what is over.
pub(crate) struct TraceLayer {
    /// Takes what is over; never waits.
    pub put: Box<dyn Fn(Finished) + Send + Sync>,
    /// Of so many traces in a hundred the spans are put.
    pub percent: u32,
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for TraceLayer {
    fn on_new_span(&self, told: &Attributes<'_>, id: &Id, scope: Context<'_, S>) {
        let Some(span) = scope.span(id) else { return };
        let mut attributes = Known::default();
        told.record(&mut attributes);
        let above = span
            .scope()
            .skip(1)
            .find_map(|up| up.extensions().get::<Open>().map(|open| open.context));
        let above = above.or(attributes.traceparent);
        let open = Open {
            context: above.map_or_else(|| SpanContext::root(self.percent), SpanContext::child),
            parent: above.map(|above| above.span),
            begun: machine_time(),
            attributes,
        };
        span.extensions_mut().insert(open);
    }

    fn on_record(&self, id: &Id, told: &Record<'_>, scope: Context<'_, S>) {
        if let Some(span) = scope.span(id)
            && let Some(open) = span.extensions_mut().get_mut::<Open>()
        {
            told.record(&mut open.attributes);
        }
    }

    fn on_close(&self, id: Id, scope: Context<'_, S>) {
        let Some(span) = scope.span(&id) else { return };
        let Some(open) = span.extensions_mut().remove::<Open>() else {
            return;
        };
        if open.context.sampled {
            (self.put)(Finished {
                name: span.name(),
                context: open.context,
                parent: open.parent,
                begun: open.begun,
                ended: machine_time(),
                attributes: open.attributes.told,
            });
        }
    }
}

impl Known {
    fn put(&mut self, field: &Field, value: Attribute) {
        self.told.retain(|(name, _)| *name != field.name());
        self.told.push((field.name(), value));
    }
}

impl Visit for Known {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        self.record_str(field, &format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "traceparent" {
            self.traceparent = SpanContext::parse(value);
        } else {
            self.put(field, Attribute::Text(value.to_owned()));
        }
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.put(field, Attribute::Number(value));
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.put(field, Attribute::Number(i64::try_from(value).unwrap_or(i64::MAX)));
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.put(field, Attribute::Switch(value));
    }
}
