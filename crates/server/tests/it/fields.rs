//! Sensitive fields: who may not see one is told nothing of it, anywhere, and does not write it.

use crate::app::app;
use crate::fields_told::file_of;
use access::NewUser;
use platform::{DbError, values};
use serde_json::{Value, json};
use testkit::{Caller, PASSWORD, TestApp};

pub const IDENTITY: &str = "customer.field_identity";
pub const MOBILE: &str = "customer.field_mobile";
/// All that there is to do with customers, and the audit trail.
pub const ACTIONS: [&str; 9] = [
    "audit.export",
    "audit.read",
    "customer.export",
    "customer.read",
    "customer.reveal",
    "customer.write",
    "import.check",
    "import.run",
    "loan.read",
];

/// A role that may do everything with customers, and see these fields.
fn role(app: &TestApp, code: &str, data_scope: &str, fields: &[&str]) {
    let permissions: Vec<&str> = ACTIONS.iter().chain(fields).copied().collect();
    let body =
        json!({ "code": code, "name_zh": code, "name_en": code, "data_scope": data_scope, "permissions": permissions });
    let _ = app.sign_in("admin").post("/roles", &body).ok();
}

fn user<'a>(app: &'a TestApp, login: &str, roles: &[&str]) -> Caller<'a> {
    let new = NewUser {
        login: login.to_owned(),
        name: login.to_owned(),
        password: PASSWORD.to_owned(),
        roles: roles.iter().map(|role| (*role).to_owned()).collect(),
        organisation: None,
    };
    access::create_user(&app.state.db, &app.gate, &app.context(), &new).expect("a sound user");
    app.sign_in(login)
}

/// Somebody of the head office with a role of the same name.
pub fn holder<'a>(app: &'a TestApp, login: &str, fields: &[&str]) -> Caller<'a> {
    role(app, login, "all", fields);
    user(app, login, &[login])
}

fn zhang() -> Value {
    json!({ "kind": "person", "name": "张小三", "identity_kind": "resident_id", "identity_number": "110101199003071233",
            "mobile": "13812348000" })
}

pub fn created(caller: &Caller<'_>) -> String {
    let made = caller.post("/customers", &zhang()).ok();
    made["id"].as_str().expect("an id").to_owned()
}

fn found(caller: &Caller<'_>, uri: &str) -> usize {
    caller.get(uri).ok()["items"].as_array().expect("a list").len()
}

#[test]
fn a_page_and_a_list_leave_out_what_the_reader_may_not_see_and_name_it() {
    let app = app();
    let id = created(&app.sign_in("clerk"));
    let masked = (json!("110***********1233"), json!("138****8000"));
    for (login, fields, identity, mobile, hidden) in [
        ("sees", &[IDENTITY, MOBILE][..], &masked.0, &masked.1, json!([])),
        ("half", &[MOBILE], &Value::Null, &masked.1, json!(["identity_masked"])),
        (
            "blind",
            &[],
            &Value::Null,
            &Value::Null,
            json!(["identity_masked", "mobile_masked"]),
        ),
    ] {
        let caller = holder(&app, login, fields);
        let page = caller.get(&format!("/customers/{id}")).ok();
        let list = caller.get("/customers").ok();
        for one in [&page, &list["items"][0]] {
            let told = (&one["identity_masked"], &one["mobile_masked"], &one["hidden"]);
            assert_eq!(told, (identity, mobile, &hidden), "{login}");
            assert_eq!(one["name"], "张*三");
        }
        let lists = caller.get("/lists").ok();
        let customers = lists["items"]
            .as_array()
            .expect("lists")
            .iter()
            .find(|one| one["name"] == "customers");
        let fields = customers.expect("the list")["fields"]
            .as_array()
            .expect("fields")
            .clone();
        let unseen: Vec<&str> = fields
            .iter()
            .filter(|field| field["hidden"] == true)
            .filter_map(|field| field["key"].as_str())
            .collect();
        assert_eq!(
            unseen.len(),
            hidden.as_array().map_or(0, Vec::len),
            "{login}: {unseen:?}"
        );
    }
}

#[test]
fn a_reason_reveals_only_the_fields_that_are_seen() {
    let app = app();
    let id = created(&app.sign_in("clerk"));
    let blind = holder(&app, "blind", &[]);
    let uri = format!("/customers/{id}/reveal");
    let told = blind.post(&uri, &json!({ "reason": "核实" })).ok();
    assert_eq!(
        told,
        json!({ "name": "张小三", "identity_number": null, "mobile": null, "hidden": ["identity_number", "mobile"] })
    );
    let half = holder(&app, "half", &[IDENTITY]);
    let told = half.post(&uri, &json!({ "reason": "核实" })).ok();
    assert_eq!(
        (&told["identity_number"], &told["mobile"]),
        (&json!("110101199003071233"), &Value::Null)
    );
    let lines = app.sign_in("admin").get("/audit-entries?action=customer.revealed").ok();
    assert_eq!(
        lines["items"][0]["after"],
        json!({ "reason": "核实", "hidden": ["mobile"] })
    );
}

#[test]
fn a_search_by_a_number_finds_nobody_for_who_may_not_see_it() {
    let app = app();
    let clerk = app.sign_in("clerk");
    let id = created(&clerk);
    let _ = app.lend(&testkit::Lending::default());
    let lent = "UPDATE loan SET customer_id = $1";
    let id: uuid::Uuid = id.parse().expect("an id");
    app.state
        .db
        .write(|tx| tx.execute(lent, &values![id]))
        .expect("the loan is theirs");
    let (sees, blind) = (holder(&app, "sees", &[IDENTITY, MOBILE]), holder(&app, "blind", &[]));
    let half = holder(&app, "half", &[MOBILE]);
    for (number, of_half) in [("110101199003071233", 0), ("13812348000", 1)] {
        for list in ["customers", "loans"] {
            let uri = format!("/{list}?q={number}");
            let found = [&sees, &half, &blind].map(|caller| found(caller, &uri));
            assert_eq!(found, [1, of_half, 0], "{uri}");
        }
        let counted = blind.get(&format!("/customers?q={number}&with_totals=true")).ok();
        assert_eq!(counted["totals"]["count"], 0);
    }
    let by_name = "/customers?q=%E5%BC%A0%E5%B0%8F%E4%B8%89";
    assert_eq!(found(&blind, by_name), 1);
    let fields = ["identity", "mobile"];
    for field in fields {
        assert_eq!(
            sees.get(&format!("/customers?sort={field}")).problem().1,
            "platform.sort_invalid"
        );
        let asked =
            format!("/customers?where=%7B%22field%22%3A%22{field}%22%2C%22op%22%3A%22eq%22%2C%22value%22%3A%22x%22%7D");
        assert_eq!(sees.get(&asked).problem(), (422, "platform.where_field_unknown"));
    }
}

#[test]
fn who_may_not_see_a_field_does_not_write_it() {
    let app = app();
    let blind = holder(&app, "blind", &[MOBILE]);
    let refused = blind.post("/customers", &zhang());
    assert_eq!(refused.problem(), (403, "access.field_denied"));
    assert_eq!(
        (&refused.json["field"], &refused.json["permission"]),
        (&json!("identity_number"), &json!(IDENTITY))
    );
    let half = holder(&app, "half", &[IDENTITY]);
    let refused = half.post("/customers", &zhang());
    assert_eq!(
        (refused.problem(), &refused.json["field"]),
        ((403, "access.field_denied"), &json!("mobile"))
    );
    let mut without = zhang();
    without["mobile"] = Value::Null;
    assert_eq!(half.post("/customers", &without).status, 201);
    // That somebody has the document is told to nobody who could not ask for it either.
    assert_eq!(
        blind.post("/customers", &zhang()).problem(),
        (403, "access.field_denied")
    );
}

#[test]
fn a_row_may_not_tell_who_has_a_document_outside_the_rows_on_which_it_is_seen() {
    let app = app();
    let _ = created(&app.sign_in("clerk"));
    // Reads all customers, and sees identities of the own ones only.
    let permissions: Vec<&str> = ACTIONS.to_vec();
    let body = json!({ "code": "reads", "name_zh": "reads", "name_en": "reads", "data_scope": "all", "permissions": permissions });
    let _ = app.sign_in("admin").post("/roles", &body).ok();
    role(&app, "own_only", "own", &[IDENTITY, MOBILE]);
    let li = user(&app, "li.si", &["reads", "own_only"]);
    let mine = json!({ "kind": "person", "name": "王五", "identity_kind": "passport", "identity_number": "E1234567" });
    let mine = li.post("/customers", &mine).ok()["id"].clone();
    let hidden = |one: &Value| one["hidden"].as_array().map_or(0, Vec::len);
    let list = li.get("/customers").ok();
    let seen: Vec<bool> = list["items"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| hidden(one) == 0)
        .collect();
    assert_eq!(seen, [true, false], "newest first: the own one, then the clerk's");
    assert_eq!(
        (
            found(&li, "/customers?q=E1234567"),
            found(&li, "/customers?q=110101199003071233")
        ),
        (1, 0)
    );
    let page = li.get(&format!("/customers/{}", mine.as_str().expect("an id"))).ok();
    assert_eq!(page["identity_masked"], "******67");
    let file = file_of(&li, &json!({ "format": "csv", "columns": ["identity"] }));
    let text = String::from_utf8(li.get(&format!("/exports/{file}/file")).body).expect("UTF-8");
    let rows: Vec<&str> = text.split("\r\n").collect();
    assert_eq!(rows[1..3], ["******67", "not permitted"]);
    // The document is the clerk's customer's: that it is taken is told, not by whom.
    let taken = li.post("/customers", &zhang());
    assert_eq!(taken.problem(), (409, "customer.identity_taken"));
    assert_eq!(taken.json["customer_number"], "");
}

#[test]
fn a_token_sees_a_field_only_when_its_list_has_it() {
    let app = app();
    let id = created(&app.sign_in("clerk"));
    let clerk = app.sign_in("clerk");
    let seen = |permissions: Value| {
        let token = json!({ "name": "t", "days": 1, "permissions": permissions });
        let made = clerk
            .post("/session/tokens", &json!({ "current": PASSWORD, "token": token }))
            .ok();
        let bearer = format!("Bearer {}", made["secret"].as_str().expect("a secret"));
        let program = app.anyone().with("authorization", &bearer);
        let page = program.get(&format!("/customers/{id}")).ok();
        (
            page["identity_masked"].clone(),
            found(&program, "/customers?q=110101199003071233"),
        )
    };
    assert_eq!(seen(json!(["customer.read"])), (Value::Null, 0));
    assert_eq!(
        seen(json!(["customer.read", IDENTITY])),
        (json!("110***********1233"), 1)
    );
}

#[test]
fn whoever_saw_customers_before_the_upgrade_sees_their_fields_after_it() {
    let steps = platform::migrations::all();
    let before = steps
        .iter()
        .position(|step| step.name == "0095_field_permissions")
        .expect("the step");
    let db = platform::testing::TestDb::migrated(&steps[..before]);
    let granted = |role: &str| {
        let sql = "SELECT count(*) FROM role_permission p JOIN role r ON r.id = p.role_id
            WHERE r.code = $1 AND p.permission LIKE 'customer.field_%'";
        db.db()
            .read(|tx| Ok::<_, DbError>(tx.query_one(sql, &values![role])?.int(0)))
            .expect("a count")
    };
    let reader = uuid::Uuid::from_u128(71);
    let teller = uuid::Uuid::from_u128(72);
    let made = db.db().write(|tx| {
        for (id, code, permission) in [(reader, "reader", "customer.read"), (teller, "teller", "loan.repay")] {
            let sql = "INSERT INTO role (id, code, name_zh, name_en) VALUES ($1, $2, $2, $2)";
            tx.execute(sql, &values![id, code])?;
            let sql = "INSERT INTO role_permission (role_id, permission) VALUES ($1, $2)";
            tx.execute(sql, &values![id, permission])?;
        }
        Ok::<_, DbError>(())
    });
    made.expect("two roles");
    db.db().migrate(steps).expect("the upgrade");
    assert_eq!((granted("reader"), granted("teller"), granted("clerk")), (2, 0, 2));
}
