//! The SQL that writes.

use super::error::{PreferenceError, Result};
use super::query::ViewRow;
use crate::domain::{PreferenceRefusal, TableLayout};
use kernel::{Actor, Timestamp, UserId};
use platform::{Tx, values};
use serde::Serialize;
use uuid::Uuid;

fn json(content: &impl Serialize) -> Result<String> {
    serde_json::to_string(content).map_err(|error| PreferenceError::Stored(error.to_string()))
}

pub(super) fn put_layout(tx: &mut Tx, user: UserId, table: &str, layout: &TableLayout, now: Timestamp) -> Result<()> {
    let sql = "INSERT INTO table_layout (user_id, table_name, layout_json, changed_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (user_id, table_name) DO UPDATE SET layout_json = excluded.layout_json, changed_at = excluded.changed_at";
    tx.execute(sql, &values![user, table, json(layout)?, now])?;
    Ok(())
}

pub(super) fn delete_layout(tx: &mut Tx, user: UserId, table: &str) -> Result<()> {
    let sql = "DELETE FROM table_layout WHERE user_id = $1 AND table_name = $2";
    tx.execute(sql, &values![user, table])?;
    Ok(())
}

pub(super) fn count_layouts(tx: &mut Tx, user: UserId) -> Result<i64> {
    let sql = "SELECT count(*) FROM table_layout WHERE user_id = $1";
    Ok(tx.query_one(sql, &values![user])?.int(0))
}

pub(super) fn count_views(tx: &mut Tx, user: UserId) -> Result<i64> {
    let sql = "SELECT count(*) FROM saved_view WHERE owner_id = $1";
    Ok(tx.query_one(sql, &values![user])?.int(0))
}

pub(super) fn insert_view(tx: &mut Tx, owner: &Actor, view: &ViewRow, now: Timestamp) -> Result<()> {
    let sql = "INSERT INTO saved_view (id, owner_id, owner_login, table_name, name, role_code, content_json, version, changed_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8)";
    let params = values![
        view.id,
        owner.user_id,
        &owner.login,
        &view.table,
        &view.name,
        view.shared_with.as_ref(),
        json(&view.content)?,
        now
    ];
    named(tx.execute(sql, &params), &view.name)?;
    Ok(())
}

pub(super) fn update_view(tx: &mut Tx, view: &ViewRow, now: Timestamp) -> Result<()> {
    let sql =
        "UPDATE saved_view SET name = $2, role_code = $3, content_json = $4, version = version + 1, changed_at = $5
        WHERE id = $1";
    let params = values![
        view.id,
        &view.name,
        view.shared_with.as_ref(),
        json(&view.content)?,
        now
    ];
    named(tx.execute(sql, &params), &view.name)?;
    Ok(())
}

/// A unique violation here is a name that is taken.
fn named(outcome: std::result::Result<u64, platform::DbError>, name: &str) -> Result<u64> {
    outcome.map_err(|error| {
        if error.is_unique_violation() {
            let name = name.to_owned();
            return PreferenceRefusal::ViewNameTaken { name }.into();
        }
        error.into()
    })
}

pub(super) fn delete_view(tx: &mut Tx, id: Uuid) -> Result<()> {
    tx.execute("DELETE FROM default_view WHERE view_id = $1", &values![id])?;
    tx.execute("DELETE FROM saved_view WHERE id = $1", &values![id])?;
    Ok(())
}

pub(super) fn put_default(tx: &mut Tx, user: UserId, table: &str, view: Uuid) -> Result<()> {
    let sql = "INSERT INTO default_view (user_id, table_name, view_id) VALUES ($1, $2, $3)
        ON CONFLICT (user_id, table_name) DO UPDATE SET view_id = excluded.view_id";
    tx.execute(sql, &values![user, table, view])?;
    Ok(())
}

pub(super) fn delete_default(tx: &mut Tx, user: UserId, table: &str) -> Result<()> {
    let sql = "DELETE FROM default_view WHERE user_id = $1 AND table_name = $2";
    tx.execute(sql, &values![user, table])?;
    Ok(())
}

pub(super) fn count_drafts(tx: &mut Tx, user: UserId) -> Result<i64> {
    let sql = "SELECT count(*) FROM form_draft WHERE user_id = $1";
    Ok(tx.query_one(sql, &values![user])?.int(0))
}

pub(super) fn put_draft(
    tx: &mut Tx,
    user: UserId,
    form: &str,
    sealed: Vec<u8>,
    (version, now): (i64, Timestamp),
) -> Result<()> {
    let sql = "INSERT INTO form_draft (user_id, form, content_sealed, version, changed_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (user_id, form) DO UPDATE SET
            content_sealed = excluded.content_sealed, version = excluded.version, changed_at = excluded.changed_at";
    tx.execute(sql, &values![user, form, sealed, version, now])?;
    Ok(())
}

pub(super) fn delete_draft(tx: &mut Tx, user: UserId, form: &str) -> Result<()> {
    let sql = "DELETE FROM form_draft WHERE user_id = $1 AND form = $2";
    tx.execute(sql, &values![user, form])?;
    Ok(())
}
