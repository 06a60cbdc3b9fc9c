//! Both databases have the same tables; their steps run once, in order, unchanged.

use platform::migrations::{self, Migration};
use platform::schema::{Column, describe};
use platform::testing::TestDb;
use platform::{Backend, Db, DbError, DbOptions};

/// All columns of the migrated tables. SQLite keeps identifiers as bytes, so the two kinds are one here.
fn shape(db: &Db) -> Vec<Column> {
    let mut columns = db.read(describe).unwrap();
    // What was written is told in an engine's own numbers.
    columns.retain(|column| column.table != "schema_migration" && !column.table.starts_with("feed_"));
    for column in columns.iter_mut().filter(|column| column.kind == "id") {
        column.kind = "bytes".to_owned();
    }
    columns
}

fn table_statements(sql: &str) -> impl Iterator<Item = String> {
    // SQLite sorts by bytes always and knows no collation of that name.
    let sql = sql.replace(" COLLATE \"C\"", "");
    let code: String = sql
        .lines()
        .map(|line| line.split("--").next().unwrap_or(""))
        .collect::<Vec<_>>()
        .join("\n");
    let statements: Vec<String> = code.split(';').map(|statement| statement.trim().to_owned()).collect();
    statements.into_iter().filter(|statement| {
        ["CREATE TABLE", "ALTER TABLE", "DROP TABLE"]
            .iter()
            .any(|word| statement.starts_with(word) && !statement.starts_with("CREATE TABLE feed_"))
    })
}

/// The PostgreSQL texts as SQLite reads them: it accepts any word as a type, so the shapes can be compared without a server.
fn shape_of_postgres_text(steps: &[Migration]) -> Vec<Column> {
    let db = Db::open("sqlite::memory:", DbOptions::default()).unwrap();
    for step in steps {
        for statement in table_statements(step.postgres) {
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

fn count(db: &Db, table: &str) -> i64 {
    db.read(|tx| tx.query_one(&format!("SELECT count(*) FROM {table}"), &[]))
        .unwrap()
        .int(0)
}

const FIRST: Migration = Migration {
    number: 1,
    name: "0001_first",
    sqlite: "CREATE TABLE first (n BIGINT); CREATE TABLE other (n BIGINT);",
    postgres: "CREATE TABLE first (n BIGINT); CREATE TABLE other (n BIGINT);",
};
const SECOND: Migration = Migration {
    number: 2,
    name: "0002_second",
    sqlite: "INSERT INTO first (n) VALUES (2);",
    postgres: "INSERT INTO first (n) VALUES (2);",
};

#[test]
fn migrations_run_once_in_order_and_by_one_node() {
    let db = TestDb::empty();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| db.migrate(&[FIRST, SECOND]).unwrap());
        }
    });
    db.migrate(&[FIRST, SECOND]).unwrap();
    assert_eq!((count(&db, "first"), count(&db, "schema_migration")), (1, 2));
}

#[test]
fn a_changed_an_unknown_a_late_and_a_broken_migration_are_refused() {
    let db = TestDb::empty();
    let says = |steps: &[Migration]| match db.migrate(steps) {
        Err(DbError::Migration(text)) => text,
        other => panic!("{other:?}"),
    };
    let broken = Migration {
        sqlite: "CREATE TABLE x (n BIGINT); NONSENSE",
        postgres: "CREATE TABLE x (n BIGINT); NONSENSE",
        ..FIRST
    };
    assert!(says(&[broken]).contains("0001_first"));
    db.migrate(&[FIRST, SECOND]).unwrap();
    let changed = Migration {
        sqlite: "SELECT 1",
        postgres: "SELECT 1",
        ..SECOND
    };
    assert!(says(&[FIRST, changed]).contains("was changed"));
    assert!(says(&[FIRST]).contains("does not know"));
    let late = Migration {
        number: 0,
        name: "0000_late",
        ..SECOND
    };
    assert!(says(&[late, FIRST, SECOND]).contains("comes before"));
}
