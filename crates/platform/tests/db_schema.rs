//! Both databases have the same tables.

use platform::migrations::{self, Migration};
use platform::schema::{Column, describe};
use platform::testing::TestDb;
use platform::{Backend, Db, DbOptions};

/// All columns of the migrated tables. SQLite keeps identifiers as bytes, so the two kinds are one here.
fn shape(db: &Db) -> Vec<Column> {
    let mut columns = db.read(describe).unwrap();
    columns.retain(|column| column.table != "schema_migration");
    for column in columns.iter_mut().filter(|column| column.kind == "id") {
        column.kind = "bytes".to_owned();
    }
    columns
}

fn create_tables(sql: &str) -> impl Iterator<Item = String> {
    // SQLite sorts by bytes always and knows no collation of that name.
    let sql = sql.replace(" COLLATE \"C\"", "");
    let code: String = sql
        .lines()
        .map(|line| line.split("--").next().unwrap_or(""))
        .collect::<Vec<_>>()
        .join("\n");
    let statements: Vec<String> = code.split(';').map(|statement| statement.trim().to_owned()).collect();
    statements.into_iter().filter(|statement| {
        ["CREATE TABLE", "ALTER TABLE"]
            .iter()
            .any(|word| statement.starts_with(word))
    })
}

/// The PostgreSQL texts as SQLite reads them: it accepts any word as a type, so the shapes can be compared without a server.
fn shape_of_postgres_text(steps: &[Migration]) -> Vec<Column> {
    let db = Db::open("sqlite::memory:", DbOptions::default()).unwrap();
    for step in steps {
        for statement in create_tables(step.postgres) {
            db.write(|tx| tx.execute(&statement, &[]))
                .unwrap_or_else(|e| panic!("{}: {e}", step.name));
        }
    }
    shape(&db)
}

#[test]
fn the_two_schemas_have_the_same_shape() {
    let sqlite = shape(&TestDb::sqlite());
    assert!(sqlite.iter().any(|column| column.table == "audit_entry"));
    let test = TestDb::new();
    let postgres = match test.backend() {
        Backend::Sqlite => shape_of_postgres_text(migrations::all()),
        Backend::Postgres => shape(&test),
    };
    let only = |left: &[Column], right: &[Column]| {
        left.iter()
            .filter(|column| !right.contains(column))
            .map(|column| format!("{column:?}"))
            .collect::<Vec<_>>()
    };
    assert_eq!(only(&sqlite, &postgres), Vec::<String>::new(), "only in SQLite");
    assert_eq!(only(&postgres, &sqlite), Vec::<String>::new(), "only in PostgreSQL");
}

#[test]
fn columns_use_only_the_types_of_the_house() {
    let odd: Vec<Column> = shape(&TestDb::sqlite())
        .into_iter()
        .filter(|column| !["int", "text", "bytes"].contains(&column.kind.as_str()))
        .collect();
    assert_eq!(odd, []);
}
