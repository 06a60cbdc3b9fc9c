//! Statements on their way to PostgreSQL. Several writes of single rows become one statement: each statement costs a
//! message, an answer and a snapshot, which together are more than the writing of a row.

use crate::pg_codec::Param;
use crate::value::Value;
use std::fmt::Write;

/// So few rows travel as parameters each: PostgreSQL plans a statement over arrays anew every time.
pub(crate) const FEW_ROWS: usize = 8;
/// Writes of one statement, and parameters of it (PostgreSQL takes 65,535).
const MOST_WRITES: usize = 16;
const MOST_PARAMS: usize = 1_000;

/// A statement with its parameters.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) sql: String,
    pub(crate) params: Vec<Param>,
    /// The table of a write that may become part of another statement: it inserts rows or updates one, and its text holds
    /// no `$` but those of its parameters.
    table: Option<String>,
}

impl Request {
    pub(crate) fn with(sql: String, params: Vec<Param>) -> Request {
        Request {
            sql,
            params,
            table: None,
        }
    }

    pub(crate) fn of(sql: &str, params: &[Value]) -> Request {
        Request::with(sql.to_owned(), params.iter().cloned().map(Param::One).collect())
    }

    /// Says that this inserts rows into a table or updates one row of it.
    pub(crate) fn writing(mut self, table: &str) -> Request {
        self.table = Some(table.to_owned());
        self
    }
}

/// The same writes in fewer statements. Parts of one statement do not see each other's rows and run in any order, so they
/// are of different tables; others keep their place.
pub(crate) fn merged(queue: Vec<Request>) -> Vec<Request> {
    let mut statements = Vec::with_capacity(queue.len());
    let mut group: Vec<Request> = Vec::new();
    for request in queue {
        let params: usize = group.iter().map(|r| r.params.len()).sum();
        let fits = request.table.is_some()
            && group.len() < MOST_WRITES
            && params + request.params.len() <= MOST_PARAMS
            && group.iter().all(|other| other.table != request.table);
        if !fits {
            statements.extend(joined(std::mem::take(&mut group)));
        }
        if request.table.is_some() {
            group.push(request);
        } else {
            statements.push(request);
        }
    }
    statements.extend(joined(group));
    statements
}

/// `WITH w0 AS (…), w1 AS (…) …`
fn joined(mut group: Vec<Request>) -> Option<Request> {
    let last = group.pop()?;
    if group.is_empty() {
        return Some(last);
    }
    let (mut sql, mut params) = (String::from("WITH "), Vec::new());
    for (place, request) in group.into_iter().enumerate() {
        let comma = if place == 0 { "" } else { ", " };
        let _ = write!(sql, "{comma}w{place} AS (");
        renumber(&mut sql, &request.sql, params.len());
        sql.push(')');
        params.extend(request.params);
    }
    sql.push(' ');
    renumber(&mut sql, &last.sql, params.len());
    params.extend(last.params);
    Some(Request::with(sql, params))
}

/// Appends a statement whose `$n` become `$(n + by)`.
fn renumber(out: &mut String, sql: &str, by: usize) {
    let mut parts = sql.split('$');
    out.extend(parts.next());
    for part in parts {
        let end = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
        let number: usize = part[..end].parse().unwrap_or(0);
        let _ = write!(out, "${}{}", number + by, &part[end..]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values;

    fn insert(table: &str, n: i64) -> Request {
        let sql = format!("INSERT INTO {table} (a, b) VALUES ($1, $2)");
        Request::of(&sql, &values![n, n + 1]).writing(table)
    }

    #[test]
    fn writes_of_different_tables_become_one_statement_with_its_own_numbers() {
        let update = Request::of("UPDATE u SET a = $2 WHERE id = $1", &values![5, 6]).writing("u");
        let one = merged(vec![insert("s", 1), insert("t", 3), update]);
        let texts: Vec<&str> = one.iter().map(|r| r.sql.as_str()).collect();
        let expected = "WITH w0 AS (INSERT INTO s (a, b) VALUES ($1, $2)), w1 AS (INSERT INTO t (a, b) VALUES ($3, $4)) \
                        UPDATE u SET a = $6 WHERE id = $5";
        assert_eq!(texts, [expected]);
        let numbers: Vec<String> = one[0].params.iter().map(|p| format!("{p:?}")).collect();
        assert_eq!(
            numbers,
            ["1", "2", "3", "4", "5", "6"].map(|n| format!("One(Int({n}))"))
        );
    }

    #[test]
    fn a_table_twice_and_a_free_statement_end_the_group_and_keep_the_order() {
        let free = Request::of("DELETE FROM s WHERE a = $1", &values![1]);
        let all = merged(vec![
            insert("s", 1),
            insert("s", 2),
            insert("t", 3),
            free,
            insert("s", 4),
        ]);
        let starts: Vec<&str> = all.iter().map(|r| &r.sql[..11]).collect();
        assert_eq!(starts, ["INSERT INTO", "WITH w0 AS ", "DELETE FROM", "INSERT INTO"]);
        assert_eq!(all.iter().map(|r| r.params.len()).collect::<Vec<_>>(), [2, 4, 1, 2]);
    }
}
