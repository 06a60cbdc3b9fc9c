//! The SQL that writes.

use super::error::{PreferenceError, Result};
use super::query::ViewRow;
use crate::domain::{PreferenceRefusal, TableLayout};
use kernel::{Actor, Timestamp, UserId};
use platform::{Tx, Value, values};
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

/// A draft with what ties it to its place.
pub(super) struct SealedDraft {
    pub(super) user: UserId,
    pub(super) form: String,
    pub(super) content: Vec<u8>,
}

/// All drafts of at most `limit` users after one, in order, locked until the transaction ends.
pub(super) fn list_sealed_drafts(tx: &mut Tx, after: Option<Uuid>, limit: i64) -> Result<Vec<SealedDraft>> {
    // The system's own id is nil, the lowest of all.
    let (after, behind) = after.map_or((Uuid::nil(), ">="), |after| (after, ">"));
    let users = format!("SELECT DISTINCT user_id FROM form_draft WHERE user_id {behind} $1 ORDER BY user_id LIMIT $2");
    let Some(last) = tx.query(&users, &values![after, limit])?.last().map(|row| row.id(0)) else {
        return Ok(Vec::new());
    };
    let sql = format!(
        "SELECT user_id, form, content_sealed FROM form_draft WHERE user_id {behind} $1 AND user_id <= $2
        ORDER BY user_id, form{}",
        tx.row_lock()
    );
    let rows = tx.query(&sql, &values![after, last])?;
    let sealed = rows.iter().map(|row| SealedDraft {
        user: UserId(row.id(0)),
        form: row.text(1).to_owned(),
        content: row.bytes(2).to_vec(),
    });
    Ok(sealed.collect())
}

/// Rows of user, form and sealed content.
pub(super) fn update_sealed_drafts(tx: &mut Tx, rows: &[Vec<Value>]) -> Result<()> {
    tx.update_rows("form_draft", &["user_id", "form"], &["content_sealed"], rows)?;
    Ok(())
}

/// Drafts by the version that their content begins with.
pub(super) fn count_sealed_drafts(tx: &mut Tx) -> Result<Vec<(u8, u64)>> {
    let sql = "SELECT substr(content_sealed, 1, 1) AS version, count(*) FROM form_draft
        GROUP BY substr(content_sealed, 1, 1) ORDER BY version";
    let rows = tx.query(sql, &[])?;
    let counted = rows.iter().map(|row| {
        let version = row.bytes(0).first().copied().unwrap_or(0);
        (version, row.int(1).unsigned_abs())
    });
    Ok(counted.collect())
}
