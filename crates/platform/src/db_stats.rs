//! What the database has done since it was opened, and what it is doing.

use std::sync::atomic::{AtomicU64, Ordering};

/// Figures of one opened database.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DbStats {
    /// Transactions made durable.
    pub commits: u64,
    /// Writes in them: on SQLite several share one commit.
    pub writes: u64,
    /// Writes that wait for the one writer of SQLite.
    pub waiting_writes: usize,
    /// Connections in use: readers of SQLite, all of PostgreSQL.
    pub connections_in_use: usize,
    /// Connections open.
    pub connections_open: usize,
    /// Most connections that may be open.
    pub connections_max: usize,
}

/// Counts commits.
#[derive(Debug, Default)]
pub(crate) struct CommitCounter {
    commits: AtomicU64,
    writes: AtomicU64,
}

impl CommitCounter {
    pub(crate) fn committed(&self, writes: u64) {
        self.commits.fetch_add(1, Ordering::Relaxed);
        self.writes.fetch_add(writes, Ordering::Relaxed);
    }

    /// Commits, and writes in them.
    pub(crate) fn totals(&self) -> (u64, u64) {
        (
            self.commits.load(Ordering::Relaxed),
            self.writes.load(Ordering::Relaxed),
        )
    }
}
