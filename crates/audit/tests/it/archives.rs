use audit::app::{self, Asked, AuditError, Order};
use audit::domain::AuditRefusal;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use kernel::{CivilDate, Timestamp};
use platform::audit::{self as trail, AuditSearch, SealedLine, Verification};
use platform::{AuditLine, CommandContext, DbError, Value, values};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use testkit::TestApp;
use uuid::Uuid;

/// A folder that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let path = std::env::temp_dir().join(format!("xindai-audit-{}", Uuid::now_v7().simple()));
        std::fs::create_dir(&path).expect("a folder");
        Self(path)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn day(text: &str) -> CivilDate {
    CivilDate::parse(text).expect("a date of the test")
}

pub(crate) fn note(app: &TestApp, at: &str, action: &'static str, object: &str) {
    let at = Timestamp::parse(at).expect("a moment of the test");
    let context = CommandContext::system("old", at);
    let line = AuditLine {
        action,
        object_kind: "test",
        object_id: object.to_owned(),
        before: None,
        after: Some(serde_json::json!({ "名": object })),
    };
    let written = app.state.db.write(|tx| {
        tx.act_as(&context.actor, &context.request_id, at);
        tx.audit(line.clone());
        Ok::<_, DbError>(())
    });
    written.expect("an old line");
    trail::seal(&app.state.db).expect("sealed");
}

/// On 2025-01-20 (the app's day) sign-ins of before 2024-01-20 and exports of before 2022-01-20 may leave, business of before
/// 1995-01-20: of these eight lines the places of `s1`, `s2`, `s3` and `e1`.
fn app_with_old_lines() -> TestApp {
    let app = TestApp::of_routes(|| audit::audit_archive_routes(&platform::Guards::default()));
    for (at, action, object) in [
        ("2021-12-31T00:00:00Z", "export.downloaded", "e1"),
        ("2022-03-01T00:00:00Z", "export.downloaded", "e2"),
        ("2023-05-01T00:00:00Z", "access.signed_in", "s1"),
        ("2023-05-02T00:00:00Z", "access.signed_in", "s2"),
        ("2023-05-03T00:00:00Z", "loan.repaid", "b1"),
        ("2024-01-19T15:59:59Z", "access.signed_in", "s3"),
        ("2024-01-19T16:00:00Z", "access.signed_in", "s4"),
        ("2023-05-05T00:00:00Z", "customer.revealed", "r1"),
    ] {
        note(&app, at, action, object);
    }
    app
}

fn order(file: &Path, before: &str) -> Order {
    Order {
        before: day(before),
        file: file.to_owned(),
        most: 1_000,
    }
}

fn make(app: &TestApp, file: &Path) -> Result<trail::Archive, AuditError> {
    app::archive(&app.state.db, &app.context(), &order(file, "2025-01-20"))
}

fn verified(app: &TestApp) -> Verification {
    trail::verify(&app.state.db).expect("verified")
}

fn objects(app: &TestApp, action: &str) -> Vec<String> {
    let asked = AuditSearch {
        action: Some(action.to_owned()),
        ..AuditSearch::default()
    };
    let found = app
        .state
        .db
        .read(|tx| trail::search(tx, &asked, None, 100))
        .expect("found");
    found.into_iter().map(|line| line.object_id).collect()
}

fn lines_of(file: &Path) -> Vec<SealedLine> {
    let mut lines = Vec::new();
    app::read_archive(file, |line| lines.push(line.clone())).expect("a sound file");
    lines
}

fn run(app: &TestApp, sql: &str, params: &[Value]) {
    let done = app.state.db.write(|tx| tx.execute(sql, params)).expect("a statement");
    assert!(done > 0, "{sql}");
}

fn refusal<T: std::fmt::Debug>(result: Result<T, AuditError>) -> AuditRefusal {
    match result {
        Err(AuditError::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

/// As if the program had been killed when these lines still stood in the table.
fn put_back(app: &TestApp, lines: &[SealedLine]) {
    for line in lines {
        let sql = "INSERT INTO audit_entry (id, recorded_at, actor_id, actor_login, request_id, action, object_kind, object_id,
            before_json, after_json, on_behalf_of, address, via_token, seq, hash)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
        let params = values![
            line.id,
            line.at,
            line.actor_id,
            &line.actor,
            &line.request_id,
            &line.action,
            &line.object_kind,
            &line.object_id,
            line.before.as_deref(),
            line.after.as_deref(),
            line.on_behalf_of.as_deref(),
            line.address.as_deref(),
            line.via_token.as_deref(),
            line.seq,
            hex::decode(&line.hash).expect("hexadecimal")
        ];
        run(app, sql, &params);
    }
    run(app, "UPDATE audit_archive SET removed_at = NULL", &[]);
}

#[test]
fn what_need_not_be_kept_leaves_for_a_file_and_the_chain_still_holds() {
    let (app, folder) = (app_with_old_lines(), Folder::new());
    let before = verified(&app);
    assert!(before.holds() && before.archived == 0);
    let file = folder.file("old.jsonl.gz");
    let archive = make(&app, &file).expect("an archive");
    assert_eq!(archive.lines, 4);
    let left: Vec<String> = lines_of(&file).into_iter().map(|line| line.object_id).collect();
    assert_eq!(left, ["e1", "s1", "s2", "s3"]);
    assert_eq!(objects(&app, "access.signed_in"), ["s4"]);
    assert_eq!(objects(&app, "export.downloaded"), ["e2"]);
    assert_eq!(objects(&app, "loan.repaid"), ["b1"]);
    assert_eq!(objects(&app, "audit.archived"), [archive.id.to_string()]);
    let after = verified(&app);
    // The line about the archive itself is new.
    assert_eq!((after.archived, after.intact), (4, before.intact - 4 + 1));
    assert!(after.holds());
    let content = app::verify_archive(&app.state.db, &file).expect("the file fits");
    assert_eq!((content.header.lines, content.header.runs), (4, 3));
    let archives = app.state.db.read(trail::list_archives).expect("archives");
    assert_eq!(archives.len(), 1);
    assert!(archives[0].removed_at.is_some());
}

#[test]
fn a_line_after_an_archived_one_still_has_its_proof_and_the_archived_one_has_none() {
    let (app, folder) = (app_with_old_lines(), Folder::new());
    let file = folder.file("old.jsonl.gz");
    let _ = make(&app, &file).expect("an archive");
    let lines = lines_of(&file);
    let next = lines[2].seq + 1;
    let proof = app
        .state
        .db
        .read(|tx| trail::prove(tx, next))
        .expect("read")
        .expect("b1");
    assert!(proof.holds() && hex::encode(&proof.before) == lines[2].hash);
    assert!(
        app.state
            .db
            .read(|tx| trail::prove(tx, lines[2].seq))
            .expect("read")
            .is_none()
    );
}

#[test]
fn an_archive_is_searched_without_a_database() {
    let (app, folder) = (app_with_old_lines(), Folder::new());
    let file = folder.file("old.jsonl.gz");
    let _ = make(&app, &file).expect("an archive");
    let found = |who: Option<&str>, what: Option<&str>, object: Option<&str>| {
        let asked = Asked {
            who: who.map(str::to_owned),
            what: what.map(str::to_owned),
            object: object.map(str::to_owned),
        };
        let mut found = Vec::new();
        app::search_archive(&file, &asked, |line| found.push(line.object_id.clone())).expect("searched");
        found
    };
    assert_eq!(found(None, Some("access.signed_in"), None), ["s1", "s2", "s3"]);
    assert_eq!(found(Some("system"), None, Some("e1")), ["e1"]);
    assert_eq!(found(None, Some("access.signed_in"), Some("test")), ["s1", "s2", "s3"]);
    assert_eq!(found(Some("clerk"), None, None), Vec::<String>::new());
}

#[test]
fn nothing_is_overwritten_and_nothing_leaves_twice() {
    let (app, folder) = (app_with_old_lines(), Folder::new());
    let file = folder.file("old.jsonl.gz");
    std::fs::write(&file, "mine").expect("a file");
    assert!(matches!(refusal(make(&app, &file)), AuditRefusal::FileExists { .. }));
    assert_eq!(std::fs::read(&file).expect("a file"), b"mine");
    let early = app::archive(
        &app.state.db,
        &app.context(),
        &order(&folder.file("early"), "2021-12-31"),
    );
    let before = day("2021-12-31");
    assert_eq!(refusal(early), AuditRefusal::NothingToArchive { before });
    let _ = make(&app, &folder.file("one")).expect("an archive");
    let before = day("2025-01-20");
    assert_eq!(
        refusal(make(&app, &folder.file("two"))),
        AuditRefusal::NothingToArchive { before }
    );
    // The line about an archive stays, however old it gets: it tells what the gaps are.
    app.state
        .clock
        .advance(std::time::Duration::from_secs(200 * 366 * 86_400));
    let _ = app::archive(
        &app.state.db,
        &app.context(),
        &order(&folder.file("late"), "2200-01-01"),
    )
    .expect("the rest");
    assert_eq!(objects(&app, "audit.archived").len(), 2);
    let all = verified(&app);
    assert!(all.holds(), "{all:?}");
    assert_eq!(all.intact, 2);
}

#[test]
fn what_was_killed_in_the_middle_is_finished_by_the_next_run() {
    let (app, folder) = (app_with_old_lines(), Folder::new());
    let file = folder.file("old.jsonl.gz");
    let archive = make(&app, &file).expect("an archive");
    let lines = lines_of(&file);
    // Killed after the archive was noted and before its file had its name; killed with some runs removed.
    for (still_there, named) in [(lines.as_slice(), false), (&lines[1..], true), (&lines[3..], true)] {
        put_back(&app, still_there);
        if !named {
            std::fs::rename(&file, folder.file("old.jsonl.gz.part")).expect("renamed");
        }
        let between = verified(&app);
        assert!(between.holds(), "{between:?}");
        assert_eq!(between.archived, 4 - still_there.len() as i64);
        let again = make(&app, &file).expect("finished");
        assert_eq!((again.id, again.lines), (archive.id, 4));
        assert_eq!(objects(&app, "access.signed_in"), ["s4"]);
        assert!(verified(&app).holds());
        assert_eq!(lines_of(&file), lines);
    }
    assert_eq!(objects(&app, "audit.archived").len(), 1);
    let _ = app::verify_archive(&app.state.db, &file).expect("the file fits");
}

#[test]
fn no_line_is_removed_while_its_file_is_missing_or_damaged() {
    let (app, folder) = (app_with_old_lines(), Folder::new());
    let file = folder.file("old.jsonl.gz");
    let _ = make(&app, &file).expect("an archive");
    put_back(&app, &lines_of(&file));
    let sound = std::fs::read(&file).expect("a file");
    std::fs::remove_file(&file).expect("removed");
    let other = folder.file("other");
    assert!(matches!(refusal(make(&app, &other)), AuditRefusal::FileMissing { .. }));
    std::fs::write(&file, &sound[..sound.len() / 2]).expect("a file");
    assert!(matches!(refusal(make(&app, &other)), AuditRefusal::FileDamaged { .. }));
    assert_eq!(objects(&app, "access.signed_in").len(), 4);
    std::fs::write(&file, &sound).expect("a file");
    let _ = make(&app, &file).expect("finished");
    assert_eq!(objects(&app, "access.signed_in").len(), 1);
}

/// The content of an archive with one text in place of another.
fn forge(file: &Path, from: &str, to: &str) {
    let mut text = String::new();
    let packed = std::fs::read(file).expect("a file");
    GzDecoder::new(packed.as_slice())
        .read_to_string(&mut text)
        .expect("gzip");
    assert!(text.contains(from), "{from} in {text}");
    let mut out = GzEncoder::new(Vec::new(), Compression::default());
    out.write_all(text.replacen(from, to, 1).as_bytes()).expect("memory");
    std::fs::write(file, out.finish().expect("memory")).expect("a file");
}

#[test]
fn a_changed_file_and_a_changed_gap_are_found() {
    let (app, folder) = (app_with_old_lines(), Folder::new());
    let file = folder.file("old.jsonl.gz");
    let _ = make(&app, &file).expect("an archive");
    let sound = std::fs::read(&file).expect("a file");
    for (from, to) in [
        ("s2", "s9"),
        ("\"lines\":4", "\"lines\":5"),
        ("\"made_by\":\"system\"", "\"made_by\":\"nobody\""),
    ] {
        forge(&file, from, to);
        let found = refusal(app::verify_archive(&app.state.db, &file));
        assert!(matches!(found, AuditRefusal::FileDamaged { .. }), "{from}: {found:?}");
        std::fs::write(&file, &sound).expect("a file");
    }
    run(
        &app,
        "UPDATE audit_gap SET hash = $1 WHERE from_seq = (SELECT min(from_seq) FROM audit_gap)",
        &values![vec![7_u8; 32]],
    );
    let found = refusal(app::verify_archive(&app.state.db, &file));
    assert!(matches!(found, AuditRefusal::FileDiffers { .. }), "{found:?}");
    let chain = verified(&app);
    assert!(chain.first_broken.is_some() && chain.broken_archive.is_some());
}

#[test]
fn lines_that_are_hidden_behind_a_forged_gap_are_found() {
    let (app, folder) = (app_with_old_lines(), Folder::new());
    let archive = make(&app, &folder.file("old.jsonl.gz")).expect("an archive");
    let business = app
        .state
        .db
        .read(|tx| tx.query_one("SELECT seq, hash FROM audit_entry WHERE action = 'loan.repaid'", &[]));
    let business = business.expect("b1");
    let (seq, hash) = (business.int(0), business.bytes(1).to_vec());
    run(&app, "DELETE FROM audit_entry WHERE seq = $1", &values![seq]);
    let forged = "INSERT INTO audit_gap (from_seq, to_seq, hash, archive_id) VALUES ($1, $1, $2, $3)";
    run(&app, forged, &values![seq, hash, archive.id]);
    let chain = verified(&app);
    assert_eq!((chain.first_broken, chain.broken_archive), (None, Some(archive.id)));
    assert!(!chain.holds());
}

#[test]
fn an_archive_takes_no_more_lines_than_it_may_and_the_next_one_goes_on() {
    let (app, folder) = (app_with_old_lines(), Folder::new());
    let few = |name: &str| Order {
        most: 3,
        ..order(&folder.file(name), "2025-01-20")
    };
    let first = app::archive(&app.state.db, &app.context(), &few("one")).expect("an archive");
    let second = app::archive(&app.state.db, &app.context(), &few("two")).expect("another");
    assert_eq!((first.lines, second.lines), (3, 1));
    assert!(verified(&app).holds());
    for name in ["one", "two"] {
        let _ = app::verify_archive(&app.state.db, &folder.file(name)).expect("the file fits");
    }
}
