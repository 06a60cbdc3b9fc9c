//! What is read for screens.

use super::error::{PreferenceError, Result};
use crate::domain::{TableLayout, ViewContent};
use kernel::{Timestamp, UserId};
use platform::{Row, Tx, Value, values};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A layout with the table it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayoutRow {
    /// The table.
    pub table: String,
    /// How its reader wants it.
    pub layout: TableLayout,
}

/// A view as one of its readers sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ViewRow {
    /// Identifier.
    pub id: Uuid,
    /// The table.
    pub table: String,
    /// Name.
    pub name: String,
    /// Who saved it.
    pub owner: String,
    /// Whether that is the reader.
    pub mine: bool,
    /// The role whose users see it too.
    pub shared_with: Option<String>,
    /// Whether the reader's list opens with it.
    pub is_default: bool,
    /// What it shows.
    pub content: ViewContent,
    /// Counts the changes.
    pub version: i64,
    /// Milliseconds since 1970-01-01 UTC.
    pub changed_at: i64,
}

/// All layouts of a user, by table.
///
/// # Errors
/// The database's, or [`PreferenceError::Stored`].
pub fn list_layouts(tx: &mut Tx, user: UserId) -> Result<Vec<LayoutRow>> {
    let sql = "SELECT table_name, layout_json FROM table_layout WHERE user_id = $1 ORDER BY table_name";
    let rows = tx.query(sql, &values![user])?;
    let layout = |row: &Row| {
        Ok(LayoutRow {
            table: row.text(0).to_owned(),
            layout: stored(row.text(1))?,
        })
    };
    rows.iter().map(layout).collect()
}

const VIEW_COLUMNS: &str =
    "v.id, v.table_name, v.name, v.owner_login, v.owner_id, v.role_code, v.content_json, v.version, v.changed_at,
    (SELECT count(*) FROM default_view d WHERE d.user_id = $1 AND d.view_id = v.id)";

/// The views of a table that a user may see: their own and those shared with one of their roles; own ones first.
pub(super) fn list_views(tx: &mut Tx, user: UserId, roles: &[String], table: &str) -> Result<Vec<ViewRow>> {
    let (seen, mut params) = seen_by(user, roles);
    params.push(Value::from(table));
    let sql = format!(
        "SELECT {VIEW_COLUMNS} FROM saved_view v WHERE {seen} AND v.table_name = ${} ORDER BY v.name, v.id",
        params.len()
    );
    let rows = tx.query(&sql, &params)?;
    let mut views: Vec<ViewRow> = rows.iter().map(|row| view(row, user)).collect::<Result<_>>()?;
    views.sort_by_key(|view| !view.mine);
    Ok(views)
}

/// A view that a user may see.
pub(super) fn find_view(tx: &mut Tx, user: UserId, roles: &[String], id: Uuid) -> Result<Option<ViewRow>> {
    let (seen, mut params) = seen_by(user, roles);
    params.push(Value::from(id));
    let sql = format!(
        "SELECT {VIEW_COLUMNS} FROM saved_view v WHERE {seen} AND v.id = ${}{}",
        params.len(),
        tx.row_lock()
    );
    tx.query_opt(&sql, &params)?.map(|row| view(&row, user)).transpose()
}

fn seen_by(user: UserId, roles: &[String]) -> (String, Vec<Value>) {
    let mut params = Vec::from(values![user]);
    params.extend(roles.iter().map(Value::from));
    let places: Vec<String> = (2..params.len() + 1).map(|place| format!("${place}")).collect();
    let shared = match places.as_slice() {
        [] => String::new(),
        places => format!(" OR v.role_code IN ({})", places.join(", ")),
    };
    (format!("(v.owner_id = $1{shared})"), params)
}

fn view(row: &Row, user: UserId) -> Result<ViewRow> {
    Ok(ViewRow {
        id: row.id(0),
        table: row.text(1).to_owned(),
        name: row.text(2).to_owned(),
        owner: row.text(3).to_owned(),
        mine: row.id(4) == user.uuid(),
        shared_with: row.opt_text(5).map(str::to_owned),
        is_default: row.int(9) > 0,
        content: stored(row.text(6))?,
        version: row.int(7),
        changed_at: row.timestamp(8).millis(),
    })
}

fn stored<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| PreferenceError::Stored(error.to_string()))
}

/// A draft as it is stored.
pub(super) struct SealedDraft {
    /// Encrypted for its user.
    pub content: Vec<u8>,
    /// Counts the changes.
    pub version: i64,
    /// When it was last kept.
    pub changed_at: Timestamp,
}

/// The draft of a form, locked where rows can be.
pub(super) fn find_draft(tx: &mut Tx, user: UserId, form: &str, lock: &str) -> Result<Option<SealedDraft>> {
    let sql =
        format!("SELECT content_sealed, version, changed_at FROM form_draft WHERE user_id = $1 AND form = $2{lock}");
    let row = tx.query_opt(&sql, &values![user, form])?;
    Ok(row.map(|row| SealedDraft {
        content: row.bytes(0).to_vec(),
        version: row.int(1),
        changed_at: row.timestamp(2),
    }))
}
