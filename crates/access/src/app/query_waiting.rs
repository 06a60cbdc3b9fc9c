//! What waits for a user, for what tells them: proposals, the age of their password, the organisations above their own.

use kernel::{OrgId, Timestamp, UserId};
use platform::http::Principal;
use platform::{DbError, Tx, Value, values};

use super::store;
use super::store_check;
use super::store_pending::seen_by_checker;

/// How many proposals of others somebody may decide now.
///
/// # Errors
/// [`DbError`].
pub fn count_waiting(tx: &mut Tx, principal: &Principal, now: Timestamp) -> Result<i64, DbError> {
    let actor = &principal.actor;
    let maker = actor.on_behalf_of.as_deref().unwrap_or(&actor.login);
    let mut params = Vec::from(values![actor.user_id, maker, now]);
    let mut mine = Vec::new();
    for rule in store_check::list_check_rules(tx)? {
        if let Some(scope) = principal.grants.get(&rule.checker_permission) {
            mine.push(seen_by_checker(&rule.command, scope, &mut params));
        }
    }
    if mine.is_empty() {
        return Ok(0);
    }
    let sql = format!(
        "SELECT count(*) FROM pending_change WHERE state = 'pending' AND maker_id <> $1 AND maker_login <> $2
         AND expires_at > $3 AND ({})",
        mine.join(" OR ")
    );
    Ok(tx.query_one(&sql, &params)?.int(0))
}

/// How many proposals of somebody were approved or rejected after a moment.
///
/// # Errors
/// [`DbError`].
pub fn count_decided(tx: &mut Tx, maker: UserId, after: Timestamp) -> Result<i64, DbError> {
    let sql = "SELECT count(*) FROM pending_change
        WHERE maker_id = $1 AND state IN ('approved', 'rejected') AND decided_at > $2";
    Ok(tx.query_one(sql, &values![maker, after])?.int(0))
}

/// When a user's password was set, and after how many days it must be changed; never when 0.
///
/// # Errors
/// [`DbError`].
pub fn password_age(tx: &mut Tx, user: UserId, now: Timestamp) -> Result<(Timestamp, u32), DbError> {
    let max_days = store::get_policy(tx, now)?.password_max_days;
    let row = tx.query_one("SELECT password_set_at FROM app_user WHERE id = $1", &values![user])?;
    Ok((row.timestamp(0), max_days))
}

/// Codes of an organisation and of all above it.
///
/// # Errors
/// [`DbError`].
pub fn line_of(tx: &mut Tx, org: OrgId) -> Result<Vec<String>, DbError> {
    let sql = "WITH RECURSIVE line (id, code, parent_id) AS (
            SELECT id, code, parent_id FROM organisation WHERE id = $1
            UNION SELECT o.id, o.code, o.parent_id FROM organisation o JOIN line l ON o.id = l.parent_id)
        SELECT code FROM line ORDER BY code";
    let rows = tx.query(sql, &[Value::from(org)])?;
    Ok(rows.iter().map(|row| row.text(0).to_owned()).collect())
}
