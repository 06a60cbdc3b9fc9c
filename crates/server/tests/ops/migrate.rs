//! A database of an earlier program is brought up to this one, after it was tried.

use crate::book::{Scratch, count, refused, told};
use platform::migrations;
use platform::testing::TestDb;
use platform::{DbError, values};

/// The steps before field keys got versions, and a database that was used with them.
fn earlier(scratch: &Scratch) -> TestDb {
    let test = TestDb::empty();
    let steps = migrations::all();
    let before = steps
        .iter()
        .position(|step| step.number == 20)
        .expect("the step with field_key");
    test.migrate(&steps[..before]).expect("the earlier schema");
    std::fs::create_dir_all(scratch.path("data")).expect("a folder");
    let key = platform::keys::FieldKeys::open(None, scratch.path("data/field.key").as_ref()).expect("a key");
    let used = test.write(|tx| {
        let sql = "INSERT INTO installation (id, key_fingerprint, created_at) VALUES (1, $1, 7)";
        tx.execute(sql, &values![key.fingerprint()])
    });
    assert_eq!(used, Ok::<_, DbError>(1));
    test
}

#[test]
fn an_upgrade_is_tried_without_a_trace_and_then_keeps_what_was_there() {
    let scratch = Scratch::new("migrate");
    let test = earlier(&scratch);
    let data = scratch.path("data");
    let options = ["--data-dir", &data, "--database-url", test.url(), "--json"];
    let pending = || migrations::pending(&test, migrations::all()).expect("steps");
    let before = pending();
    assert!(before.contains(&"0020_field_key"));

    let tried = told(&[&["migrate", "--check"], &options[..]].concat());
    assert_eq!(
        (&tried["steps"], &tried["checked"]),
        (&serde_json::json!(before), &true.into())
    );
    assert_eq!(pending(), before, "nothing has changed");

    let done = told(&[&["migrate"], &options[..]].concat());
    assert_eq!(done["steps"], tried["steps"]);
    assert_eq!(pending(), Vec::<&str>::new());
    let keys = test.read(platform::installation::list_keys).expect("keys");
    assert_eq!(
        (keys.len(), keys[0].version, keys[0].since.millis()),
        (1, 1, 7),
        "taken over"
    );
    assert_eq!(count(&test, "installation"), 1);
    let again = told(&[&["migrate"], &options[..]].concat());
    assert_eq!(again["steps"], serde_json::json!([]));
}

#[test]
fn a_database_of_a_newer_program_is_refused() {
    let scratch = Scratch::new("newer");
    let test = TestDb::new();
    let data = scratch.path("data");
    let newer = "INSERT INTO schema_migration (number, name, checksum, applied_at) VALUES (9999, '9999_later', 'x', 0)";
    assert_eq!(test.write(|tx| tx.execute(newer, &[])), Ok::<_, DbError>(1));
    let check = ["migrate", "--check", "--data-dir", &data, "--database-url", test.url()];
    refused(&check, "cli.migration_refused");
    let missing = scratch.path("nowhere");
    refused(&["migrate", "--data-dir", &missing], "cli.no_database");
}
