//! A transaction: statements, rows by the thousand, and what is told with the commit.

mod postgres;
mod sqlite;

mod effects;

pub use effects::AuditLine;

use crate::db_error::DbError;
use crate::db_options::Backend;
use crate::pg_pool::PgClient;
use crate::pg_request::{FEW_ROWS, Request};
use crate::value::{Row, Value};
use effects::Effects;
use postgres::PgTx;
use sqlite::SqliteTx;
use tokio_postgres::types::Type;

enum Engine {
    Sqlite(SqliteTx),
    Postgres(PgTx),
}

/// An open transaction. It is made by [`crate::Db`], handed to a closure and ended by what the closure returns.
///
/// Placeholders are `$1, $2, …` on both databases. A statement that failed dooms the transaction on both: it cannot be
/// committed even when the closure swallows the error.
pub struct Tx {
    engine: Engine,
    /// The first failure of a statement.
    failed: Option<DbError>,
    effects: Effects,
}

impl Tx {
    pub(crate) fn sqlite(conn: rusqlite::Connection) -> Tx {
        Tx::new(Engine::Sqlite(SqliteTx { conn, wrote: false }))
    }

    pub(crate) fn postgres(client: PgClient, handle: tokio::runtime::Handle, begin: &'static str) -> Tx {
        Tx::new(Engine::Postgres(PgTx::new(client, handle, begin)))
    }

    fn new(engine: Engine) -> Tx {
        Tx {
            engine,
            failed: None,
            effects: Effects::default(),
        }
    }

    /// The engine under this transaction.
    pub fn backend(&self) -> Backend {
        match self.engine {
            Engine::Sqlite(_) => Backend::Sqlite,
            Engine::Postgres(_) => Backend::Postgres,
        }
    }

    /// All rows of a result.
    ///
    /// # Errors
    /// [`DbError`] when the statement fails.
    pub fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>, DbError> {
        let mut rows = Vec::new();
        self.each(sql, params, &mut |row| {
            rows.push(row.clone());
            true
        })?;
        Ok(rows)
    }

    /// The first row, if there is one.
    ///
    /// # Errors
    /// [`DbError`] when the statement fails.
    pub fn query_opt(&mut self, sql: &str, params: &[Value]) -> Result<Option<Row>, DbError> {
        let mut found = None;
        self.each(sql, params, &mut |row| {
            found = Some(row.clone());
            false
        })?;
        Ok(found)
    }

    /// The first row.
    ///
    /// # Errors
    /// [`DbError::RowNotFound`] when there is none; any other [`DbError`] when the statement fails.
    pub fn query_one(&mut self, sql: &str, params: &[Value]) -> Result<Row, DbError> {
        self.query_opt(sql, params)?
            .ok_or_else(|| DbError::RowNotFound(sql.to_owned()))
    }

    /// Streams the rows of a result; only one is in memory at a time.
    ///
    /// # Errors
    /// [`DbError`] when the statement fails.
    pub fn for_each(&mut self, sql: &str, params: &[Value], mut each: impl FnMut(&Row)) -> Result<(), DbError> {
        self.each(sql, params, &mut |row| {
            each(row);
            true
        })
    }

    /// Streams the rows of a result until `each` fails.
    ///
    /// # Errors
    /// What `each` returns, or a [`DbError`] when the statement fails.
    pub fn try_for_each<E: From<DbError>>(
        &mut self,
        sql: &str,
        params: &[Value],
        mut each: impl FnMut(&Row) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut stopped = Ok(());
        self.each(sql, params, &mut |row| {
            stopped = each(row);
            stopped.is_ok()
        })?;
        stopped
    }

    /// Tells that this query will be asked soon, so many times: on PostgreSQL it then travels with the next one that is asked,
    /// and its answer waits. To be told only when nothing that this transaction writes before it asks can change the answer.
    pub fn foresee(&mut self, sql: &str, params: &[Value], times: u32) {
        match &mut self.engine {
            Engine::Sqlite(_) => {}
            Engine::Postgres(tx) => tx.foresee(sql, params, times),
        }
    }

    fn each(&mut self, sql: &str, params: &[Value], each: &mut dyn FnMut(&Row) -> bool) -> Result<(), DbError> {
        let outcome = match &mut self.engine {
            Engine::Sqlite(tx) => tx.for_each(sql, params, each),
            Engine::Postgres(tx) => tx.for_each(sql, params, each),
        };
        self.note(outcome)
    }

    /// Runs a statement; the number of rows it changed.
    ///
    /// # Errors
    /// [`DbError`] when the statement fails.
    pub fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64, DbError> {
        let outcome = match &mut self.engine {
            Engine::Sqlite(tx) => tx.execute(sql, params),
            Engine::Postgres(tx) => tx.execute(sql, params),
        };
        self.note(outcome)
    }

    /// A write whose result nobody needs: on PostgreSQL it travels with the next query or with the commit, and its failure
    /// appears there; on SQLite it runs at once.
    ///
    /// # Errors
    /// [`DbError`] when it runs at once and fails.
    pub fn queue(&mut self, sql: &str, params: &[Value]) -> Result<(), DbError> {
        let outcome = match &mut self.engine {
            Engine::Sqlite(tx) => tx.execute(sql, params).map(|_| ()),
            Engine::Postgres(tx) => tx.queue(Request::of(sql, params)),
        };
        self.note(outcome)
    }

    /// Inserts rows; PostgreSQL takes them as arrays, 5,000 rows per statement.
    ///
    /// # Errors
    /// [`DbError`] when a row does not fit or exists already.
    pub fn insert_rows(&mut self, table: &str, columns: &[&str], rows: &[Vec<Value>]) -> Result<(), DbError> {
        self.queue_rows(table, columns, rows)?;
        self.flush()
    }

    /// [`Tx::insert_rows`] that travels as [`Tx::queue`] does.
    ///
    /// # Errors
    /// [`DbError`] when it runs at once and fails.
    pub fn queue_rows(&mut self, table: &str, columns: &[&str], rows: &[Vec<Value>]) -> Result<(), DbError> {
        check_width(table, rows, columns.len())?;
        if rows.is_empty() {
            return Ok(());
        }
        let names = columns.join(", ");
        let (width, into) = (columns.len(), format!("INSERT INTO {table} ({names}) VALUES"));
        let one = format!("{into} ({})", places(1, width));
        let outcome = match &mut self.engine {
            Engine::Sqlite(tx) => tx.execute_rows(&one, rows).map(|_| ()),
            Engine::Postgres(tx) if rows.len() <= FEW_ROWS => {
                let each: Vec<String> = (0..rows.len())
                    .map(|row| format!("({})", places(1 + row * width, width)))
                    .collect();
                let few = format!("{into} {}", each.join(", "));
                tx.queue(Request::of(&few, &rows.concat()).writing(table))
            }
            Engine::Postgres(tx) => tx.queue_rows((table, &one), rows, &|types| {
                format!("INSERT INTO {table} ({names}) SELECT * FROM unnest({})", arrays(types))
            }),
        };
        self.note(outcome)
    }

    /// Updates rows by key: each row holds its key values, then the values to set. The number of rows changed.
    ///
    /// # Errors
    /// [`DbError`] when a row does not fit.
    pub fn update_rows(
        &mut self,
        table: &str,
        keys: &[&str],
        sets: &[&str],
        rows: &[Vec<Value>],
    ) -> Result<u64, DbError> {
        self.flush()?;
        let changed = self.queue_updates(table, keys, sets, rows)?;
        let outcome = match &mut self.engine {
            Engine::Sqlite(_) => Ok(changed),
            Engine::Postgres(tx) => tx.flush(),
        };
        self.note(outcome)
    }

    /// [`Tx::update_rows`] of rows that are known to be there, because they are locked; it travels as [`Tx::queue`] does.
    ///
    /// # Errors
    /// [`DbError`] when it runs at once and fails.
    pub fn queue_update_rows(
        &mut self,
        table: &str,
        keys: &[&str],
        sets: &[&str],
        rows: &[Vec<Value>],
    ) -> Result<(), DbError> {
        self.queue_updates(table, keys, sets, rows).map(|_| ())
    }

    /// Runs updates or queues them; the number of rows changed where that is known at once.
    fn queue_updates(
        &mut self,
        table: &str,
        keys: &[&str],
        sets: &[&str],
        rows: &[Vec<Value>],
    ) -> Result<u64, DbError> {
        check_width(table, rows, keys.len() + sets.len())?;
        if rows.is_empty() {
            return Ok(0);
        }
        let set_from = keys.len() + 1;
        let one = format!(
            "UPDATE {table} SET {} WHERE {}",
            pairs(sets, set_from, ("", "$"), ", "),
            pairs(keys, 1, ("", "$"), " AND ")
        );
        let outcome = match &mut self.engine {
            Engine::Sqlite(tx) => tx.execute_rows(&one, rows),
            Engine::Postgres(tx) => tx
                .queue_rows((table, &one), rows, &|types| {
                    let names: Vec<String> = (1..=types.len()).map(|i| format!("v{i}")).collect();
                    let set = pairs(sets, set_from, ("", "v.v"), ", ");
                    let by = pairs(keys, 1, ("t.", "v.v"), " AND ");
                    let (from, names) = (arrays(types), names.join(", "));
                    format!("UPDATE {table} AS t SET {set} FROM unnest({from}) AS v({names}) WHERE {by}")
                })
                .map(|()| 0),
        };
        self.note(outcome)
    }

    /// `" FOR UPDATE"` where rows can be locked, else nothing: SQLite has one writer.
    pub fn row_lock(&self) -> &'static str {
        match self.engine {
            Engine::Sqlite(_) => "",
            Engine::Postgres(_) => " FOR UPDATE",
        }
    }

    /// `" FOR UPDATE SKIP LOCKED"` where rows can be locked, else nothing.
    pub fn skip_locked(&self) -> &'static str {
        match self.engine {
            Engine::Sqlite(_) => "",
            Engine::Postgres(_) => " FOR UPDATE SKIP LOCKED",
        }
    }

    /// Runs several statements without parameters.
    pub(crate) fn batch(&mut self, sql: &str) -> Result<(), DbError> {
        let outcome = match &mut self.engine {
            Engine::Sqlite(tx) => tx.batch(sql),
            Engine::Postgres(tx) => tx.batch(sql),
        };
        self.note(outcome)
    }

    /// Sends what is queued.
    pub(crate) fn flush(&mut self) -> Result<(), DbError> {
        let outcome = match &mut self.engine {
            Engine::Sqlite(_) => Ok(()),
            Engine::Postgres(tx) => tx.flush().map(|_| ()),
        };
        self.note(outcome)
    }

    /// Whether the transaction lost against another one.
    pub(crate) fn lost(&self) -> bool {
        self.failed.as_ref().is_some_and(DbError::is_transient)
    }

    /// The connection, and whether the transaction may have changed something through it.
    pub(crate) fn into_connection(self) -> (rusqlite::Connection, bool) {
        match self.engine {
            Engine::Sqlite(tx) => (tx.conn, tx.wrote),
            Engine::Postgres(_) => unreachable!("called by the SQLite side only"),
        }
    }

    pub(crate) fn into_client(self) -> PgClient {
        match self.engine {
            Engine::Postgres(tx) => tx.client,
            Engine::Sqlite(_) => unreachable!("called by the PostgreSQL side only"),
        }
    }

    pub(crate) fn commit_postgres(&mut self) -> Result<(), DbError> {
        match &mut self.engine {
            Engine::Postgres(tx) => tx.commit(),
            Engine::Sqlite(_) => unreachable!("called by the PostgreSQL side only"),
        }
    }

    pub(crate) fn rollback_postgres(&mut self) {
        match &mut self.engine {
            Engine::Postgres(tx) => tx.rollback(),
            Engine::Sqlite(_) => unreachable!("called by the PostgreSQL side only"),
        }
    }

    fn note<T>(&mut self, outcome: Result<T, DbError>) -> Result<T, DbError> {
        if let (Err(error), None) = (&outcome, &self.failed) {
            self.failed = Some(error.clone());
        }
        outcome
    }
}

fn check_width(table: &str, rows: &[Vec<Value>], width: usize) -> Result<(), DbError> {
    match rows.iter().find(|row| row.len() != width) {
        Some(row) => Err(DbError::Invariant(format!(
            "a row for {table} has {} values instead of {width}",
            row.len()
        ))),
        None => Ok(()),
    }
}

fn places(from: usize, count: usize) -> String {
    (from..from + count)
        .map(|i| format!("${i}"))
        .collect::<Vec<_>>()
        .join(", ")
}

/// `a = $1, b = $2`, or with other marks left and right of the sign.
fn pairs(names: &[&str], from: usize, (left, right): (&str, &str), between: &str) -> String {
    let pair = |(i, name)| format!("{left}{name} = {right}{}", from + i);
    names.iter().enumerate().map(pair).collect::<Vec<_>>().join(between)
}

/// `$1::int8[], $2::text[]`
fn arrays(types: &[Type]) -> String {
    types
        .iter()
        .enumerate()
        .map(|(i, ty)| format!("${}::{}[]", i + 1, ty.name()))
        .collect::<Vec<_>>()
        .join(", ")
}
