//! A filled database of an earlier program: the rows of today's book in the schema before master data, brought up to this program.
//! Later steps add columns and tables, so the rows of the earlier schema are those of today without what was added; what a step took
//! away is written here.

use crate::book::{Scratch, book, count, told};
use platform::testing::TestDb;
use platform::{Backend, Db, DbError, Row, Value, migrations, values};
use std::collections::BTreeMap;

/// The step that brings master data: the schema before it is filled.
const MASTER_DATA: u32 = 73;

/// Tables with their columns and what these hold.
type Schema = BTreeMap<String, Vec<(String, Cell)>>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cell {
    Int,
    Text,
    Bytes,
    Id,
}

fn schema(db: &Db) -> Schema {
    let sql = match db.backend() {
        Backend::Sqlite => {
            "SELECT m.name, c.name, c.type FROM sqlite_master m JOIN pragma_table_info(m.name) c
             WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name, c.cid"
        }
        Backend::Postgres => {
            "SELECT table_name::text, column_name::text, data_type::text FROM information_schema.columns
             WHERE table_schema = current_schema() ORDER BY table_name, ordinal_position"
        }
    };
    let rows = db.read(|tx| tx.query(sql, &[])).expect("a schema");
    let mut found = Schema::new();
    for row in &rows {
        let cell = match row.text(2).to_ascii_lowercase().as_str() {
            "bigint" | "integer" => Cell::Int,
            "text" => Cell::Text,
            "uuid" => Cell::Id,
            "blob" | "blob(16)" | "bytea" => Cell::Bytes,
            other => panic!("{}.{} is {other}", row.text(0), row.text(1)),
        };
        found
            .entry(row.text(0).to_owned())
            .or_default()
            .push((row.text(1).to_owned(), cell));
    }
    found
}

fn value(row: &Row, index: usize, cell: Cell) -> Value {
    match cell {
        _ if row.is_null(index) => Value::Null,
        Cell::Int => Value::Int(row.int(index)),
        Cell::Text => Value::Text(row.text(index).to_owned()),
        Cell::Bytes => Value::Bytes(row.bytes(index).to_vec()),
        Cell::Id => Value::Id(row.id(index)),
    }
}

/// The rows of a table, as far as the earlier schema has its columns.
fn rows_of(db: &Db, table: &str, columns: &[(String, Cell)]) -> Vec<Vec<Value>> {
    let names: Vec<&str> = columns.iter().map(|(name, _)| name.as_str()).collect();
    let sql = format!("SELECT {} FROM {table}", names.join(", "));
    let rows = db.read(|tx| tx.query(&sql, &[])).expect("rows");
    let read = |row: &Row| -> Vec<Value> {
        let cells = columns.iter().enumerate();
        cells.map(|(index, (_, cell))| value(row, index, *cell)).collect()
    };
    rows.iter().map(read).collect()
}

/// Fills what the earlier schema has empty; tables that name others come after them. Returns how many rows each table got.
fn fill(earlier: &Db, today: &Db) -> BTreeMap<String, usize> {
    let (then, now) = (schema(earlier), schema(today));
    let empty = |table: &&String| count(earlier, table) == 0 && now.contains_key(table.as_str());
    let mut waiting: Vec<String> = then.keys().filter(empty).cloned().collect();
    let mut filled = BTreeMap::new();
    while !waiting.is_empty() {
        let before = waiting.len();
        waiting.retain(|table| {
            let columns = &then[table];
            let rows = rows_of(today, table, columns);
            let names: Vec<&str> = columns.iter().map(|(name, _)| name.as_str()).collect();
            let written = earlier.write(|tx| tx.insert_rows(table, &names, &rows));
            if written.is_ok() {
                filled.insert(table.clone(), rows.len());
            }
            written.is_err()
        });
        assert!(waiting.len() < before, "{waiting:?} cannot be filled");
    }
    filled
}

/// What programs before step 73 seeded, in two tenors: figures and days of cn.md §2.1.
const PUBLISHED: [(&str, &str, i64, &str); 5] = [
    ("lpr_1y", "2024-07-22", 335_000_000, "K"),
    ("lpr_1y", "2024-10-21", 310_000_000, "V"),
    ("lpr_1y", "2025-05-20", 300_000_000, "K"),
    ("lpr_5y", "2024-07-22", 385_000_000, "K"),
    ("lpr_5y", "2024-10-21", 360_000_000, "K"),
];

fn publish(db: &Db) {
    let row = |(tenor, on, e10, evidence): &(&str, &str, i64, &str)| {
        let on = kernel::CivilDate::parse(on).expect("a date");
        values![*tenor, on, *e10, "National Interbank Funding Center (LPR)", *evidence].to_vec()
    };
    let rows: Vec<Vec<Value>> = PUBLISHED.iter().map(row).collect();
    let columns = ["tenor", "published_on", "annual_rate_e10", "source", "evidence"];
    let written = db.write(|tx| {
        tx.execute("DELETE FROM benchmark_rate", &[])?;
        tx.insert_rows("benchmark_rate", &columns, &rows)
    });
    assert_eq!(written, Ok::<_, DbError>(()));
}

#[test]
fn a_filled_database_from_before_master_data_becomes_todays() {
    let scratch = Scratch::new("upgrade");
    let today = TestDb::empty();
    let data = book(&scratch, Some(today.url()));
    let steps = migrations::all();
    let first = steps.iter().position(|step| step.number == MASTER_DATA);
    let earlier = TestDb::migrated(&steps[..first.expect("the step of master data")]);
    publish(&earlier);
    let filled = fill(&earlier, &today);
    for (table, least) in [
        ("loan", 10),
        ("customer", 10),
        ("journal_entry", 10),
        ("audit_entry", 10),
        ("app_user", 0),
    ] {
        assert!(
            filled.get(table).is_some_and(|rows| *rows >= least),
            "{table}: {filled:?}"
        );
    }

    let options = ["--data-dir", &data, "--database-url", earlier.url(), "--json"];
    let tried = told(&[&["migrate", "--check"], &options[..]].concat());
    let done = told(&[&["migrate"], &options[..]].concat());
    assert_eq!(
        (&done["steps"], done["steps"][0].as_str()),
        (&tried["steps"], Some("0073_reference"))
    );

    // Nothing of what was there is lost or changed.
    let then = schema(&earlier);
    for (table, rows) in &filled {
        if !then.contains_key(table) {
            continue;
        }
        assert_eq!(count(&earlier, table), *rows as i64, "{table}");
    }
    let sums = "SELECT count(*), coalesce(sum(total_minor), 0) FROM journal_entry";
    let total = |db: &Db| db.read(|tx| tx.query_one(sums, &[]).map(|row| (row.int(0), row.int(1))));
    assert_eq!(
        total(&earlier),
        total(&today),
        "sums of entries that a later step computes"
    );

    assert_published(&earlier);

    // The program works with it: the trail is whole, loans are what their events make of them, and the day can be closed.
    let verified = told(&[&["verify"], &options[..]].concat());
    assert_eq!(verified["ok"], true, "{verified}");
    let closed = told(&[&["close"], &options[..]].concat());
    assert!(closed.is_object() || closed.is_array(), "{closed}");
    let again = told(&[&["verify"], &options[..]].concat());
    assert_eq!(again["ok"], true, "{again}");
}

/// Publications became versions, in their order.
#[track_caller]
fn assert_published(upgraded: &Db) {
    let sql = "SELECT code, revision, effective_from, content FROM reference_version WHERE kind = 'benchmark' ORDER BY code, revision";
    let versions = upgraded.read(|tx| tx.query(sql, &[])).expect("versions");
    let told_as = |row: &Row| {
        (
            row.text(0).to_owned(),
            row.int(1),
            row.civil_date(2).to_string(),
            row.text(3).to_owned(),
        )
    };
    let expected = PUBLISHED.iter().enumerate().map(|(place, (code, on, e10, _))| {
        let revision = if place < 3 { place + 1 } else { place - 2 };
        let content = format!("{{\"kind\":\"benchmark\",\"annual_rate_e10\":{e10}}}");
        ((*code).to_owned(), revision as i64, (*on).to_owned(), content)
    });
    assert_eq!(
        versions.iter().map(told_as).collect::<Vec<_>>(),
        expected.collect::<Vec<_>>()
    );
}
