//! What a database server says about itself, for `xindai doctor`.

use crate::db_error::DbError;
use crate::db_options::Backend;
use crate::tx::Tx;
use kernel::Timestamp;

/// The oldest PostgreSQL that is tested.
pub const OLDEST: i64 = 15;

/// Version and settings of a PostgreSQL that decide whether what was acknowledged stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerFacts {
    /// Major version.
    pub major: i64,
    /// Encoding of the database.
    pub encoding: String,
    /// Whether it is a standby.
    pub in_recovery: bool,
    /// Most connections.
    pub connections: i64,
    off: Vec<&'static str>,
}

impl ServerFacts {
    /// Whether `fsync`, `full_page_writes` or `synchronous_commit` is off.
    #[must_use]
    pub fn is_off(&self, setting: &str) -> bool {
        self.off.contains(&setting)
    }
}

const DURABLE: [&str; 3] = ["fsync", "full_page_writes", "synchronous_commit"];

/// Asks a PostgreSQL.
///
/// # Errors
/// [`DbError`] when the database fails, or is embedded.
pub fn read(tx: &mut Tx) -> Result<ServerFacts, DbError> {
    let sql = "SELECT current_setting('server_version_num'), current_setting('max_connections'),
            pg_encoding_to_char(encoding)::text, CASE WHEN pg_is_in_recovery() THEN 1 ELSE 0 END::bigint,
            current_setting('fsync'), current_setting('full_page_writes'), current_setting('synchronous_commit')
        FROM pg_database WHERE datname = current_database()";
    let row = tx.query_one(sql, &[])?;
    let number = |column: usize| row.text(column).parse::<i64>().unwrap_or(0);
    let off = DURABLE
        .into_iter()
        .enumerate()
        .filter(|(place, _)| row.text(4 + place) == "off");
    Ok(ServerFacts {
        major: number(0) / 10_000,
        encoding: row.text(2).to_owned(),
        in_recovery: row.bool(3),
        connections: number(1),
        off: off.map(|(_, name)| name).collect(),
    })
}

/// The server's clock; `None` for an embedded database, which has this machine's.
///
/// # Errors
/// [`DbError`] when the database fails.
pub fn clock(tx: &mut Tx) -> Result<Option<Timestamp>, DbError> {
    if tx.backend() == Backend::Sqlite {
        return Ok(None);
    }
    let row = tx.query_one("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint", &[])?;
    Ok(Some(Timestamp::from_millis(row.int(0))))
}

/// Whether the database can be written: a standby that has not taken over cannot.
///
/// # Errors
/// [`DbError`] when the database fails.
pub fn is_writable(tx: &mut Tx) -> Result<bool, DbError> {
    if tx.backend() == Backend::Sqlite {
        return tx.query_one("SELECT 1", &[]).map(|_| true);
    }
    let sql = "SELECT CASE WHEN pg_is_in_recovery() THEN 0 ELSE 1 END::bigint";
    tx.query_one(sql, &[]).map(|row| row.bool(0))
}
