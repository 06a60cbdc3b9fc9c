//! The commands of access that may be proposed by one person and approved by another.

use std::sync::Arc;

use kernel::OrgId;
use platform::http::{Carried, CheckedCommand, Permission, Problem, content_of};
use platform::{CommandContext, Tx};
use serde_json::Value;

use crate::app::{self, AccessError, RoleDraft, UserChange};
use crate::domain::AccessRefusal;

/// Changes of users and roles.
pub(crate) fn checked_commands() -> Vec<CheckedCommand> {
    let command = |name, run| CheckedCommand {
        name,
        permission: Permission("access.write"),
        run,
    };
    vec![
        command("access.change_user", Arc::new(change_user)),
        command(
            "access.make_role",
            Arc::new(|tx: &mut Tx, _: &CommandContext, content: &Value| save_role(tx, content, true)),
        ),
        command(
            "access.change_role",
            Arc::new(|tx: &mut Tx, _: &CommandContext, content: &Value| save_role(tx, content, false)),
        ),
    ]
}

fn change_user(tx: &mut Tx, _: &CommandContext, content: &Value) -> Result<Carried, Problem> {
    let wanted: UserChange = content_of(content)?;
    let before = app::find_user(tx, &wanted.login)?;
    let unknown = || AccessRefusal::UserUnknown {
        login: wanted.login.clone(),
    };
    let before = before.ok_or_else(|| AccessError::from(unknown()))?;
    let after = app::change_user(tx, &wanted)?;
    let label = format!("{} ({})", after.name, after.login);
    Ok(carried(
        ("user", after.login.clone(), label),
        Some(app::user_told(&before)),
        Some(app::user_told(&after)),
    ))
}

fn save_role(tx: &mut Tx, content: &Value, is_new: bool) -> Result<Carried, Problem> {
    let draft: RoleDraft = content_of(content)?;
    let before = app::list_roles(tx)?.into_iter().find(|role| role.code == draft.code);
    let after = app::save_role(tx, &draft, is_new)?;
    let label = format!("{} ({})", after.name_zh, after.code);
    Ok(carried(
        ("role", after.code.clone(), label),
        before.as_ref().map(app::role_told),
        Some(app::role_told(&after)),
    ))
}

fn carried(
    (object_kind, object_id, label): (&'static str, String, String),
    before: Option<Value>,
    after: Option<Value>,
) -> Carried {
    Carried {
        object_kind,
        object_id,
        label,
        owner: (OrgId::HEAD_OFFICE, String::new()),
        product: None,
        amount: None,
        before,
        outcome: after.clone().unwrap_or_default(),
        after,
    }
}
