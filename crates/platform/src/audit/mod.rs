//! The audit trail: who did what to which object, in a chain of SHA-256 hashes that shows any later change.
//!
//! A line is written in the transaction of the act itself. Lines are sealed into the chain a moment later, by one sealer at
//! a time, so that commands do not queue for the chain's end.

use crate::db::Db;
use crate::db_error::DbError;
use crate::tx::Tx;
use crate::value::{Row, Value};
use crate::values;
use kernel::Timestamp;
use serde_json::Value as Json;
use std::collections::BTreeSet;
use uuid::Uuid;

mod area;
mod line;
mod verify;
mod proof;
mod search;
mod archive;

pub use archive::{
    ARCHIVED, Archive, Gap, begin_archive, count_old, end_archive, find_archive, gaps_of, hashes_at, list_archives,
    list_old, remove_archived, sealed_lines,
};
pub use area::Area;
pub use line::SealedLine;
pub use proof::{Proof, prove};
pub use search::{Also, AuditKind, AuditSearch, Part, condition, count, kinds, search, search_part};
pub use verify::{Verification, verify};

const SEALED_AT_ONCE: i64 = 1_000;
const COLUMNS: &str = "id, recorded_at, actor_id, actor_login, request_id, action, object_kind, object_id, before_json, \
                       after_json, seq, hash, on_behalf_of, address, via_token";

/// One line of the trail, as it is read.
#[derive(Debug, Clone)]
pub struct AuditEntry {
    /// Identifier, in the order of writing.
    pub id: Uuid,
    /// Place in the chain; `None` until sealed.
    pub seq: Option<i64>,
    /// When the act was recorded.
    pub at: Timestamp,
    /// Who acted.
    pub actor_login: String,
    /// For whom they acted: somebody absent, or the maker of a change that they approved.
    pub on_behalf_of: Option<String>,
    /// The address from which they acted; `None` for the system itself, and on lines of before it was kept.
    pub address: Option<String>,
    /// Name of the token with which a program acted.
    pub via_token: Option<String>,
    /// The request.
    pub request_id: String,
    /// What was done.
    pub action: String,
    /// To what kind of object.
    pub object_kind: String,
    /// To which object.
    pub object_id: String,
    /// The object before.
    pub before: Option<Json>,
    /// The object after.
    pub after: Option<Json>,
    /// Hash of this line and all before it; `None` until sealed.
    pub hash: Option<Vec<u8>>,
}

/// The end of the chain: print it somewhere else, and nobody can rewrite the chain unnoticed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainHead {
    /// Number of sealed lines.
    pub seq: i64,
    /// Hash over all of them.
    pub hash: Vec<u8>,
}

/// Seals what is not sealed yet; the number of lines sealed. Several nodes may call it at once.
///
/// # Errors
/// [`DbError`] when the database fails.
pub fn seal(db: &Db) -> Result<u64, DbError> {
    let waiting = "SELECT count(*) FROM (SELECT 1 FROM audit_entry WHERE seq IS NULL LIMIT 1) AS waiting";
    let mut total = 0;
    while db.read(|tx| Ok::<_, DbError>(tx.query_one(waiting, &[])?.int(0) > 0))? {
        total += db.write(seal_some)?;
    }
    Ok(total)
}

fn seal_some(tx: &mut Tx) -> Result<u64, DbError> {
    let mut head = head(tx, tx.row_lock())?;
    let sql = format!("SELECT {COLUMNS} FROM audit_entry WHERE seq IS NULL ORDER BY id LIMIT $1");
    let mut sealed: Vec<Vec<Value>> = Vec::new();
    let mut seen: BTreeSet<(String, String)> = BTreeSet::new();
    tx.for_each(&sql, &values![SEALED_AT_ONCE], |row| {
        head.seq += 1;
        head.hash = line::chained(&head.hash, head.seq, &line::Fields::of_row(row));
        sealed.push(Vec::from(values![row.id(0), head.seq, head.hash.clone()]));
        seen.insert((row.text(6).to_owned(), row.text(5).to_owned()));
    })?;
    tx.update_rows("audit_entry", &["id"], &["seq", "hash"], &sealed)?;
    search::note_kinds(tx, &seen)?;
    tx.queue(
        "UPDATE audit_head SET seq = $1, hash = $2 WHERE id = 1",
        &values![head.seq, head.hash],
    )?;
    Ok(sealed.len() as u64)
}

/// The end of the chain as it stands: what is sealed later is not in it.
///
/// # Errors
/// [`DbError`] when the database fails.
pub fn chain_head(tx: &mut Tx) -> Result<ChainHead, DbError> {
    head(tx, "")
}

/// How many lines wait to be sealed.
///
/// # Errors
/// [`DbError`] when the database fails.
pub fn count_unsealed(tx: &mut Tx) -> Result<i64, DbError> {
    let sql = "SELECT count(*) FROM audit_entry WHERE seq IS NULL";
    tx.query_one(sql, &[]).map(|row| row.int(0))
}

/// When the last line was written.
///
/// # Errors
/// [`DbError`] when the database fails.
pub fn last_recorded(tx: &mut Tx) -> Result<Option<Timestamp>, DbError> {
    let row = tx.query_opt("SELECT recorded_at FROM audit_entry ORDER BY id DESC LIMIT 1", &[])?;
    Ok(row.map(|row| row.timestamp(0)))
}

fn head(tx: &mut Tx, row_lock: &str) -> Result<ChainHead, DbError> {
    let row = tx.query_one(&format!("SELECT seq, hash FROM audit_head WHERE id = 1{row_lock}"), &[])?;
    Ok(ChainHead {
        seq: row.int(0),
        hash: row.bytes(1).to_vec(),
    })
}

fn entry_of(row: &Row) -> AuditEntry {
    let json = |column: usize| (!row.is_null(column)).then(|| row.json(column));
    AuditEntry {
        id: row.id(0),
        at: row.timestamp(1),
        actor_login: row.text(3).to_owned(),
        on_behalf_of: row.opt_text(12).map(str::to_owned),
        address: row.opt_text(13).map(str::to_owned),
        via_token: row.opt_text(14).map(str::to_owned),
        request_id: row.text(4).to_owned(),
        action: row.text(5).to_owned(),
        object_kind: row.text(6).to_owned(),
        object_id: row.text(7).to_owned(),
        before: json(8),
        after: json(9),
        seq: row.opt_int(10),
        hash: row.opt_bytes(11).map(<[u8]>::to_vec),
    }
}
