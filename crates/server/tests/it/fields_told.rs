//! Sensitive fields in what tells of objects: the audit trail, proposals, files that go out and come in.

use crate::app::app;
use crate::fields::{ACTIONS, IDENTITY, MOBILE, created, holder};
use axum::http::Method;
use platform::http::{Carried, CheckedCommand, Permission, with_standard_layers};
use platform::{CommandContext, Guards, Tx};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::{Duration, Instant};
use testkit::{Caller, TestApp};

#[test]
fn the_audit_trail_leaves_out_what_its_reader_may_not_see() {
    let app = app();
    let id = created(&app.sign_in("clerk"));
    platform::audit::seal(&app.state.db).expect("sealed");
    let uri = format!("/audit-entries?object_kind=customer&object_id={id}");
    let sees = holder(&app, "sees", &[IDENTITY, MOBILE]);
    let line = sees.get(&uri).ok()["items"][0].clone();
    assert_eq!(
        (&line["after"]["identity"], &line["after"]["mobile"], &line["hidden"]),
        (&json!("110***********1233"), &json!("138****8000"), &json!([]))
    );
    let blind = holder(&app, "blind", &[]);
    let hidden = blind.get(&uri).ok()["items"][0].clone();
    let proof = blind.get(&format!("/audit-entries/{}", hidden["seq"])).ok();
    for told in [&hidden, &proof["entry"]] {
        assert_eq!(told["hidden"], json!(["identity", "mobile"]));
        let mut left = line["after"].as_object().expect("an object").clone();
        left.retain(|member, _| !["identity", "mobile"].contains(&member.as_str()));
        assert_eq!(
            (&told["after"], &told["after"]["name"]),
            (&Value::Object(left), &json!("张*三"))
        );
    }
    assert_eq!(proof["holds"], true);
    // In a list taken as a file before and after are texts, told as a whole or not at all.
    let body = |columns: &[&str]| json!({ "format": "csv", "columns": columns });
    let told = blind.post("/audit-entries/exports", &body(&["at", "after"]));
    assert_eq!(
        (told.problem(), &told.json["field"]),
        ((403, "access.field_denied"), &json!("columns"))
    );
    assert_eq!(
        blind.post("/audit-entries/exports", &body(&["at", "action"])).status,
        202
    );
    assert_eq!(sees.post("/audit-entries/exports", &body(&["at", "after"])).status, 202);
    // Lines in a file are as they were sealed, so that the file is for those who see everything.
    let file = "/audit-archives/01900000-0000-7000-8000-000000000000/file";
    let refused = blind.get(file);
    assert_eq!(refused.problem(), (403, "access.permission_denied"));
    assert_eq!(refused.json["permission"], IDENTITY);
    assert_eq!(sees.get(file).problem(), (404, "audit.archive_unknown"));
}

/// A command about a customer that somebody else lets in: there is none yet, so the test brings its own.
fn with_a_proposal() -> TestApp {
    let run = |_: &mut Tx, _: &CommandContext, _: &Value| {
        Ok(Carried {
            object_kind: "customer",
            object_id: "C1".to_owned(),
            label: "张*三".to_owned(),
            owner: (kernel::OrgId::HEAD_OFFICE, String::new()),
            product: None,
            amount: None,
            before: Some(json!({ "mobile": "138****8000", "officer": "li" })),
            after: Some(json!({ "mobile": "139****8000", "officer": "li" })),
            outcome: Value::Null,
        })
    };
    let command = CheckedCommand {
        name: "customer.change_customer",
        permission: Permission("customer.write"),
        run: Arc::new(run),
    };
    let app = TestApp::of_router(move |state, gate| {
        let guards = Guards::of(customer::CUSTOMER_FIELDS);
        let routes = access::routes_with(gate, vec![command.clone()], &guards);
        with_standard_layers(
            routes.build("Test", "1").router,
            state,
            access::sign_in_layer(gate.clone()),
        )
    });
    let rule = "INSERT INTO check_rule (command, mode, checker_permission, expire_hours, unless_alone, source)
        VALUES ('customer.change_customer', 'always', 'import.check', 24, 0, 'a test')";
    app.state.db.write(|tx| tx.execute(rule, &[])).expect("a rule");
    app
}

#[test]
fn a_proposal_shows_its_checker_only_the_fields_that_the_checker_sees() {
    let app = with_a_proposal();
    let proposal = json!({ "command": "customer.change_customer", "content": {}, "reason": "换号" });
    let made = app.sign_in("clerk").post("/pending-changes", &proposal).ok();
    let uri = format!("/pending-changes/{}", made["id"].as_str().expect("an id"));
    assert_eq!(made["after"]["mobile"], "139****8000");
    let sees = holder(&app, "sees", &[MOBILE, IDENTITY]).get(&uri).ok();
    assert_eq!(
        (&sees["before"]["mobile"], &sees["hidden"]),
        (&json!("138****8000"), &json!([]))
    );
    let blind = holder(&app, "blind", &[IDENTITY]);
    let list = blind.get("/pending-changes").ok();
    for told in [&blind.get(&uri).ok(), &list["items"][0]] {
        let left = json!({ "officer": "li" });
        assert_eq!((&told["before"], &told["after"]), (&left, &left));
        assert_eq!(told["hidden"], json!(["mobile"]));
    }
    let approved = blind.post(&format!("{uri}/approval"), &Value::Null).ok();
    assert_eq!(
        (&approved["state"], &approved["hidden"]),
        (&json!("approved"), &json!(["mobile"]))
    );
}

/// Asks for a file of customers; its id once it is ready.
pub fn file_of(caller: &Caller<'_>, body: &Value) -> String {
    let asked = caller.post("/customers/exports", body);
    assert_eq!(asked.status, 202, "{}", asked.json);
    let id = asked.json["id"].as_str().expect("an id").to_owned();
    let patience = Instant::now() + Duration::from_secs(30);
    while caller.get(&format!("/exports/{id}")).ok()["state"] != "ready" {
        assert!(Instant::now() < patience, "the file does not get ready");
        std::thread::yield_now();
    }
    id
}

fn first_row(caller: &Caller<'_>, id: &str) -> String {
    let fetched = caller.get(&format!("/exports/{id}/file"));
    assert_eq!(fetched.status, 200, "{}", fetched.json);
    let text = String::from_utf8(fetched.body).expect("UTF-8");
    text.split("\r\n").nth(1).expect("a row").to_owned()
}

#[test]
fn a_file_says_not_permitted_and_is_held_back_when_the_permission_is_taken_away() {
    let app = app();
    let _ = created(&app.sign_in("clerk"));
    let (sees, blind) = (
        holder(&app, "sees", &[IDENTITY, MOBILE]),
        holder(&app, "blind", &[MOBILE]),
    );
    let body = json!({ "format": "csv", "columns": ["name", "identity", "mobile"] });
    let id = file_of(&sees, &body);
    assert_eq!(first_row(&sees, &id), "张*三,110***********1233,138****8000");
    assert_eq!(
        first_row(&blind, &file_of(&blind, &body)),
        "张*三,not permitted,138****8000"
    );
    let whole = json!({ "format": "csv", "columns": ["name", "identity", "mobile"], "reveal_reason": "监管报送" });
    assert_eq!(
        first_row(&blind, &file_of(&blind, &whole)),
        "张小三,not permitted,13812348000"
    );

    let taken = json!({ "name_zh": "sees", "name_en": "sees", "data_scope": "all", "permissions": ACTIONS });
    let _ = app.sign_in("admin").send(Method::PUT, "/roles/sees", &taken).ok();
    let refused = sees.get(&format!("/exports/{id}/file"));
    assert_eq!(refused.problem(), (403, "access.permission_denied"));
    assert_eq!(refused.json["permission"], IDENTITY);
}

const ROWS: &str =
    "name,identity_kind,identity_number,mobile,证件备份\n李四,passport,E12345678,13900001111,E12345678\n";

#[test]
fn a_file_with_a_field_that_is_not_seen_is_not_taken_and_a_checker_sees_empty_cells() {
    let app = app();
    let uri = "/imports?entity=customers&file_name=c.csv";
    let blind = holder(&app, "blind", &[]);
    let refused = blind.post_file(uri, ROWS.as_bytes());
    assert_eq!(
        (refused.problem(), &refused.json["field"]),
        ((403, "access.field_denied"), &json!("identity_number"))
    );
    let half = holder(&app, "half", &[IDENTITY]);
    let refused = half.post_file(uri, ROWS.as_bytes());
    assert_eq!(
        (refused.problem(), &refused.json["field"]),
        ((403, "access.field_denied"), &json!("mobile"))
    );

    let sees = holder(&app, "sees", &[IDENTITY, MOBILE]);
    let id = sees.post_file(uri, ROWS.as_bytes()).ok()["import"]["id"].clone();
    let id = id.as_str().expect("an id");
    let tried = sees.post(&format!("/imports/{id}/run?dry_run=true"), &Value::Null);
    assert_eq!(tried.status, 202, "{}", tried.json);
    let patience = Instant::now() + Duration::from_secs(30);
    while sees.get(&format!("/imports/{id}")).ok()["state"] != "checked" {
        assert!(Instant::now() < patience, "the trial does not end");
        std::thread::yield_now();
    }
    let cells = |caller: &Caller<'_>| {
        let shown = caller.get(&format!("/imports/{id}/preview")).ok();
        (shown["lines"][0]["cells"].clone(), shown["hidden"].clone())
    };
    let all = json!(["李四", "passport", "E12345678", "13900001111", "E12345678"]);
    assert_eq!(cells(&sees), (all, json!([])));
    // A column that is not read may hold the same once more.
    let half_of_it = json!(["李四", "passport", "E12345678", "", ""]);
    assert_eq!(cells(&half), (half_of_it, json!(["mobile"])));
    assert_eq!(
        cells(&blind),
        (
            json!(["李四", "passport", "", "", ""]),
            json!(["identity_number", "mobile"])
        )
    );
}
