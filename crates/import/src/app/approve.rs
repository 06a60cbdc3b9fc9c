//! A second person for a batch: what somebody sent and tried, somebody else lets in as a whole.

use super::error::Result;
use super::query::{self, BatchRow, State};
use super::store;
use crate::domain::ImportRefusal;
use kernel::Timestamp;
use platform::{AuditLine, CommandContext, Tx};
use serde_json::{Value, json};
use uuid::Uuid;

/// What an approval shows and does.
#[derive(Debug)]
pub struct Approval {
    /// The batch.
    pub row: BatchRow,
    /// What is to be judged: the same as long as nobody runs the batch or chooses other columns.
    pub judged: Value,
}

/// Lets a batch of the kind that `take_in` names be taken in by whoever sent it. It must have been tried and all its rows be sound.
/// The batch is that of whoever proposes, or of whoever the checker approves for.
///
/// # Errors
/// [`ImportRefusal`]: `Unknown`, `Expired`, `NotTried`.
pub fn approve(tx: &mut Tx, context: &CommandContext, (id, take_in): (Uuid, &str)) -> Result<Approval> {
    let row = query::find_batch(tx, &context.scope, id, context.now)?;
    let maker = context.actor.on_behalf_of.as_ref().unwrap_or(&context.actor.login);
    let entity = crate::domain::find_entity(&row.entity)?;
    if row.login != *maker || entity.take_in != take_in {
        return Err(ImportRefusal::Unknown.into());
    }
    match row.state {
        State::Checked => {}
        State::Expired => return Err(ImportRefusal::Expired.into()),
        _ => return Err(ImportRefusal::NotTried.into()),
    }
    store::set_approved(tx, id, &context.actor.login)?;
    tx.audit(AuditLine {
        action: "import.approved",
        object_kind: "import",
        object_id: id.to_string(),
        before: None,
        after: Some(
            json!({ "entity": row.entity, "file": row.file_name, "sha256": row.file_hash, "created": row.created }),
        ),
    });
    let judged = judged(&row);
    Ok(Approval { row, judged })
}

fn judged(row: &BatchRow) -> Value {
    let mut judged = json!({
        "file": row.file_name, "sha256": row.file_hash, "rows": row.rows_total, "created": row.created, "unchanged": row.unchanged,
        "tried_at": row.finished_at.map(|at| Timestamp::from_millis(at).to_string()),
    });
    for ((what, ..), amount) in row.sums.iter().zip(row.amounts()) {
        let amount = format!("{amount} {}", amount.currency().code());
        // One line for all currencies of an amount.
        let told = match judged[what].as_str() {
            Some(before) => format!("{before} · {amount}"),
            None => amount,
        };
        judged[what] = json!(told);
    }
    judged
}

/// Whether somebody who may check batches sees the first rows of one that is tried; that they did stands in the audit trail.
///
/// # Errors
/// [`ImportRefusal::Unknown`], [`ImportRefusal::NotTried`].
pub fn shown_to_checker(tx: &mut Tx, context: &CommandContext, id: Uuid) -> Result<BatchRow> {
    let row = query::find_batch(tx, &context.scope, id, context.now)?;
    if row.state != State::Checked {
        return Err(ImportRefusal::NotTried.into());
    }
    tx.act_as(&context.actor, &context.request_id, context.now);
    tx.audit(AuditLine {
        action: "import.shown_to_checker",
        object_kind: "import",
        object_id: id.to_string(),
        before: None,
        after: Some(json!({ "entity": row.entity, "file": row.file_name })),
    });
    Ok(row)
}
