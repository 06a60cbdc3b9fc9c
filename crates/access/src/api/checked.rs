//! The commands of access that may be proposed by one person and approved by another.

use std::sync::Arc;

use kernel::OrgId;
use platform::http::{Carried, CheckedCommand, Permission, Problem, content_of};
use platform::{CommandContext, Tx};
use serde_json::Value;

use crate::app::{self, AccessError, Gate, PolicyDraft, RoleDraft, UserChange, UserDraft};
use crate::domain::AccessRefusal;

/// New users, changes of users, roles and the policy.
pub(crate) fn checked_commands(gate: &Gate) -> Vec<CheckedCommand> {
    let gate = gate.clone();
    let command = |name, run| CheckedCommand {
        name,
        permission: Permission("access.write"),
        run,
    };
    let create = move |tx: &mut Tx, context: &CommandContext, content: &Value| create_user(tx, &gate, context, content);
    vec![
        command("access.create_user", Arc::new(create)),
        command("access.change_user", Arc::new(change_user)),
        command(
            "access.make_role",
            Arc::new(|tx: &mut Tx, context: &CommandContext, content: &Value| save_role(tx, context, (content, true))),
        ),
        command(
            "access.change_role",
            Arc::new(|tx: &mut Tx, context: &CommandContext, content: &Value| save_role(tx, context, (content, false))),
        ),
        command("access.change_policy", Arc::new(change_policy)),
    ]
}

fn create_user(tx: &mut Tx, gate: &Gate, context: &CommandContext, content: &Value) -> Result<Carried, Problem> {
    let wanted: UserDraft = content_of(content)?;
    let after = app::create_without_password(tx, gate, context, &wanted)?;
    let label = format!("{} ({})", after.name, after.login);
    Ok(carried(
        ("user", after.login.clone(), label),
        None,
        Some(app::user_told(&after)),
    ))
}

fn change_user(tx: &mut Tx, context: &CommandContext, content: &Value) -> Result<Carried, Problem> {
    let wanted: UserChange = content_of(content)?;
    let before = app::find_user(tx, &wanted.login)?;
    let unknown = || AccessRefusal::UserUnknown {
        login: wanted.login.clone(),
    };
    let before = before.ok_or_else(|| AccessError::from(unknown()))?;
    let after = app::change_user(tx, context, &wanted)?;
    let label = format!("{} ({})", after.name, after.login);
    Ok(carried(
        ("user", after.login.clone(), label),
        Some(app::user_told(&before)),
        Some(app::user_told(&after)),
    ))
}

fn save_role(tx: &mut Tx, context: &CommandContext, (content, is_new): (&Value, bool)) -> Result<Carried, Problem> {
    let draft: RoleDraft = content_of(content)?;
    let before = app::list_roles(tx)?.into_iter().find(|role| role.code == draft.code);
    let after = app::save_role(tx, context, (&draft, is_new))?;
    let label = format!("{} ({})", after.name_zh, after.code);
    Ok(carried(
        ("role", after.code.clone(), label),
        before.as_ref().map(app::role_told),
        Some(app::role_told(&after)),
    ))
}

fn change_policy(tx: &mut Tx, context: &CommandContext, content: &Value) -> Result<Carried, Problem> {
    let wanted: PolicyDraft = content_of(content)?;
    let before = app::get_policy_row(tx, context.now)?;
    let after = app::change_policy(tx, context, &wanted)?;
    Ok(carried(
        ("sign_in_policy", "1".to_owned(), wanted.source.trim().to_owned()),
        Some(app::policy_told(&before)),
        Some(app::policy_told(&after)),
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
