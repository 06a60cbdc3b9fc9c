//! Statements on SQLite.

use crate::db_error::DbError;
use crate::value::{Row, Value};
use rusqlite::types::ValueRef;
use rusqlite::{CachedStatement, Connection};

/// A connection that stands inside a transaction.
pub(crate) struct SqliteTx {
    pub(crate) conn: Connection,
    /// Whether a statement that may change something was begun.
    pub(crate) wrote: bool,
}

impl SqliteTx {
    pub(crate) fn for_each(
        &mut self,
        sql: &str,
        params: &[Value],
        each: &mut dyn FnMut(&Row) -> bool,
    ) -> Result<(), DbError> {
        let fail = |e| DbError::sqlite(e, sql);
        let mut stmt = self.conn.prepare_cached(sql).map_err(fail)?;
        self.wrote |= !stmt.readonly();
        bind_numbered(&mut stmt, sql, params)?;
        let mut rows = stmt.raw_query();
        let mut row = Row::default();
        while let Some(source) = rows.next().map_err(fail)? {
            row.clear();
            // Asked here and not before: the first step may have prepared the statement anew after a change of the schema.
            for place in 0..source.as_ref().column_count() {
                match source.get_ref(place).map_err(fail)? {
                    ValueRef::Null => row.push_null(),
                    ValueRef::Integer(n) => row.push_int(n),
                    ValueRef::Text(text) => {
                        row.push_text(std::str::from_utf8(text).map_err(|e| DbError::statement(e, sql))?)
                    }
                    ValueRef::Blob(bytes) => row.push_bytes(bytes),
                    ValueRef::Real(_) => return Err(DbError::statement("floating point is not read here", sql)),
                }
            }
            if !each(&row) {
                break;
            }
        }
        Ok(())
    }

    pub(crate) fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64, DbError> {
        let mut stmt = self.conn.prepare_cached(sql).map_err(|e| DbError::sqlite(e, sql))?;
        self.wrote |= !stmt.readonly();
        bind_numbered(&mut stmt, sql, params)?;
        stmt.raw_execute()
            .map(|n| n as u64)
            .map_err(|e| DbError::sqlite(e, sql))
    }

    /// Runs one statement for every row; the row's values are its `$1…$n`.
    pub(crate) fn execute_rows(&mut self, sql: &str, rows: &[Vec<Value>]) -> Result<u64, DbError> {
        let fail = |e| DbError::sqlite(e, sql);
        let mut stmt = self.conn.prepare_cached(sql).map_err(fail)?;
        self.wrote = true;
        let numbers = numbers(&stmt, sql, rows.first().map_or(0, Vec::len))?;
        let mut changed = 0;
        for row in rows {
            for (index, number) in numbers.iter().enumerate() {
                bind(&mut stmt, index + 1, &row[*number]).map_err(fail)?;
            }
            changed += stmt.raw_execute().map_err(fail)? as u64;
        }
        Ok(changed)
    }

    pub(crate) fn batch(&mut self, sql: &str) -> Result<(), DbError> {
        self.wrote = true;
        self.conn.execute_batch(sql).map_err(|e| DbError::sqlite(e, sql))
    }
}

/// SQLite numbers `$n` by first appearance: this binds them by their number, as PostgreSQL does.
fn bind_numbered(stmt: &mut CachedStatement<'_>, sql: &str, params: &[Value]) -> Result<(), DbError> {
    for (index, number) in numbers(stmt, sql, params.len())?.into_iter().enumerate() {
        bind(stmt, index + 1, &params[number]).map_err(|e| DbError::sqlite(e, sql))?;
    }
    Ok(())
}

/// For every place of the statement, which of the `given` parameters belongs there.
fn numbers(stmt: &CachedStatement<'_>, sql: &str, given: usize) -> Result<Vec<usize>, DbError> {
    let wrong = || DbError::statement(format!("{given} parameters do not fit"), sql);
    let number = |index| match stmt.parameter_name(index) {
        Some(name) => name.get(1..).and_then(|n| n.parse::<usize>().ok()?.checked_sub(1)),
        None => Some(index - 1),
    };
    let found: Option<Vec<usize>> = (1..=stmt.parameter_count()).map(number).collect();
    let found = found.ok_or_else(wrong)?;
    if found.iter().any(|n| *n >= given) || (0..given).any(|n| !found.contains(&n)) {
        return Err(wrong());
    }
    Ok(found)
}

fn bind(stmt: &mut CachedStatement<'_>, index: usize, value: &Value) -> rusqlite::Result<()> {
    match value {
        Value::Null => stmt.raw_bind_parameter(index, rusqlite::types::Null),
        Value::Int(n) => stmt.raw_bind_parameter(index, n),
        Value::Text(text) => stmt.raw_bind_parameter(index, text.as_str()),
        Value::Bytes(bytes) => stmt.raw_bind_parameter(index, bytes.as_slice()),
        Value::Id(id) => stmt.raw_bind_parameter(index, id.as_bytes().as_slice()),
    }
}
