//! The database: SQLite or PostgreSQL behind one face. Everything here blocks; async callers hop to a blocking thread.

mod postgres;
mod sqlite;

pub use crate::db_error::DbError;
use crate::db_options::{Backend, DbOptions};
use crate::db_stats::DbStats;
use crate::pg_pool::PgPool;
use crate::spans::TRACE;
use crate::tx::Tx;
use sqlite::SqliteDb;
use std::any::Any;
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use tracing::field::Empty;

enum Engine {
    Sqlite(SqliteDb),
    Postgres(PgPool),
}

/// A database. Cheap to clone; all clones are the same database.
#[derive(Clone)]
pub struct Db(Arc<Engine>);

impl Db {
    /// Opens `sqlite:/path/file.db`, `sqlite::memory:` (a temporary file, removed with the last clone) or `postgres://…`.
    ///
    /// # Errors
    /// [`DbError::Open`] when the address is not understood or the database cannot be reached.
    pub fn open(url: &str, options: DbOptions) -> Result<Db, DbError> {
        let engine = if let Some(path) = url.strip_prefix("sqlite:") {
            Engine::Sqlite(SqliteDb::open(path, options)?)
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Engine::Postgres(PgPool::open(url, &options)?)
        } else {
            return Err(DbError::Open(
                "the address must begin with sqlite: or postgres://".to_owned(),
            ));
        };
        Ok(Db(Arc::new(engine)))
    }

    /// The engine under this database.
    pub fn backend(&self) -> Backend {
        match *self.0 {
            Engine::Sqlite(_) => Backend::Sqlite,
            Engine::Postgres(_) => Backend::Postgres,
        }
    }

    /// How many writes wait for the one writer of SQLite at this moment; always 0 on PostgreSQL, which has none.
    pub fn waiting_writes(&self) -> usize {
        match &*self.0 {
            Engine::Sqlite(db) => db.waiting_writes(),
            Engine::Postgres(_) => 0,
        }
    }

    /// What the database has done since it was opened, and what it is doing.
    pub fn stats(&self) -> DbStats {
        match &*self.0 {
            Engine::Sqlite(db) => db.stats(),
            Engine::Postgres(pool) => pool.stats(),
        }
    }

    /// Reads from one snapshot. Writes fail.
    ///
    /// # Errors
    /// What `work` returns, or a [`DbError`] from opening the snapshot.
    pub fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        E: From<DbError>,
        F: FnMut(&mut Tx) -> Result<T, E>,
    {
        self.traced("read", || match &*self.0 {
            Engine::Sqlite(db) => db.read(work),
            Engine::Postgres(pool) => postgres::read(pool, work),
        })
    }

    /// Runs `work` in a transaction and makes it durable. `work` may run again when the transaction lost against another
    /// one, so it must not change anything but `tx`. When it returns, its effect is on disk; when it fails, nothing is.
    ///
    /// # Errors
    /// What `work` returns, or a [`DbError`] from the commit.
    ///
    /// # Panics
    /// Passes on a panic of `work` after rolling back; panics when called inside another `write` of the same thread.
    pub fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        E: From<DbError>,
        F: FnMut(&mut Tx) -> Result<T, E>,
    {
        self.change(work, true)
    }

    /// The same as [`Db::write`], but always rolled back: a dry run.
    ///
    /// # Errors
    /// What `write` would return, except for failures of the commit itself.
    pub fn preview<T, E, F>(&self, work: F) -> Result<T, E>
    where
        E: From<DbError>,
        F: FnMut(&mut Tx) -> Result<T, E>,
    {
        self.change(work, false)
    }

    fn change<T, E, F>(&self, work: F, keep: bool) -> Result<T, E>
    where
        E: From<DbError>,
        F: FnMut(&mut Tx) -> Result<T, E>,
    {
        let _inside = WriteMark::set(Arc::as_ptr(&self.0).addr());
        let name = if keep { "write" } else { "preview" };
        self.traced(name, || match &*self.0 {
            Engine::Sqlite(db) => db.write(work, keep),
            Engine::Postgres(pool) => postgres::write(pool, work, keep),
        })
    }

    /// Does it within the span of a transaction, which also tells whether it came to its end.
    fn traced<T, E>(&self, name: &str, work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        let system = match self.backend() {
            Backend::Sqlite => "sqlite",
            Backend::Postgres => "postgresql",
        };
        let span = tracing::info_span!(target: TRACE, "transaction", xindai.name = name, db.system.name = system, xindai.done = Empty);
        let outcome = span.in_scope(work);
        span.record("xindai.done", outcome.is_ok());
        outcome
    }
}

/// Runs `work` and catches its panic, so that the transaction can be closed first. What it
/// buffered is written after it.
fn run<T, E, F>(tx: &mut Tx, work: &mut F) -> Result<Result<T, E>, Box<dyn Any + Send>>
where
    E: From<DbError>,
    F: FnMut(&mut Tx) -> Result<T, E>,
{
    catch_unwind(AssertUnwindSafe(|| {
        let value = work(tx)?;
        tx.finish()?;
        Ok(value)
    }))
}

thread_local! {
    /// Databases in which this thread stands inside a write.
    static INSIDE: RefCell<Vec<usize>> = const { RefCell::new(Vec::new()) };
}

/// Turns a write inside a write, which would wait for itself for ever, into a clear panic.
struct WriteMark(usize);

impl WriteMark {
    fn set(database: usize) -> WriteMark {
        INSIDE.with_borrow_mut(|inside| {
            assert!(
                !inside.contains(&database),
                "a write was begun inside another write: pass `tx` on instead"
            );
            inside.push(database);
        });
        WriteMark(database)
    }
}

impl Drop for WriteMark {
    fn drop(&mut self) {
        INSIDE.with_borrow_mut(|inside| inside.retain(|database| *database != self.0));
    }
}
