//! The SQL of the policy: every change is a row, the newest that has begun holds.

use kernel::Timestamp;
use platform::{DbError, Row, Tx, values};
use serde::{Deserialize, Serialize};

use crate::domain::SignInPolicy;

/// A policy with its beginning, who set it and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyRow {
    /// Since when it holds: milliseconds since 1970-01-01 UTC.
    pub effective_at: i64,
    /// The numbers.
    pub policy: SignInPolicy,
    /// Where it comes from.
    pub source: String,
    /// Login of who set it; empty for the one that came with the program.
    pub changed_by: String,
}

const POLICIES: &str = "SELECT password_min_length, password_min_kinds, lock_after_failures, lock_minutes, session_minutes,
    password_history, password_max_days, max_sessions, session_idle_minutes, token_max_days, effective_at, source, changed_by,
    lock_screen_minutes FROM sign_in_policy";

/// The policy in force.
pub(crate) fn get_policy(tx: &mut Tx, now: Timestamp) -> Result<SignInPolicy, DbError> {
    Ok(get_policy_row(tx, now)?.policy)
}

/// The policy in force with its beginning.
///
/// # Errors
/// [`DbError`].
pub fn get_policy_row(tx: &mut Tx, now: Timestamp) -> Result<PolicyRow, DbError> {
    let sql = format!("{POLICIES} WHERE effective_at <= $1 ORDER BY effective_at DESC LIMIT 1");
    row_of(&tx.query_one(&sql, &values![now])?)
}

/// The policies of before and now, newest first; at most `limit`.
///
/// # Errors
/// [`DbError`].
pub fn list_policies(tx: &mut Tx, limit: i64) -> Result<Vec<PolicyRow>, DbError> {
    let sql = format!("{POLICIES} ORDER BY effective_at DESC LIMIT $1");
    tx.query(&sql, &values![limit])?.iter().map(row_of).collect()
}

fn row_of(row: &Row) -> Result<PolicyRow, DbError> {
    Ok(PolicyRow {
        effective_at: row.timestamp(10).millis(),
        policy: SignInPolicy {
            password_min_length: count(row, 0)?,
            password_min_kinds: count(row, 1)?,
            lock_after_failures: count(row, 2)?,
            lock_minutes: count(row, 3)?,
            session_minutes: count(row, 4)?,
            password_history: count(row, 5)?,
            password_max_days: count(row, 6)?,
            max_sessions: count(row, 7)?,
            session_idle_minutes: count(row, 8)?,
            token_max_days: count(row, 9)?,
            lock_screen_minutes: count(row, 13)?,
        },
        source: row.text(11).to_owned(),
        changed_by: row.text(12).to_owned(),
    })
}

pub(crate) fn insert_policy(tx: &mut Tx, row: &PolicyRow) -> Result<(), DbError> {
    let policy = &row.policy;
    tx.execute(
        "INSERT INTO sign_in_policy (effective_at, password_min_length, password_min_kinds, lock_after_failures, lock_minutes,
            session_minutes, source, password_history, password_max_days, max_sessions, session_idle_minutes, token_max_days,
            changed_by, lock_screen_minutes)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        &values![
            Timestamp::from_millis(row.effective_at),
            policy.password_min_length,
            policy.password_min_kinds,
            policy.lock_after_failures,
            policy.lock_minutes,
            policy.session_minutes,
            &row.source,
            policy.password_history,
            policy.password_max_days,
            policy.max_sessions,
            policy.session_idle_minutes,
            policy.token_max_days,
            &row.changed_by,
            policy.lock_screen_minutes
        ],
    )?;
    Ok(())
}

/// A number that is never negative.
pub(crate) fn count(row: &Row, column: usize) -> Result<u32, DbError> {
    u32::try_from(row.int(column)).map_err(|_| DbError::Invariant(format!("a negative count in column {column}")))
}
