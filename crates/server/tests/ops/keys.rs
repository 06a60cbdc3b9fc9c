//! Keys of identity fields are rotated on a filled book, while a server that knew only the former key works on.

use crate::book::{Scratch, book, refused, site, told, xindai};
use customer::app::{create_customer, find_customer_ids, reseal_customers, reveal_customer};
use customer::{CustomerDraft, CustomerError, CustomerKind, IdentityKind};
use platform::keys::FieldKeys;
use platform::testing::TestDb;
use platform::{CommandContext, DbError, values};
use preference::app::{find_draft, keep_draft};
use preference::domain::{DraftContent, PlaceName};
use serde_json::{Value, json};
use server::Site;
use std::path::Path;
use uuid::Uuid;

fn draft<'a>(name: &'a str, number: &'a str) -> CustomerDraft<'a> {
    CustomerDraft {
        kind: CustomerKind::Person,
        name,
        identity_kind: IdentityKind::Passport,
        identity_number: number,
        mobile: Some("13800138000"),
        profile: customer::Profile::default(),
    }
}

fn context(site: &Site, key: &str) -> CommandContext {
    CommandContext {
        idempotency_key: Some(key.to_owned()),
        ..CommandContext::system("test", site.clock.now())
    }
}

fn create(site: &Site, key: &str, name: &str, number: &str) -> Result<kernel::CustomerId, CustomerError> {
    create_customer(&site.db, &site.keys, &context(site, key), &draft(name, number)).map(|outcome| outcome.value.id)
}

/// The identity number of the one customer that a search finds.
#[track_caller]
fn revealed(site: &Site, search: &str) -> String {
    let found = site
        .db
        .read(|tx| find_customer_ids(tx, (&site.keys, &platform::Sight::everything()), search, 9))
        .expect("a search");
    assert_eq!(found.len(), 1, "{search}");
    let revealed = reveal_customer(&site.db, &site.keys, &context(site, "reveal"), (found[0], "test"));
    revealed
        .expect("a customer")
        .identity_number
        .expect("the test sees everything")
}

/// Version, state and rows of every key.
fn keys_of(report: &Value) -> Vec<Value> {
    let keys = report["keys"].as_array().into_iter().flatten();
    keys.map(|key| json!([key["version"], key["state"], key["rows"]]))
        .collect()
}

#[test]
fn keys_are_rotated_on_a_filled_book_while_a_server_works_on() {
    let scratch = Scratch::new("rotate");
    let test = TestDb::empty();
    let data = book(&scratch, Some(test.url()));
    let settings = [("data_dir", data.as_str()), ("database_url", test.url())];
    let server = site(settings.map(|(key, value)| (key.to_owned(), value.to_owned())).to_vec());
    let options = ["--data-dir", &data, "--database-url", test.url(), "--json"];
    let keys = |verb: &'static str| [&["keys"], &*verb.split(' ').collect::<Vec<_>>(), &options[..]].concat();
    create(&server, "one", "李四", "G22222221").expect("a customer");
    keep_a_draft(&server);
    keep_a_file(&server);
    refused(&keys("rotate"), "cli.key_not_newer");
    let added = told(&keys("add"));
    assert_eq!(keys_of(&added), [json!([1, "active", 13]), json!([2, "offered", 0])]);

    // Begun and killed after the first three rows: the key is in use, most rows are under the former one.
    let other = site(settings.map(|(key, value)| (key.to_owned(), value.to_owned())).to_vec());
    let print = other.keys.fingerprints()[1].1.clone();
    let now = other.clock.now();
    let begun = other
        .db
        .write(|tx| platform::installation::begin_key(tx, 2, &print, now));
    begun.expect("a rotation begins");
    other.keys.use_versions(&[1, 2]).expect("both are here");
    let step = other
        .db
        .write(|tx| reseal_customers(tx, &other.keys, None, 3))
        .expect("a step");
    assert_eq!(step.changed, 3);

    // A server that has not noticed writes under the former key; both read what the other wrote.
    create(&server, "two", "赵六", "G22222222").expect("a customer");
    assert_eq!(server.keys.version(), 1);
    server
        .keys
        .use_versions(&[1, 2])
        .expect("the server looks, and asks its key file");
    create(&server, "three", "钱七", "G22222223").expect("a customer");
    for (search, number) in [
        ("李四", "G22222221"),
        ("G22222222", "G22222222"),
        ("钱七", "G22222223"),
        ("E11111110", "E11111110"),
    ] {
        assert_eq!(revealed(&server, search), number);
        assert_eq!(revealed(&other, search), number);
    }
    // A document that is hashed under the former key is not taken a second time, and a repeat is still a repeat.
    assert!(create(&server, "four", "赵六", "G22222222").is_err());
    assert!(create(&server, "two", "赵六", "G22222222").is_ok());

    let rotated = told(&keys("rotate --batch 4"));
    assert_eq!(keys_of(&rotated), [json!([1, "former", 0]), json!([2, "active", 15])]);
    assert_eq!(rotated["rewritten"], 11);
    for search in ["李四", "G22222222", "钱七", "E11111110"] {
        assert!(!revealed(&server, search).is_empty());
    }
    refused(&keys("rotate"), "cli.key_not_newer");
    former_key_is_retired(&server, keys);
    let text = std::fs::read_to_string(Path::new(&data).join("field.key")).expect("the key file");
    std::fs::write(Path::new(&data).join("field.key"), text.lines().last().expect("a line")).expect("written");
    // Without the former key everything still opens, and nothing but the audit trail has changed.
    let only_new = site(settings.map(|(key, value)| (key.to_owned(), value.to_owned())).to_vec());
    assert_eq!(revealed(&only_new, "E11111110"), "E11111110");
    assert_eq!(draft_of(&only_new), json!({ "name": "孙八" }));
    assert_eq!(file_of(&only_new), b"number,balance");
    let verified = told(&[&["verify"], &options[..]].concat());
    assert_eq!(verified["ok"], true);
}

/// Somebody typed a name and did not send it.
fn keep_a_draft(site: &Site) {
    let content = DraftContent::of(json!({ "name": "孙八" })).expect("small");
    let kept = keep_draft(&site.db, &site.keys, &context(site, "draft"), &form(), (0, &content));
    assert_eq!(kept.expect("kept"), 1);
}

fn draft_of(site: &Site) -> Value {
    let user = context(site, "draft").actor.user_id;
    let found = site.db.read(|tx| find_draft(tx, &site.keys, user, &form()));
    found.expect("a draft that opens").expect("a draft").content
}

const FILE: Uuid = Uuid::from_u128(9);

/// A list was exported; its file is in one piece.
fn keep_a_file(site: &Site) {
    let sealed = site
        .keys
        .encrypt(b"number,balance", &FieldKeys::place("export_chunk", "content", FILE));
    let sql = "INSERT INTO export_chunk (export_id, place, content_sealed) VALUES ($1, 0, $2)";
    let kept = site.db.write(|tx| tx.execute(sql, &values![FILE, sealed.clone()]));
    assert_eq!(kept, Ok::<_, DbError>(1));
}

fn file_of(site: &Site) -> Vec<u8> {
    let row = site
        .db
        .read(|tx| tx.query_one("SELECT content_sealed FROM export_chunk", &[]));
    let sealed = row.expect("a piece").bytes(0).to_vec();
    let place = FieldKeys::place("export_chunk", "content", FILE);
    site.keys.decrypt(&sealed, &place).expect("it opens")
}

fn form() -> PlaceName {
    PlaceName::parse("customer-new").expect("a name")
}

fn former_key_is_retired<'a>(server: &Site, keys: impl Fn(&'static str) -> Vec<&'a str>) {
    refused(&keys("retire 2"), "cli.key_in_use");
    refused(&keys("retire 1"), "cli.key_in_use");
    // A minute later.
    let earlier = server
        .db
        .write(|tx| tx.execute("UPDATE field_key SET since = since - 60000", &[]));
    assert_eq!(earlier.expect("an update"), 2);
    let retired = told(&keys("retire 1"));
    assert_eq!(keys_of(&retired), [json!([1, "retired", 0]), json!([2, "active", 15])]);
}

#[test]
fn a_new_line_is_printed_for_those_who_keep_their_keys_elsewhere() {
    let scratch = Scratch::new("elsewhere");
    let data = book(&scratch, None);
    let (code, line, _) = xindai(&["keys", "new", "--data-dir", &data]);
    let (version, digits) = line.trim_end().split_once(':').expect("a version");
    assert_eq!((code, version, digits.len()), (0, "2", 64));
    assert_eq!(
        told(&["keys", "list", "--data-dir", &data, "--json"])["keys"]
            .as_array()
            .map(Vec::len),
        Some(1)
    );
}
