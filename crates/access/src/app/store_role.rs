//! The SQL of roles.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{OrgId, RoleId};
use platform::{DbError, Row, Tx, values};
use serde::{Deserialize, Serialize};

/// A role with what it permits, and on which rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleRow {
    /// Stable code.
    pub code: String,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// How far it reaches: `own`, `own_organisation`, `subtree`, `custom`, `all`.
    pub data_scope: String,
    /// Codes of the organisations that it reaches when its scope is `custom`.
    pub organisations: Vec<String>,
    /// Names of the permissions.
    pub permissions: BTreeSet<String>,
    /// From where its users may call; from everywhere when empty.
    #[serde(default)]
    pub addresses: Vec<String>,
    /// Whether it came with the program; it may be changed like any other.
    pub is_builtin: bool,
    /// Users who have it.
    pub users: i64,
}

/// All roles in order of code.
///
/// # Errors
/// [`DbError`].
pub fn list_roles(tx: &mut Tx) -> Result<Vec<RoleRow>, DbError> {
    let mut roles: BTreeMap<String, RoleRow> = BTreeMap::new();
    tx.for_each(
        "SELECT r.code, r.name_zh, r.name_en, r.data_scope, r.is_builtin,
            (SELECT count(*) FROM user_role ur WHERE ur.role_id = r.id), r.allowed_addresses FROM role r",
        &[],
        |row| {
            roles.insert(row.text(0).to_owned(), role_of(row));
        },
    )?;
    let mut add = |sql: &str, put: fn(&mut RoleRow, String)| {
        tx.for_each(sql, &[], |row| {
            if let Some(role) = roles.get_mut(row.text(0)) {
                put(role, row.text(1).to_owned());
            }
        })
    };
    add(
        "SELECT r.code, p.permission FROM role r JOIN role_permission p ON p.role_id = r.id",
        |role, permission| {
            role.permissions.insert(permission);
        },
    )?;
    add(
        "SELECT r.code, o.code FROM role r JOIN role_organisation ro ON ro.role_id = r.id
         JOIN organisation o ON o.id = ro.org_id ORDER BY o.code",
        |role, organisation| role.organisations.push(organisation),
    )?;
    Ok(roles.into_values().collect())
}

fn role_of(row: &Row) -> RoleRow {
    RoleRow {
        code: row.text(0).to_owned(),
        name_zh: row.text(1).to_owned(),
        name_en: row.text(2).to_owned(),
        data_scope: row.text(3).to_owned(),
        organisations: Vec::new(),
        permissions: BTreeSet::new(),
        addresses: row.text(6).lines().map(str::to_owned).collect(),
        is_builtin: row.bool(4),
        users: row.int(5),
    }
}

/// Something that a role can permit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PermissionRow {
    /// Its name.
    pub code: String,
    /// The capability it belongs to.
    pub area: String,
    /// `action`: to use endpoints, and with them pages. `field`: to see a sensitive field, and therefore to write and search for it.
    pub kind: String,
}

/// Everything that a role can permit.
///
/// # Errors
/// [`DbError`].
pub fn list_permissions(tx: &mut Tx) -> Result<Vec<PermissionRow>, DbError> {
    let rows = tx.query("SELECT code, area, kind FROM permission ORDER BY area, kind, code", &[])?;
    let read = |row: &Row| PermissionRow {
        code: row.text(0).to_owned(),
        area: row.text(1).to_owned(),
        kind: row.text(2).to_owned(),
    };
    Ok(rows.iter().map(read).collect())
}

/// Permissions that are about the whole book and take effect only for those who see all of it.
///
/// # Errors
/// [`DbError`].
pub fn whole_book_permissions(tx: &mut Tx) -> Result<BTreeSet<String>, DbError> {
    let rows = tx.query("SELECT code FROM permission WHERE whole_book = 1", &[])?;
    Ok(rows.iter().map(|row| row.text(0).to_owned()).collect())
}

/// The roles of every user who has a role, each set once.
pub(crate) fn roles_of_holders(tx: &mut Tx, role: &str) -> Result<BTreeSet<Vec<String>>, DbError> {
    let mut of_user: BTreeMap<uuid::Uuid, Vec<String>> = BTreeMap::new();
    tx.for_each(
        "SELECT all_roles.user_id, r.code FROM role mine JOIN user_role held ON held.role_id = mine.id
         JOIN user_role all_roles ON all_roles.user_id = held.user_id JOIN role r ON r.id = all_roles.role_id
         WHERE mine.code = $1 ORDER BY r.code",
        &values![role],
        |row| of_user.entry(row.id(0)).or_default().push(row.text(1).to_owned()),
    )?;
    Ok(of_user.into_values().collect())
}

/// What a role permits, written anew.
pub(crate) struct RoleRecord<'a> {
    pub id: RoleId,
    pub role: &'a RoleRow,
    pub organisations: &'a [OrgId],
}

pub(crate) fn insert_role(tx: &mut Tx, record: &RoleRecord<'_>) -> Result<(), DbError> {
    let role = record.role;
    tx.execute(
        "INSERT INTO role (id, code, name_zh, name_en, data_scope, is_builtin, allowed_addresses)
         VALUES ($1, $2, $3, $4, $5, 0, $6)",
        &values![
            record.id,
            &role.code,
            &role.name_zh,
            &role.name_en,
            &role.data_scope,
            role.addresses.join("\n")
        ],
    )?;
    write_parts(tx, record)
}

pub(crate) fn update_role(tx: &mut Tx, record: &RoleRecord<'_>) -> Result<(), DbError> {
    let role = record.role;
    tx.execute(
        "UPDATE role SET name_zh = $2, name_en = $3, data_scope = $4, allowed_addresses = $5 WHERE id = $1",
        &values![
            record.id,
            &role.name_zh,
            &role.name_en,
            &role.data_scope,
            role.addresses.join("\n")
        ],
    )?;
    tx.execute("DELETE FROM role_permission WHERE role_id = $1", &values![record.id])?;
    tx.execute("DELETE FROM role_organisation WHERE role_id = $1", &values![record.id])?;
    write_parts(tx, record)
}

fn write_parts(tx: &mut Tx, record: &RoleRecord<'_>) -> Result<(), DbError> {
    let permissions = record.role.permissions.iter();
    let permissions: Vec<_> = permissions.map(|name| Vec::from(values![record.id, name])).collect();
    tx.insert_rows("role_permission", &["role_id", "permission"], &permissions)?;
    let listed = record.organisations.iter();
    let listed: Vec<_> = listed.map(|org| Vec::from(values![record.id, *org])).collect();
    tx.insert_rows("role_organisation", &["role_id", "org_id"], &listed)
}
