//! The SQL of the use cases.

use kernel::{OrgId, RoleId, Timestamp, UserId};
use platform::{DbError, Tx, values};

use crate::app::error::AccessError;
use crate::app::secret::Hash;
use crate::domain::{AccessRefusal, AddressList, Attempts, Login, UserName};

use crate::app::store_policy::count;

pub(crate) use crate::app::store_policy::get_policy;

/// What sign-in needs of a user.
pub(crate) struct UserSecret {
    pub id: UserId,
    pub login: String,
    pub password_hash: String,
    pub is_active: bool,
    pub is_service: bool,
}

/// A user to be inserted.
pub(crate) struct UserRecord<'a> {
    pub id: UserId,
    pub login: &'a Login,
    pub name: &'a UserName,
    pub org_id: OrgId,
    pub password_hash: &'a str,
    pub created_at: Timestamp,
    pub must_change_password: bool,
    pub is_service: bool,
}

/// The attempts with a login, locked until the transaction ends.
pub(crate) fn lock_attempts(tx: &mut Tx, login: &Hash) -> Result<Attempts, DbError> {
    tx.execute(
        "INSERT INTO sign_in_attempt (login_hash, failures) VALUES ($1, 0) ON CONFLICT (login_hash) DO NOTHING",
        &values![*login],
    )?;
    let sql = format!(
        "SELECT failures, last_failed_at, locked_until FROM sign_in_attempt WHERE login_hash = $1{}",
        tx.row_lock()
    );
    let row = tx.query_one(&sql, &values![*login])?;
    Ok(Attempts {
        failures: count(&row, 0)?,
        last_failed_at: row.opt_timestamp(1),
        locked_until: row.opt_timestamp(2),
    })
}

pub(crate) fn put_attempts(tx: &mut Tx, login: &Hash, attempts: &Attempts) -> Result<(), DbError> {
    tx.queue(
        "UPDATE sign_in_attempt SET failures = $2, last_failed_at = $3, locked_until = $4 WHERE login_hash = $1",
        &values![
            *login,
            attempts.failures,
            attempts.last_failed_at,
            attempts.locked_until
        ],
    )
}

pub(crate) fn forget_attempts(tx: &mut Tx, login: &Hash) -> Result<(), DbError> {
    tx.queue("DELETE FROM sign_in_attempt WHERE login_hash = $1", &values![*login])
}

/// Drops attempts of which the last was before a moment, and so are their lock-outs.
pub(crate) fn forget_attempts_before(tx: &mut Tx, moment: Timestamp) -> Result<(), DbError> {
    tx.queue(
        "DELETE FROM sign_in_attempt WHERE last_failed_at < $1",
        &values![moment],
    )
}

pub(crate) fn find_user_secret(tx: &mut Tx, login: &Login) -> Result<Option<UserSecret>, DbError> {
    let row = tx.query_opt(
        "SELECT id, login, password_hash, is_active, is_service FROM app_user WHERE login = $1",
        &values![login.as_str()],
    )?;
    Ok(row.map(|row| UserSecret {
        id: UserId(row.id(0)),
        login: row.text(1).to_owned(),
        password_hash: row.text(2).to_owned(),
        is_active: row.bool(3),
        is_service: row.bool(4),
    }))
}

pub(crate) fn note_sign_in(tx: &mut Tx, user: UserId, now: Timestamp) -> Result<(), DbError> {
    tx.queue(
        "UPDATE app_user SET last_sign_in_at = $2 WHERE id = $1",
        &values![user, now],
    )
}

pub(crate) fn find_user_id(tx: &mut Tx, login: &Login) -> Result<Option<UserId>, DbError> {
    let sql = format!("SELECT id FROM app_user WHERE login = $1{}", tx.row_lock());
    Ok(tx
        .query_opt(&sql, &values![login.as_str()])?
        .map(|row| UserId(row.id(0))))
}

pub(crate) fn insert_user(tx: &mut Tx, user: &UserRecord<'_>, roles: &[RoleId]) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO app_user (id, login, name, org_id, password_hash, is_active, created_at, password_set_at,
            must_change_password, is_service)
         VALUES ($1, $2, $3, $4, $5, 1, $6, $6, $7, $8)",
        &values![
            user.id,
            user.login.as_str(),
            user.name.as_str(),
            user.org_id,
            user.password_hash,
            user.created_at,
            user.must_change_password,
            user.is_service
        ],
    )?;
    let rows: Vec<_> = roles.iter().map(|role| Vec::from(values![user.id, *role])).collect();
    tx.insert_rows("user_role", &["user_id", "role_id"], &rows)
}

/// The ids of roles, each once.
pub(crate) fn roles_of_codes(tx: &mut Tx, codes: &[String]) -> Result<Vec<RoleId>, AccessError> {
    let mut codes: Vec<&String> = codes.iter().collect();
    codes.sort();
    codes.dedup();
    if codes.is_empty() {
        return Err(AccessRefusal::RolesMissing.into());
    }
    let mut ids = Vec::with_capacity(codes.len());
    for code in codes {
        let unknown = || AccessRefusal::RoleUnknown { code: code.clone() };
        ids.push(find_role(tx, code)?.ok_or_else(unknown)?);
    }
    Ok(ids)
}

pub(crate) fn replace_roles(tx: &mut Tx, user: UserId, roles: &[RoleId]) -> Result<(), DbError> {
    tx.execute("DELETE FROM user_role WHERE user_id = $1", &values![user])?;
    let rows: Vec<_> = roles.iter().map(|role| Vec::from(values![user, *role])).collect();
    tx.insert_rows("user_role", &["user_id", "role_id"], &rows)
}

pub(crate) fn update_user(
    tx: &mut Tx,
    user: UserId,
    (name, org, post, is_active): (&UserName, OrgId, Option<&str>, bool),
    addresses: &AddressList,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE app_user SET name = $2, org_id = $3, post_code = $4, is_active = $5, allowed_addresses = $6 WHERE id = $1",
        &values![user, name.as_str(), org, post, is_active, addresses.to_string()],
    )?;
    Ok(())
}

/// Active users who may change users and roles.
pub(crate) fn count_administrators(tx: &mut Tx) -> Result<i64, DbError> {
    let row = tx.query_one(
        "SELECT count(DISTINCT u.id) FROM app_user u JOIN user_role ur ON ur.user_id = u.id
         JOIN role_permission p ON p.role_id = ur.role_id AND p.permission = 'access.write' WHERE u.is_active = 1",
        &[],
    )?;
    Ok(row.int(0))
}

/// The hashes of a user's former passwords, the latest first.
pub(crate) fn password_history(tx: &mut Tx, user: UserId, most: u32) -> Result<Vec<String>, DbError> {
    let sql = "SELECT password_hash FROM password_history WHERE user_id = $1 ORDER BY replaced_at DESC LIMIT $2";
    let rows = tx.query(sql, &values![user, most])?;
    Ok(rows.iter().map(|row| row.text(0).to_owned()).collect())
}

/// Keeps the hash of a password that is replaced, and drops the oldest beyond what is remembered.
pub(crate) fn remember_password(
    tx: &mut Tx,
    user: UserId,
    (hash, now): (&str, Timestamp),
    most: u32,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO password_history (user_id, replaced_at, password_hash) VALUES ($1, $2, $3)
         ON CONFLICT (user_id, replaced_at) DO NOTHING",
        &values![user, now, hash],
    )?;
    tx.queue(
        "DELETE FROM password_history WHERE user_id = $1 AND replaced_at NOT IN (
            SELECT replaced_at FROM password_history WHERE user_id = $1 ORDER BY replaced_at DESC LIMIT $2)",
        &values![user, most],
    )
}

pub(crate) fn replace_password(
    tx: &mut Tx,
    user: UserId,
    hash: &str,
    (must_change, now): (bool, Timestamp),
) -> Result<(), DbError> {
    tx.queue(
        "UPDATE app_user SET password_hash = $2, must_change_password = $3, password_set_at = $4 WHERE id = $1",
        &values![user, hash, must_change, now],
    )
}

pub(crate) fn update_active(tx: &mut Tx, user: UserId, is_active: bool) -> Result<(), DbError> {
    tx.queue(
        "UPDATE app_user SET is_active = $2 WHERE id = $1",
        &values![user, is_active],
    )
}

pub(crate) fn find_role(tx: &mut Tx, code: &str) -> Result<Option<RoleId>, DbError> {
    let row = tx.query_opt("SELECT id FROM role WHERE code = $1", &values![code])?;
    Ok(row.map(|row| RoleId(row.id(0))))
}

/// The organisation of a code with its name; without a code the head office.
pub(crate) fn find_organisation(tx: &mut Tx, code: Option<&str>) -> Result<Option<(OrgId, String)>, DbError> {
    let row = match code {
        Some(code) => tx.query_opt("SELECT id, name_zh FROM organisation WHERE code = $1", &values![code])?,
        None => tx.query_opt(
            "SELECT id, name_zh FROM organisation WHERE parent_id IS NULL ORDER BY code LIMIT 1",
            &[],
        )?,
    };
    Ok(row.map(|row| (OrgId(row.id(0)), row.text(1).to_owned())))
}
