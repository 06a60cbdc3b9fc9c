//! The SQL of the rules.

use crate::domain::{Keep, KeepVersion};
use platform::{DbError, Row, Tx, values};

/// Every version of every rule.
pub(super) fn list_versions(tx: &mut Tx) -> Result<Vec<KeepVersion>, DbError> {
    let sql = "SELECT area, revision, effective_from, months, source, recorded_at, recorded_by FROM audit_retention
        ORDER BY area, revision";
    Ok(tx.query(sql, &[])?.iter().map(version_of).collect())
}

fn version_of(row: &Row) -> KeepVersion {
    let number = |column: usize| u32::try_from(row.int(column)).unwrap_or(u32::MAX);
    KeepVersion {
        keep: Keep {
            area: row.text(0).to_owned(),
            revision: number(1),
            effective_from: row.civil_date(2),
            months: number(3),
            source: row.text(4).to_owned(),
        },
        recorded_at: row.timestamp(5),
        recorded_by: row.text(6).to_owned(),
    }
}

pub(super) fn insert_version(tx: &mut Tx, version: &KeepVersion) -> Result<(), DbError> {
    let sql = "INSERT INTO audit_retention (area, revision, effective_from, months, source, recorded_at, recorded_by)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let keep = &version.keep;
    let params = values![
        &keep.area,
        i64::from(keep.revision),
        i64::from(keep.effective_from.days()),
        i64::from(keep.months),
        &keep.source,
        version.recorded_at,
        &version.recorded_by
    ];
    tx.execute(sql, &params)?;
    Ok(())
}
