//! Statements on PostgreSQL: prepared once per connection, and sent in as few flights as possible. `BEGIN` and queued writes
//! travel with the next query, queries that were foreseen travel with the first that is asked, and what is queued at the
//! end travels with `COMMIT`.

use crate::db_error::DbError;
use crate::pg_codec::{Param, fill};
use crate::pg_pool::PgClient;
use crate::pg_request::{FEW_ROWS, Request, merged};
use crate::value::{Row, Value};
use futures_util::{StreamExt, future};
use std::future::Future;
use std::pin::Pin;
use std::task::Poll;
use tokio::runtime::Handle;
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Client, RowStream, Statement};

/// Rows per array statement.
const ROWS_PER_ARRAY: usize = 5_000;
/// Queued statements are sent when there are so many.
const QUEUE_LIMIT: usize = 128;

/// A query whose answer is wanted soon; the answer once it has come.
struct Foreseen {
    sql: String,
    params: Vec<Value>,
    /// How often it will be asked.
    times: u32,
    rows: Option<Vec<Row>>,
}

impl Foreseen {
    fn is(&self, sql: &str, params: &[Value]) -> bool {
        self.sql == sql && self.params == params
    }
}

/// A client that stands inside a transaction.
pub(crate) struct PgTx {
    pub(crate) client: PgClient,
    handle: Handle,
    /// The statement that opens the transaction, until it is sent.
    begin: Option<&'static str>,
    queue: Vec<Request>,
    foreseen: Vec<Foreseen>,
}

/// What came back for one request.
enum Answer {
    Changed(u64),
    Rows(Vec<Row>),
    Stream(Pin<Box<RowStream>>),
}

type Reply<'a> = Pin<Box<dyn Future<Output = Result<Answer, DbError>> + 'a>>;

impl PgTx {
    pub(crate) fn new(client: PgClient, handle: Handle, begin: &'static str) -> PgTx {
        PgTx {
            client,
            handle,
            begin: Some(begin),
            queue: Vec::new(),
            foreseen: Vec::new(),
        }
    }

    /// Has a query travel with the next one that is asked.
    pub(crate) fn foresee(&mut self, sql: &str, params: &[Value], times: u32) {
        self.foreseen.retain(|f| !f.is(sql, params));
        self.foreseen.push(Foreseen {
            sql: sql.to_owned(),
            params: params.to_vec(),
            times,
            rows: None,
        });
    }

    /// Gives the rows of a query that was foreseen and has been answered.
    fn recall(&mut self, sql: &str, params: &[Value], each: &mut dyn FnMut(&Row) -> bool) -> bool {
        let Some(place) = self.foreseen.iter().position(|f| f.is(sql, params)) else {
            return false;
        };
        let known = &mut self.foreseen[place];
        known.times = known.times.saturating_sub(1);
        let (last, rows) = (known.times == 0, known.rows.as_ref());
        let answered = rows.is_some();
        let _ = rows.is_none_or(|rows| rows.iter().all(each));
        if last {
            self.foreseen.swap_remove(place);
        }
        answered
    }

    pub(crate) fn for_each(
        &mut self,
        sql: &str,
        params: &[Value],
        each: &mut dyn FnMut(&Row) -> bool,
    ) -> Result<(), DbError> {
        if self.recall(sql, params, each) {
            return Ok(());
        }
        let mut queries = vec![Request::of(sql, params)];
        let is_ahead = |f: &&mut Foreseen| f.rows.is_none() && !f.is(sql, params);
        let mut foreseen = std::mem::take(&mut self.foreseen);
        let ahead: Vec<&mut Foreseen> = foreseen.iter_mut().filter(is_ahead).collect();
        queries.extend(ahead.iter().map(|f| Request::of(&f.sql, &f.params)));
        let mut answers = self.send(&queries, None)?.into_iter();
        let answer = answers.next();
        for (foreseen, answer) in ahead.into_iter().zip(answers) {
            if let Answer::Rows(rows) = answer {
                foreseen.rows = Some(rows);
            }
        }
        self.foreseen = foreseen;
        match answer {
            Some(Answer::Rows(rows)) => {
                let _ = rows.iter().all(each);
                Ok(())
            }
            Some(Answer::Stream(stream)) => self.handle.block_on(read(stream, sql, each)),
            _ => Ok(()),
        }
    }

    pub(crate) fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64, DbError> {
        self.flush()?;
        self.queue(Request::of(sql, params))?;
        self.flush()
    }

    pub(crate) fn queue(&mut self, request: Request) -> Result<(), DbError> {
        if self.queue.len() >= QUEUE_LIMIT {
            self.flush()?;
        }
        self.queue.push(request);
        Ok(())
    }

    /// Queues rows of a table: a few as a statement each, many as array statements. `one` is the statement of one row:
    /// PostgreSQL tells from it the types of the columns; `make` writes the statement over all rows from those types.
    pub(crate) fn queue_rows(
        &mut self,
        (table, one): (&str, &str),
        rows: &[Vec<Value>],
        make: &dyn Fn(&[Type]) -> String,
    ) -> Result<(), DbError> {
        if rows.len() <= FEW_ROWS {
            let each = |row: &Vec<Value>| self.queue(Request::of(one, row).writing(table));
            return rows.iter().try_for_each(each);
        }
        let statement = self.statement(one)?;
        let sql = make(statement.params());
        for chunk in rows.chunks(ROWS_PER_ARRAY) {
            let column = |place: usize| Param::Column(chunk.iter().map(|row| row[place].clone()).collect());
            self.queue(Request::with(
                sql.clone(),
                (0..statement.params().len()).map(column).collect(),
            ))?;
        }
        Ok(())
    }

    /// Sends what is queued and waits for the answers; the number of rows changed.
    pub(crate) fn flush(&mut self) -> Result<u64, DbError> {
        if self.queue.is_empty() {
            return Ok(0);
        }
        self.send_queue(None)
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
        match self.send_queue(Some("COMMIT")) {
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

    fn send_queue(&mut self, last: Option<&'static str>) -> Result<u64, DbError> {
        let count = |answer| match answer {
            Answer::Changed(rows) => rows,
            Answer::Rows(_) | Answer::Stream(_) => 0,
        };
        Ok(self.send(&[], last)?.into_iter().map(count).sum())
    }

    /// One flight: the beginning, what is queued, some queries, a last statement. The answers of the queries, or of what was
    /// queued when there is no query. A single query is streamed; several are read to their ends, side by side.
    fn send(&mut self, queries: &[Request], last: Option<&'static str>) -> Result<Vec<Answer>, DbError> {
        let queue = merged(std::mem::take(&mut self.queue));
        let mut statements = Vec::with_capacity(queue.len() + queries.len());
        for request in queue.iter().chain(queries) {
            statements.push(self.statement(&request.sql)?);
        }
        let client = &self.client.client;
        let mut replies: Vec<Reply<'_>> = Vec::with_capacity(statements.len() + 2);
        replies.extend(self.begin.take().map(|sql| simple(client, sql)));
        let writes = queue.iter().zip(&statements);
        replies.extend(writes.map(|(request, statement)| write(client, request, statement)));
        let before = replies.len();
        let asked = queries.iter().zip(&statements[queue.len()..]);
        replies.extend(asked.map(|(request, statement)| query(client, request, statement, queries.len() == 1)));
        replies.extend(last.map(|sql| simple(client, sql)));
        let mut answers = self.handle.block_on(in_order(replies))?;
        if !queries.is_empty() {
            answers.drain(..before);
        }
        Ok(answers)
    }
}

fn simple<'a>(client: &'a Client, sql: &'static str) -> Reply<'a> {
    Box::pin(async move {
        let done = client.batch_execute(sql).await;
        done.map(|()| Answer::Changed(0))
            .map_err(|e| DbError::postgres(&e, sql))
    })
}

fn write<'a>(client: &'a Client, request: &'a Request, statement: &'a Statement) -> Reply<'a> {
    Box::pin(async move {
        let changed = client.execute_raw(statement, refs(&request.params)).await;
        changed
            .map(Answer::Changed)
            .map_err(|e| DbError::postgres(&e, &request.sql))
    })
}

fn query<'a>(client: &'a Client, request: &'a Request, statement: &'a Statement, streamed: bool) -> Reply<'a> {
    Box::pin(async move {
        let sql = &request.sql;
        let stream = client.query_raw(statement, refs(&request.params)).await;
        let stream = Box::pin(stream.map_err(|e| DbError::postgres(&e, sql))?);
        if streamed {
            return Ok(Answer::Stream(stream));
        }
        let mut rows = Vec::new();
        read(stream, sql, &mut |row| {
            rows.push(row.clone());
            true
        })
        .await?;
        Ok(Answer::Rows(rows))
    })
}

/// Hands the rows over until no more is wanted. Read to the end also then: an error in a later row ends the transaction and
/// must be seen.
async fn read(mut stream: Pin<Box<RowStream>>, sql: &str, each: &mut dyn FnMut(&Row) -> bool) -> Result<(), DbError> {
    let (mut row, mut wanted) = (Row::default(), true);
    while let Some(source) = stream.next().await {
        let source = source.map_err(|e| DbError::postgres(&e, sql))?;
        if wanted {
            fill(&mut row, &source).map_err(|e| DbError::statement(e, sql))?;
            wanted = each(&row);
        }
    }
    Ok(())
}

fn refs(params: &[Param]) -> impl ExactSizeIterator<Item = &dyn ToSql> {
    params.iter().map(|param| param as &dyn ToSql)
}

/// Sends all requests in order before it waits for any answer, and returns the answers or the first error.
/// A request that fails before it is sent stops those behind it: a commit is never sent past a statement that was not.
async fn in_order(mut replies: Vec<Reply<'_>>) -> Result<Vec<Answer>, DbError> {
    let mut done: Vec<Option<Result<Answer, DbError>>> = replies.iter().map(|_| None).collect();
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
    done.into_iter().flatten().collect()
}
