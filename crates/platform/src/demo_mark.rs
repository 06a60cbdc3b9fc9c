//! How far the making of a demo's book is. It is written in the transactions that make the book, so that a program which is killed
//! meanwhile can go on exactly where it was.

use crate::db_error::DbError;
use crate::tx::Tx;
use crate::values;
use kernel::{BusinessDate, Timestamp};

/// A making that has told nothing for so long has died with its program.
const SILENCE_MS: i64 = 60_000;

/// Where the making is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DemoMark {
    /// Only so many of the real loans; all when absent.
    pub loans: Option<i64>,
    /// The day that is lived.
    pub day: BusinessDate,
    /// So many of its acts are done.
    pub acts: i64,
    /// Whether the named borrowers have done theirs.
    pub followed: bool,
    /// Whether the book is complete.
    pub made: bool,
    /// When that was written.
    pub beat_at: Timestamp,
}

impl DemoMark {
    /// Whether a book was begun and is not complete, and nobody has worked on it for a minute.
    #[must_use]
    pub fn is_silent(&self, now: Timestamp) -> bool {
        !self.made && now.millis() - self.beat_at.millis() > SILENCE_MS
    }
}

/// Where the making is; none when no demo was ever begun.
///
/// # Errors
/// [`DbError`] when the database fails.
pub fn find(tx: &mut Tx) -> Result<Option<DemoMark>, DbError> {
    let sql = "SELECT loans, day, acts, followed, made, beat_at FROM demo_mark WHERE id = 1";
    let row = tx.query_opt(sql, &[])?;
    Ok(row.map(|row| DemoMark {
        loans: row.opt_int(0),
        day: row.business_date(1),
        acts: row.int(2),
        followed: row.bool(3),
        made: row.bool(4),
        beat_at: row.timestamp(5),
    }))
}

/// Writes down where the making is.
///
/// # Errors
/// [`DbError`] when the database fails.
pub fn write(tx: &mut Tx, mark: &DemoMark) -> Result<(), DbError> {
    let sql = "INSERT INTO demo_mark (id, loans, day, acts, followed, made, beat_at) VALUES (1, $1, $2, $3, $4, $5, $6)
        ON CONFLICT (id) DO UPDATE SET loans = excluded.loans, day = excluded.day, acts = excluded.acts,
        followed = excluded.followed, made = excluded.made, beat_at = excluded.beat_at";
    tx.execute(
        sql,
        &values![mark.loans, mark.day, mark.acts, mark.followed, mark.made, mark.beat_at],
    )?;
    Ok(())
}
