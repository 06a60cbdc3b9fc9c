//! Keep or forget how a user wants a table. Not in the audit trail: nothing of the lender's changes, and a column is dragged often.

use super::error::Result;
use super::store;
use crate::domain::{PlaceName, PreferenceRefusal, TABLES_OF_A_USER, TableLayout};
use platform::{CommandContext, Db, run_command};

/// Keeps a layout in place of the one before.
///
/// # Errors
/// [`PreferenceRefusal::TooMany`].
pub fn keep_layout(db: &Db, context: &CommandContext, table: &PlaceName, layout: &TableLayout) -> Result<()> {
    let user = context.actor.user_id;
    run_command(db, context, "preference.keep_layout", &(table.as_str(), layout), |tx| {
        store::put_layout(tx, user, table.as_str(), layout, context.now)?;
        if store::count_layouts(tx, user)? > TABLES_OF_A_USER {
            let most = TABLES_OF_A_USER;
            return Err(PreferenceRefusal::TooMany { most }.into());
        }
        Ok(())
    })
    .map(|outcome| outcome.value)
}

/// Forgets a layout: the table is seen as it comes.
///
/// # Errors
/// The database's.
pub fn forget_layout(db: &Db, context: &CommandContext, table: &PlaceName) -> Result<()> {
    run_command(db, context, "preference.forget_layout", &table.as_str(), |tx| {
        store::delete_layout(tx, context.actor.user_id, table.as_str())
    })
    .map(|outcome| outcome.value)
}
