//! The trail searched: by who, what, when, on what and from where.
//!
//! Indexes hold sealed lines only, so that commands do not pay for them. What is not sealed yet, a second's worth, is looked
//! through as it is.

use super::area::Area;
use super::{AuditEntry, COLUMNS, entry_of};
use crate::db_error::DbError;
use crate::tx::Tx;
use crate::value::Value;
use crate::values;
use kernel::Timestamp;
use std::collections::BTreeSet;
use uuid::Uuid;

/// A kind of act that the trail knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditKind {
    /// To what kind of object.
    pub object_kind: String,
    /// What was done.
    pub action: String,
}

/// Which lines; what is `None` does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditSearch {
    /// A login, the name of a token, an action, an object's kind or its number.
    pub text: Option<String>,
    /// What the act is about.
    pub area: Option<Area>,
    /// The login of who acted, or for whom.
    pub actor: Option<String>,
    /// What was done.
    pub action: Option<String>,
    /// To what kind of object.
    pub object_kind: Option<String>,
    /// To which object.
    pub object_id: Option<String>,
    /// From which address.
    pub address: Option<String>,
    /// Not before this moment.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub until: Option<Timestamp>,
}

impl AuditSearch {
    /// A search for a login, an action, an object's kind or its number.
    #[must_use]
    pub fn text(text: &str) -> AuditSearch {
        AuditSearch {
            text: Some(text.to_owned()),
            ..AuditSearch::default()
        }
    }

    fn wants(&self, kind: &AuditKind) -> bool {
        self.area.is_none_or(|area| Area::of(&kind.action) == area)
            && self.action.as_ref().is_none_or(|action| *action == kind.action)
            && self
                .object_kind
                .as_ref()
                .is_none_or(|object| *object == kind.object_kind)
    }
}

/// The kinds of acts that stand in the trail.
///
/// # Errors
/// [`DbError`] when the database fails.
pub fn kinds(tx: &mut Tx) -> Result<Vec<AuditKind>, DbError> {
    let sql = "SELECT object_kind, action FROM audit_kind
               UNION SELECT object_kind, action FROM audit_entry WHERE seq IS NULL ORDER BY object_kind, action";
    Ok(tx
        .query(sql, &[])?
        .iter()
        .map(|row| AuditKind {
            object_kind: row.text(0).to_owned(),
            action: row.text(1).to_owned(),
        })
        .collect())
}

pub(super) fn note_kinds(tx: &mut Tx, seen: &BTreeSet<(String, String)>) -> Result<(), DbError> {
    let known = tx.query("SELECT object_kind, action FROM audit_kind", &[])?;
    let known: BTreeSet<_> = known
        .iter()
        .map(|row| (row.text(0).to_owned(), row.text(1).to_owned()))
        .collect();
    let add =
        "INSERT INTO audit_kind (object_kind, action) VALUES ($1, $2) ON CONFLICT (object_kind, action) DO NOTHING";
    for (object_kind, action) in seen.difference(&known) {
        tx.queue(add, &values![object_kind, action])?;
    }
    Ok(())
}

/// More that lines must fulfil, said by a list: a condition whose parameters are `$1`, `$2` and so on.
#[derive(Debug, Clone, Default)]
pub struct Also {
    /// The condition; empty when there is none.
    pub sql: String,
    /// Its parameters.
    pub params: Vec<Value>,
}

/// Which of the lines that a search finds.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    /// Moment and id of the last line of the page before.
    pub after: Option<(Timestamp, Uuid)>,
    /// At most so many.
    pub limit: u32,
    /// From old to new.
    pub oldest_first: bool,
}

/// Lines of the trail, newest first; `before` is the moment and the id of the last line of the page before.
///
/// # Errors
/// [`DbError`] when the database fails.
pub fn search(
    tx: &mut Tx,
    asked: &AuditSearch,
    before: Option<(Timestamp, Uuid)>,
    limit: u32,
) -> Result<Vec<AuditEntry>, DbError> {
    let part = Part {
        after: before,
        limit,
        oldest_first: false,
    };
    search_part(tx, (asked, &Also::default()), &part)
}

/// Lines of the trail that fulfil more than a search says, in either order.
///
/// # Errors
/// [`DbError`] when the database fails.
pub fn search_part(tx: &mut Tx, (asked, also): (&AuditSearch, &Also), part: &Part) -> Result<Vec<AuditEntry>, DbError> {
    let mut statement = Statement::begin(tx, asked, also)?;
    let limit = statement.param(part.limit);
    let common = format!("{}{}", statement.common(asked, also), statement.after(part));
    let arms = statement.arms(tx, asked)?;
    if arms.is_empty() {
        return Ok(Vec::new());
    }
    let direction = if part.oldest_first { "ASC" } else { "DESC" };
    let order = format!("ORDER BY recorded_at {direction}, id {direction}");
    let first = |arm: String| {
        let found = format!("SELECT id, recorded_at FROM audit_entry WHERE {arm}{common} {order} LIMIT ${limit}");
        format!("SELECT id, recorded_at FROM ({found}) AS arm")
    };
    let union = arms.into_iter().map(first).collect::<Vec<_>>().join(" UNION ");
    let sql = format!(
        "SELECT {COLUMNS} FROM audit_entry WHERE id IN (SELECT id FROM ({union}) AS found {order} LIMIT ${limit}) {order}"
    );
    let rows = tx.query(&sql, &statement.params)?;
    Ok(rows.iter().map(entry_of).collect())
}

/// How many lines there are, counted up to a bound: then possibly more than it.
///
/// # Errors
/// [`DbError`] when the database fails.
pub fn count(tx: &mut Tx, (asked, also): (&AuditSearch, &Also), most: Option<i64>) -> Result<i64, DbError> {
    let mut statement = Statement::begin(tx, asked, also)?;
    let limit = statement.param(most.map_or(i64::MAX, |most| most.saturating_add(1)));
    let common = statement.common(asked, also);
    let arms = statement.arms(tx, asked)?;
    if arms.is_empty() {
        return Ok(0);
    }
    let some = |arm: String| {
        let found = format!("SELECT id FROM audit_entry WHERE {arm}{common} LIMIT ${limit}");
        format!("SELECT id FROM ({found}) AS arm")
    };
    let union = arms.into_iter().map(some).collect::<Vec<_>>().join(" UNION ");
    let sql = format!("SELECT COUNT(*) FROM ({union}) AS found");
    tx.query_one(&sql, &statement.params).map(|row| row.int(0))
}

/// A search as a condition on lines; its parameters stand behind those that are there.
///
/// # Errors
/// [`DbError`] when the database fails.
pub fn condition(tx: &mut Tx, asked: &AuditSearch, params: &mut Vec<Value>) -> Result<String, DbError> {
    if *asked == AuditSearch::default() {
        return Ok("1 = 1".to_owned());
    }
    let nothing = Also::default();
    let mut statement = Statement::begin(tx, asked, &nothing)?;
    statement.params = std::mem::take(params);
    let common = statement.common(asked, &nothing);
    let arms = statement.arms(tx, asked)?;
    *params = statement.params;
    if arms.is_empty() {
        return Ok("1 = 0".to_owned());
    }
    let found = arms
        .iter()
        .map(|arm| format!("SELECT id FROM audit_entry WHERE {arm}{common}"));
    Ok(format!("id IN ({})", found.collect::<Vec<_>>().join(" UNION ")))
}

/// A statement that grows: one arm for each index that can find lines.
struct Statement {
    params: Vec<Value>,
    /// Whether lines are found by their kinds; else by who, object or address, and their kinds are looked at.
    by_kind: bool,
}

/// As many lines are looked through one by one.
const FEW: i64 = 2_000;

/// Whether lines are to be found by object, who or address instead of their kinds: an object has few lines, a login or an address
/// is counted. SQLite's planner takes the index with the most columns; PostgreSQL's walks the lines of a kind by time and hopes to
/// meet some of the object soon.
fn is_few(tx: &mut Tx, asked: &AuditSearch) -> Result<bool, DbError> {
    let has_kind = asked.area.is_some() || asked.action.is_some() || asked.object_kind.is_some();
    if !has_kind {
        return Ok(false);
    }
    if asked.object_id.is_some() {
        return Ok(true);
    }
    for (column, value) in [("actor_login", &asked.actor), ("address", &asked.address)] {
        let Some(value) = value else { continue };
        let some = format!("SELECT 1 FROM audit_entry WHERE seq IS NOT NULL AND {column} = $1 LIMIT $2");
        let counted = tx.query_one(
            &format!("SELECT count(*) FROM ({some}) AS few"),
            &values![value, FEW + 1],
        )?;
        if counted.int(0) <= FEW {
            return Ok(true);
        }
    }
    Ok(false)
}

impl Statement {
    fn begin(tx: &mut Tx, asked: &AuditSearch, also: &Also) -> Result<Self, DbError> {
        Ok(Self {
            params: also.params.clone(),
            by_kind: !is_few(tx, asked)?,
        })
    }

    fn param(&mut self, value: impl Into<Value>) -> usize {
        self.params.push(value.into());
        self.params.len()
    }

    fn equal(&mut self, column: &str, value: &str) -> String {
        format!("{column} = ${}", self.param(value))
    }

    fn kind(&mut self, kind: &AuditKind) -> String {
        // An expression is in no index.
        let (object_kind, action) = match self.by_kind {
            true => ("object_kind", "action"),
            false => ("object_kind || ''", "action || ''"),
        };
        let object_kind = self.equal(object_kind, &kind.object_kind);
        format!("{object_kind} AND {}", self.equal(action, &kind.action))
    }

    /// What holds in every arm.
    fn common(&mut self, asked: &AuditSearch, also: &Also) -> String {
        let mut common = String::new();
        if !also.sql.is_empty() {
            common.push_str(&format!(" AND ({})", also.sql));
        }
        if let Some(from) = asked.from {
            common.push_str(&format!(" AND recorded_at >= ${}", self.param(from)));
        }
        if let Some(until) = asked.until {
            common.push_str(&format!(" AND recorded_at < ${}", self.param(until)));
        }
        for (column, value) in [("object_id", &asked.object_id), ("address", &asked.address)] {
            if let Some(value) = value {
                common.push_str(&format!(" AND {}", self.equal(column, value)));
            }
        }
        common
    }

    fn after(&mut self, part: &Part) -> String {
        let Some((at, id)) = part.after else {
            return String::new();
        };
        let (at, id) = (self.param(at), self.param(id));
        let past = if part.oldest_first { '>' } else { '<' };
        format!(" AND recorded_at {past}= ${at} AND (recorded_at {past} ${at} OR id {past} ${id})")
    }

    /// One arm for each index that can find lines, over what is sealed and what is not; none when nothing can be found.
    fn arms(&mut self, tx: &mut Tx, asked: &AuditSearch) -> Result<Vec<String>, DbError> {
        let kinds = kinds(tx)?;
        let mut arms = vec!["seq IS NOT NULL".to_owned(), "seq IS NULL".to_owned()];
        if asked.area.is_some() || asked.action.is_some() || asked.object_kind.is_some() {
            let wanted = kinds.iter().filter(|kind| asked.wants(kind));
            let mut wanted: Vec<String> = wanted.map(|kind| self.kind(kind)).collect();
            if !self.by_kind && !wanted.is_empty() {
                wanted = vec![format!("({})", wanted.join(" OR "))];
            }
            arms = times(&arms, &wanted);
        }
        if let Some(actor) = &asked.actor {
            arms = times(&arms, &self.names(actor));
        }
        if let Some(text) = &asked.text {
            let mut any = self.names(text);
            any.push(self.equal("object_id", text));
            any.push(format!("via_token IS NOT NULL AND {}", self.equal("via_token", text)));
            let named = kinds
                .iter()
                .filter(|kind| kind.action == *text || kind.object_kind == *text);
            any.extend(named.map(|kind| self.kind(kind)));
            arms = times(&arms, &any);
        }
        Ok(arms)
    }

    fn names(&mut self, login: &str) -> Vec<String> {
        vec![
            self.equal("actor_login", login),
            format!("on_behalf_of IS NOT NULL AND {}", self.equal("on_behalf_of", login)),
        ]
    }
}

fn times(arms: &[String], conditions: &[String]) -> Vec<String> {
    let joined = arms
        .iter()
        .flat_map(|arm| conditions.iter().map(move |one| format!("{arm} AND {one}")));
    joined.collect()
}
