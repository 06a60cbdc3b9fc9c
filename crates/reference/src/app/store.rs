//! The table of versions: appended to, never changed.

use crate::domain::{Kind, Version};
use kernel::BusinessDate;
use platform::{DbError, Row, Tx, Value, values};

const COLUMNS: &str = "code, revision, effective_from, effective_until, content, source, reason, recorded_at,
    recorded_by, on_behalf_of";

/// Appends a version. A unique violation means that somebody was faster.
pub(super) fn insert(tx: &mut Tx, kind: Kind, version: &Version) -> Result<(), DbError> {
    write(tx, kind, version, "")
}

/// Appends a version unless it is there.
pub(super) fn insert_missing(tx: &mut Tx, kind: Kind, version: &Version) -> Result<(), DbError> {
    write(tx, kind, version, "ON CONFLICT DO NOTHING")
}

fn write(tx: &mut Tx, kind: Kind, version: &Version, tail: &str) -> Result<(), DbError> {
    let sql = format!(
        "INSERT INTO reference_version (kind, {COLUMNS})
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) {tail}"
    );
    let content = version.content.as_ref().map(serde_json::to_string).transpose();
    let content = content.map_err(|e| DbError::Invariant(e.to_string()))?;
    tx.execute(
        &sql,
        &values![
            kind.name(),
            &version.code,
            i64::from(version.revision),
            version.effective_from,
            version.effective_until,
            content,
            &version.source,
            &version.reason,
            version.recorded_at,
            &version.recorded_by,
            version.on_behalf_of.as_deref(),
        ],
    )?;
    Ok(())
}

fn select(tx: &mut Tx, tail: &str, params: &[Value]) -> Result<Vec<Version>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM reference_version {tail} ORDER BY code, revision");
    let mut versions = Vec::new();
    tx.try_for_each(&sql, params, |row| -> Result<(), DbError> {
        versions.push(version(row)?);
        Ok(())
    })?;
    Ok(versions)
}

/// All versions of a kind, by code and revision.
pub(super) fn of_kind(tx: &mut Tx, kind: Kind) -> Result<Vec<Version>, DbError> {
    select(tx, "WHERE kind = $1", &values![kind.name()])
}

/// All versions of a code, by revision.
pub(super) fn of_code(tx: &mut Tx, kind: Kind, code: &str) -> Result<Vec<Version>, DbError> {
    select(tx, "WHERE kind = $1 AND code = $2", &values![kind.name(), code])
}

/// Takes numbers of a sequence, and answers the last of them. Its row is locked until the transaction ends.
pub(super) fn count_up(tx: &mut Tx, of: (&str, &str), count: i64) -> Result<i64, DbError> {
    let sql = "INSERT INTO number_sequence (rule, sequence, last) VALUES ($1, $2, $3)
        ON CONFLICT (rule, sequence) DO UPDATE SET last = number_sequence.last + excluded.last";
    tx.execute(sql, &values![of.0, of.1, count])?;
    counted(tx, of)
}

/// The last number taken of a sequence; 0 when none was.
pub(super) fn counted(tx: &mut Tx, (rule, sequence): (&str, &str)) -> Result<i64, DbError> {
    let sql = "SELECT last FROM number_sequence WHERE rule = $1 AND sequence = $2";
    let row = tx.query_opt(sql, &values![rule, sequence])?;
    Ok(row.map_or(0, |row| row.int(0)))
}

fn version(row: &Row) -> Result<Version, DbError> {
    let bad = |what: String| DbError::Invariant(format!("master data {}: {what}", row.text(0)));
    let content = row.opt_text(4).map(serde_json::from_str).transpose();
    Ok(Version {
        code: row.text(0).to_owned(),
        revision: u32::try_from(row.int(1)).map_err(|e| bad(e.to_string()))?,
        effective_from: row.business_date(2).date(),
        effective_until: row.opt_business_date(3).map(BusinessDate::date),
        content: content.map_err(|e| bad(e.to_string()))?,
        source: row.text(5).to_owned(),
        reason: row.text(6).to_owned(),
        recorded_at: row.timestamp(7),
        recorded_by: row.text(8).to_owned(),
        on_behalf_of: row.opt_text(9).map(str::to_owned),
    })
}
