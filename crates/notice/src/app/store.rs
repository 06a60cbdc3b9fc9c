//! The SQL that writes.

use super::error::Result;
use super::query::NoticeRow;
use kernel::{Timestamp, UserId};
use platform::{Tx, Value, values};
use uuid::Uuid;

pub(super) fn insert(tx: &mut Tx, row: &NoticeRow) -> Result<()> {
    let sql =
        "INSERT INTO notice (id, title_zh, text_zh, title_en, text_en, importance, shown_from, shown_until, for_roles,
            for_organisations, author_login, version, written_at, changed_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1, $12, $12)";
    let mut params = content(row);
    params.extend(values![&row.author, row.written_at]);
    tx.execute(sql, &params)?;
    put_audience(tx, row)
}

pub(super) fn update(tx: &mut Tx, row: &NoticeRow) -> Result<()> {
    let sql =
        "UPDATE notice SET title_zh = $2, text_zh = $3, title_en = $4, text_en = $5, importance = $6, shown_from = $7,
            shown_until = $8, for_roles = $9, for_organisations = $10, version = $11, changed_at = $12
        WHERE id = $1";
    let mut params = content(row);
    params.extend(values![row.version, row.changed_at]);
    tx.execute(sql, &params)?;
    for table in ["notice_role", "notice_organisation"] {
        tx.execute(&format!("DELETE FROM {table} WHERE notice_id = $1"), &values![row.id])?;
    }
    put_audience(tx, row)
}

fn content(row: &NoticeRow) -> Vec<Value> {
    let notice = &row.notice;
    let narrowed = |codes: &[String]| i64::from(!codes.is_empty());
    Vec::from(values![
        row.id,
        &notice.zh.title,
        &notice.zh.text,
        &notice.en.title,
        &notice.en.text,
        notice.importance.code(),
        notice.shown_from,
        notice.shown_until,
        narrowed(&notice.audience.roles),
        narrowed(&notice.audience.organisations)
    ])
}

fn put_audience(tx: &mut Tx, row: &NoticeRow) -> Result<()> {
    let audience = &row.notice.audience;
    let rows =
        |codes: &[String]| -> Vec<Vec<Value>> { codes.iter().map(|code| Vec::from(values![row.id, code])).collect() };
    tx.insert_rows("notice_role", &["notice_id", "role_code"], &rows(&audience.roles))?;
    let organisations = rows(&audience.organisations);
    tx.insert_rows("notice_organisation", &["notice_id", "org_code"], &organisations)?;
    Ok(())
}

pub(super) fn withdraw(tx: &mut Tx, row: &NoticeRow) -> Result<()> {
    let sql = "UPDATE notice SET withdrawn_at = $2, version = $3, changed_at = $2 WHERE id = $1";
    tx.execute(sql, &values![row.id, row.withdrawn_at, row.version])?;
    Ok(())
}

/// Marks a notice as read; the first reading counts.
pub(super) fn mark_read(tx: &mut Tx, user: UserId, id: Uuid, now: Timestamp) -> Result<()> {
    let sql = "INSERT INTO notice_read (user_id, notice_id, read_at) VALUES ($1, $2, $3)
        ON CONFLICT (user_id, notice_id) DO NOTHING";
    tx.execute(sql, &values![user, id, now])?;
    Ok(())
}

/// A notice that says something else is new to all readers.
pub(super) fn forget_readers(tx: &mut Tx, id: Uuid) -> Result<()> {
    tx.execute("DELETE FROM notice_read WHERE notice_id = $1", &values![id])?;
    Ok(())
}

pub(super) fn mark_seen(tx: &mut Tx, user: UserId, kind: &str, now: Timestamp) -> Result<()> {
    let sql = "INSERT INTO news_seen (user_id, kind, seen_at) VALUES ($1, $2, $3)
        ON CONFLICT (user_id, kind) DO UPDATE SET seen_at = excluded.seen_at";
    tx.execute(sql, &values![user, kind, now])?;
    Ok(())
}
