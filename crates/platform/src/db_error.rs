//! What can go wrong between the program and its database.

/// A failure of the database, the same on both engines. Cloneable, because the members of one shared commit share its failure.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DbError {
    /// The database could not be opened or reached.
    #[error("the database cannot be opened: {0}")]
    Open(String),
    /// `query_one` found no row.
    #[error("no row for: {0}")]
    RowNotFound(String),
    /// A unique or primary key exists already. Holds the engine's words (SQLite names columns, PostgreSQL the constraint).
    #[error("already exists: {0}")]
    UniqueViolation(String),
    /// Another constraint was violated (foreign key, check, not null).
    #[error("constraint violated: {0}")]
    ConstraintViolation(String),
    /// The transaction lost against another one and may be tried again. `write` does so by itself, up to its limit.
    #[error("concurrent change: {0}")]
    Conflict(String),
    /// Nobody gave back a connection, or another process kept the write lock, for too long.
    #[error("the database is busy: {0}")]
    Busy(String),
    /// The connection broke before the commit was sent: nothing was stored.
    #[error("connection lost: {0}")]
    ConnectionLost(String),
    /// The commit failed: nothing was stored.
    #[error("commit failed: {0}")]
    CommitFailed(String),
    /// The connection broke while the commit was under way: ask again with the same idempotency key.
    #[error("commit outcome unknown: {0}")]
    CommitUnknown(String),
    /// A statement failed: wrong SQL, wrong type, disk error.
    #[error("statement failed: {message} in: {sql}")]
    Statement {
        /// The engine's words.
        message: String,
        /// The statement.
        sql: String,
    },
    /// The schema and the program do not fit together.
    #[error("migration: {0}")]
    Migration(String),
    /// A rule of the platform was broken by its caller or by the stored data.
    #[error("{0}")]
    Invariant(String),
}

impl DbError {
    /// Whether a unique or primary key exists already.
    pub fn is_unique_violation(&self) -> bool {
        matches!(self, DbError::UniqueViolation(_))
    }

    /// Whether the whole transaction may be run again.
    pub fn is_transient(&self) -> bool {
        matches!(self, DbError::Conflict(_) | DbError::ConnectionLost(_))
    }

    /// Whether the database cannot be reached or has just gone: during a fail-over, until another server has taken over.
    /// What was asked may be asked again later.
    pub fn is_outage(&self) -> bool {
        matches!(
            self,
            DbError::Open(_)
                | DbError::Busy(_)
                | DbError::ConnectionLost(_)
                | DbError::CommitFailed(_)
                | DbError::CommitUnknown(_)
        )
    }

    pub(crate) fn statement(message: impl ToString, sql: &str) -> DbError {
        DbError::Statement {
            message: shortened(&message.to_string()),
            sql: shortened(sql),
        }
    }

    pub(crate) fn sqlite(error: rusqlite::Error, sql: &str) -> DbError {
        use rusqlite::ErrorCode::{ConstraintViolation, DatabaseBusy, DatabaseLocked};
        let rusqlite::Error::SqliteFailure(failure, message) = &error else {
            return DbError::statement(error, sql);
        };
        let message = message.clone().unwrap_or_else(|| failure.to_string());
        match failure.code {
            // SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_ROWID
            ConstraintViolation if [1555, 2067, 2579].contains(&failure.extended_code) => {
                DbError::UniqueViolation(message)
            }
            ConstraintViolation => DbError::ConstraintViolation(message),
            DatabaseBusy | DatabaseLocked => DbError::Busy(message),
            _ => DbError::statement(message, sql),
        }
    }

    pub(crate) fn postgres(error: &tokio_postgres::Error, sql: &str) -> DbError {
        let Some(db) = error.as_db_error() else {
            if error.is_closed() || std::error::Error::source(error).is_some_and(|e| e.is::<std::io::Error>()) {
                return DbError::ConnectionLost(full_text(error));
            }
            return DbError::statement(full_text(error), sql);
        };
        let text = match db.constraint() {
            Some(constraint) => format!("{} ({constraint})", db.message()),
            None => db.message().to_owned(),
        };
        match db.code().code() {
            "23505" => DbError::UniqueViolation(text),
            "40001" | "40P01" => DbError::Conflict(text),
            // The schema changed under a prepared statement: prepared anew, it works.
            "0A000" if text.contains("cached plan") => DbError::Conflict(text),
            "55P03" => DbError::Busy(text),
            "57P01" | "57P02" | "57P03" => DbError::ConnectionLost(text),
            code if code.starts_with("23") => DbError::ConstraintViolation(text),
            _ => DbError::statement(text, sql),
        }
    }
}

/// The first 300 characters: enough to recognise a statement, short enough for a log.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(300) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn full_text(error: &tokio_postgres::Error) -> String {
    match std::error::Error::source(error) {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}
