//! What is acknowledged is stored; who fails, fails alone; who loses a race, tries again.

use platform::testing::TestDb;
use platform::{Backend, Db, DbError, DbOptions, Tx, values};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Barrier, mpsc};
use std::thread;

const CREATE: &str = "CREATE TABLE thing (n BIGINT NOT NULL PRIMARY KEY, parent BIGINT)";

fn with_table(db: &Db) {
    db.write(|tx| tx.execute(CREATE, &[])).unwrap();
}

fn insert(tx: &mut Tx, n: i64) -> Result<(), DbError> {
    tx.execute("INSERT INTO thing (n) VALUES ($1)", &values![n]).map(|_| ())
}

fn numbers(db: &Db) -> Vec<i64> {
    let rows = db.read(|tx| tx.query("SELECT n FROM thing ORDER BY n", &[])).unwrap();
    rows.iter().map(|row| row.int(0)).collect()
}

#[test]
fn what_many_threads_were_told_is_stored_is_there_after_a_restart() {
    let mut test = TestDb::empty();
    with_table(&test);
    let durable = Db::open(
        test.url(),
        DbOptions {
            pg_connections: 4,
            ..DbOptions::default()
        },
    )
    .unwrap();
    let write = |n: i64| {
        durable
            .write(|tx| if n % 10 == 3 { Err(refusal()) } else { insert(tx, n) })
            .is_ok()
    };
    let client = |who: i64| {
        (0..20)
            .map(|i| who * 100 + i)
            .filter(|n| write(*n))
            .collect::<Vec<i64>>()
    };
    let acknowledged: Vec<i64> = thread::scope(|scope| {
        let clients: Vec<_> = (0..16).map(|who| scope.spawn(move || client(who))).collect();
        clients.into_iter().flat_map(|client| client.join().unwrap()).collect()
    });
    drop(durable);
    test.reopen();
    assert_eq!(acknowledged.len(), 16 * 18);
    assert_eq!(numbers(&test), acknowledged);
}

fn refusal() -> DbError {
    DbError::Invariant("refused".to_owned())
}

/// Runs the closures as members of one shared commit: the first one holds the writer until the others wait for it.
fn together(db: &Db, members: Vec<Member<'_>>) -> Vec<thread::Result<Result<(), DbError>>> {
    let others = members.len() - 1;
    let (entered, first_is_in) = mpsc::channel();
    thread::scope(|scope| {
        let mut members = members.into_iter();
        let first = members.next().expect("at least one member");
        let holder = scope.spawn(move || {
            let mut alone = true;
            db.write(|tx| {
                if std::mem::take(&mut alone) {
                    entered.send(()).unwrap();
                    while db.waiting_writes() < others {
                        thread::yield_now();
                    }
                }
                first(tx)
            })
        });
        first_is_in.recv().unwrap();
        let rest: Vec<_> = members
            .map(|member| scope.spawn(move || catch_unwind(AssertUnwindSafe(|| db.write(|tx| member(tx))))))
            .collect();
        let mut outcomes = vec![holder.join()];
        outcomes.extend(rest.into_iter().map(|member| member.join().unwrap()));
        outcomes
    })
}

type Member<'a> = Box<dyn Fn(&mut Tx) -> Result<(), DbError> + Send + 'a>;

#[test]
fn writes_that_wait_together_share_one_commit() {
    let db = TestDb::empty_sqlite();
    with_table(&db);
    let most_seen = AtomicU32::new(0);
    let member = |n: i64| -> Member<'_> {
        let (db, most_seen) = (&db, &most_seen);
        Box::new(move |tx| {
            most_seen.fetch_max(numbers(db).len() as u32, Ordering::SeqCst);
            insert(tx, n)
        })
    };
    let outcomes = together(&db, (1..=5).map(member).collect());
    assert!(outcomes.into_iter().all(|outcome| outcome.unwrap().is_ok()));
    assert_eq!(numbers(&db), [1, 2, 3, 4, 5]);
    assert_eq!(
        most_seen.load(Ordering::SeqCst),
        0,
        "no member saw another one's commit"
    );
}

#[test]
fn a_member_that_fails_or_panics_does_not_take_the_others_down() {
    let db = TestDb::empty_sqlite();
    with_table(&db);
    let outcomes = together(
        &db,
        vec![
            Box::new(|tx| insert(tx, 1)),
            Box::new(|tx| insert(tx, 2).and(Err(refusal()))),
            Box::new(|tx| {
                insert(tx, 3)?;
                panic!("a programmer's error")
            }),
            Box::new(|tx| insert(tx, 1)),
            Box::new(|tx| insert(tx, 5)),
        ],
    );
    let told: Vec<&str> = outcomes
        .iter()
        .map(|outcome| match outcome {
            Ok(Ok(())) => "stored",
            Ok(Err(error)) if error.is_unique_violation() => "exists",
            Ok(Err(_)) => "refused",
            Err(_) => "panicked",
        })
        .collect();
    assert_eq!((told[1], told[2], told[4]), ("refused", "panicked", "stored"));
    // Both want to store 1. Which of them is first is open: the first member runs again after those that failed.
    let mut ones = [told[0], told[3]];
    ones.sort_unstable();
    assert_eq!(ones, ["exists", "stored"]);
    assert_eq!(numbers(&db), [1, 5]);
}

#[test]
fn a_refusal_before_anything_is_written_disturbs_nobody() {
    let db = TestDb::empty_sqlite();
    with_table(&db);
    let runs = AtomicU32::new(0);
    let stores = |n: i64| -> Member<'_> {
        let runs = &runs;
        Box::new(move |tx| {
            runs.fetch_add(1, Ordering::SeqCst);
            insert(tx, n)
        })
    };
    let refuses: Member<'_> = Box::new(|tx| {
        tx.query("SELECT n FROM thing", &[])?;
        Err(refusal())
    });
    let outcomes = together(&db, vec![stores(1), refuses, stores(2)]);
    let stored: Vec<bool> = outcomes.into_iter().map(|outcome| outcome.unwrap().is_ok()).collect();
    assert_eq!(stored, [true, false, true]);
    assert_eq!((numbers(&db), runs.load(Ordering::SeqCst)), (vec![1, 2], 2));
}

#[test]
fn a_failed_commit_fails_every_member() {
    let db = TestDb::empty_sqlite();
    with_table(&db);
    // A deferred key is checked by COMMIT only: the one way to make a commit fail at will.
    let sql = "CREATE TABLE child (n BIGINT REFERENCES thing (n) DEFERRABLE INITIALLY DEFERRED)";
    db.write(|tx| tx.execute(sql, &[])).unwrap();
    let orphan = |tx: &mut Tx| tx.execute("INSERT INTO child (n) VALUES (77)", &[]).map(|_| ());
    let members: Vec<Member<'_>> = vec![
        Box::new(|tx| insert(tx, 1)),
        Box::new(move |tx| orphan(tx)),
        Box::new(|tx| insert(tx, 3)),
    ];
    for outcome in together(&db, members) {
        let outcome = outcome.unwrap();
        assert!(matches!(outcome, Err(DbError::CommitFailed(_))), "{outcome:?}");
    }
    assert!(numbers(&db).is_empty());
    db.write(|tx| insert(tx, 9)).unwrap();
    assert_eq!(numbers(&db), [9]);
}

#[test]
fn a_member_that_ends_the_shared_transaction_fails_it_for_all_and_the_writer_goes_on() {
    let db = TestDb::empty_sqlite();
    with_table(&db);
    let outcome = db.write(|tx| {
        insert(tx, 1)?;
        tx.execute("ROLLBACK", &[]).map(|_| ())
    });
    assert!(matches!(outcome, Err(DbError::CommitFailed(_))), "{outcome:?}");
    db.write(|tx| insert(tx, 2)).unwrap();
    assert_eq!(numbers(&db), [2]);
}

#[test]
fn a_preview_among_writes_leaves_nothing() {
    let db = TestDb::empty();
    with_table(&db);
    thread::scope(|scope| {
        for n in 0..8 {
            let db = &db;
            scope.spawn(move || {
                db.write(|tx| insert(tx, n)).unwrap();
                db.preview(|tx| insert(tx, 100 + n)).unwrap();
            });
        }
    });
    assert_eq!(numbers(&db), (0..8).collect::<Vec<i64>>());
}

#[test]
fn transactions_that_block_each_other_are_tried_again() {
    let db = TestDb::empty();
    if db.backend() == Backend::Sqlite {
        return assert_eq!(db.waiting_writes(), 0, "one writer: there is nobody to block");
    }
    with_table(&db);
    db.write(|tx| insert(tx, 1).and_then(|()| insert(tx, 2))).unwrap();
    let (meet, attempts) = (Barrier::new(2), AtomicU32::new(0));
    let swap = |first: i64, second: i64| {
        let mut met = false;
        db.write(|tx| {
            attempts.fetch_add(1, Ordering::SeqCst);
            tx.execute("SET LOCAL deadlock_timeout = '20ms'", &[])?;
            tx.execute("UPDATE thing SET parent = $1 WHERE n = $1", &values![first])?;
            if !std::mem::replace(&mut met, true) {
                meet.wait();
            }
            tx.execute("UPDATE thing SET parent = $1 WHERE n = $2", &values![first, second])
        })
    };
    thread::scope(|scope| {
        let other = scope.spawn(|| swap(2, 1));
        assert_eq!(swap(1, 2), Ok(1));
        assert_eq!(other.join().unwrap(), Ok(1));
    });
    assert!(attempts.load(Ordering::SeqCst) > 2, "one of them lost at least once");
}

#[test]
fn a_lost_connection_is_replaced_and_the_work_done_again() {
    let db = TestDb::empty();
    with_table(&db);
    let mut attempts = 0;
    let outcome = db.write(|tx| {
        attempts += 1;
        insert(tx, attempts)?;
        if attempts == 1 && tx.backend() == Backend::Postgres {
            tx.query("SELECT pg_terminate_backend(pg_backend_pid())", &[])?;
        }
        Ok::<_, DbError>(attempts)
    });
    assert_eq!(outcome.map(|n| numbers(&db) == [n]), Ok(true));
}

#[test]
fn a_schema_change_under_prepared_statements_is_survived() {
    let db = TestDb::empty();
    with_table(&db);
    let all = |db: &Db| {
        db.write(|tx| tx.query("SELECT * FROM thing", &[]))
            .map(|rows| rows.first().map(|row| row.len()))
    };
    db.write(|tx| insert(tx, 1)).unwrap();
    assert_eq!(all(&db), Ok(Some(2)));
    db.write(|tx| tx.execute("ALTER TABLE thing ADD COLUMN word TEXT", &[]))
        .unwrap();
    assert_eq!(all(&db), Ok(Some(3)));
}
