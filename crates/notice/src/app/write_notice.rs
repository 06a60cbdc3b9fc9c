//! Publish, change and withdraw notices.

use super::error::Result;
use super::query::{self, NoticeRow, ReaderState};
use super::store;
use crate::domain::{NOTICES_AT_A_TIME, Notice, NoticeRefusal};
use kernel::Timestamp;
use platform::{AuditLine, CommandContext, Db, Outcome, Tx, run_command};
use serde_json::{Value, json};
use uuid::Uuid;

/// A change of a notice.
#[derive(Debug, Clone)]
pub struct NoticeChange {
    /// Which notice.
    pub id: Uuid,
    /// The version that its writer saw.
    pub version: i64,
    /// What it becomes.
    pub notice: Notice,
}

/// Publishes a notice that was checked by its rules.
///
/// # Errors
/// [`NoticeRefusal`]: `RoleUnknown`, `OrganisationUnknown`, `TooMany`.
pub fn publish_notice(db: &Db, context: &CommandContext, notice: &Notice) -> Result<Outcome<NoticeRow>> {
    run_command(db, context, "notice.publish", notice, |tx| {
        check_audience(tx, notice)?;
        let now = context.now.millis();
        let row = NoticeRow {
            id: Uuid::now_v7(),
            notice: notice.clone(),
            author: context.actor.login.clone(),
            version: 1,
            written_at: now,
            changed_at: now,
            withdrawn_at: None,
            read: ReaderState::By(0),
        };
        store::insert(tx, &row)?;
        check_room(tx, context.now)?;
        tell(tx, "notice.published", row.id, (None, Some(described(&row))));
        Ok(row)
    })
}

/// Changes a notice. When it says something else, all its readers have it to read again.
///
/// # Errors
/// [`NoticeRefusal`]: `RoleUnknown`, `OrganisationUnknown`, `NoticeUnknown`, `ChangedMeanwhile`, `NoticeWithdrawn`, `TooMany`.
pub fn change_notice(db: &Db, context: &CommandContext, change: &NoticeChange) -> Result<Outcome<NoticeRow>> {
    let fingerprint = (change.id, change.version, &change.notice);
    run_command(db, context, "notice.change", &fingerprint, |tx| {
        check_audience(tx, &change.notice)?;
        let before = open_notice(tx, change.id)?;
        if before.version != change.version {
            return Err(NoticeRefusal::ChangedMeanwhile.into());
        }
        let mut after = NoticeRow {
            notice: change.notice.clone(),
            version: before.version + 1,
            changed_at: context.now.millis(),
            ..before.clone()
        };
        let says = |row: &NoticeRow| (row.notice.zh.clone(), row.notice.en.clone());
        if says(&before) != says(&after) {
            store::forget_readers(tx, after.id)?;
            after.read = ReaderState::By(0);
        }
        store::update(tx, &after)?;
        check_room(tx, context.now)?;
        let told = (Some(described(&before)), Some(described(&after)));
        tell(tx, "notice.changed", after.id, told);
        Ok(after)
    })
}

/// Withdraws a notice: nobody sees it any more, its record stays. Twice is once.
///
/// # Errors
/// [`NoticeRefusal::NoticeUnknown`].
pub fn withdraw_notice(db: &Db, context: &CommandContext, id: Uuid) -> Result<Outcome<NoticeRow>> {
    run_command(db, context, "notice.withdraw", &id, |tx| {
        let before = query::lock(tx, id)?.ok_or(NoticeRefusal::NoticeUnknown)?;
        if before.withdrawn_at.is_some() {
            return Ok(before);
        }
        let after = NoticeRow {
            withdrawn_at: Some(context.now.millis()),
            changed_at: context.now.millis(),
            version: before.version + 1,
            ..before.clone()
        };
        store::withdraw(tx, &after)?;
        tell(tx, "notice.withdrawn", id, (Some(described(&before)), None));
        Ok(after)
    })
}

fn open_notice(tx: &mut Tx, id: Uuid) -> Result<NoticeRow> {
    let found = query::lock(tx, id)?.ok_or(NoticeRefusal::NoticeUnknown)?;
    if found.withdrawn_at.is_some() {
        return Err(NoticeRefusal::NoticeWithdrawn.into());
    }
    Ok(found)
}

/// Asked after the row is written: a notice that had ended and is prolonged is one more, too.
fn check_room(tx: &mut Tx, now: Timestamp) -> Result<()> {
    let most = NOTICES_AT_A_TIME;
    if query::count_open(tx, now)? > most {
        return Err(NoticeRefusal::TooMany { most }.into());
    }
    Ok(())
}

fn check_audience(tx: &mut Tx, notice: &Notice) -> Result<()> {
    let audience = &notice.audience;
    if !audience.roles.is_empty() {
        let known = access::app::list_roles(tx)?;
        if let Some(code) = audience
            .roles
            .iter()
            .find(|code| known.iter().all(|role| role.code != **code))
        {
            return Err(NoticeRefusal::RoleUnknown { code: code.clone() }.into());
        }
    }
    if !audience.organisations.is_empty() {
        let known = access::app::list_organisations(tx)?;
        let unknown = |code: &&String| known.iter().all(|one| one.code != **code);
        if let Some(code) = audience.organisations.iter().find(unknown) {
            return Err(NoticeRefusal::OrganisationUnknown { code: code.clone() }.into());
        }
    }
    Ok(())
}

fn described(row: &NoticeRow) -> Value {
    let notice = &row.notice;
    json!({
        "title_zh": notice.zh.title, "text_zh": notice.zh.text, "title_en": notice.en.title, "text_en": notice.en.text,
        "importance": notice.importance.code(), "roles": notice.audience.roles, "organisations": notice.audience.organisations,
        "shown_from": notice.shown_from, "shown_until": notice.shown_until,
    })
}

fn tell(tx: &mut Tx, action: &'static str, id: Uuid, (before, after): (Option<Value>, Option<Value>)) {
    tx.audit(AuditLine {
        action,
        object_kind: "notice",
        object_id: id.to_string(),
        before,
        after,
    });
}
