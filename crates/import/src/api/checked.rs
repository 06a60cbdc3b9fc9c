//! The batches that one person sends and another lets in.

use super::permission::IMPORT_RUN;
use crate::app::approve;
use crate::domain::{ENTITIES, Entity};
use platform::http::{Carried, CheckedCommand, Problem, content_of};
use platform::{CommandContext, Tx};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;
use uuid::Uuid;

/// A command for every kind of thing that files bring.
#[must_use]
pub fn checked_commands() -> Vec<CheckedCommand> {
    let command = |entity: &'static Entity| CheckedCommand {
        name: entity.take_in,
        permission: IMPORT_RUN,
        run: Arc::new(move |tx: &mut Tx, context: &CommandContext, content: &Value| run(tx, context, entity, content)),
    };
    ENTITIES.iter().map(command).collect()
}

/// Which batch.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Batch {
    import: Uuid,
}

fn run(tx: &mut Tx, context: &CommandContext, entity: &Entity, content: &Value) -> Result<Carried, Problem> {
    let Batch { import } = content_of(content)?;
    let approval = approve(tx, context, (import, entity.take_in))?;
    let row = approval.row;
    Ok(Carried {
        object_kind: "import",
        object_id: import.to_string(),
        label: row.file_name.clone(),
        owner: (row.org_id, row.login.clone()),
        product: None,
        amount: None,
        before: None,
        after: Some(approval.judged),
        outcome: json!({ "import": import }),
    })
}
