//! News between capabilities: written in the transaction of what happened, read by jobs in one order, each consumer at its
//! own pace.
//!
//! A row gets its number when it is first looked for, under one lock. So the order has no gaps that fill later, and a
//! consumer that went past a number never misses one before it.

use crate::db_error::DbError;
use crate::spans::TRACE;
use crate::tx::Tx;
use crate::value::{Row, Value};
use crate::values;
use kernel::Timestamp;
use uuid::Uuid;

const NUMBERED_AT_ONCE: i64 = 5_000;

/// One piece of news.
#[derive(Debug, Clone)]
pub struct Message {
    /// Place in the order.
    pub seq: i64,
    /// What happened, `loan.repayment_recorded`.
    pub topic: String,
    /// To which object.
    pub key: Uuid,
    /// The facts.
    pub payload: serde_json::Value,
    /// When it was recorded.
    pub recorded_at: Timestamp,
}

/// The next messages for `consumer`, at most `limit`, and moves its cursor past them in the same transaction: what the
/// consumer writes in `tx` and the cursor are stored together or not at all. Nodes that take for the same consumer wait
/// for each other.
///
/// # Errors
/// [`DbError`] when the database fails.
pub fn take(tx: &mut Tx, consumer: &str, limit: u32) -> Result<Vec<Message>, DbError> {
    let span = tracing::info_span!(target: TRACE, "outbox", xindai.name = consumer);
    let _inside = span.enter();
    let cursor = cursor(tx, consumer)?;
    number(tx)?;
    let sql = "SELECT seq, topic, object_key, payload, recorded_at FROM outbox WHERE seq > $1 ORDER BY seq LIMIT $2";
    let message = |row: &Row| Message {
        seq: row.int(0),
        topic: row.text(1).to_owned(),
        key: row.id(2),
        payload: row.json(3),
        recorded_at: row.timestamp(4),
    };
    let messages: Vec<Message> = tx.query(sql, &values![cursor, limit])?.iter().map(message).collect();
    if let Some(last) = messages.last() {
        tx.queue(
            "UPDATE outbox_cursor SET seq = $2 WHERE consumer = $1",
            &values![consumer, last.seq],
        )?;
    }
    Ok(messages)
}

fn cursor(tx: &mut Tx, consumer: &str) -> Result<i64, DbError> {
    let sql = format!("SELECT seq FROM outbox_cursor WHERE consumer = $1{}", tx.row_lock());
    if let Some(row) = tx.query_opt(&sql, &values![consumer])? {
        return Ok(row.int(0));
    }
    let add = "INSERT INTO outbox_cursor (consumer, seq) VALUES ($1, 0) ON CONFLICT (consumer) DO NOTHING";
    tx.queue(add, &values![consumer])?;
    Ok(tx.query_one(&sql, &values![consumer])?.int(0))
}

/// Numbers what has no number yet.
fn number(tx: &mut Tx) -> Result<(), DbError> {
    if tx
        .query_opt("SELECT 1 FROM outbox WHERE seq IS NULL LIMIT 1", &[])?
        .is_none()
    {
        return Ok(());
    }
    let head = format!("SELECT seq FROM outbox_head WHERE id = 1{}", tx.row_lock());
    let mut seq = tx.query_one(&head, &[])?.int(0);
    let mut numbered: Vec<Vec<Value>> = Vec::new();
    tx.for_each(
        "SELECT id FROM outbox WHERE seq IS NULL ORDER BY id LIMIT $1",
        &values![NUMBERED_AT_ONCE],
        |row| {
            seq += 1;
            numbered.push(Vec::from(values![row.id(0), seq]));
        },
    )?;
    tx.update_rows("outbox", &["id"], &["seq"], &numbered)?;
    tx.queue("UPDATE outbox_head SET seq = $1 WHERE id = 1", &values![seq])
}

/// How much news the slowest reader has not taken yet; 0 without readers.
///
/// # Errors
/// [`DbError`] when the database fails.
pub fn count_waiting(tx: &mut Tx) -> Result<i64, DbError> {
    let sql = "SELECT (SELECT seq FROM outbox_head WHERE id = 1) - min(seq) FROM outbox_cursor";
    let row = tx.query_one(sql, &[])?;
    Ok(row.opt_int(0).unwrap_or(0).max(0))
}

/// Removes messages recorded before `before` that every known consumer has taken, at most `limit` of them, oldest first; where there
/// is no consumer at all, all of them count as taken. What a known consumer has not taken stays, however old. The number removed.
///
/// # Errors
/// [`DbError`] when the database fails.
pub fn prune(tx: &mut Tx, before: Timestamp, limit: u32) -> Result<u64, DbError> {
    let taken = match tx.query_one("SELECT min(seq) FROM outbox_cursor", &[])?.opt_int(0) {
        Some(_) => "AND seq <= (SELECT min(seq) FROM outbox_cursor)",
        None => "",
    };
    let sql = format!(
        "DELETE FROM outbox WHERE id IN
            (SELECT id FROM outbox WHERE recorded_at < $1 {taken} ORDER BY id LIMIT $2)"
    );
    tx.execute(&sql, &values![before, limit])
}
