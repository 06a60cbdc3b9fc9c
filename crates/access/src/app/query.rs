//! What is read for screens.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{OrgId, Timestamp, UserId};
use platform::{DbError, Row, Tx, values};
use serde::{Deserialize, Serialize};

/// A user as administrators see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserRow {
    /// Id.
    pub id: UserId,
    /// The name to sign in with.
    pub login: String,
    /// The name others see.
    pub name: String,
    /// The organisation the user belongs to.
    pub organisation: String,
    /// Codes of the roles.
    pub roles: Vec<String>,
    /// Whether the user may sign in.
    pub is_active: bool,
    /// Milliseconds since 1970-01-01 UTC.
    pub created_at: i64,
    /// The last sign-in, in the same unit.
    pub last_sign_in_at: Option<i64>,
}

/// A role with what it permits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleRow {
    /// Stable code.
    pub code: String,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// Names of the permissions.
    pub permissions: BTreeSet<String>,
}

/// What the session endpoint tells about its user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionUser {
    /// Id.
    pub id: UserId,
    /// The name to sign in with.
    pub login: String,
    /// The name others see.
    pub name: String,
    /// The organisation the user belongs to.
    pub org_id: OrgId,
}

/// At most `limit` users after a login, in order of login.
///
/// # Errors
/// [`DbError`].
pub fn list_users(tx: &mut Tx, after_login: &str, limit: i64) -> Result<Vec<UserRow>, DbError> {
    let rows = tx.query(
        "SELECT u.id, u.login, u.name, o.name_zh, u.is_active, u.created_at, u.last_sign_in_at
         FROM app_user u JOIN organisation o ON o.id = u.org_id
         WHERE u.login > $1 ORDER BY u.login LIMIT $2",
        &values![after_login, limit],
    )?;
    let mut users: Vec<UserRow> = rows.iter().map(user_of).collect();
    let Some(last) = users.last().map(|user| user.login.clone()) else {
        return Ok(users);
    };
    let mut roles: BTreeMap<String, Vec<String>> = BTreeMap::new();
    tx.for_each(
        "SELECT u.login, r.code FROM app_user u
         JOIN user_role ur ON ur.user_id = u.id JOIN role r ON r.id = ur.role_id
         WHERE u.login > $1 AND u.login <= $2 ORDER BY r.code",
        &values![after_login, last],
        |row| {
            roles
                .entry(row.text(0).to_owned())
                .or_default()
                .push(row.text(1).to_owned())
        },
    )?;
    for user in &mut users {
        user.roles = roles.remove(&user.login).unwrap_or_default();
    }
    Ok(users)
}

fn user_of(row: &Row) -> UserRow {
    UserRow {
        id: UserId(row.id(0)),
        login: row.text(1).to_owned(),
        name: row.text(2).to_owned(),
        organisation: row.text(3).to_owned(),
        roles: Vec::new(),
        is_active: row.bool(4),
        created_at: row.int(5),
        last_sign_in_at: row.opt_timestamp(6).map(Timestamp::millis),
    }
}

/// All roles in order of code.
///
/// # Errors
/// [`DbError`].
pub fn list_roles(tx: &mut Tx) -> Result<Vec<RoleRow>, DbError> {
    let mut roles: BTreeMap<String, RoleRow> = BTreeMap::new();
    tx.for_each(
        "SELECT r.code, r.name_zh, r.name_en, p.permission
         FROM role r LEFT JOIN role_permission p ON p.role_id = r.id",
        &[],
        |row| {
            let role = roles.entry(row.text(0).to_owned()).or_insert_with(|| RoleRow {
                code: row.text(0).to_owned(),
                name_zh: row.text(1).to_owned(),
                name_en: row.text(2).to_owned(),
                permissions: BTreeSet::new(),
            });
            role.permissions.extend(row.opt_text(3).map(str::to_owned));
        },
    )?;
    Ok(roles.into_values().collect())
}

/// The user of a session, if it still exists.
///
/// # Errors
/// [`DbError`].
pub fn find_session_user(tx: &mut Tx, id: UserId) -> Result<Option<SessionUser>, DbError> {
    let row = tx.query_opt(
        "SELECT id, login, name, org_id FROM app_user WHERE id = $1",
        &values![id],
    )?;
    Ok(row.map(|row| SessionUser {
        id: UserId(row.id(0)),
        login: row.text(1).to_owned(),
        name: row.text(2).to_owned(),
        org_id: OrgId(row.id(3)),
    }))
}
