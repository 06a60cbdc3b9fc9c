//! Old lines of the audit trail leave for a file from the command line; what is left and what left are both proved.

use crate::book::{Scratch, book, refused, site, told, xindai};
use kernel::Timestamp;
use platform::testing::TestDb;
use platform::{AuditLine, CommandContext, Db, DbError};
use serde_json::{Value, json};

/// A line of long ago.
fn note(db: &Db, action: &'static str) {
    let context = CommandContext::system("old", Timestamp::parse("2001-01-10T00:00:00Z").expect("a moment"));
    let line = AuditLine {
        action,
        object_kind: "user",
        object_id: "long ago".to_owned(),
        before: None,
        after: None,
    };
    let written = db.write(|tx| {
        tx.act_as(&context.actor, &context.request_id, context.now);
        tx.audit(line.clone());
        Ok::<_, DbError>(())
    });
    written.expect("written");
}

#[test]
fn old_lines_leave_for_a_file_and_both_sides_are_proved() {
    let scratch = Scratch::new("audit-archive");
    let test = TestDb::empty();
    let data = book(&scratch, Some(test.url()));
    let settings = [("data_dir", data.as_str()), ("database_url", test.url())];
    let opened = site(settings.map(|(key, value)| (key.to_owned(), value.to_owned())).to_vec());
    for action in ["access.signed_in", "loan.repaid", "export.downloaded"] {
        note(&opened.db, action);
    }
    let at = ["--data-dir", data.as_str(), "--database-url", test.url()];
    let file = scratch.path("old.jsonl.gz");
    let order = ["audit", "archive", "--before", "2002-01-01", "--to", file.as_str()];
    let order = [&order[..], &at].concat();
    platform::audit::seal(&opened.db).expect("sealed");
    let tried = told(&[&order[..], &["--dry-run", "--json"]].concat());
    assert_eq!(tried["archive"], Value::Null);
    let made = told(&[&order[..], &["--json"]].concat());
    assert_eq!(made["parts"], tried["parts"]);
    // What is about business stays for thirty years; the loan was repaid less than that ago.
    assert_eq!(made["archive"]["lines"], 2);
    let checked = told(&[&["audit", "verify-archive", &file, "--json"], &at[..]].concat());
    assert_eq!(
        (&checked["ok"], &checked["sha256"]),
        (&json!(true), &made["archive"]["sha256"])
    );
    assert_eq!(told(&[&["verify", "--json"], &at[..]].concat())["ok"], true);
    let line = told(&["audit", "search-archive", &file, "--what", "export.downloaded"]);
    assert_eq!(
        (&line["object_id"], &line["actor"]),
        (&json!("long ago"), &json!("system"))
    );
    refused(&order, "audit.file_exists");
    let (code, rules, _) = xindai(&[&["audit", "retention", "--json"], &at[..]].concat());
    assert_eq!((code, rules.lines().count()), (0, 6));
}
