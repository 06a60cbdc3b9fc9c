//! Hand a file to its user.

use super::error::Result;
use super::query::{self, ExportRow, State};
use super::reseal::place as place_of;
use crate::domain::ExportRefusal;
use platform::http::AppState;
use platform::{AuditLine, CommandContext};
use serde_json::json;
use uuid::Uuid;

/// A file that leaves the house.
pub struct Download {
    /// What is known of it.
    pub row: ExportRow,
    /// Its content.
    pub content: Vec<u8>,
}

/// The file of an export; every download has a line in the audit trail.
///
/// # Errors
/// [`ExportRefusal`]: `Unknown`, `NotReady`, `Expired`.
pub fn download(state: &AppState, context: &CommandContext, id: Uuid) -> Result<Download> {
    state.db.write(|tx| {
        tx.act_as(&context.actor, &context.request_id, context.now);
        let row = query::find_export(tx, context.actor.user_id, id, context.now)?;
        match row.state {
            State::Ready => {}
            State::Expired => return Err(ExportRefusal::Expired.into()),
            _ => return Err(ExportRefusal::NotReady.into()),
        }
        let place = place_of(id);
        let mut content = Vec::new();
        for chunk in query::chunks(tx, id)? {
            content.extend(state.keys.decrypt(&chunk, &place)?);
        }
        tx.audit(AuditLine {
            action: "export.downloaded",
            object_kind: "export",
            object_id: id.to_string(),
            before: None,
            after: Some(json!({ "list": row.list, "file": row.file_name, "rows": row.rows_total })),
        });
        Ok(Download { row, content })
    })
}
