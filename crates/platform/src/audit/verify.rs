//! The whole chain recomputed: of lines that stand in the table, and over the gaps of those that were archived.

use super::archive::{Gap, all_gaps, first_unproved};
use super::line::{Fields, chained};
use super::{COLUMNS, ChainHead, head, seal};
use crate::db::Db;
use crate::db_error::DbError;
use crate::value::Row;
use std::iter::Peekable;
use std::vec::IntoIter;
use uuid::Uuid;

/// What [`verify`] found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// Lines that were checked and fit.
    pub intact: i64,
    /// Lines that were archived: the hashes that they left bind the others together.
    pub archived: i64,
    /// The first place where the chain does not fit: a line changed, missing or added.
    pub first_broken: Option<i64>,
    /// The first archive that is not as the trail tells it.
    pub broken_archive: Option<Uuid>,
    /// The end of the chain as stored.
    pub head: ChainHead,
}

impl Verification {
    /// Whether everything is as it was sealed.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.first_broken.is_none() && self.broken_archive.is_none()
    }
}

/// Seals, then walks the whole chain.
///
/// # Errors
/// [`DbError`] when the database fails; a broken chain is not an error but an answer.
pub fn verify(db: &Db) -> Result<Verification, DbError> {
    seal(db)?;
    db.read(|tx| {
        let head = head(tx, "")?;
        let mut walk = Walk::over(all_gaps(tx)?);
        let sql = format!("SELECT {COLUMNS} FROM audit_entry WHERE seq IS NOT NULL ORDER BY seq");
        tx.for_each(&sql, &[], |row| walk.line(row))?;
        walk.end(&head);
        Ok(Verification {
            intact: walk.intact,
            archived: walk.archived,
            first_broken: walk.first_broken,
            broken_archive: first_unproved(tx)?,
            head,
        })
    })
}

struct Walk {
    gaps: Peekable<IntoIter<Gap>>,
    /// The place that comes next.
    next: i64,
    hash: Vec<u8>,
    intact: i64,
    archived: i64,
    first_broken: Option<i64>,
}

impl Walk {
    fn over(gaps: Vec<Gap>) -> Self {
        Self {
            gaps: gaps.into_iter().peekable(),
            next: 1,
            hash: vec![0; 32],
            intact: 0,
            archived: 0,
            first_broken: None,
        }
    }

    fn line(&mut self, row: &Row) {
        if self.first_broken.is_some() {
            return;
        }
        let seq = row.int(10);
        self.leap_to(seq);
        self.hash = chained(&self.hash, self.next, &Fields::of_row(row));
        if seq == self.next && row.opt_bytes(11) == Some(self.hash.as_slice()) {
            self.intact += 1;
            self.next += 1;
        } else {
            self.first_broken = Some(self.next);
        }
    }

    /// Over the gaps that lead to a place. Gaps whose lines are still there, because their removal was interrupted, are passed by.
    fn leap_to(&mut self, seq: i64) {
        while self.next < seq {
            while self.gaps.next_if(|gap| gap.from < self.next).is_some() {}
            let Some(gap) = self.gaps.next_if(|gap| gap.from == self.next) else {
                return;
            };
            self.archived += gap.to - gap.from + 1;
            self.next = gap.to + 1;
            self.hash = gap.hash;
        }
    }

    fn end(&mut self, head: &ChainHead) {
        if self.first_broken.is_some() {
            return;
        }
        self.leap_to(head.seq + 1);
        if self.next != head.seq + 1 || self.hash != head.hash {
            self.first_broken = Some(self.next.min(head.seq + 1));
        }
    }
}
