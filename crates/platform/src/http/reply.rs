use super::problem::Problem;
use crate::command::Outcome;
use axum::Json;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// The answer of a command: its outcome as JSON, marked `Idempotency-Replayed: true` when it is a repeat.
#[derive(Debug)]
pub struct CommandReply<T> {
    status: StatusCode,
    value: T,
    replayed: bool,
}

impl<T> CommandReply<T> {
    /// 200 with the outcome.
    #[must_use]
    pub fn ok(outcome: Outcome<T>) -> Self {
        Self {
            status: StatusCode::OK,
            value: outcome.value,
            replayed: outcome.replayed,
        }
    }

    /// 201 with the outcome.
    #[must_use]
    pub fn created(outcome: Outcome<T>) -> Self {
        Self {
            status: StatusCode::CREATED,
            ..Self::ok(outcome)
        }
    }

    /// 202 with the outcome.
    #[must_use]
    pub fn accepted(outcome: Outcome<T>) -> Self {
        Self {
            status: StatusCode::ACCEPTED,
            ..Self::ok(outcome)
        }
    }

    /// The same answer with the value turned into its wire form.
    #[must_use]
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> CommandReply<U> {
        CommandReply {
            status: self.status,
            value: change(self.value),
            replayed: self.replayed,
        }
    }
}

impl<T: Serialize> IntoResponse for CommandReply<T> {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(self.value)).into_response();
        if self.replayed {
            response
                .headers_mut()
                .insert("idempotency-replayed", HeaderValue::from_static("true"));
        }
        response
    }
}

/// The result of a command handler.
pub type CommandAnswer<T> = Result<CommandReply<T>, Problem>;
