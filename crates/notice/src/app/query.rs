//! What is read of notices.

use super::error::Result;
use crate::domain::{Audience, Importance, Notice, NoticeText};
use kernel::{Timestamp, UserId};
use platform::{Row, Tx, Value, values};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// For whom notices are found: the user, the codes of their roles, of their organisation and of all above it.
#[derive(Debug, Clone)]
pub struct Reader {
    /// Who reads.
    pub user: UserId,
    /// Codes of roles.
    pub roles: Vec<String>,
    /// Codes of organisations.
    pub line: Vec<String>,
}

/// A notice as it is stored. Its audience is read for those who write notices only; others see none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeRow {
    /// Identifier.
    pub id: Uuid,
    /// What it says, to whom and when.
    pub notice: Notice,
    /// Login of who wrote it.
    pub author: String,
    /// Counts the changes.
    pub version: i64,
    /// When it was written, in milliseconds since 1970-01-01 UTC.
    pub written_at: i64,
    /// When it was last changed.
    pub changed_at: i64,
    /// When it was withdrawn.
    pub withdrawn_at: Option<i64>,
    /// What readers did.
    pub read: ReaderState,
}

/// How far a notice is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReaderState {
    /// When the reader read it.
    At(Option<i64>),
    /// How many have read it.
    By(i64),
}

const COLUMNS: &str = "n.id, n.title_zh, n.text_zh, n.title_en, n.text_en, n.importance, n.shown_from, n.shown_until,
    n.author_login, n.version, n.written_at, n.changed_at, n.withdrawn_at";

fn row_of(row: &Row, read: ReaderState) -> NoticeRow {
    let text = |column: usize| NoticeText {
        title: row.text(column).to_owned(),
        text: row.text(column + 1).to_owned(),
    };
    NoticeRow {
        id: row.id(0),
        notice: Notice {
            zh: text(1),
            en: text(3),
            importance: Importance::of(row.text(5)),
            audience: Audience::default(),
            shown_from: row.int(6),
            shown_until: row.opt_int(7),
        },
        author: row.text(8).to_owned(),
        version: row.int(9),
        written_at: row.int(10),
        changed_at: row.int(11),
        withdrawn_at: row.opt_int(12),
        read,
    }
}

/// Notices that are shown to a reader now; `$1` is the reader, `$2` the moment.
fn shown_to(reader: &Reader, now: Timestamp) -> (String, Vec<Value>) {
    let mut params = Vec::from(values![reader.user, now]);
    let among = |codes: &[String], params: &mut Vec<Value>| -> String {
        let places: Vec<String> = codes
            .iter()
            .map(|code| {
                params.push(Value::from(code));
                format!("${}", params.len())
            })
            .collect();
        // A reader without any role is in no list of roles.
        if places.is_empty() {
            "NULL".to_owned()
        } else {
            places.join(", ")
        }
    };
    let roles = among(&reader.roles, &mut params);
    let line = among(&reader.line, &mut params);
    let sql = format!(
        "FROM notice n LEFT JOIN notice_read s ON s.notice_id = n.id AND s.user_id = $1
        WHERE n.withdrawn_at IS NULL AND n.shown_from <= $2 AND (n.shown_until IS NULL OR n.shown_until > $2)
        AND (n.for_roles = 0 OR EXISTS (SELECT 1 FROM notice_role r WHERE r.notice_id = n.id AND r.role_code IN ({roles})))
        AND (n.for_organisations = 0 OR EXISTS
            (SELECT 1 FROM notice_organisation o WHERE o.notice_id = n.id AND o.org_code IN ({line})))"
    );
    (sql, params)
}

/// Notices that are shown to a reader now, newest first; only those that they have not read, if so wanted.
///
/// # Errors
/// The database's.
pub fn list_shown(
    tx: &mut Tx,
    (reader, now): (&Reader, Timestamp),
    unread: bool,
    (before, limit): (Option<Uuid>, i64),
) -> Result<Vec<NoticeRow>> {
    let (shown, mut params) = shown_to(reader, now);
    let mut sql = format!("SELECT {COLUMNS}, s.read_at {shown}");
    if unread {
        sql.push_str(" AND s.read_at IS NULL");
    }
    if let Some(before) = before {
        params.push(Value::from(before));
        sql.push_str(&format!(" AND n.id < ${}", params.len()));
    }
    params.push(Value::from(limit));
    sql.push_str(&format!(" ORDER BY n.id DESC LIMIT ${}", params.len()));
    let rows = tx.query(&sql, &params)?;
    Ok(rows
        .iter()
        .map(|row| row_of(row, ReaderState::At(row.opt_int(13))))
        .collect())
}

/// How many notices a reader has not read, and whether an important one is among them.
///
/// # Errors
/// The database's.
pub fn count_unread(tx: &mut Tx, (reader, now): (&Reader, Timestamp)) -> Result<(i64, bool)> {
    let (shown, params) = shown_to(reader, now);
    let sql = format!(
        "SELECT count(*), coalesce(max(CASE WHEN n.importance = 'important' THEN 1 ELSE 0 END), 0) {shown} AND s.read_at IS NULL"
    );
    let row = tx.query_one(&sql, &params)?;
    Ok((row.int(0), row.int(1) > 0))
}

/// A notice that is shown to a reader now.
pub(super) fn find_shown(tx: &mut Tx, (reader, now): (&Reader, Timestamp), id: Uuid) -> Result<bool> {
    let (shown, mut params) = shown_to(reader, now);
    params.push(Value::from(id));
    let sql = format!("SELECT n.id {shown} AND n.id = ${}", params.len());
    Ok(tx.query_opt(&sql, &params)?.is_some())
}

/// Ids of all notices that a reader has not read.
pub(super) fn list_unread(tx: &mut Tx, (reader, now): (&Reader, Timestamp)) -> Result<Vec<Uuid>> {
    let (shown, params) = shown_to(reader, now);
    let rows = tx.query(&format!("SELECT n.id {shown} AND s.read_at IS NULL"), &params)?;
    Ok(rows.iter().map(|row| row.id(0)).collect())
}

const READERS: &str = "(SELECT count(*) FROM notice_read s WHERE s.notice_id = n.id)";

/// All notices with their audiences, newest first, for those who write them.
///
/// # Errors
/// The database's.
pub fn list_all(tx: &mut Tx, before: Option<Uuid>, limit: i64) -> Result<Vec<NoticeRow>> {
    let sql = format!("SELECT {COLUMNS}, {READERS} FROM notice n WHERE n.id < $1 ORDER BY n.id DESC LIMIT $2");
    let rows = tx.query(&sql, &values![before.unwrap_or(Uuid::max()), limit])?;
    let mut found: Vec<NoticeRow> = rows
        .iter()
        .map(|row| row_of(row, ReaderState::By(row.int(13))))
        .collect();
    with_audience(tx, &mut found)?;
    Ok(found)
}

/// One notice with its audience, locked where rows can be.
pub(super) fn lock(tx: &mut Tx, id: Uuid) -> Result<Option<NoticeRow>> {
    let sql = format!(
        "SELECT {COLUMNS}, {READERS} FROM notice n WHERE n.id = $1{}",
        tx.row_lock()
    );
    let row = tx.query_opt(&sql, &values![id])?;
    let mut found: Vec<NoticeRow> = row
        .iter()
        .map(|row| row_of(row, ReaderState::By(row.int(13))))
        .collect();
    with_audience(tx, &mut found)?;
    Ok(found.pop())
}

fn with_audience(tx: &mut Tx, rows: &mut [NoticeRow]) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let ids: Vec<Value> = rows.iter().map(|row| Value::from(row.id)).collect();
    let places: Vec<String> = (1..=ids.len()).map(|place| format!("${place}")).collect();
    let places = places.join(", ");
    for (table, column) in [("notice_role", "role_code"), ("notice_organisation", "org_code")] {
        let sql = format!("SELECT notice_id, {column} FROM {table} WHERE notice_id IN ({places}) ORDER BY {column}");
        for code in &tx.query(&sql, &ids)? {
            let Some(row) = rows.iter_mut().find(|row| row.id == code.id(0)) else {
                continue;
            };
            let Audience { roles, organisations } = &mut row.notice.audience;
            let codes = if table == "notice_role" { roles } else { organisations };
            codes.push(code.text(1).to_owned());
        }
    }
    Ok(())
}

/// How many notices are shown or wait to be shown.
pub(super) fn count_open(tx: &mut Tx, now: Timestamp) -> Result<i64> {
    let sql = "SELECT count(*) FROM notice WHERE withdrawn_at IS NULL AND (shown_until IS NULL OR shown_until > $1)";
    Ok(tx.query_one(sql, &values![now])?.int(0))
}

/// When a user last saw each kind of news.
pub(super) fn list_seen(tx: &mut Tx, user: UserId) -> Result<Vec<(String, Timestamp)>> {
    let rows = tx.query("SELECT kind, seen_at FROM news_seen WHERE user_id = $1", &values![user])?;
    Ok(rows
        .iter()
        .map(|row| (row.text(0).to_owned(), row.timestamp(1)))
        .collect())
}
