//! Backups: taken while commands are written, restored into an empty place, verified.

use crate::book::{Scratch, book, count, open, refused, told};
use kernel::{CivilDate, LoanId, Money};
use ledger::AccountingCache;
use loan::app::error::LoanFailure;
use loan::app::repay::{Repayment, RepaymentKind, repay};
use platform::testing::TestDb;
use platform::{Backend, CommandContext, Db, run_command};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// Pays one yuan into a loan.
fn pay(db: &Db, books: &AccountingCache, loan: LoanId) {
    let payment = Repayment {
        amount: Money::parse("1.00", kernel::Currency::CNY).expect("money"),
        value_date: CivilDate::parse("2025-01-20").expect("a date"),
        kind: RepaymentKind::Regular,
        note: String::new(),
    };
    let context = CommandContext::system("test", kernel::Timestamp::from_millis(1_737_360_000_000));
    let paid = run_command::<_, LoanFailure, _>(db, &context, "test.pay", &1, |tx| {
        repay(tx, &context, books, loan, &payment).map(|_| 0)
    });
    paid.expect("a payment");
}

#[test]
fn a_backup_taken_under_load_restores_to_a_book_that_verifies() {
    let scratch = Scratch::new("load");
    let data = book(&scratch, None);
    let (to, again) = (scratch.path("backups"), scratch.path("again"));
    let (db, books, enough) = (open(&data), AccountingCache::default(), AtomicBool::new(false));
    let loans: Vec<LoanId> = db
        .read(|tx| tx.query("SELECT id FROM loan ORDER BY number", &[]))
        .expect("loans")
        .iter()
        .map(|row| LoanId(row.id(0)))
        .collect();
    let before = count(&db, "loan_event");
    let made = std::thread::scope(|scope| {
        for loan in &loans[..2] {
            let (db, books, enough) = (&db, &books, &enough);
            scope.spawn(move || {
                while !enough.load(Ordering::SeqCst) {
                    pay(db, books, *loan);
                }
            });
        }
        // Only begin when the writers are at work.
        while count(&db, "loan_event") < before + 20 {
            std::thread::yield_now();
        }
        let held = count(&db, "loan_event");
        let made = told(&["backup", "--to", &to, "--data-dir", &data, "--json"]);
        enough.store(true, Ordering::SeqCst);
        (held, made)
    });
    let (held, made) = made;
    let path = made["path"].as_str().expect("a path").to_owned();
    let manifest = &made["manifest"];
    assert_eq!(manifest["business_date"], "2025-01-20");
    assert_eq!(manifest["engine"], "sqlite");
    assert!(!Path::new(&path).join("field.key").exists(), "the key only when asked");

    refused(&["restore", &path, "--data-dir", &again], "cli.restore_key");
    std::fs::copy(Path::new(&data).join("field.key"), Path::new(&again).join("field.key")).expect("the key is brought");
    let verified = told(&["restore", &path, "--data-dir", &again, "--json"]);
    assert_eq!(verified["ok"], true, "{verified}");
    let restored = count(&open(&again), "loan_event");
    assert!(
        restored >= held,
        "what was there when it began is there: {restored} of {held}"
    );
    assert!(restored <= count(&db, "loan_event"));
    refused(&["restore", &path, "--data-dir", &again], "cli.place_taken");
}

#[test]
fn a_backup_with_its_key_needs_nothing_else_and_a_damaged_one_is_refused() {
    let scratch = Scratch::new("key");
    let data = book(&scratch, None);
    let (to, again) = (scratch.path("backups"), scratch.path("again"));
    let made = told(&["backup", "--to", &to, "--with-key", "--data-dir", &data, "--json"]);
    let path = made["path"].as_str().expect("a path");
    assert_eq!(told(&["restore", path, "--data-dir", &again, "--json"])["ok"], true);

    // Without its key nothing is begun, and above all no other key is made in its place.
    std::fs::remove_file(Path::new(&data).join("field.key")).expect("the key goes");
    let without = ["backup", "--to", &to, "--with-key", "--data-dir", &data];
    refused(&without, "cli.file");
    refused(&["verify", "--data-dir", &data], "cli.field_key_differs");
    assert!(!Path::new(&data).join("field.key").exists());

    let copy = Path::new(path).join("book.db");
    let mut bytes = std::fs::read(&copy).expect("the copy");
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    std::fs::write(&copy, bytes).expect("the copy can be changed");
    let third = scratch.path("third");
    refused(&["restore", path, "--data-dir", &third], "cli.backup_damaged");
    assert!(!Path::new(&third).exists(), "nothing is begun");
    refused(&["restore", &to, "--data-dir", &third], "cli.no_backup");
}

#[test]
fn the_oldest_backups_go_when_told() {
    let scratch = Scratch::new("keep");
    let data = book(&scratch, None);
    let to = scratch.path("backups");
    let made = told(&["backup", "--to", &to, "--data-dir", &data, "--json"]);
    let path = PathBuf::from(made["path"].as_str().expect("a path"));
    // As if it had been made long ago.
    let old = path.with_file_name("xindai-20200101T000000Z");
    std::fs::rename(&path, &old).expect("a backup can be moved");
    let text = std::fs::read_to_string(old.join("manifest.json")).expect("a manifest");
    let at = made["manifest"]["made_at_ms"].to_string();
    std::fs::write(old.join("manifest.json"), text.replace(&at, "1577836800000")).expect("written");
    let made = told(&["backup", "--to", &to, "--keep", "1", "--data-dir", &data, "--json"]);
    assert_eq!(made["removed"], 1);
    assert!(!old.exists() && Path::new(made["path"].as_str().expect("a path")).is_dir());
    refused(&["backup", "--data-dir", &data], "cli.backup_folder_missing");
}

/// The engine of this test run: a server's rows are copied into a file, and from the file into another server.
#[test]
fn a_book_moves_between_databases_through_its_backup() {
    let scratch = Scratch::new("move");
    let (from, into) = (TestDb::empty(), TestDb::empty());
    let data = book(&scratch, Some(from.url()));
    let to = scratch.path("backups");
    let made = told(&[
        "backup",
        "--to",
        &to,
        "--with-key",
        "--data-dir",
        &data,
        "--database-url",
        from.url(),
        "--json",
    ]);
    let path = made["path"].as_str().expect("a path");
    let (embedded, server) = (scratch.path("embedded"), scratch.path("server"));
    assert_eq!(told(&["restore", path, "--data-dir", &embedded, "--json"])["ok"], true);
    let back = ["restore", path, "--data-dir", &server, "--database-url"];
    match into.backend() {
        // A file that exists, empty as it is, is no empty place.
        Backend::Sqlite => refused(&[&back[..], &[into.url()]].concat(), "cli.place_taken"),
        Backend::Postgres => {
            assert_eq!(told(&[&back[..], &[into.url(), "--json"]].concat())["ok"], true);
            for table in [
                "loan",
                "loan_event",
                "posting",
                "audit_entry",
                "customer",
                "role_permission",
            ] {
                assert!(
                    count(&into, table) > 0 && count(&into, table) == count(&from, table),
                    "{table}"
                );
            }
            refused(&[&back[..], &[into.url()]].concat(), "cli.place_taken");
        }
    }
    for table in [
        "loan",
        "loan_event",
        "posting",
        "audit_entry",
        "customer",
        "role_permission",
    ] {
        assert_eq!(count(&open(&embedded), table), count(&from, table), "{table}");
    }
}
