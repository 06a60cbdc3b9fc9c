//! Stop a batch that waits or runs: nothing of it is taken in.

use super::error::Result;
use super::live;
use super::query::{self, BatchRow, State};
use super::store;
use crate::domain::ImportRefusal;
use platform::http::AppState;
use platform::{Backend, CommandContext};
use uuid::Uuid;

/// Asks a batch of one's own to stop. It does so after the rows that it is at.
///
/// # Errors
/// [`ImportRefusal`]: `Unknown`, `NotRunning`.
pub fn cancel(state: &AppState, context: &CommandContext, id: Uuid) -> Result<BatchRow> {
    let row = state
        .db
        .read(|tx| query::find_own(tx, context.actor.user_id, id, context.now))?;
    if !matches!(row.state, State::Queued | State::Running) {
        return Err(ImportRefusal::NotRunning.into());
    }
    let here = live::stop(id);
    // The embedded database has one writer, and the batch holds it: its own process is the only one that could run it.
    if !here && state.db.backend() == Backend::Postgres {
        state.db.write(|tx| store::ask_stop(tx, id))?;
    }
    Ok(row)
}
