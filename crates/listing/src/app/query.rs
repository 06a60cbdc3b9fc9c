//! Pages and counts of a list as it is declared.

use super::asked::Asked;
use crate::domain::Kind;
use platform::{DbError, Row, Tx, Value};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Where a row stands in the order of its list: the value by which the list is ordered, and the row's id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key {
    value: KeyValue,
    id: Uuid,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
enum KeyValue {
    Int(i64),
    Text(String),
}

/// A row with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keyed<T> {
    /// The row.
    pub row: T,
    /// Its place.
    pub key: Key,
}

/// A page of a list: `columns` are read by `read`, at most `fetch` rows, those after a place. With a scope of several
/// organisations the first rows of each are read along its own index, and of these the first are taken.
///
/// # Errors
/// The database's, and those of `read`.
pub fn page<T>(
    tx: &mut Tx,
    asked: &Asked,
    (after, fetch): (Option<&Key>, i64),
    columns: &str,
    mut read: impl FnMut(&Row) -> Result<T, DbError>,
) -> Result<Vec<Keyed<T>>, DbError> {
    let (sql, params) = statement(asked, (after, fetch), columns);
    let textual = is_text(asked);
    let mut rows = Vec::new();
    tx.try_for_each(&sql, &params, |row| -> Result<(), DbError> {
        let (value, id) = (row.len() - 2, row.len() - 1);
        let value = if textual {
            KeyValue::Text(row.text(value).to_owned())
        } else {
            KeyValue::Int(row.int(value))
        };
        let key = Key { value, id: row.id(id) };
        rows.push(Keyed { row: read(row)?, key });
        Ok(())
    })?;
    Ok(rows)
}

fn is_text(asked: &Asked) -> bool {
    let field = asked.order.field;
    !field.by_id && matches!(field.kind, Kind::Text | Kind::Choice(_) | Kind::Currency)
}

/// The expression by which the list is ordered: rows without a value stand where the smallest would.
pub(super) fn order_of(asked: &Asked) -> String {
    let field = asked.order.field;
    match field.kind {
        _ if field.by_id => "0".to_owned(),
        Kind::Date(true) | Kind::Moment => format!("COALESCE({}, {})", field.column, i32::MIN),
        _ => field.column.to_owned(),
    }
}

fn direction_of(asked: &Asked) -> String {
    let (id, direction) = (asked.list.id, asked.order.sort.direction());
    if asked.order.field.by_id {
        format!("{id} {direction}")
    } else {
        format!("{} {direction}, {id} {direction}", order_of(asked))
    }
}

fn statement(asked: &Asked, (after, fetch): (Option<&Key>, i64), columns: &str) -> (String, Vec<Value>) {
    let (list, sort, by) = (asked.list, asked.order.sort, order_of(asked));
    let (wanted, params) = asked.conditions.sql();
    let (mut wanted, mut params) = (wanted.to_owned(), params.to_vec());
    let id = list.id;
    let by_id = asked.order.field.by_id;
    if let Some(key) = after.filter(|_| by_id) {
        params.push(Value::from(key.id));
        wanted.push_str(&format!(" AND {id} {} ${}", sort.after(), params.len()));
    } else if let Some(key) = after {
        params.push(match &key.value {
            KeyValue::Int(number) => Value::from(*number),
            KeyValue::Text(text) => Value::from(text),
        });
        params.push(Value::from(key.id));
        let (value, last) = (params.len() - 1, params.len());
        wanted.push_str(&format!(" AND ({by}, {id}) {} (${value}, ${last})", sort.after()));
    }
    let inside = asked.conditions.parts(list, &mut params);
    params.push(Value::from(fetch));
    let order = format!("ORDER BY {} LIMIT ${}", direction_of(asked), params.len());
    let (columns, from) = (format!("{columns}, {by} AS list_value, {id} AS list_id"), list.from);
    let sql = match inside.as_slice() {
        [] => format!("SELECT {columns} FROM {from} WHERE {wanted} {order}"),
        [inside] => format!("SELECT {columns} FROM {from} WHERE {wanted} AND {inside} {order}"),
        several => {
            let first = |(nr, inside): (usize, &String)| {
                let found = format!("SELECT {columns} FROM {from} WHERE {wanted} AND {inside} {order}");
                format!("SELECT * FROM ({found}) AS part{nr}")
            };
            let found: Vec<String> = several.iter().enumerate().map(first).collect();
            let direction = asked.order.sort.direction();
            format!(
                "{} ORDER BY list_value {direction}, list_id {direction} LIMIT ${}",
                found.join(" UNION ALL "),
                params.len()
            )
        }
    };
    (sql, params)
}

/// How many rows there are, counted up to a bound: then one more than it.
///
/// # Errors
/// The database's.
pub fn count(tx: &mut Tx, asked: &Asked, most: Option<i64>) -> Result<i64, DbError> {
    let (wanted, mut params) = asked.conditions.whole(asked.list);
    let from = asked.list.from;
    let Some(most) = most else {
        let sql = format!("SELECT COUNT(*) FROM {from} WHERE {wanted}");
        return Ok(tx.query_one(&sql, &params)?.int(0));
    };
    params.push(Value::from(most + 1));
    let limit = params.len();
    let sql = format!("SELECT COUNT(*) FROM (SELECT 1 FROM {from} WHERE {wanted} LIMIT ${limit}) AS found");
    Ok(tx.query_one(&sql, &params)?.int(0))
}

/// All rows in the order of the list, for a file.
pub(super) fn whole_statement(asked: &Asked, columns: &str) -> (String, Vec<Value>) {
    let (wanted, params) = asked.conditions.whole(asked.list);
    let (from, order) = (asked.list.from, direction_of(asked));
    let sql = format!("SELECT {columns} FROM {from} WHERE {wanted} ORDER BY {order}");
    (sql, params)
}
