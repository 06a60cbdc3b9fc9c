//! Save, change, delete and choose views.

use super::error::Result;
use super::query::{self, ViewRow};
use super::store;
use crate::domain::{PlaceName, PreferenceRefusal, SavedView, VIEWS_OF_A_USER};
use kernel::UserId;
use platform::{AuditLine, CommandContext, Db, Outcome, Tx, run_command};
use serde_json::{Value, json};
use uuid::Uuid;

/// A change of a view by its owner.
#[derive(Debug, Clone)]
pub struct ViewChange {
    /// Which view.
    pub id: Uuid,
    /// The version that the owner saw.
    pub version: i64,
    /// What it becomes.
    pub view: SavedView,
}

/// The views of a table that a user may see.
///
/// # Errors
/// The database's.
pub fn list_views(tx: &mut Tx, user: UserId, table: &PlaceName) -> Result<Vec<ViewRow>> {
    let roles = access::app::roles_of(tx, user)?;
    query::list_views(tx, user, &roles, table.as_str())
}

/// Saves a new view.
///
/// # Errors
/// [`PreferenceRefusal`]: `RoleUnknown`, `ViewNameTaken`, `TooMany`.
pub fn save_view(db: &Db, context: &CommandContext, table: &PlaceName, new: &SavedView) -> Result<Outcome<ViewRow>> {
    let fingerprint = (table.as_str(), new.name.as_str(), &new.shared_with, &new.content);
    run_command(db, context, "preference.save_view", &fingerprint, |tx| {
        check_role(tx, new)?;
        let view = ViewRow {
            id: Uuid::now_v7(),
            table: table.as_str().to_owned(),
            name: new.name.as_str().to_owned(),
            owner: context.actor.login.clone(),
            mine: true,
            shared_with: new.shared_with.clone(),
            is_default: false,
            content: new.content.clone(),
            version: 1,
            changed_at: context.now.millis(),
        };
        if store::count_views(tx, context.actor.user_id)? >= VIEWS_OF_A_USER {
            let most = VIEWS_OF_A_USER;
            return Err(PreferenceRefusal::TooMany { most }.into());
        }
        store::insert_view(tx, &context.actor, &view, context.now)?;
        tell(tx, "view.saved", view.id, (None, Some(described(&view))));
        Ok(view)
    })
}

/// Changes a view.
///
/// # Errors
/// [`PreferenceRefusal`]: `RoleUnknown`, `ViewNameTaken`, `ViewUnknown`, `ViewOfAnother`, `ChangedMeanwhile`.
pub fn change_view(db: &Db, context: &CommandContext, change: &ViewChange) -> Result<Outcome<ViewRow>> {
    let to = &change.view;
    let fingerprint = (
        change.id,
        change.version,
        to.name.as_str(),
        &to.shared_with,
        &to.content,
    );
    run_command(db, context, "preference.change_view", &fingerprint, |tx| {
        check_role(tx, to)?;
        let before = own_view(tx, context.actor.user_id, change.id)?;
        if before.version != change.version {
            return Err(PreferenceRefusal::ChangedMeanwhile.into());
        }
        let after = ViewRow {
            name: to.name.as_str().to_owned(),
            shared_with: to.shared_with.clone(),
            content: to.content.clone(),
            version: before.version + 1,
            changed_at: context.now.millis(),
            ..before.clone()
        };
        store::update_view(tx, &after, context.now)?;
        tell(
            tx,
            "view.changed",
            after.id,
            (Some(described(&before)), Some(described(&after))),
        );
        Ok(after)
    })
}

/// Deletes a view.
///
/// # Errors
/// [`PreferenceRefusal`]: `ViewUnknown`, `ViewOfAnother`.
pub fn delete_view(db: &Db, context: &CommandContext, id: Uuid) -> Result<()> {
    run_command(db, context, "preference.delete_view", &id, |tx| {
        let before = own_view(tx, context.actor.user_id, id)?;
        store::delete_view(tx, id)?;
        tell(tx, "view.deleted", id, (Some(described(&before)), None));
        Ok(())
    })
    .map(|outcome| outcome.value)
}

/// Chooses the view with which a user's list opens; none opens it as it comes.
///
/// # Errors
/// [`PreferenceRefusal::ViewUnknown`].
pub fn choose_default(db: &Db, context: &CommandContext, table: &PlaceName, view: Option<Uuid>) -> Result<()> {
    let user = context.actor.user_id;
    run_command(
        db,
        context,
        "preference.choose_default",
        &(table.as_str(), view),
        |tx| {
            let Some(id) = view else {
                return store::delete_default(tx, user, table.as_str());
            };
            let roles = access::app::roles_of(tx, user)?;
            let seen = query::find_view(tx, user, &roles, id)?;
            if seen.is_none_or(|seen| seen.table != table.as_str()) {
                return Err(PreferenceRefusal::ViewUnknown.into());
            }
            store::put_default(tx, user, table.as_str(), id)
        },
    )
    .map(|outcome| outcome.value)
}

fn own_view(tx: &mut Tx, user: UserId, id: Uuid) -> Result<ViewRow> {
    let roles = access::app::roles_of(tx, user)?;
    let view = query::find_view(tx, user, &roles, id)?.ok_or(PreferenceRefusal::ViewUnknown)?;
    if view.mine {
        Ok(view)
    } else {
        Err(PreferenceRefusal::ViewOfAnother.into())
    }
}

fn check_role(tx: &mut Tx, view: &SavedView) -> Result<()> {
    let Some(code) = &view.shared_with else {
        return Ok(());
    };
    if access::app::list_roles(tx)?.iter().any(|role| role.code == *code) {
        return Ok(());
    }
    Err(PreferenceRefusal::RoleUnknown { code: code.clone() }.into())
}

fn described(view: &ViewRow) -> Value {
    json!({ "table": view.table, "name": view.name, "shared_with": view.shared_with, "filters": view.content.filters })
}

fn tell(tx: &mut Tx, action: &'static str, id: Uuid, (before, after): (Option<Value>, Option<Value>)) {
    tx.audit(AuditLine {
        action,
        object_kind: "view",
        object_id: id.to_string(),
        before,
        after,
    });
}
