//! What a database remembers of its making, and which steps it lacks.

use kernel::Timestamp;
use platform::testing::TestDb;
use platform::{DbError, installation, migrations};

#[test]
fn the_first_key_is_remembered_and_another_one_does_not_replace_it() {
    let db = TestDb::new();
    let now = Timestamp::from_millis(0);
    let known = db.read(installation::find_key).unwrap();
    assert_eq!(known, None);
    for fingerprint in ["first", "second"] {
        db.write(|tx| installation::remember_key(tx, 1, fingerprint, now))
            .unwrap();
        let in_force = db.read(installation::find_key).unwrap();
        assert_eq!(in_force.as_deref(), Some("first"));
    }
    assert_eq!(db.read(installation::find_key).unwrap().as_deref(), Some("first"));
}

#[test]
fn missing_steps_are_named_and_nothing_is_changed_by_looking() {
    let (db, steps) = (TestDb::empty(), migrations::all());
    assert_eq!(migrations::pending(&db, steps).unwrap().len(), steps.len());
    assert_eq!(migrations::pending(&db, steps).unwrap()[0], "0001_platform");
    db.migrate(&steps[..2]).unwrap();
    assert_eq!(migrations::pending(&db, steps).unwrap().first(), Some(&steps[2].name));
    db.migrate(steps).unwrap();
    assert_eq!(migrations::pending(&db, steps), Ok::<_, DbError>(Vec::new()));
}
