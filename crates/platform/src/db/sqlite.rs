//! Transactions on SQLite: one writer whose commits are shared, several readers.
//!
//! Group commit. A write takes the writer, opens the shared transaction if none is open, and runs in it. When somebody waits
//! for the writer it leaves the transaction open and waits for its end; the last one, behind whom nobody waits, commits for
//! all. So a lone write commits at once, and many share one fsync. One that fails without having written anything does the
//! others no harm; one that fails later ends the shared transaction, and the others run again. (A savepoint for each would
//! cost a copy of every page that it touches, for something that hardly ever happens: use cases refuse before they write.)

use super::run;
use crate::db_error::DbError;
use crate::db_options::DbOptions;
use crate::db_stats::{CommitCounter, DbStats};
use crate::lock::lock;
use crate::tx::Tx;
use rusqlite::Connection;
use std::any::Any;
use std::panic::resume_unwind;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long another process may hold the write lock, or readers their connections.
const WAIT: Duration = Duration::from_secs(30);
/// A shared transaction is not kept open longer than this for more members.
const BATCH_AGE: Duration = Duration::from_millis(50);

pub(super) struct SqliteDb {
    path: PathBuf,
    options: DbOptions,
    writer: Mutex<Writer>,
    /// Writes that wait for the writer.
    waiting: AtomicUsize,
    readers: Mutex<Readers>,
    freed: Condvar,
    counter: CommitCounter,
    temporary: bool,
}

struct Writer {
    /// Taken out while a closure works with it.
    conn: Option<Connection>,
    batch: Option<Batch>,
}

struct Batch {
    members: u32,
    since: Instant,
    end: Arc<End>,
}

/// The end of a shared transaction, awaited by its members.
#[derive(Default)]
struct End {
    outcome: Mutex<Option<Ended>>,
    reached: Condvar,
}

#[derive(Clone)]
enum Ended {
    Committed,
    Failed(DbError),
    /// Rolled back because of another member: to be run again.
    Spoiled,
}

struct Readers {
    idle: Vec<Connection>,
    open: usize,
}

type Caught<T, E> = Result<Result<T, E>, Box<dyn Any + Send>>;

impl SqliteDb {
    pub(super) fn open(path: &str, options: DbOptions) -> Result<SqliteDb, DbError> {
        let temporary = path == ":memory:";
        let path = if temporary {
            std::env::temp_dir().join(format!("xindai-{}.db", uuid::Uuid::now_v7()))
        } else {
            PathBuf::from(path.strip_prefix("//").unwrap_or(path))
        };
        let conn = connect(&path, &options, true)?;
        Ok(SqliteDb {
            path,
            options,
            writer: Mutex::new(Writer {
                conn: Some(conn),
                batch: None,
            }),
            waiting: AtomicUsize::new(0),
            readers: Mutex::new(Readers {
                idle: Vec::new(),
                open: 0,
            }),
            freed: Condvar::new(),
            counter: CommitCounter::default(),
            temporary,
        })
    }

    pub(super) fn waiting_writes(&self) -> usize {
        self.waiting.load(Ordering::SeqCst)
    }

    pub(super) fn stats(&self) -> DbStats {
        let (commits, writes) = self.counter.totals();
        let readers = lock(&self.readers);
        DbStats {
            commits,
            writes,
            waiting_writes: self.waiting_writes(),
            connections_in_use: readers.open - readers.idle.len(),
            connections_open: readers.open,
            connections_max: self.options.readers.max(1),
        }
    }

    pub(super) fn read<T, E, F>(&self, mut work: F) -> Result<T, E>
    where
        E: From<DbError>,
        F: FnMut(&mut Tx) -> Result<T, E>,
    {
        let conn = self.reader()?;
        if let Err(error) = batch(&conn, "BEGIN DEFERRED") {
            self.give_back(conn);
            return Err(error.into());
        }
        let mut tx = Tx::sqlite(conn);
        let outcome = run(&mut tx, &mut work);
        let (conn, _) = tx.into_connection();
        let _ = batch(&conn, "ROLLBACK");
        self.give_back(conn);
        outcome.unwrap_or_else(|panic| resume_unwind(panic))
    }

    pub(super) fn write<T, E, F>(&self, mut work: F, keep: bool) -> Result<T, E>
    where
        E: From<DbError>,
        F: FnMut(&mut Tx) -> Result<T, E>,
    {
        let mut again = false;
        loop {
            let (outcome, end) = self.take_part(&mut work, keep, again)?;
            let value = outcome.unwrap_or_else(|panic| resume_unwind(panic))?;
            match if keep { end.wait() } else { Ended::Committed } {
                Ended::Committed => return Ok(value),
                Ended::Failed(error) => return Err(error.into()),
                Ended::Spoiled => again = true,
            }
        }
    }

    /// Runs one member of the shared transaction; the end of it is to be waited for. One that runs `again` commits at once,
    /// so that nobody can spoil it a second time.
    fn take_part<T, E, F>(&self, work: &mut F, keep: bool, again: bool) -> Result<(Caught<T, E>, Arc<End>), DbError>
    where
        E: From<DbError>,
        F: FnMut(&mut Tx) -> Result<T, E>,
    {
        self.waiting.fetch_add(1, Ordering::SeqCst);
        let mut writer = lock(&self.writer);
        self.waiting.fetch_sub(1, Ordering::SeqCst);
        let conn = writer
            .conn
            .take()
            .expect("whoever takes the connection puts it back before the lock goes");
        if let Err(error) = writer.join(&conn) {
            writer.conn = Some(conn);
            return Err(error);
        }
        let (conn, outcome, left) = if keep { member(conn, work) } else { preview(conn, work) };
        let batch = writer.batch.as_mut().expect("joined above");
        batch.members += 1;
        let (end, members) = (Arc::clone(&batch.end), batch.members);
        let full = again || batch.members >= self.options.batch_writes || batch.since.elapsed() > BATCH_AGE;
        let left = if conn.is_autocommit() { Left::Nothing } else { left };
        if left != Left::Whole || full || self.waiting.load(Ordering::SeqCst) == 0 {
            writer.batch = None;
            let ended = close(&conn, left);
            if matches!(ended, Ended::Committed) {
                self.counter.committed(u64::from(members));
            }
            end.reach(ended);
        }
        writer.conn = Some(conn);
        Ok((outcome, end))
    }

    fn reader(&self) -> Result<Connection, DbError> {
        let mut readers = lock(&self.readers);
        loop {
            if let Some(conn) = readers.idle.pop() {
                return Ok(conn);
            }
            if readers.open < self.options.readers.max(1) {
                readers.open += 1;
                drop(readers);
                return connect(&self.path, &self.options, false).inspect_err(|_| {
                    lock(&self.readers).open -= 1;
                    self.freed.notify_one();
                });
            }
            let (guard, wait) = self
                .freed
                .wait_timeout(readers, WAIT)
                .unwrap_or_else(PoisonError::into_inner);
            readers = guard;
            if wait.timed_out() && readers.idle.is_empty() {
                return Err(DbError::Busy(format!(
                    "all {} readers are in use",
                    self.options.readers
                )));
            }
        }
    }

    fn give_back(&self, conn: Connection) {
        lock(&self.readers).idle.push(conn);
        self.freed.notify_one();
    }
}

impl Writer {
    /// Opens the shared transaction unless one is open.
    fn join(&mut self, conn: &Connection) -> Result<(), DbError> {
        if self.batch.is_none() {
            batch(conn, "BEGIN IMMEDIATE")?;
            self.batch = Some(Batch {
                members: 0,
                since: Instant::now(),
                end: Arc::default(),
            });
        }
        Ok(())
    }
}

impl End {
    fn reach(&self, outcome: Ended) {
        *lock(&self.outcome) = Some(outcome);
        self.reached.notify_all();
    }

    fn wait(&self) -> Ended {
        let mut outcome = lock(&self.outcome);
        loop {
            match &*outcome {
                Some(outcome) => return outcome.clone(),
                None => outcome = self.reached.wait(outcome).unwrap_or_else(PoisonError::into_inner),
            }
        }
    }
}

/// What a member leaves of the shared transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Left {
    /// It can go on and be committed.
    Whole,
    /// It holds what a member wrote before it failed: it cannot be committed, but the others can run again.
    Spoiled,
    /// It is over: a member ended it, or the database did.
    Nothing,
}

/// Runs one member whose work is to be kept.
fn member<T, E, F>(conn: Connection, work: &mut F) -> (Connection, Caught<T, E>, Left)
where
    E: From<DbError>,
    F: FnMut(&mut Tx) -> Result<T, E>,
{
    let mut tx = Tx::sqlite(conn);
    let outcome = run(&mut tx, work);
    let (conn, wrote) = tx.into_connection();
    let kept = matches!(outcome, Ok(Ok(_))) || !wrote;
    (conn, outcome, if kept { Left::Whole } else { Left::Spoiled })
}

/// Runs one member in a savepoint and takes it back, whatever it returns.
fn preview<T, E, F>(conn: Connection, work: &mut F) -> (Connection, Caught<T, E>, Left)
where
    E: From<DbError>,
    F: FnMut(&mut Tx) -> Result<T, E>,
{
    if let Err(error) = batch(&conn, "SAVEPOINT preview") {
        return (conn, Ok(Err(error.into())), Left::Nothing);
    }
    let (conn, outcome, _) = member(conn, work);
    let left = match batch(&conn, "ROLLBACK TO preview; RELEASE preview") {
        Ok(()) => Left::Whole,
        Err(_) => Left::Nothing,
    };
    (conn, outcome, left)
}

/// Ends the shared transaction for all its members.
fn close(conn: &Connection, left: Left) -> Ended {
    let ended = match left {
        Left::Whole => match batch(conn, "COMMIT") {
            Ok(()) => Ended::Committed,
            Err(error) => Ended::Failed(DbError::CommitFailed(error.to_string())),
        },
        Left::Spoiled => Ended::Spoiled,
        Left::Nothing => {
            let why = "the shared transaction was ended by a member".to_owned();
            Ended::Failed(DbError::CommitFailed(why))
        }
    };
    if !conn.is_autocommit() && batch(conn, "ROLLBACK").is_err() {
        tracing::error!("a transaction cannot be rolled back");
    }
    ended
}

fn batch(conn: &Connection, sql: &str) -> Result<(), DbError> {
    conn.execute_batch(sql).map_err(|e| DbError::sqlite(e, sql))
}

fn connect(path: &std::path::Path, options: &DbOptions, writes: bool) -> Result<Connection, DbError> {
    let fail = |e: rusqlite::Error| DbError::Open(format!("{}: {e}", path.display()));
    let conn = Connection::open(path).map_err(fail)?;
    conn.busy_timeout(WAIT).map_err(fail)?;
    conn.set_prepared_statement_cache_capacity(256);
    let cache = if writes {
        options.writer_cache_kib
    } else {
        options.reader_cache_kib
    };
    let synchronous = if options.synchronous_off_for_bench {
        "OFF"
    } else {
        "FULL"
    };
    let pragmas = format!(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous={synchronous}; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;
         PRAGMA cache_size=-{cache}; PRAGMA mmap_size={}; PRAGMA journal_size_limit=67108864; PRAGMA query_only={};",
        u64::from(options.mmap_mib) << 20,
        u8::from(!writes),
    );
    conn.execute_batch(&pragmas).map_err(fail)?;
    Ok(conn)
}

impl Drop for SqliteDb {
    fn drop(&mut self) {
        if !self.temporary {
            return;
        }
        lock(&self.writer).conn = None;
        lock(&self.readers).idle.clear();
        for suffix in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{suffix}", self.path.display()));
        }
    }
}
