//! Statements on PostgreSQL: prepared once per connection, `BEGIN` sent along with the first statement and queued writes
//! sent along with `COMMIT`.

use crate::db_error::DbError;
use crate::pg_codec::{Param, fill};
use crate::pg_pool::PgClient;
use crate::value::{Row, Value};
use futures_util::{StreamExt, future};
use std::future::Future;
use std::pin::{Pin, pin};
use std::task::Poll;
use tokio::runtime::Handle;
use tokio_postgres::Statement;
use tokio_postgres::types::{ToSql, Type};

/// Rows per array statement.
const ROWS_PER_ARRAY: usize = 5_000;
/// Queued statements are sent when there are so many.
const QUEUE_LIMIT: usize = 128;

/// A client that stands inside a transaction.
pub(crate) struct PgTx {
    pub(crate) client: PgClient,
    handle: Handle,
    /// The statement that opens the transaction, until it is sent.
    begin: Option<&'static str>,
    queue: Vec<(String, Vec<Param>)>,
}

type Reply<'a> = Pin<Box<dyn Future<Output = Result<u64, DbError>> + 'a>>;

impl PgTx {
    pub(crate) fn new(client: PgClient, handle: Handle, begin: &'static str) -> PgTx {
        PgTx {
            client,
            handle,
            begin: Some(begin),
            queue: Vec::new(),
        }
    }

    pub(crate) fn for_each(
        &mut self,
        sql: &str,
        params: &[Value],
        each: &mut dyn FnMut(&Row) -> bool,
    ) -> Result<(), DbError> {
        self.flush()?;
        let statement = self.statement(sql)?;
        let begin = self.begin.take();
        let client = &self.client.client;
        let params: Vec<Param> = params.iter().cloned().map(Param::One).collect();
        self.handle.block_on(async {
            let opened = async {
                match begin {
                    Some(begin) => client.batch_execute(begin).await,
                    None => Ok(()),
                }
            };
            let (opened, stream) = future::join(opened, client.query_raw(&statement, refs(&params))).await;
            let fail = |e: tokio_postgres::Error| DbError::postgres(&e, sql);
            opened.map_err(fail)?;
            let mut stream = pin!(stream.map_err(fail)?);
            let (mut row, mut wanted) = (Row::default(), true);
            // Read to the end also when no more is wanted: an error in a later row ends the transaction and must be seen.
            while let Some(source) = stream.next().await {
                let source = source.map_err(fail)?;
                if wanted {
                    fill(&mut row, &source).map_err(|e| DbError::statement(e, sql))?;
                    wanted = each(&row);
                }
            }
            Ok(())
        })
    }

    pub(crate) fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64, DbError> {
        self.flush()?;
        self.queue
            .push((sql.to_owned(), params.iter().cloned().map(Param::One).collect()));
        self.flush()
    }

    pub(crate) fn queue(&mut self, sql: String, params: Vec<Param>) -> Result<(), DbError> {
        if self.queue.len() >= QUEUE_LIMIT {
            self.flush()?;
        }
        self.queue.push((sql, params));
        Ok(())
    }

    /// Turns rows into array statements and queues them. `shape` is the statement of one row: PostgreSQL tells from it the
    /// types of the columns; `make` writes the statement over all rows from those types.
    pub(crate) fn queue_rows(
        &mut self,
        shape: &str,
        rows: &[Vec<Value>],
        make: &dyn Fn(&[Type]) -> String,
    ) -> Result<(), DbError> {
        let statement = self.statement(shape)?;
        let sql = make(statement.params());
        for chunk in rows.chunks(ROWS_PER_ARRAY) {
            let column = |place: usize| Param::Column(chunk.iter().map(|row| row[place].clone()).collect());
            self.queue(sql.clone(), (0..statement.params().len()).map(column).collect())?;
        }
        Ok(())
    }

    /// Sends what is queued and waits for the answers; the number of rows changed.
    pub(crate) fn flush(&mut self) -> Result<u64, DbError> {
        if self.queue.is_empty() {
            return Ok(0);
        }
        self.send(None)
    }

    /// Sends what is queued together with the commit. Whatever fails, nothing is stored, except when the connection broke
    /// between: then the outcome is unknown.
    pub(crate) fn commit(&mut self) -> Result<(), DbError> {
        if self.begin.is_some() && self.queue.is_empty() {
            return Ok(());
        }
        if self.client.client.is_closed() {
            return Err(DbError::ConnectionLost("before the commit was sent".to_owned()));
        }
        match self.send(Some("COMMIT")) {
            Err(DbError::ConnectionLost(why)) => Err(DbError::CommitUnknown(why)),
            outcome => outcome.map(|_| ()),
        }
    }

    /// Sends the rollback and does not wait for the answer: whatever comes next on this connection comes after it.
    pub(crate) fn rollback(&mut self) {
        self.queue.clear();
        if self.begin.take().is_some() {
            return;
        }
        let mut rollback = Box::pin(self.client.client.batch_execute("ROLLBACK"));
        self.handle.block_on(future::poll_fn(|cx| {
            let _ = rollback.as_mut().poll(cx);
            Poll::Ready(())
        }));
    }

    pub(crate) fn batch(&mut self, sql: &str) -> Result<(), DbError> {
        self.flush()?;
        if let Some(begin) = self.begin.take() {
            self.batch(begin)?;
        }
        let client = &self.client.client;
        self.handle
            .block_on(client.batch_execute(sql))
            .map_err(|e| DbError::postgres(&e, sql))
    }

    fn statement(&mut self, sql: &str) -> Result<Statement, DbError> {
        let handle = &self.handle;
        self.client.statement(handle, sql)
    }

    fn send(&mut self, last: Option<&'static str>) -> Result<u64, DbError> {
        let queue = std::mem::take(&mut self.queue);
        let mut statements = Vec::with_capacity(queue.len());
        for (sql, _) in &queue {
            statements.push(self.statement(sql)?);
        }
        let client = &self.client.client;
        let simple = |sql: &'static str| -> Reply<'_> {
            Box::pin(async move {
                client
                    .batch_execute(sql)
                    .await
                    .map(|()| 0)
                    .map_err(|e| DbError::postgres(&e, sql))
            })
        };
        let mut replies: Vec<Reply<'_>> = Vec::with_capacity(queue.len() + 2);
        replies.extend(self.begin.take().map(simple));
        for ((sql, params), statement) in queue.iter().zip(&statements) {
            replies.push(Box::pin(async move {
                client
                    .execute_raw(statement, refs(params))
                    .await
                    .map_err(|e| DbError::postgres(&e, sql))
            }));
        }
        replies.extend(last.map(simple));
        self.handle.block_on(in_order(replies))
    }
}

fn refs(params: &[Param]) -> impl ExactSizeIterator<Item = &dyn ToSql> {
    params.iter().map(|param| param as &dyn ToSql)
}

/// Sends all requests in order before it waits for any answer, and returns the sum of the answers or the first error.
/// A request that fails before it is sent stops those behind it: a commit is never sent past a statement that was not.
async fn in_order(mut replies: Vec<Reply<'_>>) -> Result<u64, DbError> {
    let mut done: Vec<Option<Result<u64, DbError>>> = replies.iter().map(|_| None).collect();
    let mut sent = 0;
    future::poll_fn(|cx| {
        let mut waiting = false;
        for (place, reply) in replies.iter_mut().enumerate() {
            if done[place].is_some() {
                continue;
            }
            match reply.as_mut().poll(cx) {
                Poll::Ready(answer) => {
                    let failed_unsent = answer.is_err() && place >= sent;
                    done[place] = Some(answer);
                    if failed_unsent {
                        return Poll::Ready(());
                    }
                }
                Poll::Pending => waiting = true,
            }
            sent = sent.max(place + 1);
        }
        if waiting { Poll::Pending } else { Poll::Ready(()) }
    })
    .await;
    done.into_iter().flatten().sum()
}
