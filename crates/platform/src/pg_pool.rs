//! Connections to PostgreSQL and the small private runtime that moves their bytes.

use crate::db_error::DbError;
use crate::db_options::DbOptions;
use crate::db_stats::{CommitCounter, DbStats};
use crate::lock::lock;
use crate::pg_tls;
use std::collections::HashMap;
use std::sync::{Condvar, Mutex};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::runtime::{Handle, Runtime};
use tokio_postgres::config::TargetSessionAttrs;
use tokio_postgres::{Client, Config, Connection, NoTls, Statement};
use tokio_postgres_rustls::MakeRustlsConnect;

/// Statements kept prepared per connection; texts are few, list filters make some more.
const STATEMENTS: usize = 512;
const WAIT: Duration = Duration::from_secs(30);
/// A server that has acknowledged nothing for so long is gone.
const GONE: Duration = Duration::from_secs(15);
/// What the driver takes when the address says nothing.
const TWO_HOURS: Duration = Duration::from_secs(2 * 60 * 60);

/// One connection with its prepared statements.
pub(crate) struct PgClient {
    pub(crate) client: Client,
    statements: HashMap<String, Statement>,
}

impl PgClient {
    pub(crate) fn statement(&mut self, handle: &Handle, sql: &str) -> Result<Statement, DbError> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let statement = handle
            .block_on(self.client.prepare(sql))
            .map_err(|e| DbError::postgres(&e, sql))?;
        if self.statements.len() >= STATEMENTS {
            self.statements.clear();
        }
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    pub(crate) fn forget_statements(&mut self) {
        self.statements.clear();
    }
}

struct Idle {
    clients: Vec<PgClient>,
    /// Connections that exist, idle or in use.
    open: usize,
}

pub(crate) struct PgPool {
    config: Config,
    tls: Option<MakeRustlsConnect>,
    runtime: Option<Runtime>,
    idle: Mutex<Idle>,
    freed: Condvar,
    pub(crate) counter: CommitCounter,
    max: usize,
}

impl PgPool {
    pub(crate) fn open(url: &str, options: &DbOptions) -> Result<PgPool, DbError> {
        let (mut config, tls) = pg_tls::settings(url)?;
        config.application_name("xindai");
        if config.get_hosts().len() > 1 {
            // Servers of one cluster: only the leader can write.
            config.target_session_attrs(TargetSessionAttrs::ReadWrite);
        }
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(Duration::from_secs(10));
        }
        // A machine that has gone says nothing: without these its connections would hang until the system gives up, hours later.
        if config.get_tcp_user_timeout().is_none() {
            config.tcp_user_timeout(GONE);
        }
        if config.get_keepalives_idle() == TWO_HOURS {
            config.keepalives_idle(GONE);
        }
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("postgres")
            .enable_all()
            .build()
            .map_err(|e| DbError::Open(e.to_string()))?;
        let pool = PgPool {
            config,
            tls,
            runtime: Some(runtime),
            idle: Mutex::new(Idle {
                clients: Vec::new(),
                open: 0,
            }),
            freed: Condvar::new(),
            counter: CommitCounter::default(),
            max: options.pg_connections.max(1),
        };
        let first = pool.acquire()?;
        pool.release(first);
        Ok(pool)
    }

    pub(crate) fn handle(&self) -> Handle {
        self.runtime
            .as_ref()
            .expect("the runtime lives as long as the pool")
            .handle()
            .clone()
    }

    pub(crate) fn stats(&self) -> DbStats {
        let (commits, writes) = self.counter.totals();
        let idle = lock(&self.idle);
        DbStats {
            commits,
            writes,
            waiting_writes: 0,
            connections_in_use: idle.open.saturating_sub(idle.clients.len()),
            connections_open: idle.open,
            connections_max: self.max,
        }
    }

    pub(crate) fn acquire(&self) -> Result<PgClient, DbError> {
        let mut idle = lock(&self.idle);
        loop {
            while let Some(client) = idle.clients.pop() {
                if !client.client.is_closed() {
                    return Ok(client);
                }
                idle.open -= 1;
            }
            if idle.open < self.max {
                idle.open += 1;
                drop(idle);
                return self.connect().inspect_err(|_| self.discarded());
            }
            let (guard, wait) = self
                .freed
                .wait_timeout(idle, WAIT)
                .unwrap_or_else(std::sync::PoisonError::into_inner);
            idle = guard;
            if wait.timed_out() && idle.clients.is_empty() && idle.open >= self.max {
                return Err(DbError::Busy(format!("all {} connections are in use", self.max)));
            }
        }
    }

    /// Gives a connection back; one that is broken is closed.
    pub(crate) fn release(&self, client: PgClient) {
        if client.client.is_closed() {
            self.discarded();
            return;
        }
        lock(&self.idle).clients.push(client);
        self.freed.notify_one();
    }

    /// A connection that is not given back.
    pub(crate) fn discarded(&self) {
        lock(&self.idle).open -= 1;
        self.freed.notify_one();
    }

    fn connect(&self) -> Result<PgClient, DbError> {
        let handle = self.handle();
        let connected = handle.block_on(async {
            match self.tls.clone() {
                Some(tls) => self.config.connect(tls).await.map(driven),
                None => self.config.connect(NoTls).await.map(driven),
            }
        });
        let client = connected.map_err(|e| DbError::Open(DbError::postgres(&e, "connect").to_string()))?;
        Ok(PgClient {
            client,
            statements: HashMap::new(),
        })
    }
}

/// Lets the bytes of a connection be moved by the runtime that made it.
fn driven<S, T>((client, connection): (Client, Connection<S, T>)) -> Client
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    T: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::warn!(%error, "a database connection ended");
        }
    });
    client
}

impl Drop for PgPool {
    fn drop(&mut self) {
        lock(&self.idle).clients.clear();
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
