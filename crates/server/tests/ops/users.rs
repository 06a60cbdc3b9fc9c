//! Users from the command line, when nobody can help on the screen.

use crate::book::{Scratch, book, site, told, xindai};
use platform::testing::TestDb;
use platform::{DbError, values};

#[test]
fn who_is_kept_out_everywhere_is_let_in_again() {
    let scratch = Scratch::new("allow-everywhere");
    let test = TestDb::empty();
    let data = book(&scratch, Some(test.url()));
    let at = ["--data-dir", data.as_str(), "--database-url", test.url()];
    let opened = site(vec![
        ("data_dir".to_owned(), data.clone()),
        ("database_url".to_owned(), test.url().to_owned()),
    ]);
    let gate = access::Gate::new(access::HashCost::quick());
    let new = access::NewUser {
        login: "li.na".to_owned(),
        name: "李娜".to_owned(),
        password: "Xindai-demo-1".to_owned(),
        roles: vec!["clerk".to_owned()],
        organisation: None,
    };
    let context = platform::CommandContext::system("test", opened.clock.now());
    access::create_user(&opened.db, &gate, &context, &new).expect("a sound user");
    let shut = |sql: &str| {
        let done = opened.db.write(|tx| tx.execute(sql, &values!["192.0.2.0/24"]));
        done.expect("a sound statement")
    };
    let own = "UPDATE app_user SET allowed_addresses = $1 WHERE login = 'li.na'";
    let of_role = "UPDATE role SET allowed_addresses = $1 WHERE code = 'clerk'";
    assert_eq!((shut(own), shut(of_role)), (1, 1));
    let signs_in = || {
        let given = access::app::Credentials {
            login: "li.na",
            password: "Xindai-demo-1",
            code: None,
            request_id: "test",
            address: Some([198, 51, 100, 7].into()),
            now: opened.clock.now(),
        };
        access::app::sign_in(&opened.db, &opened.keys, &gate, &given).is_ok()
    };
    assert!(!signs_in(), "from another network");
    let order = [&["user", "allow-everywhere", "li.na"][..], &at].concat();
    let answer = "li.na may call from everywhere\n".to_owned();
    assert_eq!(xindai(&order), (0, answer, String::new()));
    assert!(signs_in());
    let lists = "SELECT count(*) FROM role WHERE allowed_addresses <> ''";
    let left = opened.db.read(|tx| Ok::<_, DbError>(tx.query_one(lists, &[])?.int(0)));
    assert_eq!(left.expect("a sound statement"), 0, "the lists of the user's roles too");
    let users = told(&[&["user", "list", "--json"][..], &at].concat());
    assert!(users.to_string().contains("li.na"), "{users}");
    let unknown = [&["user", "allow-everywhere", "nobody"][..], &at].concat();
    let (code, _, error) = xindai(&unknown);
    assert!(code == 1 && error.starts_with("error[access.user_unknown]"), "{error}");
    let trail = opened.db.read(|tx| {
        let search = platform::audit::AuditSearch::text("access.addresses_cleared");
        platform::audit::search(tx, &search, None, 10)
    });
    assert_eq!(trail.expect("the trail").len(), 1);
}
