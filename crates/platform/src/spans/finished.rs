//! What is told of a span.

use super::context::SpanContext;
use std::time::SystemTime;

/// A value of an attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Attribute {
    Text(String),
    Number(i64),
    Switch(bool),
}

/// A span that is over.
#[derive(Debug, Clone)]
pub(crate) struct Finished {
    pub name: &'static str,
    pub context: SpanContext,
    pub parent: Option<u64>,
    pub begun: SystemTime,
    pub ended: SystemTime,
    pub attributes: Vec<(&'static str, Attribute)>,
}
