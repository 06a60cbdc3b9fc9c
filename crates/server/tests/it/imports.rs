//! A batch that one person sends and another lets in.

use crate::app::app;
use axum::http::Method;
use platform::values;
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use testkit::{Caller, Lending, TestApp};

/// The rule about batches of repayments: from which amount on somebody else lets them in.
fn rule(app: &TestApp, mode: &str, above: &str) {
    let amounts = if mode == "above" {
        json!([{ "amount": above, "currency": "CNY" }])
    } else {
        json!([])
    };
    let rule =
        json!({ "mode": mode, "above": amounts, "expire_hours": 24, "unless_alone": false, "source": "行内制度" });
    let admin = app.sign_in("admin");
    let saved = admin.send(Method::PUT, "/check-rules/import.take_in_repayments", &rule);
    assert_eq!(saved.status, 200, "{}", saved.json);
}

fn sent(caller: &Caller<'_>, content: &str) -> String {
    let sent = caller.post_file(
        "/imports?entity=repayments&file_name=repayments.csv",
        content.as_bytes(),
    );
    sent.ok()["import"]["id"].as_str().expect("an id").to_owned()
}

fn run(caller: &Caller<'_>, id: &str, dry_run: bool) -> testkit::Answered {
    caller.post(&format!("/imports/{id}/run?dry_run={dry_run}"), &Value::Null)
}

/// The import once its run has ended: it runs on a thread of its own.
fn ended(app: &TestApp, caller: &Caller<'_>, id: &str) -> Value {
    let patience = Instant::now() + Duration::from_secs(60);
    let running = |tx: &mut platform::Tx| {
        tx.query(
            "SELECT id FROM import_batch WHERE state IN ('queued', 'running')",
            &values![],
        )
    };
    while !app.state.db.read(running).expect("the database").is_empty() {
        assert!(Instant::now() < patience, "the import {id} does not end");
        std::thread::yield_now();
    }
    caller.get(&format!("/imports/{id}")).ok()
}

fn repayment(app: &TestApp, amount: &str) -> String {
    let loan = app.lend(&Lending::default()).to_string();
    let number = app.sign_in("clerk").get(&format!("/loans/{loan}")).ok()["number"].clone();
    let number = number.as_str().expect("a number");
    format!("number,value_date,amount\n{number},2025-01-20,{amount}\n")
}

#[test]
fn a_batch_of_repayments_waits_for_somebody_else_who_sees_what_it_holds() {
    let app = app();
    rule(&app, "always", "");
    let (clerk, manager) = (app.sign_in("clerk"), app.sign_in("manager"));
    let id = sent(&clerk, &repayment(&app, "1000.00"));
    let proposal =
        json!({ "command": "import.take_in_repayments", "content": { "import": id }, "reason": "补录一月还款" });
    let untried = clerk.post("/pending-changes", &proposal);
    assert_eq!(untried.problem(), (409, "import.not_tried"));
    assert_eq!(
        manager.get(&format!("/imports/{id}/preview")).problem(),
        (409, "import.not_tried")
    );

    assert_eq!(run(&clerk, &id, true).status, 202);
    let tried = ended(&app, &clerk, &id);
    assert_eq!(
        (&tried["state"], &tried["take_in"]),
        (&json!("checked"), &json!("import.take_in_repayments"))
    );
    let thousand = json!({ "amount": "1000.00", "currency": "CNY" });
    assert_eq!(tried["sums"], json!([{ "what": "repaid", "amount": thousand }]));
    assert_eq!(run(&clerk, &id, false).problem(), (409, "access.check_required"));

    let proposed = clerk.post("/pending-changes", &proposal).ok();
    assert_eq!(
        (&proposed["after"]["rows"], &proposed["after"]["repaid"]),
        (&json!(1), &json!("1000.00 CNY"))
    );
    let address = format!("/pending-changes/{}/approval", proposed["id"].as_str().expect("an id"));
    assert_eq!(
        clerk.post(&address, &Value::Null).problem(),
        (403, "access.checker_is_maker")
    );
    assert_eq!(
        run(&clerk, &id, false).problem(),
        (409, "access.check_required"),
        "it only waits"
    );
    let shown = manager.get(&format!("/imports/{id}/preview")).ok();
    assert_eq!(shown["lines"][0]["cells"][2], "1000.00");
    assert_eq!(manager.post(&address, &Value::Null).ok()["state"], "approved");
    assert_eq!(clerk.get(&format!("/imports/{id}")).ok()["approved_by"], "manager");
    // Letting in is not taking in: whoever sent the batch does that.
    assert_eq!(run(&manager, &id, false).problem(), (404, "import.not_found"));
    assert_eq!(run(&clerk, &id, false).status, 202);
    let done = ended(&app, &clerk, &id);
    assert_eq!((&done["state"], &done["created"]), (&json!("done"), &json!(1)));

    let trail = app
        .sign_in("auditor")
        .get("/audit-entries?object_kind=import&limit=50")
        .ok();
    let items = trail["items"].as_array().expect("lines").iter();
    let mut told: Vec<(&str, &str)> = items
        .map(|line| {
            (
                line["action"].as_str().unwrap_or(""),
                line["actor"].as_str().unwrap_or(""),
            )
        })
        .collect();
    told.reverse();
    assert!(told.contains(&("import.shown_to_checker", "manager")), "{told:?}");
    assert!(told.contains(&("import.approved", "manager")), "{told:?}");
    assert!(told.contains(&("import.done", "clerk")), "{told:?}");
}

#[test]
fn above_an_amount_a_batch_needs_two_people_and_other_columns_need_another_approval() {
    let app = app();
    rule(&app, "above", "500.00");
    let (clerk, manager) = (app.sign_in("clerk"), app.sign_in("manager"));
    let small = sent(&clerk, &repayment(&app, "500.00"));
    assert_eq!(
        run(&clerk, &small, false).problem(),
        (409, "access.check_required"),
        "it may be worth anything"
    );
    assert_eq!(run(&clerk, &small, true).status, 202);
    let _ = ended(&app, &clerk, &small);
    assert_eq!(run(&clerk, &small, false).status, 202);
    assert_eq!(ended(&app, &clerk, &small)["state"], "done");

    let large = sent(&clerk, &repayment(&app, "500.01"));
    assert_eq!(run(&clerk, &large, true).status, 202);
    let _ = ended(&app, &clerk, &large);
    assert_eq!(run(&clerk, &large, false).problem(), (409, "access.check_required"));
    let proposal = json!({ "command": "import.take_in_repayments", "content": { "import": large }, "reason": "补录" });
    let proposed = clerk.post("/pending-changes", &proposal).ok();
    let address = format!("/pending-changes/{}/approval", proposed["id"].as_str().expect("an id"));
    let again = json!({ "columns": ["number", "value_date", "amount"] });
    let mapped = clerk
        .send(Method::PUT, &format!("/imports/{large}/columns"), &again)
        .ok();
    assert_eq!(mapped["import"]["state"], "uploaded");
    assert_eq!(
        manager.post(&address, &Value::Null).problem(),
        (409, "import.not_tried")
    );
}
