//! The SQL of organisations and posts.

use kernel::{CivilDate, OrgId};
use platform::{DbError, Row, Tx, values};
use serde::{Deserialize, Serialize};

/// An organisation as it is stored and shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganisationRow {
    /// Id.
    pub id: OrgId,
    /// Stable code.
    pub code: String,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// Code of the organisation above; none for the head office.
    pub parent: Option<String>,
    /// Since when it is open; since ever when absent.
    pub opened_on: Option<CivilDate>,
    /// Since when it is closed.
    pub closed_on: Option<CivilDate>,
    /// Users who may sign in.
    pub users: i64,
}

const COLUMNS: &str = "o.id, o.code, o.name_zh, o.name_en, p.code, o.opened_on, o.closed_on,
    (SELECT count(*) FROM app_user u WHERE u.org_id = o.id AND u.is_active = 1)";

fn row_of(row: &Row) -> OrganisationRow {
    let date = |column: usize| row.opt_business_date(column).map(kernel::BusinessDate::date);
    OrganisationRow {
        id: OrgId(row.id(0)),
        code: row.text(1).to_owned(),
        name_zh: row.text(2).to_owned(),
        name_en: row.text(3).to_owned(),
        parent: row.opt_text(4).map(str::to_owned),
        opened_on: date(5),
        closed_on: date(6),
        users: row.int(7),
    }
}

/// All organisations in order of code.
///
/// # Errors
/// [`DbError`].
pub fn list_organisations(tx: &mut Tx) -> Result<Vec<OrganisationRow>, DbError> {
    let sql =
        format!("SELECT {COLUMNS} FROM organisation o LEFT JOIN organisation p ON p.id = o.parent_id ORDER BY o.code");
    Ok(tx.query(&sql, &[])?.iter().map(row_of).collect())
}

pub(crate) fn find_by_code(tx: &mut Tx, code: &str) -> Result<Option<OrganisationRow>, DbError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM organisation o LEFT JOIN organisation p ON p.id = o.parent_id WHERE o.code = $1"
    );
    Ok(tx.query_opt(&sql, &values![code])?.as_ref().map(row_of))
}

pub(crate) fn insert(tx: &mut Tx, row: &OrganisationRow, parent: OrgId) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO organisation (id, code, name_zh, name_en, parent_id, opened_on, closed_on)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &values![
            row.id,
            &row.code,
            &row.name_zh,
            &row.name_en,
            parent,
            row.opened_on,
            row.closed_on
        ],
    )?;
    Ok(())
}

/// Changes everything but id and code.
pub(crate) fn update(tx: &mut Tx, row: &OrganisationRow, parent: Option<OrgId>) -> Result<(), DbError> {
    tx.execute(
        "UPDATE organisation SET name_zh = $2, name_en = $3, parent_id = $4, opened_on = $5, closed_on = $6 WHERE id = $1",
        &values![
            row.id,
            &row.name_zh,
            &row.name_en,
            parent,
            row.opened_on,
            row.closed_on
        ],
    )?;
    Ok(())
}

/// The organisation above all others.
///
/// # Errors
/// [`DbError`].
pub fn head_office(tx: &mut Tx) -> Result<OrganisationRow, DbError> {
    let sql =
        format!("SELECT {COLUMNS} FROM organisation o LEFT JOIN organisation p ON p.id = o.parent_id WHERE o.id = $1");
    Ok(row_of(&tx.query_one(&sql, &values![OrgId::HEAD_OFFICE])?))
}

/// Organisations below one that are not closed.
pub(crate) fn count_open_children(tx: &mut Tx, id: OrgId) -> Result<i64, DbError> {
    let sql = "SELECT count(*) FROM organisation WHERE parent_id = $1 AND closed_on IS NULL";
    Ok(tx.query_one(sql, &values![id])?.int(0))
}
