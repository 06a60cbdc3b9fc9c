//! Ask for a list as a file.

use super::error::Result;
use super::query::{self, ExportRow, State};
use super::store;
use crate::domain::{ExportRefusal, Format, KEPT_HOURS, ROWS_OF_A_FILE, RUNNING_OF_A_USER};
use platform::{AuditLine, CommandContext, Tx};
use serde_json::{Value, json};
use uuid::Uuid;

/// What somebody wants to take out.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Which list: `loans`.
    pub list: &'static str,
    /// The permissions that it needs: without one of them the file is not handed out.
    pub permissions: Vec<&'static str>,
    /// The format.
    pub format: Format,
    /// What the list was asked for: for the audit trail.
    pub asked: Value,
    /// How many rows it has now.
    pub rows: i64,
}

/// Notes the wish; the caller makes the file when the command has committed.
///
/// # Errors
/// [`ExportRefusal`]: `TooManyRows`, `Busy`.
pub fn request(tx: &mut Tx, context: &CommandContext, wanted: &Wanted) -> Result<ExportRow> {
    if wanted.rows > ROWS_OF_A_FILE {
        let (rows, most) = (wanted.rows, ROWS_OF_A_FILE);
        return Err(ExportRefusal::TooManyRows { rows, most }.into());
    }
    let user = context.actor.user_id;
    if query::count_running(tx, user, context.now)? >= RUNNING_OF_A_USER {
        let most = RUNNING_OF_A_USER;
        return Err(ExportRefusal::Busy { most }.into());
    }
    let id = Uuid::now_v7();
    let stamp: String = context
        .now
        .to_string()
        .chars()
        .filter(char::is_ascii_digit)
        .take(14)
        .collect();
    let row = ExportRow {
        id,
        list: wanted.list.to_owned(),
        permissions: wanted.permissions.iter().map(|name| (*name).to_owned()).collect(),
        format: wanted.format,
        file_name: format!("{}-{stamp}.{}", wanted.list, wanted.format.ending()),
        state: State::Queued,
        rows_done: 0,
        rows_total: wanted.rows,
        bytes: 0,
        problem: None,
        asked_at: context.now.millis(),
        expires_at: context.now.millis() + KEPT_HOURS * 3_600_000,
    };
    store::insert_export(tx, user, &row)?;
    tx.audit(AuditLine {
        action: "export.requested",
        object_kind: "export",
        object_id: id.to_string(),
        before: None,
        after: Some(
            json!({ "list": wanted.list, "format": wanted.format, "rows": wanted.rows, "asked": wanted.asked }),
        ),
    });
    Ok(row)
}
