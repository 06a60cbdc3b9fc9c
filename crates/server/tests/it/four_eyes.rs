//! Maker and checker are different people: over the commands of every capability that asks for both.

use crate::app::app;
use access::NewUser;
use axum::http::Method;
use kernel::{Actor, BusinessDate, Currency, EntryId, OrgId};
use ledger::{EntryHead, JournalEntry, LedgerError};
use serde_json::{Value, json};
use std::borrow::Cow;
use testkit::{Caller, Lending, PASSWORD, TestApp};
use uuid::Uuid;

fn user<'a>(app: &'a TestApp, login: &str, role: &str) -> Caller<'a> {
    let new = NewUser {
        login: login.to_owned(),
        name: login.to_owned(),
        password: PASSWORD.to_owned(),
        roles: vec![role.to_owned()],
        organisation: None,
    };
    access::create_user(&app.state.db, &app.gate, &app.context(), &new).expect("a sound user");
    app.sign_in(login)
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

fn charge_off(loan: &str) -> Value {
    json!({ "command": "loan.charge_off", "content": { "loan_id": loan, "note": "破产" }, "reason": "借款人已破产清算" })
}

#[test]
fn a_charge_off_is_proposed_by_one_and_carried_out_once_by_the_approval_of_another() {
    let app = app();
    let loan = app.lend(&Lending::default()).to_string();
    let (clerk, manager) = (app.sign_in("clerk"), app.sign_in("manager"));
    let direct = clerk.post(&format!("/loans/{loan}/charge-off"), &json!({ "note": "破产" }));
    assert_eq!(direct.problem(), (409, "access.check_required"));
    let preview = clerk.post(
        &format!("/loans/{loan}/charge-off?dry_run=true"),
        &json!({ "note": "破产" }),
    );
    assert_eq!(preview.status, 200, "a preview may show it: {}", preview.json);

    let proposed = clerk.post("/pending-changes", &charge_off(&loan)).ok();
    assert_eq!(proposed["before"]["status"], "active");
    assert_eq!(proposed["after"]["status"], "charged_off");
    assert_eq!(proposed["amount"], json!({ "amount": "120000.00", "currency": "CNY" }));
    assert_eq!(
        clerk.get(&format!("/loans/{loan}")).ok()["status"],
        "active",
        "nothing has happened yet"
    );

    let address = format!("/pending-changes/{}", text(&proposed["id"]));
    let own = clerk.post(&format!("{address}/approval"), &Value::Null);
    assert_eq!(own.problem(), (403, "access.checker_is_maker"));
    let desk = manager.get("/pending-changes?state=pending").ok();
    assert_eq!(desk["items"][0]["id"], proposed["id"]);
    let approved = manager.post(&format!("{address}/approval"), &Value::Null).ok();
    assert_eq!(
        (&approved["state"], &approved["decided_by"]),
        (&json!("approved"), &json!("manager"))
    );
    assert_eq!(clerk.get(&format!("/loans/{loan}")).ok()["status"], "charged_off");
    let again = manager.post(&format!("{address}/approval"), &Value::Null).ok();
    assert_eq!(
        again["decided_at"], approved["decided_at"],
        "the same answer, not the same act"
    );
    let events = clerk.get(&format!("/loans/{loan}/events")).ok();
    let kinds: Vec<&Value> = events["items"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| &one["kind"])
        .collect();
    assert_eq!(kinds, ["disbursed", "charged_off"]);
    let trail = app.sign_in("auditor").get("/audit-entries?q=loan.charged_off").ok();
    assert_eq!(
        (&trail["items"][0]["actor"], &trail["items"][0]["on_behalf_of"]),
        (&json!("manager"), &json!("clerk"))
    );
}

#[test]
fn what_was_rejected_withdrawn_expired_or_overtaken_is_never_carried_out() {
    let app = app();
    let loan = app.lend(&Lending::default()).to_string();
    let (clerk, manager) = (app.sign_in("clerk"), app.sign_in("manager"));
    let propose = || {
        format!(
            "/pending-changes/{}",
            text(&clerk.post("/pending-changes", &charge_off(&loan)).ok()["id"])
        )
    };
    let approve = |address: &str| manager.post(&format!("{address}/approval"), &Value::Null);

    let rejected = propose();
    let empty = manager.post(&format!("{rejected}/rejection"), &json!({ "reason": " " }));
    assert_eq!(empty.problem(), (422, "access.reason_invalid"));
    let no = manager
        .post(&format!("{rejected}/rejection"), &json!({ "reason": "缺少裁定书" }))
        .ok();
    assert_eq!(
        (&no["state"], &no["decision_reason"]),
        (&json!("rejected"), &json!("缺少裁定书"))
    );
    assert_eq!(approve(&rejected).problem(), (409, "access.proposal_decided"));

    let withdrawn = propose();
    let foreign = manager.post(&format!("{withdrawn}/withdrawal"), &Value::Null);
    assert_eq!(foreign.problem(), (403, "access.not_maker"));
    assert_eq!(
        clerk.post(&format!("{withdrawn}/withdrawal"), &Value::Null).ok()["state"],
        "withdrawn"
    );
    assert_eq!(approve(&withdrawn).problem(), (409, "access.proposal_decided"));

    let overtaken = propose();
    let money = json!({ "amount": { "amount": "20000.00", "currency": "CNY" }, "value_date": "2025-01-20", "kind": "prepay_shorten" });
    let _ = clerk.post(&format!("/loans/{loan}/repayments"), &money).ok();
    assert_eq!(approve(&overtaken).problem(), (409, "access.proposal_stale"));

    let late = propose();
    app.state.clock.advance(std::time::Duration::from_secs(72 * 3600));
    let manager = app.sign_in("manager");
    let over = manager.post(&format!("{late}/approval"), &Value::Null);
    assert_eq!(over.problem(), (409, "access.proposal_decided"), "72 hours are over");
    assert_eq!(manager.get(&late).ok()["state"], "expired");
    assert_eq!(manager.get(&format!("/loans/{loan}")).ok()["status"], "active");
    assert_eq!(manager.get("/pending-changes?state=pending").ok()["items"], json!([]));
}

#[test]
fn a_checker_needs_the_permission_the_rows_and_the_authority() {
    let app = app();
    let loan = app.lend(&Lending::default()).to_string();
    let (clerk, manager, admin) = (app.sign_in("clerk"), app.sign_in("manager"), app.sign_in("admin"));
    let proposed = clerk.post("/pending-changes", &charge_off(&loan)).ok();
    let address = format!("/pending-changes/{}", text(&proposed["id"]));
    let accountant = user(&app, "kuaiji", "accountant");
    assert_eq!(accountant.get(&address).problem(), (404, "access.proposal_unknown"));
    let blind = accountant.post(&format!("{address}/approval"), &Value::Null);
    assert_eq!(blind.problem(), (404, "access.proposal_unknown"));
    let reader = app.sign_in("auditor");
    assert_eq!(reader.get(&address).status, 200);
    let auditor = reader.post(&format!("{address}/approval"), &Value::Null);
    assert_eq!(auditor.problem(), (403, "access.permission_denied"));

    // The manager's limit is 1,000,000.00; from today on 100,000.00 for P03, and the loan is one of 120,000.00.
    let limit = |amount: &str, product: Value| {
        json!({ "role": "manager", "command": "loan.charge_off", "product": product, "organisation": null,
                "limit": { "amount": amount, "currency": "CNY" }, "effective_from": "2025-01-20", "source": "授权书" })
    };
    let made = admin.post("/authority-limits", &limit("100000.00", json!("P03"))).ok();
    let beyond = manager.post(&format!("{address}/approval"), &Value::Null);
    assert_eq!(beyond.problem(), (403, "access.authority_exceeded"));
    assert_eq!(beyond.json["limit"]["amount"], "100000.00");
    // Without any limit for their role, administrators approve no amount at all.
    let unlimited = admin.post(&format!("{address}/approval"), &Value::Null);
    assert_eq!(unlimited.problem(), (403, "access.authority_exceeded"));
    let gone = admin.delete(&format!("/authority-limits/{}", text(&made["id"])));
    assert_eq!(gone.status, 200);
    assert_eq!(
        manager.post(&format!("{address}/approval"), &Value::Null).ok()["state"],
        "approved"
    );
}

#[test]
fn reversals_above_a_limit_need_a_second_person_and_smaller_ones_do_not() {
    let app = app();
    let loan = app.lend(&Lending::default()).to_string();
    let (clerk, manager, admin) = (app.sign_in("clerk"), app.sign_in("manager"), app.sign_in("admin"));
    let rule = json!({ "mode": "above", "above": [{ "amount": "5000.00", "currency": "CNY" }], "expire_hours": 24,
                       "unless_alone": false, "source": "授权书" });
    let _ = admin.send(Method::PUT, "/check-rules/loan.reverse", &rule).ok();
    let pay = |amount: &str| {
        let body =
            json!({ "amount": { "amount": amount, "currency": "CNY" }, "value_date": "2025-01-20", "kind": "regular" });
        text(&clerk.post(&format!("/loans/{loan}/repayments"), &body).ok()["event_id"])
    };
    let (small, large) = (pay("5000.00"), pay("5000.01"));
    let reverse = |event: &str| {
        clerk.post(
            &format!("/loans/{loan}/events/{event}/reversal"),
            &json!({ "reason": "重复入账" }),
        )
    };
    assert_eq!(reverse(&large).problem(), (409, "access.check_required"));
    assert_eq!(reverse(&small).status, 200);
    let body = json!({ "command": "loan.reverse", "reason": "重复入账",
                       "content": { "loan_id": loan, "event_id": large, "reason": "重复入账" } });
    let proposed = clerk.post("/pending-changes", &body).ok();
    assert_eq!(proposed["amount"]["amount"], "5000.01");
    let approved = manager.post(
        &format!("/pending-changes/{}/approval", text(&proposed["id"])),
        &Value::Null,
    );
    assert_eq!(approved.ok()["state"], "approved");
}

#[test]
fn users_and_roles_need_a_second_administrator_as_soon_as_there_is_one() {
    let app = app();
    let admin = app.sign_in("admin");
    let change = |roles: Value| json!({ "name": "王敏", "organisation": "0001", "post": null, "roles": roles, "is_active": true });
    let alone = admin.send(Method::PUT, "/users/clerk", &change(json!(["clerk"])));
    assert_eq!(alone.status, 200, "the only administrator works alone: {}", alone.json);

    let second = user(&app, "admin2", "administrator");
    app.state.clock.advance(std::time::Duration::from_secs(6));
    let direct = admin.send(Method::PUT, "/users/clerk", &change(json!(["auditor"])));
    assert_eq!(direct.problem(), (409, "access.check_required"));
    let mut content = change(json!(["auditor"]));
    content["login"] = json!("clerk");
    let body = json!({ "command": "access.change_user", "content": content, "reason": "调岗" });
    let proposed = admin.post("/pending-changes", &body).ok();
    assert_eq!(
        (&proposed["before"]["roles"], &proposed["after"]["roles"]),
        (&json!(["clerk"]), &json!(["auditor"]))
    );
    let approved = second
        .post(
            &format!("/pending-changes/{}/approval", text(&proposed["id"])),
            &Value::Null,
        )
        .ok();
    assert_eq!(approved["state"], "approved");
    assert_eq!(admin.get("/users/clerk").ok()["roles"], json!(["auditor"]));
    let clerk = app.sign_in("clerk");
    let denied = clerk.post("/pending-changes", &body);
    assert_eq!(denied.problem(), (403, "access.permission_denied"));
}

#[test]
fn a_proposal_is_refused_for_each_fault() {
    let app = app();
    let clerk = app.sign_in("clerk");
    let loan = app.lend(&Lending::default()).to_string();
    let with = |field: &str, value: Value| {
        let mut body = charge_off(&loan);
        body[field] = value;
        body
    };
    let nobody = "01900000-0000-7000-8000-000000000000";
    for (body, problem) in [
        (with("command", json!("loan.forgive")), (422, "access.command_unknown")),
        (with("reason", json!("")), (422, "access.reason_invalid")),
        (with("content", json!({ "loan": loan })), (422, "platform.body_invalid")),
        (
            with("content", json!({ "loan_id": nobody, "note": null })),
            (404, "loan.not_found"),
        ),
    ] {
        assert_eq!(clerk.post("/pending-changes", &body).problem(), problem);
    }
    assert_eq!(
        clerk.get("/pending-changes?state=nonsense").problem(),
        (400, "access.state_unknown")
    );
}

/// An entry that no event of a loan made: 12,000.00 by the rule of a disbursement.
fn entry_by_hand(app: &TestApp) -> EntryId {
    let today = BusinessDate::parse("2025-01-20").expect("a date");
    let posted = app.state.db.write(|tx| {
        let (chart, rules) = (ledger::load_chart(tx)?, ledger::load_rules(tx, today)?);
        let head = EntryHead {
            id: EntryId(Uuid::now_v7()),
            org: OrgId::HEAD_OFFICE,
            booked_on: today,
            currency: Currency::CNY,
            kind: Cow::Borrowed("test"),
            subject: None,
            event: None,
            memo: String::new(),
        };
        let entry = JournalEntry::new(head, rules.lines("disbursement", 1_200_000)?, &chart)?;
        ledger::post(
            tx,
            std::slice::from_ref(&entry),
            &Actor::system(),
            app.state.clock.now(),
        )?;
        Ok::<_, LedgerError>(entry.id())
    });
    posted.expect("a sound entry")
}

#[test]
fn a_reversal_by_hand_is_approved_up_to_the_amount_of_the_entry() {
    let app = app();
    let accountant = user(&app, "accountant", "accountant");
    let (admin, manager) = (app.sign_in("admin"), app.sign_in("manager"));
    let entry = entry_by_hand(&app);
    let proposal = json!({ "command": "ledger.reverse_entry", "reason": "重复记账",
                           "content": { "entry_id": entry, "reason": "重复记账" } });
    let proposed = accountant.post("/pending-changes", &proposal).ok();
    assert_eq!(proposed["amount"], json!({ "amount": "12000.00", "currency": "CNY" }));
    let approve = || {
        manager.post(
            &format!("/pending-changes/{}/approval", text(&proposed["id"])),
            &Value::Null,
        )
    };
    let limit = |amount: &str| {
        let body = json!({ "role": "manager", "command": "ledger.reverse_entry", "product": null, "organisation": null,
                           "limit": { "amount": amount, "currency": "CNY" }, "effective_from": "2025-01-20", "source": "授权书" });
        let _ = admin.post("/authority-limits", &body).ok();
    };
    limit("11999.99");
    let beyond = approve();
    assert_eq!(
        (beyond.problem(), &beyond.json["limit"]["amount"]),
        ((403, "access.authority_exceeded"), &json!("11999.99"))
    );
    limit("12000.00");
    assert_eq!(approve().ok()["state"], "approved");
}
