//! Say which heading of a file is which column, and remember it for the next file.

use super::error::Result;
use super::query::{self, BatchRow, State};
use super::store;
use super::upload::{Preview, kept_table, preview_of};
use crate::domain::{ImportRefusal, Mapping, form_of, place_by_name};
use platform::keys::FieldKeys;
use platform::{AuditLine, CommandContext, Db, Outcome, run_command};
use serde_json::json;
use uuid::Uuid;

/// Chooses, for each heading of a batch of one's own, the key of a column or none. What was tried before counts no more. Headings
/// that mean nothing by their name are remembered for the files of this kind.
///
/// # Errors
/// [`ImportRefusal`]: `Unknown`, `Expired`, `NotRunnable`, `HeadingsDiffer`, `ColumnUnknown`, `ColumnTwice`, `FieldDenied`.
pub fn choose_columns(
    db: &Db,
    keys: &FieldKeys,
    context: &CommandContext,
    (id, chosen): (Uuid, &[Option<String>]),
) -> Result<(Outcome<BatchRow>, Preview)> {
    let user = context.actor.user_id;
    let row = db.read(|tx| query::find_own(tx, user, id, context.now))?;
    let (entity, table) = kept_table(db, keys, &row)?;
    let mapping = Mapping::chosen(entity.columns, &table.headings, chosen)?;
    mapping.check_fields(entity.columns, |permission| context.sight.sees(permission))?;
    let outcome = run_command(db, context, "import.choose_columns", &(id, chosen), |tx| {
        let mut row = query::find_own(tx, user, id, context.now)?;
        match row.state {
            State::Expired => return Err(ImportRefusal::Expired.into()),
            state if !state.may_run() => return Err(ImportRefusal::NotRunnable.into()),
            _ => {}
        }
        row.columns = Some(chosen.to_vec());
        store::set_columns(tx, &row)?;
        for (heading, key) in table.headings.iter().zip(chosen) {
            let form = form_of(heading);
            if !form.is_empty() && place_by_name(entity.columns, heading).is_none() {
                let by = (context.actor.login.as_str(), context.now);
                store::remember(tx, (entity.key, &form), key.as_deref(), by)?;
            }
        }
        tx.audit(AuditLine {
            action: "import.columns_chosen",
            object_kind: "import",
            object_id: id.to_string(),
            before: None,
            after: Some(json!({ "entity": entity.key, "headings": table.headings, "columns": chosen })),
        });
        query::find_own(tx, user, id, context.now)
    })?;
    Ok((outcome, preview_of(table, mapping)))
}
