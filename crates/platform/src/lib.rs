//! Machinery without a word of lending: database, transactions, commands that may be repeated, audit trail, outbox, leases,
//! business day, and the HTTP kit.

mod lock;
mod value;

mod db_error;
mod db_options;
mod db_stats;
mod pg_codec;
mod pg_tls;
mod pg_pool;
mod pg_request;

mod tx;

mod db;

pub mod migrations;
pub mod schema;
#[doc(hidden)]
pub mod testing;

pub mod audit;
pub mod backup;
pub mod business_day;
mod check;
pub mod command;
pub mod demo_mark;
pub mod installation;
pub mod jobs;
pub mod outbox;
pub mod outgoing;
pub mod server_facts;
pub mod scope;
mod sight;
pub mod transfer;
mod sealer;

pub mod clock;
pub mod config;
pub mod http;
pub mod keys;
pub mod logging;
pub mod predicate;
pub mod spans;
pub mod traces;

pub use db::Db;
pub use db_error::DbError;
pub use db_options::{Backend, DbOptions};
pub use db_stats::DbStats;
pub use tx::{AuditLine, Tx};
pub use value::{Row, Value};

pub use sealer::AuditSealer;

pub use sight::{GuardedField, Guards, Sight};

pub use check::{CheckMode, CheckRequired, Checks};
pub use command::{CommandContext, CommandError, Outcome, run_command};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeExamples;
