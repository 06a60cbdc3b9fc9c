//! Commands, audit trail, outbox, leases, business day and migrations, on both engines.

use kernel::{Actor, BusinessDate, Timestamp, UserId};
use platform::testing::TestDb;
use platform::{AuditLine, CommandContext, CommandError, DbError, Outcome, audit, business_day, command, jobs, outbox};
use platform::{AuditSealer, Tx, run_command, values};
use serde_json::json;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use uuid::Uuid;

#[derive(Debug, PartialEq, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Db(#[from] DbError),
    #[error(transparent)]
    Command(#[from] CommandError),
    #[error("refused")]
    Refused,
}

const NOW: Timestamp = Timestamp::from_millis(1_737_331_200_000);

fn platform_only() -> TestDb {
    TestDb::new()
}

fn context(key: &str) -> CommandContext {
    CommandContext {
        idempotency_key: Some(key.to_owned()),
        ..CommandContext::system("request-1", NOW)
    }
}

/// A command that leaves an audit line and news.
fn greet(tx: &mut Tx, name: &str) -> Result<String, Failure> {
    let after = Some(json!({ "name": name }));
    tx.audit(AuditLine {
        action: "test.greeted",
        object_kind: "test",
        object_id: name.to_owned(),
        before: None,
        after,
    });
    tx.publish("test.greeted", Uuid::nil(), json!({ "name": name }));
    Ok(format!("hello {name}"))
}

fn count(db: &TestDb, table: &str) -> i64 {
    db.read(|tx| tx.query_one(&format!("SELECT count(*) FROM {table}"), &[]))
        .unwrap()
        .int(0)
}

#[test]
fn a_repeated_command_gives_the_first_answer_and_does_nothing() {
    let db = platform_only();
    let mut runs = 0;
    let mut run = || {
        run_command(&db, &context("k"), "test.greet", &json!({ "name": "Li" }), |tx| {
            runs += 1;
            greet(tx, "Li")
        })
    };
    assert_eq!(
        run(),
        Ok(Outcome {
            value: "hello Li".to_owned(),
            replayed: false
        })
    );
    assert_eq!(
        run(),
        Ok(Outcome {
            value: "hello Li".to_owned(),
            replayed: true
        })
    );
    // PostgreSQL runs it again to find its key taken, and takes that back.
    let again = u32::from(db.backend() == platform::Backend::Postgres);
    assert_eq!(runs, 1 + again);
    assert_eq!((count(&db, "audit_entry"), count(&db, "outbox")), (1, 1));
}

#[test]
fn a_key_used_for_another_command_or_content_is_refused() {
    let db = platform_only();
    let run = |context: &CommandContext, command, content: &str| {
        run_command(&db, context, command, &content, |tx| greet(tx, content)).map(|outcome| outcome.replayed)
    };
    assert_eq!(run(&context("k"), "test.greet", "Li"), Ok(false));
    let reused = Err(Failure::Command(CommandError::IdempotencyKeyReused));
    assert_eq!(run(&context("k"), "test.greet", "Wang"), reused);
    assert_eq!(run(&context("k"), "test.part", "Li"), reused);
    assert_eq!(
        run(&context(""), "test.greet", "Li"),
        Err(Failure::Command(CommandError::IdempotencyKeyInvalid))
    );
    let other = Actor {
        user_id: UserId(Uuid::from_u128(7)),
        login: "other".to_owned(),
        on_behalf_of: None,
        address: None,
        token: None,
    };
    assert_eq!(
        run(
            &CommandContext {
                actor: other,
                ..context("k")
            },
            "test.greet",
            "Wang"
        ),
        Ok(false)
    );
    assert_eq!(count(&db, "audit_entry"), 2);
}

#[test]
fn a_dry_run_answers_and_stores_nothing_and_a_failed_command_may_be_tried_again() {
    let db = platform_only();
    let dry = CommandContext {
        dry_run: true,
        ..context("k")
    };
    let answer = run_command::<_, Failure, _>(&db, &dry, "test.greet", &"Li", |tx| greet(tx, "Li"));
    assert_eq!(
        answer,
        Ok(Outcome {
            value: "hello Li".to_owned(),
            replayed: false
        })
    );
    let refused = run_command::<String, _, _>(&db, &context("k"), "test.greet", &"Li", |tx| {
        greet(tx, "Li")?;
        Err(Failure::Refused)
    });
    assert_eq!(refused, Err(Failure::Refused));
    assert_eq!(
        (
            count(&db, "audit_entry"),
            count(&db, "outbox"),
            count(&db, "command_record")
        ),
        (0, 0, 0)
    );
    let answer = run_command::<_, Failure, _>(&db, &context("k"), "test.greet", &"Li", |tx| greet(tx, "Li"));
    assert_eq!(answer.map(|outcome| outcome.replayed), Ok(false));
}

#[test]
fn one_key_sent_many_times_at_once_runs_once() {
    let db = platform_only();
    let fresh = AtomicU32::new(0);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                let outcome =
                    run_command::<_, Failure, _>(&db, &context("k"), "test.greet", &"Li", |tx| greet(tx, "Li"));
                let outcome = outcome.unwrap();
                assert_eq!(outcome.value, "hello Li");
                fresh.fetch_add(u32::from(!outcome.replayed), Ordering::SeqCst);
            });
        }
    });
    assert_eq!((fresh.load(Ordering::SeqCst), count(&db, "audit_entry")), (1, 1));
}

#[test]
fn keys_are_forgotten_by_age() {
    let db = platform_only();
    run_command::<_, Failure, _>(&db, &context("k"), "test.greet", &"Li", |tx| greet(tx, "Li")).unwrap();
    let later = Timestamp::from_millis(NOW.millis() + 1);
    assert_eq!(db.write(|tx| command::forget_keys(tx, NOW)), Ok(0));
    assert_eq!(db.write(|tx| command::forget_keys(tx, later)), Ok(1));
}

#[test]
fn an_audit_line_without_an_actor_is_refused() {
    let db = platform_only();
    let outcome = db.write(|tx| greet(tx, "Li"));
    assert!(
        matches!(outcome, Err(Failure::Db(DbError::Invariant(_)))),
        "{outcome:?}"
    );
}

fn audited(names: &[&str]) -> TestDb {
    let db = platform_only();
    for name in names {
        let system = CommandContext::system("request-1", NOW);
        run_command::<_, Failure, _>(&db, &system, "test.greet", name, |tx| greet(tx, name)).unwrap();
    }
    db
}

#[test]
fn the_audit_chain_holds_and_names_the_first_place_that_was_touched() {
    let db = audited(&["a", "b", "c", "d", "e"]);
    let whole = audit::verify(&db).unwrap();
    assert_eq!((whole.intact, whole.first_broken, whole.head.seq), (5, None, 5));
    db.write(|tx| tx.execute("UPDATE audit_entry SET object_id = 'x' WHERE seq = 3", &[]))
        .unwrap();
    let changed = audit::verify(&db).unwrap();
    assert_eq!((changed.intact, changed.first_broken), (2, Some(3)));
}

#[test]
fn a_removed_audit_line_is_found_in_the_middle_and_at_the_end() {
    let db = audited(&["a", "b", "c"]);
    audit::seal(&db).unwrap();
    db.write(|tx| tx.execute("DELETE FROM audit_entry WHERE seq = 3", &[]))
        .unwrap();
    assert_eq!(audit::verify(&db).unwrap().first_broken, Some(3));
    db.write(|tx| tx.execute("DELETE FROM audit_entry WHERE seq = 1", &[]))
        .unwrap();
    assert_eq!(audit::verify(&db).unwrap().first_broken, Some(1));
}

#[test]
fn the_background_sealer_seals_while_it_runs_and_once_more_at_its_end() {
    let db = audited(&["a"]);
    let unsealed = || {
        let sql = "SELECT count(*) FROM audit_entry WHERE seq IS NULL";
        db.read(|tx| tx.query_one(sql, &[])).unwrap().int(0)
    };
    let sealer = AuditSealer::start(db.db().clone(), Duration::from_millis(1));
    while unsealed() > 0 {
        std::thread::yield_now();
    }
    drop(sealer);
    let patient = AuditSealer::start(db.db().clone(), Duration::from_secs(3600));
    let system = CommandContext::system("request-1", NOW);
    run_command::<_, Failure, _>(&db, &system, "test.greet", &"b", |tx| greet(tx, "b")).unwrap();
    assert_eq!(unsealed(), 1);
    drop(patient);
    assert_eq!(unsealed(), 0);
}

#[test]
fn every_consumer_takes_all_news_in_order_once() {
    let db = audited(&["a", "b", "c"]);
    let take = |consumer: &str, limit| {
        let messages = db.write(|tx| outbox::take(tx, consumer, limit)).unwrap();
        messages
            .iter()
            .map(|m| m.payload["name"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(take("collection", 2), ["a", "b"]);
    let undone = db.write(|tx| {
        assert_eq!(outbox::take(tx, "collection", 10)?.len(), 1);
        Err::<(), _>(DbError::Invariant("the consumer failed".to_owned()))
    });
    assert!(undone.is_err());
    assert_eq!(
        (take("collection", 10), take("collection", 10).len()),
        (vec!["c".to_owned()], 0)
    );
    assert_eq!(take("monitoring", 10), ["a", "b", "c"]);
    let later = Timestamp::from_millis(NOW.millis() + 1);
    assert_eq!(db.write(|tx| outbox::prune(tx, later, 2)), Ok(2));
    assert_eq!(db.write(|tx| outbox::prune(tx, later, 2)), Ok(1));
}

#[test]
fn news_that_nobody_reads_is_forgotten_in_time_and_what_a_reader_has_not_taken_is_not() {
    let db = platform_only();
    for name in ["a", "b"] {
        let system = CommandContext::system("r", NOW);
        run_command::<_, Failure, _>(&db, &system, "test.greet", &name, |tx| greet(tx, name)).unwrap();
    }
    assert_eq!(db.write(|tx| outbox::prune(tx, NOW, 10)), Ok(0), "not before its time");
    let later = Timestamp::from_millis(NOW.millis() + 1);
    assert_eq!(db.write(|tx| outbox::prune(tx, later, 1)), Ok(1), "no reader at all");
    // A reader that has taken nothing yet.
    assert_eq!(
        db.write(|tx| outbox::take(tx, "monitoring", 0)).map(|news| news.len()),
        Ok(0)
    );
    assert_eq!(db.write(|tx| outbox::prune(tx, later, 10)), Ok(0));
    assert_eq!(
        db.write(|tx| outbox::take(tx, "monitoring", 10)).map(|news| news.len()),
        Ok(1)
    );
    assert_eq!(db.write(|tx| outbox::prune(tx, later, 10)), Ok(1));
}

#[test]
fn consumers_at_work_while_news_arrive_miss_nothing() {
    let db = platform_only();
    let seen = std::sync::Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for who in 0..4 {
            let db = &db;
            scope.spawn(move || {
                for i in 0..10 {
                    let system = CommandContext::system("r", NOW);
                    let name = format!("{who}-{i}");
                    run_command::<_, Failure, _>(db, &system, "test.greet", &name, |tx| greet(tx, &name)).unwrap();
                }
            });
        }
        for _ in 0..2 {
            scope.spawn(|| {
                while seen.lock().unwrap().len() < 40 {
                    let news = db.write(|tx| outbox::take(tx, "reader", 7)).unwrap();
                    seen.lock().unwrap().extend(news.into_iter().map(|message| message.seq));
                }
            });
        }
    });
    let mut seen = seen.into_inner().unwrap();
    seen.sort_unstable();
    assert_eq!(seen, (1..=40).collect::<Vec<i64>>());
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_millis(NOW.millis() + seconds * 1000)
}

#[test]
fn a_lease_is_held_by_one_node_until_its_time_is_over() {
    let db = platform_only();
    let claim = |owner: &str, now| db.write(|tx| jobs::claim(tx, "close", owner, 10_000, now)).unwrap();
    let mut first = claim("node-1", at(0)).unwrap();
    assert_eq!(claim("node-2", at(5)), None);
    assert_eq!(db.write(|tx| jobs::renew(tx, &mut first, 10_000, at(8))), Ok(true));
    assert_eq!(claim("node-2", at(17)), None);
    assert_eq!(
        claim("node-1", at(17)).map(|lease| lease.fence),
        Some(first.fence),
        "claiming again keeps it"
    );
    let second = claim("node-2", at(27)).unwrap();
    assert_eq!((second.fence, second.expires_at), (first.fence + 1, at(37)));
    assert_eq!(db.write(|tx| jobs::renew(tx, &mut first, 10_000, at(28))), Ok(false));
    assert_eq!(db.write(|tx| jobs::check(tx, &first)), Ok(false));
    assert_eq!(db.write(|tx| jobs::check(tx, &second)), Ok(true));
    db.write(|tx| jobs::release(tx, &first)).unwrap();
    assert_eq!(
        claim("node-1", at(28)),
        None,
        "the old holder cannot release the new one's lease"
    );
    db.write(|tx| jobs::release(tx, &second)).unwrap();
    let mut third = claim("node-1", at(28)).unwrap();
    assert_eq!(third.fence, 3);
    assert_eq!(db.write(jobs::release_all), Ok(1));
    assert_eq!(claim("node-2", at(29)).map(|lease| lease.fence), Some(4));
    assert_eq!(db.write(|tx| jobs::renew(tx, &mut third, 10_000, at(30))), Ok(false));
}

#[test]
fn the_business_day_moves_forward_from_where_it_is() {
    let db = platform_only();
    let day = |text| BusinessDate::parse(text).unwrap();
    assert!(matches!(db.read(business_day::get), Err(DbError::Invariant(_))));
    db.write(|tx| business_day::open(tx, day("2025-01-20"))).unwrap();
    assert!(
        db.write(|tx| business_day::open(tx, day("2025-01-21")))
            .unwrap_err()
            .is_unique_violation()
    );
    db.write(|tx| business_day::set_closing(tx, true)).unwrap();
    assert!(db.read(business_day::state).unwrap().closing);
    let advance = |from, to| db.write(|tx| business_day::advance(tx, day(from), day(to)));
    assert!(advance("2025-01-19", "2025-01-20").is_err());
    assert!(advance("2025-01-20", "2025-01-20").is_err());
    advance("2025-01-20", "2025-01-21").unwrap();
    let state = db.write(business_day::state).unwrap();
    assert_eq!((state.business_date, state.closing), (day("2025-01-21"), false));
    assert_eq!(state.last_closed_on, Some(day("2025-01-20")));
    assert_eq!(
        db.write(business_day::hold).map(|held| held.business_date),
        Ok(day("2025-01-21"))
    );
}

#[test]
fn values_wider_than_64_bits_travel_as_text() {
    let db = TestDb::empty();
    let wide = i128::from(i64::MAX) * 1_000;
    let row = db
        .write(|tx| {
            tx.execute("CREATE TABLE wide (n TEXT NOT NULL)", &[])?;
            tx.execute("INSERT INTO wide (n) VALUES ($1)", &values![wide])?;
            tx.query_one("SELECT n FROM wide", &[])
        })
        .unwrap();
    assert_eq!(row.i128(0), wide);
}
