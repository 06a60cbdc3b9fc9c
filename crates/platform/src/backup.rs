//! An online copy of an embedded database: the pages of one moment, while others read and write.
//!
//! The pages are read inside one read transaction. Writers are not stopped by it (they append to the write-ahead log), and the
//! copy is of one moment however long it takes. Without the transaction SQLite would begin the copy anew with every commit of
//! another connection and never end under load; `VACUUM INTO` reads from one moment too, but builds every tree anew, which takes
//! the processor that writers need. The price: the log cannot be emptied while the copy runs, and grows by what is written.

use crate::db_error::DbError;
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::time::Duration;

/// How fast pages are copied.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// Pages in one step.
    pub pages: u16,
    /// Rest between two steps, for those who need the disk.
    pub rest: Duration,
}

impl Default for Pace {
    /// At most about 400 MiB a second with pages of 4 KiB.
    fn default() -> Self {
        Self {
            pages: 1024,
            rest: Duration::from_millis(10),
        }
    }
}

/// How far a copy has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Copied {
    /// Pages copied.
    pub pages: u64,
    /// Pages in all.
    pub of: u64,
}

/// Copies the database file at `source`, which others may use, to the new file `target`, and makes it durable.
///
/// # Errors
/// [`DbError`] when a file cannot be used; what was written of `target` is then worthless.
pub fn copy(source: &Path, target: &Path, pace: Pace, told: &mut dyn FnMut(Copied)) -> Result<(), DbError> {
    let fail = |e: rusqlite::Error| DbError::Open(format!("copy of {}: {e}", source.display()));
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let from = Connection::open_with_flags(source, flags).map_err(fail)?;
    from.busy_timeout(Duration::from_secs(30)).map_err(fail)?;
    // The first read chooses the moment.
    from.execute_batch("PRAGMA query_only=1; BEGIN; SELECT count(*) FROM sqlite_schema")
        .map_err(fail)?;
    let mut to = Connection::open(target).map_err(fail)?;
    // Made durable once, in the end.
    to.execute_batch("PRAGMA synchronous=OFF").map_err(fail)?;
    copy_pages(&from, &mut to, pace, told).map_err(fail)?;
    to.close().map_err(|(_, e)| fail(e))?;
    let synced = std::fs::File::open(target).and_then(|file| file.sync_all());
    synced.map_err(|e| DbError::Open(format!("{}: {e}", target.display())))
}

fn copy_pages(
    from: &Connection,
    to: &mut Connection,
    pace: Pace,
    told: &mut dyn FnMut(Copied),
) -> rusqlite::Result<()> {
    let backup = Backup::new(from, to)?;
    loop {
        let step = backup.step(i32::from(pace.pages.max(1)))?;
        let at = backup.progress();
        let count = |pages: i32| u64::try_from(pages).unwrap_or(0);
        told(Copied {
            pages: count(at.pagecount - at.remaining),
            of: count(at.pagecount),
        });
        match step {
            StepResult::Done => return Ok(()),
            // Nobody else uses the target, and the source is being read already: More.
            _ => std::thread::sleep(pace.rest),
        }
    }
}
