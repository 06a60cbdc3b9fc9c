//! What travels together to PostgreSQL does what it would do alone, and the same on SQLite.

use platform::testing::TestDb;
use platform::{Backend, DbError, Tx, values};

fn with_tables() -> TestDb {
    let db = TestDb::empty();
    for table in ["thing", "other"] {
        let sql = format!("CREATE TABLE {table} (id BIGINT NOT NULL PRIMARY KEY, n BIGINT NOT NULL)");
        db.write(|tx| tx.execute(&sql, &[])).unwrap();
    }
    db
}

#[test]
fn few_rows_of_several_tables_are_stored_together_or_not_at_all() {
    let db = with_tables();
    let thing = |n: i64| Vec::from(values![n, n]);
    let write = |first: i64, other: i64| {
        db.write(|tx| {
            tx.queue_rows("thing", &["id", "n"], &[thing(first), thing(first + 1)])?;
            tx.queue_rows("other", &["id", "n"], &[Vec::from(values![other, 5])])?;
            tx.queue_update_rows("thing", &["id"], &["n"], &[Vec::from(values![first, 70])])?;
            tx.queue_update_rows("other", &["id"], &["n"], &[Vec::from(values![other, 8])])
        })
    };
    write(1, 1).unwrap();
    // The second row of `other` exists: nothing of the second transaction is stored.
    assert!(write(3, 1).is_err_and(|error| error.is_unique_violation()));
    let stored = db.read(|tx| {
        let things = tx.query("SELECT n FROM thing ORDER BY n", &[])?;
        let others = tx.query("SELECT n FROM other", &[])?;
        Ok::<_, DbError>(things.iter().chain(&others).map(|row| row.int(0)).collect::<Vec<_>>())
    });
    assert_eq!(stored, Ok(vec![2, 70, 8]));
}

#[test]
fn a_foreseen_query_is_answered_as_often_as_foretold_and_then_asked_anew() {
    let db = with_tables();
    db.write(|tx| tx.execute("INSERT INTO thing (id, n) VALUES (1, 1)", &[]))
        .unwrap();
    let sql = "SELECT count(*) FROM thing WHERE n > $1";
    let ask = |tx: &mut Tx| tx.query_one(sql, &values![0]).map(|row| row.int(0));
    let counts = db.write(|tx| {
        tx.foresee(sql, &values![0], 2);
        let other = tx.query_one("SELECT n FROM thing", &[])?.int(0);
        let (first, second) = (ask(tx)?, ask(tx)?);
        tx.queue_rows("thing", &["id", "n"], &[Vec::from(values![2, 2])])?;
        let third = ask(tx)?;
        tx.foresee(sql, &values![0], 1);
        Ok::<_, DbError>([other, first, second, third, ask(tx)?])
    });
    assert_eq!(counts, Ok([1, 1, 1, 2, 2]));
}

#[test]
fn a_foreseen_query_that_fails_fails_the_one_that_is_asked() {
    let db = with_tables();
    let outcome = db.write(|tx| {
        tx.foresee("SELECT 1 / 0", &[], 1);
        tx.query_one("SELECT count(*) FROM thing", &[]).map(|_| ())
    });
    // SQLite foresees nothing, and says NULL when it divides by zero.
    assert_eq!(outcome.is_err(), db.backend() == Backend::Postgres);
}
