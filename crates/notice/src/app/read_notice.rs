//! Who reads, and what they have read. Not in the audit trail: nothing of the lender's changes.

use super::error::Result;
use super::query::{self, Reader};
use super::store;
use crate::domain::NoticeRefusal;
use kernel::{OrgId, UserId};
use platform::{CommandContext, Db, Tx, run_command};
use uuid::Uuid;

/// A user of an organisation as a reader of notices.
///
/// # Errors
/// The database's.
pub fn reader_of(tx: &mut Tx, user: UserId, org: OrgId) -> Result<Reader> {
    Ok(Reader {
        user,
        roles: access::app::roles_of(tx, user)?,
        line: access::app::line_of(tx, org)?,
    })
}

/// Marks a notice as read.
///
/// # Errors
/// [`NoticeRefusal::NoticeUnknown`]: it is not shown to this reader.
pub fn read_notice(db: &Db, context: &CommandContext, org: OrgId, id: Uuid) -> Result<()> {
    let user = context.actor.user_id;
    run_command(db, context, "notice.read", &id, |tx| {
        let reader = reader_of(tx, user, org)?;
        if !query::find_shown(tx, (&reader, context.now), id)? {
            return Err(NoticeRefusal::NoticeUnknown.into());
        }
        store::mark_read(tx, user, id, context.now)
    })
    .map(|outcome| outcome.value)
}

/// Marks everything that is shown as read.
///
/// # Errors
/// The database's.
pub fn read_all(db: &Db, context: &CommandContext, org: OrgId) -> Result<()> {
    let user = context.actor.user_id;
    run_command(db, context, "notice.read_all", &(), |tx| {
        let reader = reader_of(tx, user, org)?;
        for id in query::list_unread(tx, (&reader, context.now))? {
            store::mark_read(tx, user, id, context.now)?;
        }
        Ok(())
    })
    .map(|outcome| outcome.value)
}
