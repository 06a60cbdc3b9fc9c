//! The change of a rule that one person proposes and another approves.

use super::dto::RetentionChange;
use super::routes::AUDIT_ARCHIVE;
use crate::app;
use kernel::OrgId;
use platform::http::{Carried, CheckedCommand, Problem, content_of};
use platform::{CommandContext, Tx};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

/// The commands of audit that may need a second person.
#[must_use]
pub fn checked_commands() -> Vec<CheckedCommand> {
    vec![CheckedCommand {
        name: "audit.change_retention",
        permission: AUDIT_ARCHIVE,
        run: Arc::new(run),
    }]
}

/// Of which lines, and what.
#[derive(Deserialize)]
struct Proposal {
    area: String,
    change: RetentionChange,
}

fn run(tx: &mut Tx, context: &CommandContext, content: &Value) -> Result<Carried, Problem> {
    let wanted: Proposal = content_of(content)?;
    let changed = app::change_retention_in(tx, context, &wanted.change.keep(wanted.area))?;
    Ok(Carried {
        object_kind: "audit_retention",
        object_id: changed.area.clone(),
        label: changed.area,
        owner: (OrgId::HEAD_OFFICE, String::new()),
        product: None,
        amount: None,
        outcome: json!({ "revision": changed.revision }),
        before: changed.before,
        after: Some(changed.after),
    })
}
