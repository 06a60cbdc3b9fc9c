//! What failures of the machinery say to a caller: the cause itself goes to the log only.

use super::problem::{CHECK_REQUIRED, IDEMPOTENCY_KEY_INVALID, IDEMPOTENCY_KEY_REUSED, Problem, UNAVAILABLE};
use crate::command::CommandError;
use crate::db_error::DbError;
use crate::keys::KeyError;

impl From<DbError> for Problem {
    fn from(cause: DbError) -> Self {
        if cause.is_outage() || cause.is_transient() {
            tracing::error!(%cause, "the database is unavailable");
            return Self::of(UNAVAILABLE);
        }
        Self::internal(&cause)
    }
}

impl From<CommandError> for Problem {
    fn from(cause: CommandError) -> Self {
        match cause {
            CommandError::IdempotencyKeyReused => Self::of(IDEMPOTENCY_KEY_REUSED).field("Idempotency-Key"),
            CommandError::IdempotencyKeyInvalid => Self::of(IDEMPOTENCY_KEY_INVALID).field("Idempotency-Key"),
            CommandError::CheckRequired(needed) => Self::of(CHECK_REQUIRED).with("command", needed.command),
            CommandError::Encoding(_) => Self::internal(&cause),
        }
    }
}

impl From<KeyError> for Problem {
    fn from(cause: KeyError) -> Self {
        Self::internal(&cause)
    }
}
