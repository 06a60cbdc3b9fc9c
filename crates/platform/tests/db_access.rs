//! Statements, rows and transactions behave alike on SQLite and on PostgreSQL.

use platform::testing::TestDb;
use platform::{Backend, DbError, Value, values};
use uuid::Uuid;

const TABLE: &str =
    "CREATE TABLE thing (id {ID} NOT NULL PRIMARY KEY, n BIGINT NOT NULL, word TEXT, raw {BYTES}, other {ID})";

fn with_table() -> TestDb {
    let db = TestDb::empty();
    let (id, bytes) = match db.backend() {
        Backend::Sqlite => ("BLOB(16)", "BLOB"),
        Backend::Postgres => ("UUID", "BYTEA"),
    };
    let sql = TABLE.replace("{ID}", id).replace("{BYTES}", bytes);
    db.write(|tx| tx.execute(&sql, &[])).unwrap();
    db
}

fn add(db: &TestDb, n: i64) -> Result<(), DbError> {
    let id = Uuid::from_u128(n as u128);
    db.write(|tx| {
        tx.execute("INSERT INTO thing (id, n) VALUES ($1, $2)", &values![id, n])
            .map(|_| ())
    })
}

fn count(db: &TestDb) -> i64 {
    db.read(|tx| tx.query_one("SELECT count(*) FROM thing", &[]))
        .unwrap()
        .int(0)
}

#[test]
fn every_kind_of_value_comes_back_as_it_went_in() {
    let db = with_table();
    let id = Uuid::now_v7();
    db.write(|tx| {
        let sql = "INSERT INTO thing (id, n, word, raw, other) VALUES ($1, $2, $3, $4, $5)";
        tx.execute(sql, &values![id, i64::MIN, "信贷 'x'", vec![0_u8, 255, 0], Some(id)])?;
        tx.execute(
            sql,
            &values![Uuid::nil(), true, None::<String>, None::<Vec<u8>>, None::<Uuid>],
        )
    })
    .unwrap();
    let rows = db
        .read(|tx| tx.query("SELECT id, n, word, raw, other FROM thing ORDER BY n", &[]))
        .unwrap();
    let first = &rows[0];
    assert_eq!((first.id(0), first.int(1), first.text(2)), (id, i64::MIN, "信贷 'x'"));
    assert_eq!((first.bytes(3), first.opt_id(4)), ([0, 255, 0].as_slice(), Some(id)));
    let second = &rows[1];
    assert_eq!(
        (second.id(0), second.int(1), second.opt_text(2)),
        (Uuid::nil(), 1, None)
    );
    assert_eq!(
        (second.opt_bytes(3), second.opt_id(4), second.is_null(2)),
        (None, None, true)
    );
}

#[test]
fn placeholders_are_bound_by_their_number_also_out_of_order_and_twice() {
    let db = with_table();
    let row = db
        .write(|tx| {
            let sql = "INSERT INTO thing (n, word, id) VALUES ($2, $3, $1)";
            tx.execute(sql, &values![Uuid::nil(), 7, "seven"])?;
            tx.query_one(
                "SELECT n, word FROM thing WHERE word = $2 AND (n = $1 OR n = $1 + 1)",
                &values![7, "seven"],
            )
        })
        .unwrap();
    assert_eq!((row.int(0), row.text(1)), (7, "seven"));
}

#[test]
fn a_wrong_number_of_parameters_is_an_error() {
    let db = with_table();
    for params in [vec![], values![1, 2].to_vec()] {
        let outcome = db.read(|tx| tx.query("SELECT n FROM thing WHERE n = $1", &params));
        assert!(matches!(outcome, Err(DbError::Statement { .. })), "{outcome:?}");
    }
}

#[test]
fn sums_and_truths_are_read_as_integers() {
    let db = with_table();
    add(&db, 1).unwrap();
    add(&db, 2).unwrap();
    let sql = "SELECT sum(n), count(*), EXISTS (SELECT 1 FROM thing WHERE n = 2), max(n) > 5 FROM thing";
    let row = db.read(|tx| tx.query_one(sql, &[])).unwrap();
    assert_eq!(
        (row.int(0), row.i128(0), row.int(1), row.bool(2), row.bool(3)),
        (3, 3, 2, true, false)
    );
}

#[test]
fn many_rows_are_inserted_updated_and_streamed() {
    let db = with_table();
    let columns = ["id", "n", "word", "other"];
    let row = |n: i64| {
        Vec::from(values![
            Uuid::from_u128(n as u128),
            n,
            (n % 2 == 0).then_some("even"),
            None::<Uuid>
        ])
    };
    let rows: Vec<Vec<Value>> = (0..12_345).map(row).collect();
    let changes: Vec<Vec<Value>> = (0..12_345)
        .step_by(3)
        .map(|n: i64| Vec::from(values![Uuid::from_u128(n as u128), n, -n, "third"]))
        .collect();
    let changed = db
        .write(|tx| {
            tx.insert_rows("thing", &columns, &rows)?;
            tx.insert_rows("thing", &columns, &[])?;
            tx.update_rows("thing", &["id", "n"], &["n", "word"], &changes)
        })
        .unwrap();
    assert_eq!(changed, 4_115);
    let (mut seen, mut sum, mut thirds) = (0, 0, 0);
    db.read(|tx| {
        tx.for_each("SELECT n, word FROM thing", &[], |row| {
            seen += 1;
            sum += row.int(0);
            thirds += i64::from(row.opt_text(1) == Some("third"));
        })
    })
    .unwrap();
    let all: i64 = (0..12_345).sum();
    let third: i64 = (0..12_345).step_by(3).sum();
    assert_eq!((seen, sum, thirds), (12_345, all - 2 * third, 4_115));
}

#[test]
fn rows_of_the_wrong_width_are_refused() {
    let db = with_table();
    let outcome = db.write(|tx| tx.insert_rows("thing", &["id", "n"], &[Vec::from(values![1])]));
    assert!(matches!(outcome, Err(DbError::Invariant(_))));
}

#[test]
fn a_stream_stops_at_the_first_error_of_its_reader() {
    let db = with_table();
    for n in 0..5 {
        add(&db, n).unwrap();
    }
    let mut seen = 0;
    let outcome = db.read(|tx| {
        tx.try_for_each("SELECT n FROM thing ORDER BY n", &[], |row| {
            seen += 1;
            if row.int(0) == 2 {
                Err(DbError::Invariant("two".to_owned()))
            } else {
                Ok(())
            }
        })
    });
    assert_eq!((outcome, seen), (Err(DbError::Invariant("two".to_owned())), 3));
    assert_eq!(count(&db), 5, "the connection can be used again");
}

#[test]
fn an_error_behind_the_first_row_is_not_overlooked() {
    let db = with_table();
    if db.backend() == Backend::Sqlite {
        return assert_eq!(count(&db), 0, "SQLite computes a row when it is asked for");
    }
    add(&db, 0).unwrap();
    add(&db, 1).unwrap();
    let outcome = db.write(|tx| {
        tx.execute("INSERT INTO thing (id, n) VALUES ($1, 2)", &values![Uuid::from_u128(2)])?;
        let inverse = "SELECT 1 / (1 - n) FROM (SELECT n FROM thing ORDER BY n) AS sorted";
        tx.query_opt(inverse, &[]).map(|_| ())
    });
    assert!(outcome.is_err());
    assert_eq!(count(&db), 2);
}

#[test]
fn a_unique_key_that_exists_is_told_apart() {
    let db = with_table();
    add(&db, 1).unwrap();
    assert!(add(&db, 1).unwrap_err().is_unique_violation());
    let twice = [
        Vec::from(values![Uuid::from_u128(2), 2]),
        Vec::from(values![Uuid::from_u128(2), 2]),
    ];
    let outcome = db.write(|tx| tx.insert_rows("thing", &["id", "n"], &twice));
    assert!(outcome.unwrap_err().is_unique_violation());
    let outcome = db.write(|tx| tx.execute("INSERT INTO thing (id) VALUES ($1)", &values![Uuid::nil()]));
    assert!(matches!(outcome, Err(DbError::ConstraintViolation(_))));
    assert_eq!(count(&db), 1);
}

#[test]
fn a_failed_statement_dooms_the_transaction_even_when_swallowed() {
    let db = with_table();
    let outcome = db.write(|tx| {
        tx.execute("INSERT INTO thing (id, n) VALUES ($1, 1)", &values![Uuid::nil()])?;
        let _ = tx.execute("INSERT INTO nowhere (id) VALUES (1)", &[]);
        Ok::<_, DbError>(())
    });
    assert!(matches!(outcome, Err(DbError::Statement { .. })), "{outcome:?}");
    assert_eq!(count(&db), 0);
}

#[test]
fn a_queued_write_is_seen_by_later_queries_and_stored() {
    let db = with_table();
    let insert = "INSERT INTO thing (id, n) VALUES ($1, $2)";
    let seen = db
        .write(|tx| {
            tx.queue(insert, &values![Uuid::from_u128(1), 1])?;
            let seen = tx.query_one("SELECT count(*) FROM thing", &[])?.int(0);
            for n in 2..400 {
                tx.queue(insert, &values![Uuid::from_u128(n as u128), n])?;
            }
            tx.queue_rows("thing", &["id", "n"], &[Vec::from(values![Uuid::nil(), 0])])?;
            Ok::<_, DbError>(seen)
        })
        .unwrap();
    assert_eq!((seen, count(&db)), (1, 400));
}

#[test]
fn a_queued_write_that_fails_stores_nothing_of_its_transaction() {
    let db = with_table();
    let insert = "INSERT INTO thing (id, n) VALUES ($1, $2)";
    add(&db, 9).unwrap();
    let existing = values![Uuid::from_u128(9), 9];
    let wrong_type = values![Uuid::nil(), vec![1_u8]];
    let bad: &[&[Value]] = if db.backend() == Backend::Postgres {
        &[&existing, &wrong_type]
    } else {
        &[&existing]
    };
    for bad in bad {
        let outcome = db.write(|tx| {
            tx.queue(insert, &values![Uuid::from_u128(1), 1])?;
            tx.queue(insert, bad)?;
            tx.queue(insert, &values![Uuid::from_u128(3), 3])
        });
        assert!(outcome.is_err());
        assert_eq!(count(&db), 1);
    }
    add(&db, 1).unwrap();
}

#[test]
fn a_preview_sees_its_own_writes_and_leaves_nothing() {
    let db = with_table();
    let seen = db
        .preview(|tx| {
            tx.execute("INSERT INTO thing (id, n) VALUES ($1, 1)", &values![Uuid::nil()])?;
            tx.query_one("SELECT count(*) FROM thing", &[])
        })
        .unwrap();
    assert_eq!((seen.int(0), count(&db)), (1, 0));
    let queued = db.preview(|tx| {
        tx.queue("INSERT INTO thing (id, n) VALUES ($1, 1)", &values![Uuid::nil()])?;
        tx.queue("INSERT INTO thing (id, n) VALUES ($1, 1)", &values![Uuid::nil()])
    });
    assert!(
        queued.unwrap_err().is_unique_violation(),
        "a preview fails where the real thing would"
    );
    assert_eq!(count(&db), 0);
}

#[test]
fn an_error_and_a_panic_roll_back_and_leave_the_database_usable() {
    let db = with_table();
    let insert = "INSERT INTO thing (id, n) VALUES ($1, 1)";
    let refused = db.write(|tx| {
        tx.execute(insert, &values![Uuid::nil()])?;
        Err::<(), _>(DbError::Invariant("no".to_owned()))
    });
    assert_eq!(refused, Err(DbError::Invariant("no".to_owned())));
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        db.write::<(), DbError, _>(|tx| {
            tx.execute(insert, &values![Uuid::nil()])?;
            panic!("a programmer's error");
        })
    }));
    assert!(panicked.is_err());
    let read = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        db.read::<(), DbError, _>(|tx| tx.for_each("SELECT 1", &[], |row| assert_eq!(row.text(0), "not a text")))
    }));
    assert!(read.is_err());
    assert_eq!(count(&db), 0);
    add(&db, 1).unwrap();
    assert_eq!(count(&db), 1);
}

#[test]
fn a_write_inside_a_write_is_a_clear_panic_and_not_a_deadlock() {
    let db = with_table();
    let nested = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| db.write(|_| add(&db, 1))));
    let message = nested
        .unwrap_err()
        .downcast::<&str>()
        .map(|text| (*text).to_owned())
        .unwrap_or_default();
    assert!(message.contains("inside another write"), "{message}");
    add(&db, 2).unwrap();
}

#[test]
fn a_read_cannot_write_and_sees_one_snapshot() {
    let db = with_table();
    let outcome = db.read(|tx| tx.execute("INSERT INTO thing (id, n) VALUES ($1, 1)", &values![Uuid::nil()]));
    assert!(outcome.is_err());
    let (before, after) = db
        .read(|tx| {
            let before = tx.query_one("SELECT count(*) FROM thing", &[])?.int(0);
            add(&db, 1)?;
            Ok::<_, DbError>((before, tx.query_one("SELECT count(*) FROM thing", &[])?.int(0)))
        })
        .unwrap();
    assert_eq!((before, after, count(&db)), (0, 0, 1));
}

#[test]
fn a_missing_row_is_told_apart_from_an_empty_answer() {
    let db = with_table();
    let (none, missing) = db
        .read(|tx| {
            let sql = "SELECT n FROM thing";
            Ok::<_, DbError>((tx.query_opt(sql, &[])?.is_none(), tx.query_one(sql, &[])))
        })
        .unwrap();
    assert!(none && matches!(missing, Err(DbError::RowNotFound(_))));
}
