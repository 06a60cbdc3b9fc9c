use axum::http::Extensions;
use std::sync::Arc;
use uuid::Uuid;

/// The number of a request (UUIDv7): in the logs, in problems, in the audit trail and in the header `x-request-id`.
#[derive(Debug, Clone)]
pub struct RequestId(pub Arc<str>);

impl RequestId {
    /// A new number.
    #[must_use]
    pub fn new() -> Self {
        Self(Uuid::now_v7().to_string().into())
    }

    /// The number of the request with these extensions; empty outside the standard layers.
    #[must_use]
    pub fn of(extensions: &Extensions) -> String {
        extensions.get::<Self>().map(|id| id.0.to_string()).unwrap_or_default()
    }
}

impl Default for RequestId {
    fn default() -> Self {
        Self::new()
    }
}
