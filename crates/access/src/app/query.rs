//! What is read for screens.

use std::collections::BTreeMap;

use kernel::{Timestamp, UserId};
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
    /// The organisation the user belongs to: its Chinese name.
    pub organisation: String,
    /// Its code.
    pub organisation_code: String,
    /// Code of the post.
    pub post: Option<String>,
    /// Codes of the roles.
    pub roles: Vec<String>,
    /// Whether the user may sign in.
    pub is_active: bool,
    /// Whether the second factor is on.
    #[serde(default)]
    pub has_second_factor: bool,
    /// Whether it is no person but what programs act as, with tokens.
    #[serde(default)]
    pub is_service: bool,
    /// From where the user may call; from everywhere when empty.
    #[serde(default)]
    pub addresses: Vec<String>,
    /// Milliseconds since 1970-01-01 UTC.
    pub created_at: i64,
    /// The last sign-in, in the same unit.
    pub last_sign_in_at: Option<i64>,
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
    pub organisation: OrganisationLabel,
}

/// How an organisation is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganisationLabel {
    /// Stable code.
    pub code: String,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
}

/// At most `limit` users after a login, in order of login.
///
/// # Errors
/// [`DbError`].
pub fn list_users(tx: &mut Tx, after_login: &str, limit: i64) -> Result<Vec<UserRow>, DbError> {
    let sql = format!("{USERS} WHERE u.login > $1 ORDER BY u.login LIMIT $2");
    let rows = tx.query(&sql, &values![after_login, limit])?;
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

const USERS: &str = "SELECT u.id, u.login, u.name, o.name_zh, u.is_active, u.created_at, u.last_sign_in_at, o.code,
    u.post_code, f.confirmed_at, u.is_service, u.allowed_addresses FROM app_user u JOIN organisation o ON o.id = u.org_id
    LEFT JOIN second_factor f ON f.user_id = u.id";

pub(super) fn user_of(row: &Row) -> UserRow {
    UserRow {
        id: UserId(row.id(0)),
        login: row.text(1).to_owned(),
        name: row.text(2).to_owned(),
        organisation: row.text(3).to_owned(),
        roles: Vec::new(),
        is_active: row.bool(4),
        has_second_factor: row.opt_timestamp(9).is_some(),
        is_service: row.bool(10),
        addresses: row.text(11).lines().map(str::to_owned).collect(),
        created_at: row.int(5),
        last_sign_in_at: row.opt_timestamp(6).map(Timestamp::millis),
        organisation_code: row.text(7).to_owned(),
        post: row.opt_text(8).map(str::to_owned),
    }
}

/// One user.
///
/// # Errors
/// [`DbError`].
pub fn find_user(tx: &mut Tx, login: &str) -> Result<Option<UserRow>, DbError> {
    let sql = format!("{USERS} WHERE u.login = $1");
    let Some(mut user) = tx.query_opt(&sql, &values![login])?.as_ref().map(user_of) else {
        return Ok(None);
    };
    tx.for_each(
        "SELECT r.code FROM user_role ur JOIN role r ON r.id = ur.role_id WHERE ur.user_id = $1 ORDER BY r.code",
        &values![user.id],
        |row| user.roles.push(row.text(0).to_owned()),
    )?;
    Ok(Some(user))
}

/// The user of a session, if it still exists.
///
/// # Errors
/// [`DbError`].
pub fn find_session_user(tx: &mut Tx, id: UserId) -> Result<Option<SessionUser>, DbError> {
    let row = tx.query_opt(
        "SELECT u.id, u.login, u.name, o.code, o.name_zh, o.name_en FROM app_user u JOIN organisation o ON o.id = u.org_id
         WHERE u.id = $1",
        &values![id],
    )?;
    Ok(row.map(|row| SessionUser {
        id: UserId(row.id(0)),
        login: row.text(1).to_owned(),
        name: row.text(2).to_owned(),
        organisation: OrganisationLabel {
            code: row.text(3).to_owned(),
            name_zh: row.text(4).to_owned(),
            name_en: row.text(5).to_owned(),
        },
    }))
}
