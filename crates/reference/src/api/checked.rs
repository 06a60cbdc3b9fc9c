//! The changes of master data that may be proposed by one person and approved by another.

use super::dto::ChangeBody;
use super::routes::REFERENCE_WRITE;
use crate::app;
use crate::domain::Kind;
use kernel::OrgId;
use platform::http::{Carried, CheckedCommand, Problem, content_of};
use platform::{CommandContext, Tx};
use serde::Deserialize;
use serde_json::Value;
use std::sync::Arc;

/// A change of every kind.
#[must_use]
pub fn checked_commands() -> Vec<CheckedCommand> {
    let command = |kind: Kind| CheckedCommand {
        name: kind.command(),
        permission: REFERENCE_WRITE,
        run: Arc::new(move |tx: &mut Tx, context: &CommandContext, content: &Value| run(tx, context, kind, content)),
    };
    Kind::ALL.into_iter().map(command).collect()
}

/// Of which code, and what.
#[derive(Deserialize)]
struct Proposal {
    code: String,
    change: ChangeBody,
}

fn run(tx: &mut Tx, context: &CommandContext, kind: Kind, content: &Value) -> Result<Carried, Problem> {
    let wanted: Proposal = content_of(content)?;
    let change = wanted.change.change(kind, wanted.code)?;
    let changed = app::apply(tx, context, &change)?;
    Ok(Carried {
        object_kind: "reference",
        object_id: format!("{}/{}", kind.name(), changed.code),
        label: format!("{} {}", changed.code, change.effective_from),
        owner: (OrgId::HEAD_OFFICE, String::new()),
        product: None,
        amount: None,
        outcome: serde_json::json!({ "revision": changed.revision }),
        before: changed.before,
        after: Some(changed.after),
    })
}
