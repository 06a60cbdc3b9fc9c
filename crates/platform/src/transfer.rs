//! All rows of one database into another one of the same shape: from an embedded database to a server, or back.

use crate::db::Db;
use crate::db_error::DbError;
use crate::db_options::Backend;
use crate::schema::{self, Column};
use crate::tx::Tx;
use crate::value::{Row, Value};
use crate::values;
use std::collections::{BTreeMap, BTreeSet};

const ROWS_AT_ONCE: usize = 2_000;
/// Belongs to the engine: each has its own steps.
const STEPS: &str = "schema_migration";
/// Begins the names of tables that tell in an engine's own numbers what was written: nothing of another engine's use.
const FEED: &str = "feed_";

/// Copies all rows, read from one snapshot and written in one transaction; their number. Both sides have the same steps; rows
/// that the steps themselves put into the target are replaced.
///
/// # Errors
/// [`DbError::Invariant`] when the shapes differ or both sides are servers; any other [`DbError`] when a database fails.
pub fn transfer(from: &Db, to: &Db, told: &mut dyn FnMut(&str, u64)) -> Result<u64, DbError> {
    if from.backend() == Backend::Postgres && to.backend() == Backend::Postgres {
        let reason = "from server to server use the server's own tools".to_owned();
        return Err(DbError::Invariant(reason));
    }
    from.read(|source| {
        to.write(|target| {
            let tables = merged(shape(source)?, &shape(target)?)?;
            let embedded = if source.backend() == Backend::Sqlite {
                &mut *source
            } else {
                &mut *target
            };
            let order = by_reference(embedded, &tables)?;
            for table in order.iter().rev() {
                target.execute(&format!("DELETE FROM {table}"), &[])?;
            }
            let mut total = 0;
            for table in &order {
                let rows = copy_table(source, target, table, &tables[table])?;
                told(table, rows);
                total += rows;
            }
            Ok(total)
        })
    })
}

/// Columns by table, without what belongs to the engine.
fn shape(tx: &mut Tx) -> Result<BTreeMap<String, Vec<Column>>, DbError> {
    let mut tables: BTreeMap<String, Vec<Column>> = BTreeMap::new();
    for column in schema::describe(tx)? {
        if column.table != STEPS && !column.table.starts_with(FEED) {
            tables.entry(column.table.clone()).or_default().push(column);
        }
    }
    Ok(tables)
}

/// Columns of both sides, which must have the same names; an identifier where one side calls it so, as the other may call it
/// bytes.
fn merged(
    source: BTreeMap<String, Vec<Column>>,
    target: &BTreeMap<String, Vec<Column>>,
) -> Result<BTreeMap<String, Vec<Column>>, DbError> {
    let mut merged = source;
    let differ = |table: &str| DbError::Invariant(format!("the table {table} differs between the databases"));
    if let Some(table) = target.keys().find(|table| !merged.contains_key(*table)) {
        return Err(differ(table));
    }
    for (table, columns) in &mut merged {
        let others = target.get(table).ok_or_else(|| differ(table))?;
        if columns.len() != others.len() {
            return Err(differ(table));
        }
        for (column, other) in columns.iter_mut().zip(others) {
            if column.name != other.name {
                return Err(differ(table));
            }
            if other.kind == "id" {
                column.kind.clone_from(&other.kind);
            }
        }
    }
    Ok(merged)
}

/// Tables so that each comes after those that it refers to.
fn by_reference(embedded: &mut Tx, tables: &BTreeMap<String, Vec<Column>>) -> Result<Vec<String>, DbError> {
    let mut refers: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for table in tables.keys() {
        let sql = "SELECT \"table\" FROM pragma_foreign_key_list($1)";
        let rows = embedded.query(sql, &values![table])?;
        let others = rows
            .iter()
            .map(|row| row.text(0).to_owned())
            .filter(|other| other != table);
        refers.insert(table, others.collect());
    }
    let mut order: Vec<String> = Vec::new();
    while !refers.is_empty() {
        let free = |others: &BTreeSet<String>| others.iter().all(|other| order.contains(other));
        let next: Vec<String> = refers
            .iter()
            .filter(|(_, others)| free(others))
            .map(|(table, _)| (*table).to_owned())
            .collect();
        if next.is_empty() {
            return Err(DbError::Invariant("tables refer to each other in a circle".to_owned()));
        }
        refers.retain(|table, _| !next.iter().any(|done| done == table));
        order.extend(next);
    }
    Ok(order)
}

fn copy_table(source: &mut Tx, target: &mut Tx, table: &str, columns: &[Column]) -> Result<u64, DbError> {
    let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    let mut keys: Vec<&Column> = columns.iter().filter(|column| column.key_place > 0).collect();
    keys.sort_by_key(|column| column.key_place);
    let mut sql = format!("SELECT {} FROM {table}", names.join(", "));
    if !keys.is_empty() {
        let keys: Vec<&str> = keys.iter().map(|column| column.name.as_str()).collect();
        sql.push_str(&format!(" ORDER BY {}", keys.join(", ")));
    }
    let (mut rows, mut total) = (Vec::new(), 0);
    source.try_for_each(&sql, &[], |row| {
        rows.push(cells(row, columns)?);
        total += 1;
        if rows.len() < ROWS_AT_ONCE {
            return Ok(());
        }
        target.insert_rows(table, &names, &std::mem::take(&mut rows))
    })?;
    target.insert_rows(table, &names, &rows)?;
    Ok(total)
}

fn cells(row: &Row, columns: &[Column]) -> Result<Vec<Value>, DbError> {
    let cell = |(place, column): (usize, &Column)| match column.kind.as_str() {
        "int" => Ok(Value::from(row.opt_int(place))),
        "text" => Ok(Value::from(row.opt_text(place))),
        "bytes" => Ok(Value::from(row.opt_bytes(place))),
        "id" => Ok(Value::from(row.opt_id(place))),
        other => Err(DbError::Invariant(format!(
            "{}.{} is a {other}",
            column.table, column.name
        ))),
    };
    columns.iter().enumerate().map(cell).collect()
}
