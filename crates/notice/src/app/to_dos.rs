//! What waits for somebody, counted where it stands. One request asks for all of it, so every part is a few rows of an index.

use super::error::Result;
use super::{query, store};
use crate::domain::{NEWS_DAYS, ToDo, ToDoKind, days_until_change};
use kernel::{BusinessDate, Timestamp};
use loan::app::close::{RunState, store as close};
use platform::http::{Permission, Principal};
use platform::{CommandContext, Db, DbError, Tx, business_day, run_command};

/// What waits for whoever asks; only what they may see, only what is more than none.
///
/// # Errors
/// The database's.
pub fn to_dos(tx: &mut Tx, principal: &Principal, now: Timestamp) -> Result<Vec<ToDo>> {
    let user = principal.actor.user_id;
    let seen = query::list_seen(tx, user)?;
    let oldest = Timestamp::from_millis(now.millis() - NEWS_DAYS * 86_400_000);
    let since = |kind: ToDoKind| {
        let at = seen.iter().find(|(code, _)| code == kind.code()).map(|(_, at)| *at);
        at.map_or(oldest, |at| at.max(oldest))
    };
    let mut found = Vec::new();
    let mut add = |kind: ToDoKind, count: i64| {
        if count > 0 {
            found.push(ToDo { kind, count });
        }
    };
    let (ready, failed) = (since(ToDoKind::ExportsFinished), since(ToDoKind::ExportsFailed));
    add(
        ToDoKind::ProposalsToDecide,
        access::app::count_waiting(tx, principal, now)?,
    );
    let decided = since(ToDoKind::ProposalsDecided);
    add(
        ToDoKind::ProposalsDecided,
        access::app::count_decided(tx, user, decided)?,
    );
    add(
        ToDoKind::ExportsFinished,
        export::app::count_ready(tx, user, (ready, now))?,
    );
    add(ToDoKind::ExportsFailed, export::app::count_failed(tx, user, failed)?);
    if principal.may(Permission("close.read")) {
        let failed = close::last_state(tx)? == Some(RunState::Failed);
        add(ToDoKind::CloseFailed, i64::from(failed));
        add(ToDoKind::CloseDone, close::count_done(tx, since(ToDoKind::CloseDone))?);
    }
    if let Some(day) = today(tx)? {
        let absent = access::app::list_absent(tx, user, day)?;
        add(ToDoKind::DeputyFor, i64::try_from(absent.len()).unwrap_or(i64::MAX));
    }
    let (set_at, max_days) = access::app::password_age(tx, user, now)?;
    if let Some(days) = days_until_change(set_at, max_days, now) {
        // The day on which it is due is told too.
        add(ToDoKind::PasswordExpires, days.max(1));
    }
    found.sort_by_key(|one| ToDoKind::ALL.iter().position(|kind| *kind == one.kind));
    Ok(found)
}

/// None before the first day is set: people sign in to set it.
fn today(tx: &mut Tx) -> Result<Option<BusinessDate>> {
    match business_day::get(tx) {
        Ok(day) => Ok(Some(day)),
        Err(DbError::Invariant(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// News of a kind were seen: they are not counted again.
///
/// # Errors
/// The database's.
pub fn see_news(db: &Db, context: &CommandContext, kind: ToDoKind) -> Result<()> {
    let user = context.actor.user_id;
    run_command(db, context, "notice.see_news", &kind.code(), |tx| {
        store::mark_seen(tx, user, kind.code(), context.now)
    })
    .map(|outcome| outcome.value)
}
