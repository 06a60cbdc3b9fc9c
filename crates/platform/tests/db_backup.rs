//! A copy of a database in use is of one moment.

use platform::backup::{Copied, Pace, copy};
use platform::testing::TestDb;
use platform::{Db, DbOptions, Tx, values};
use std::time::Duration;

const PACE: Pace = Pace {
    pages: 2,
    rest: Duration::ZERO,
};

fn put(tx: &mut Tx, topic: &str, payload: &str) -> Result<(), platform::DbError> {
    let sql = "INSERT INTO outbox (id, topic, object_key, payload, recorded_at) VALUES ($1, $2, $3, $4, 0)";
    tx.execute(sql, &values![uuid::Uuid::now_v7(), topic, uuid::Uuid::nil(), payload])
        .map(|_| ())
}

fn count(db: &Db) -> i64 {
    let counted = db.read(|tx| tx.query_one("SELECT count(*) FROM outbox", &[]));
    counted.expect("the outbox can be counted").int(0)
}

#[test]
fn what_is_written_while_the_copy_runs_is_not_in_it_and_does_not_begin_it_anew() {
    let test = TestDb::sqlite();
    // About 200 KiB: some fifty pages, copied in steps of two.
    let long = "x".repeat(2_000);
    for _ in 0..100 {
        test.write(|tx| put(tx, "before", &long)).expect("a row");
    }
    let source = test.url().trim_start_matches("sqlite:").to_owned();
    let target = format!("{source}.copy");
    let mut steps: Vec<Copied> = Vec::new();
    copy(source.as_ref(), target.as_ref(), PACE, &mut |at| {
        steps.push(at);
        test.write(|tx| put(tx, "meanwhile", &long))
            .expect("writers are not stopped");
    })
    .expect("a copy");
    let last = steps.last().copied().expect("a step");
    assert!(steps.len() > 20, "{} steps", steps.len());
    assert!(
        last.pages == last.of && steps.iter().all(|at| at.of == last.of),
        "{steps:?}"
    );
    assert!(
        steps.is_sorted_by(|one, next| one.pages < next.pages),
        "never anew: {steps:?}"
    );
    let copied = Db::open(&format!("sqlite:{target}"), DbOptions::default()).expect("the copy opens");
    assert_eq!(count(&copied), 100);
    assert_eq!(count(&test), 100 + i64::try_from(steps.len()).expect("few"));
}

#[test]
fn a_database_that_does_not_exist_is_not_made_by_copying_it() {
    let folder = std::env::temp_dir().join(format!("xindai-backup-{}", uuid::Uuid::now_v7()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let (source, target) = (folder.join("absent.db"), folder.join("copy.db"));
    assert!(copy(&source, &target, PACE, &mut |_| ()).is_err());
    assert!(!source.exists() && !target.exists());
    std::fs::remove_dir_all(folder).expect("the folder can be removed");
}
