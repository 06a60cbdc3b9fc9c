//! The audit trail searched and proved, on both engines.

use kernel::{Actor, Timestamp, UserId};
use platform::audit::{self, Area, AuditEntry, AuditSearch};
use platform::testing::TestDb;
use platform::{AuditLine, DbError};
use uuid::Uuid;

const MINUTE: i64 = 60_000;

fn at(minute: i64) -> Timestamp {
    Timestamp::from_millis(minute * MINUTE)
}

fn actor(login: &str, address: Option<&str>, on_behalf_of: Option<&str>) -> Actor {
    Actor {
        user_id: UserId(Uuid::nil()),
        login: login.to_owned(),
        on_behalf_of: on_behalf_of.map(str::to_owned),
        address: address.map(|address| address.parse().unwrap()),
        token: None,
    }
}

fn note(db: &TestDb, actor: &Actor, minute: i64, (action, object_kind, object_id): (&'static str, &'static str, &str)) {
    db.write(|tx| {
        tx.act_as(actor, "request", at(minute));
        tx.audit(AuditLine {
            action,
            object_kind,
            object_id: object_id.to_owned(),
            before: None,
            after: None,
        });
        Ok::<_, DbError>(())
    })
    .unwrap();
}

/// Six lines; the last two are not sealed yet.
fn trail() -> TestDb {
    let db = TestDb::new();
    let li = actor("li", Some("10.0.0.7"), None);
    let wang = actor("wang", Some("fe80::1"), Some("li"));
    note(&db, &li, 1, ("access.signed_in", "user", "u1"));
    note(&db, &li, 2, ("loan.repaid", "loan", "L1"));
    note(&db, &li, 2, ("loan.repaid", "loan", "L2"));
    note(&db, &wang, 3, ("product.activated", "product", "P1"));
    audit::seal(&db).unwrap();
    note(&db, &Actor::system(), 4, ("export.made", "export", "li"));
    note(&db, &wang, 5, ("loan.repaid", "loan", "L1"));
    db
}

fn find(db: &TestDb, asked: &AuditSearch) -> Vec<AuditEntry> {
    db.read(|tx| audit::search(tx, asked, None, 100)).unwrap()
}

/// What was found as `minute object`, newest first.
fn told(found: &[AuditEntry]) -> Vec<String> {
    let tell = |entry: &AuditEntry| format!("{} {}", entry.at.millis() / MINUTE, entry.object_id);
    found.iter().map(tell).collect()
}

type Change = fn(&mut AuditSearch);

/// What is asked for, and what is found of [`trail`].
const SEARCHES: &[(Change, &[&str])] = &[
    (|_| {}, &["5 L1", "4 li", "3 P1", "2 L2", "2 L1", "1 u1"]),
    (
        |search| search.actor = Some("li".to_owned()),
        &["5 L1", "3 P1", "2 L2", "2 L1", "1 u1"],
    ),
    (|search| search.actor = Some("wang".to_owned()), &["5 L1", "3 P1"]),
    (
        |search| search.action = Some("loan.repaid".to_owned()),
        &["5 L1", "2 L2", "2 L1"],
    ),
    (|search| search.object_kind = Some("product".to_owned()), &["3 P1"]),
    (|search| search.object_id = Some("L1".to_owned()), &["5 L1", "2 L1"]),
    (
        |search| search.address = Some("10.0.0.7".to_owned()),
        &["2 L2", "2 L1", "1 u1"],
    ),
    (|search| search.area = Some(Area::SignIn), &["1 u1"]),
    (|search| search.area = Some(Area::Export), &["4 li"]),
    (|search| search.area = Some(Area::Reveal), &[]),
    (
        |search| (search.from, search.until) = (Some(at(2)), Some(at(4))),
        &["3 P1", "2 L2", "2 L1"],
    ),
    (
        |search| {
            (search.area, search.actor) = (Some(Area::Business), Some("wang".to_owned()));
            search.object_id = Some("L1".to_owned());
        },
        &["5 L1"],
    ),
    // A text is a login, for whom, an action, a kind or a number; each line is found once.
    (
        |search| search.text = Some("li".to_owned()),
        &["5 L1", "4 li", "3 P1", "2 L2", "2 L1", "1 u1"],
    ),
    (
        |search| search.text = Some("loan".to_owned()),
        &["5 L1", "2 L2", "2 L1"],
    ),
    (|search| search.text = Some("export.made".to_owned()), &["4 li"]),
    (|search| search.text = Some("nobody".to_owned()), &[]),
];

#[test]
fn the_trail_is_searched_by_who_what_when_on_what_and_from_where() {
    let db = trail();
    for (change, expected) in SEARCHES {
        let mut asked = AuditSearch::default();
        change(&mut asked);
        assert_eq!(told(&find(&db, &asked)), *expected, "{asked:?}");
    }
}

#[test]
fn pages_follow_each_other_without_gap_even_within_one_moment_and_across_the_seal() {
    let db = trail();
    let (mut pages, mut before) = (Vec::new(), None);
    loop {
        let page = db
            .read(|tx| audit::search(tx, &AuditSearch::default(), before, 1))
            .unwrap();
        let Some(last) = page.last() else { break };
        before = Some((last.at, last.id));
        pages.extend(told(&page));
    }
    assert_eq!(pages, ["5 L1", "4 li", "3 P1", "2 L2", "2 L1", "1 u1"]);
}

#[test]
fn the_kinds_of_acts_are_known_before_and_after_the_seal() {
    let db = trail();
    let kinds = || {
        let kinds = db.read(audit::kinds).unwrap();
        kinds.into_iter().map(|kind| kind.action).collect::<Vec<_>>()
    };
    let expected = ["export.made", "loan.repaid", "product.activated", "access.signed_in"];
    assert_eq!(kinds(), expected);
    assert_eq!(audit::seal(&db), Ok(2));
    assert_eq!(kinds(), expected);
    assert_eq!(find(&db, &AuditSearch::text("export")).len(), 1);
}

#[test]
fn a_line_proves_itself_and_a_changed_address_shows() {
    let db = trail();
    let prove = |seq| db.read(|tx| audit::prove(tx, seq)).unwrap();
    let (first, second) = (prove(1).unwrap(), prove(2).unwrap());
    assert!(first.holds() && second.holds());
    assert_eq!(first.before, [0; 32]);
    assert_eq!(Some(&second.before), first.entry.hash.as_ref());
    assert_eq!(first.entry.address.as_deref(), Some("10.0.0.7"));
    assert!(prove(5).is_none(), "not sealed yet");
    db.write(|tx| tx.execute("UPDATE audit_entry SET address = '10.0.0.8' WHERE seq = 2", &[]))
        .unwrap();
    assert!(prove(1).unwrap().holds() && !prove(2).unwrap().holds());
    assert_eq!(audit::verify(&db).unwrap().first_broken, Some(2));
}
