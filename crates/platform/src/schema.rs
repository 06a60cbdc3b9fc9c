//! The shape of the tables, described alike on both databases, so that a test can compare them.

use crate::db_error::DbError;
use crate::db_options::Backend;
use crate::tx::Tx;
use crate::value::Row;
use crate::values;

/// One column of one table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Column {
    /// Table.
    pub table: String,
    /// Column.
    pub name: String,
    /// `int`, `text`, `bytes`, `id`, or the engine's own word for anything else.
    pub kind: String,
    /// Whether it may be NULL.
    pub nullable: bool,
    /// Place in the primary key, from 1; 0 outside of it.
    pub key_place: i64,
}

/// All columns of all tables, ordered by table and name.
///
/// # Errors
/// [`DbError`] when the database fails.
pub fn describe(tx: &mut Tx) -> Result<Vec<Column>, DbError> {
    let mut columns = match tx.backend() {
        Backend::Sqlite => describe_sqlite(tx)?,
        Backend::Postgres => tx.query(POSTGRES, &[])?.iter().map(column).collect(),
    };
    columns.sort();
    Ok(columns)
}

const POSTGRES: &str = "
    SELECT c.table_name::text, c.column_name::text, c.udt_name::text, c.is_nullable = 'YES', coalesce(k.ordinal_position, 0)
    FROM information_schema.columns c
    JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
    LEFT JOIN information_schema.table_constraints p
        ON p.table_schema = c.table_schema AND p.table_name = c.table_name AND p.constraint_type = 'PRIMARY KEY'
    LEFT JOIN information_schema.key_column_usage k
        ON k.constraint_schema = p.constraint_schema AND k.constraint_name = p.constraint_name
        AND k.table_name = c.table_name AND k.column_name = c.column_name
    WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'";

fn describe_sqlite(tx: &mut Tx) -> Result<Vec<Column>, DbError> {
    let mut columns = Vec::new();
    let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
    for table in tx.query(tables, &[])? {
        let info = "SELECT $1, name, type, \"notnull\" = 0 AND pk = 0, pk FROM pragma_table_info($1)";
        columns.extend(tx.query(info, &values![table.text(0)])?.iter().map(column));
    }
    Ok(columns)
}

fn column(row: &Row) -> Column {
    Column {
        table: row.text(0).to_owned(),
        name: row.text(1).to_owned(),
        kind: kind(row.text(2)),
        nullable: row.bool(3),
        key_place: row.int(4),
    }
}

fn kind(declared: &str) -> String {
    let declared = declared.to_lowercase();
    match declared.as_str() {
        "bigint" | "integer" | "int8" => "int".to_owned(),
        "text" => "text".to_owned(),
        "blob" | "bytea" => "bytes".to_owned(),
        "blob(16)" | "uuid" => "id".to_owned(),
        _ => declared,
    }
}
