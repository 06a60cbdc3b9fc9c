//! Declared lists, through the whole program.

use crate::app::app;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};
use testkit::{Caller, Lending, TestApp};

/// One loan of 120,000.00 yuan, lent today.
fn lender() -> TestApp {
    let app = app();
    let _ = app.lend(&Lending::default());
    app
}

/// The content of a file that is made on a thread of its own: asked for until it is ready.
fn file(caller: &Caller<'_>, uri: &str, body: &Value) -> Vec<String> {
    let asked = caller.post(uri, body);
    assert_eq!(asked.status, 202, "{}", asked.json);
    let id = asked.json["id"].as_str().expect("an id");
    let patience = Instant::now() + Duration::from_secs(30);
    while caller.get(&format!("/exports/{id}")).ok()["state"] != "ready" {
        assert!(Instant::now() < patience, "the file does not get ready");
        std::thread::yield_now();
    }
    let fetched = caller.get(&format!("/exports/{id}/file"));
    assert_eq!(fetched.status, 200);
    let text = String::from_utf8(fetched.body).expect("UTF-8");
    let text = text.strip_prefix('\u{FEFF}').expect("a byte order mark");
    let lines = text.split("\r\n").filter(|line| !line.is_empty());
    lines.map(str::to_owned).collect()
}

#[test]
fn whoever_reads_a_list_is_told_what_it_is() {
    let app = app();
    let names = |login: &str| -> BTreeSet<String> {
        let told = app.sign_in(login).get("/lists").ok();
        let items = told["items"].as_array().expect("lists").iter();
        items
            .map(|list| list["name"].as_str().expect("a name").to_owned())
            .collect()
    };
    assert!(names("auditor").contains("journal-entries"));
    assert!(
        !names("clerk").contains("journal-entries"),
        "a clerk does not read the ledger"
    );
    let told = app.sign_in("auditor").get("/lists").ok();
    let entries = told["items"].as_array().expect("lists").iter();
    let entries = entries
        .clone()
        .find(|list| list["name"] == "journal-entries")
        .expect("the list");
    assert_eq!(
        (&entries["may_export"], &entries["order"]),
        (&json!(true), &json!("-booked_on"))
    );
    let kind = entries["fields"]
        .as_array()
        .expect("fields")
        .iter()
        .find(|field| field["key"] == "kind");
    let words = kind.expect("a field")["words"].as_array().expect("words").clone();
    assert!(words.contains(&json!({ "code": "repaid", "zh": "还款", "en": "Repayment" })));
}

#[test]
fn the_journal_as_a_file_has_words_amounts_and_a_mark() {
    let app = lender();
    let auditor = app.sign_in("auditor").with("accept-language", "en");
    let columns = [
        "booked_on",
        "kind",
        "organisation",
        "organisation_name",
        "currency",
        "amount",
        "state",
    ];
    let body = json!({ "format": "csv", "columns": columns });
    let found = file(&auditor, "/ledger/journal-entries/exports?kind=disbursed", &body);
    assert_eq!(
        found[0],
        "Booked on,Kind,Organisation,Organisation's name,Ccy,Amount,State"
    );
    assert_eq!(
        found[1],
        "2025-01-20,Disbursement,0001,Head office,CNY,120000.00,Standing"
    );
    assert!(
        found[2].starts_with("Exported by auditor at 2025-01-20T08:00:00"),
        "{}",
        found[2]
    );
    assert_eq!(found.len(), 3);
}

/// Kinds that entries of a lent, repaid and closed book have are words of the list.
#[test]
fn every_kind_of_entry_has_words() {
    let app = lender();
    let auditor = app.sign_in("auditor");
    let page = auditor.get("/ledger/journal-entries?limit=200").ok();
    let known = ledger::app::JOURNAL_ENTRIES.field("kind").expect("declared");
    let items = page["items"].as_array().expect("entries");
    assert!(!items.is_empty());
    for item in items {
        let kind = item["kind"].as_str().expect("a kind");
        assert_ne!(known.word(kind, true), kind, "{kind} has no words");
    }
}

/// A loan of 120,000.00 yuan was lent today: principal (1303.01) against cash (2011).
#[test]
fn the_trial_balance_as_a_file_has_every_account_on_its_own_side() {
    let app = lender();
    let uri = "/ledger/trial-balance/exports";
    let body = json!({ "format": "csv", "currency": "CNY" });
    let clerk = app.sign_in("clerk");
    assert_eq!(clerk.post(uri, &body).problem(), (403, "access.permission_denied"));
    let auditor = app.sign_in("auditor").with("accept-language", "en");
    let found = file(&auditor, uri, &body);
    assert_eq!(
        found[0],
        "Day,Account,Name,Side,Ccy,Opening,Debits of the day,Credits of the day,Closing"
    );
    assert!(found[1].starts_with("2025-01-20,1303.01,"), "{}", found[1]);
    assert!(
        found[1].ends_with(",Debit,CNY,0.00,120000.00,0.00,120000.00"),
        "{}",
        found[1]
    );
    assert!(found[2].starts_with("2025-01-20,2011,"), "{}", found[2]);
    assert!(
        found[2].ends_with(",Credit,CNY,0.00,0.00,120000.00,120000.00"),
        "{}",
        found[2]
    );
    assert!(found[3].starts_with("Exported by auditor"), "{}", found[3]);
    let lines = auditor.get("/audit-entries?action=export.requested").ok();
    let asked = &lines["items"][0]["after"];
    assert_eq!(
        (&asked["list"], &asked["asked"]["on"]),
        (&json!("trial-balance"), &json!("2025-01-20"))
    );
}

#[test]
fn the_trail_as_a_file_is_what_the_search_finds_and_stands_in_the_trail_itself() {
    let app = lender();
    let body =
        json!({ "format": "csv", "columns": ["seq", "actor", "area", "action", "object_kind", "sealed", "after"] });
    assert_eq!(
        app.sign_in("manager").post("/audit-entries/exports", &body).problem(),
        (403, "access.permission_denied")
    );
    platform::audit::seal(&app.state.db).expect("sealed");
    let auditor = app.sign_in("auditor").with("accept-language", "en");
    let found = file(
        &auditor,
        "/audit-entries/exports?action=loan.booked&object_kind=loan",
        &body,
    );
    assert_eq!(found[0], "Nr,Actor,Area,Action,Object kind,Sealed,After");
    assert!(
        found[1].contains(",system,Business,loan.booked,loan,Yes,"),
        "{}",
        found[1]
    );
    assert_eq!(found.len(), 3, "titles, one line, mark");
    let lines = auditor.get("/audit-entries?action=export.requested").ok();
    assert_eq!(lines["items"][0]["after"]["list"], "audit");
    assert_eq!(lines["items"][0]["after"]["asked"]["query"][0]["action"], "loan.booked");
}

fn born(caller: &Caller<'_>, name: &str, number: &str, mobile: &str) {
    let body = json!({ "kind": "person", "name": name, "identity_kind": "resident_id", "identity_number": number, "mobile": mobile });
    assert_eq!(caller.post("/customers", &body).status, 201);
}

/// The name of the second person begins like a formula, which a spreadsheet must not run.
fn two_persons() -> TestApp {
    let app = app();
    let clerk = app.sign_in("clerk");
    born(&clerk, "张小三", "110101199003071233", "13812348000");
    born(&clerk, "=李四", "440305198802290043", "13900001111");
    app
}

#[test]
fn customers_as_a_file_stay_masked_unless_a_reason_is_given_and_kept() {
    let app = two_persons();
    let columns = json!(["name", "identity", "mobile"]);
    let masked = json!({ "format": "csv", "columns": columns });
    let whole = json!({ "format": "csv", "columns": columns, "reveal_reason": "年度函证" });
    let clerk = app.sign_in("clerk");
    assert_eq!(
        clerk.post("/customers/exports", &masked).problem(),
        (403, "access.permission_denied")
    );
    let manager = app.sign_in("manager").with("accept-language", "zh-CN");
    assert_eq!(
        manager.post("/customers/exports", &whole).problem(),
        (403, "access.permission_denied")
    );
    let found = file(&manager, "/customers/exports?sort=created_on", &masked);
    assert_eq!(found[0], "姓名/名称,证件号码,手机号");
    assert!(
        found[1].starts_with("张*三,110***********1233,138****8000"),
        "{}",
        found[1]
    );
    let admin = app.sign_in("admin");
    let found = file(&admin, "/customers/exports?sort=created_on", &whole);
    assert_eq!(found[1], "张小三,110101199003071233,13812348000");
    assert_eq!(found[2], "'=李四,440305198802290043,13900001111");
    let lines = admin.get("/audit-entries?action=list.revealed").ok();
    let line = &lines["items"][0]["after"];
    assert_eq!(
        (&line["list"], &line["reason"], &line["rows"]),
        (&json!("customers"), &json!("年度函证"), &json!(2))
    );
    for (reason, code) in [
        (" ", "listing.reason_invalid"),
        ("x".repeat(201).as_str(), "listing.reason_invalid"),
    ] {
        let body = json!({ "format": "csv", "columns": columns, "reveal_reason": reason });
        assert_eq!(admin.post("/customers/exports", &body).problem(), (422, code));
    }
}

#[test]
fn whom_somebody_searched_for_does_not_stand_in_the_trail_of_a_file() {
    let app = two_persons();
    let admin = app.sign_in("admin");
    let body = json!({ "format": "csv", "columns": ["number"] });
    let found = file(&admin, "/customers/exports?q=110101199003071233", &body);
    assert_eq!(found.len(), 3, "titles, one row, mark");
    let lines = admin.get("/audit-entries?action=export.requested").ok();
    let asked = &lines["items"][0]["after"]["asked"];
    assert_eq!(asked["query"]["q"], "***");
    assert!(!asked.to_string().contains("110101199003071233"));
}

fn values(page: &Value, key: &str) -> Vec<String> {
    let items = page["items"].as_array().expect("a list").iter();
    items
        .map(|item| item[key].as_str().expect("a text").to_owned())
        .collect()
}

#[test]
fn users_are_searched_by_role_ordered_and_taken_with_their_roles() {
    let app = app();
    let admin = app.sign_in("admin");
    let all = values(&admin.get("/users?limit=200").ok(), "login");
    let mut sorted = all.clone();
    sorted.sort();
    assert_eq!(all, sorted);
    let mut back = values(&admin.get("/users?limit=200&sort=-login").ok(), "login");
    back.reverse();
    assert_eq!(back, sorted);
    let search = "%7B%22field%22%3A%22role%22%2C%22op%22%3A%22eq%22%2C%22value%22%3A%22auditor%22%7D";
    let page = admin.get(&format!("/users?where={search}&with_totals=true")).ok();
    assert_eq!(values(&page, "login"), ["auditor"]);
    assert_eq!(page["totals"], json!({ "count": 1, "more": false }));
    assert_eq!(values(&admin.get("/users?q=audi").ok(), "login"), ["auditor"]);
    let body = json!({ "format": "csv", "columns": ["login", "roles", "active"] });
    let found = file(&admin.with("accept-language", "en"), "/users/exports?q=auditor", &body);
    assert_eq!(found[..2], ["Login,Roles,May sign in", "auditor,auditor,Yes"]);
}

#[test]
fn products_are_found_by_a_part_of_code_or_name() {
    let app = app();
    let clerk = app.sign_in("clerk");
    assert_eq!(values(&clerk.get("/products?q=p03-i").ok(), "code"), ["P03-IO"]);
    assert_eq!(
        values(&clerk.get("/products?q=%25").ok(), "code"),
        ["P05-BL"],
        "a percent sign is a text: one name has it"
    );
    let page = clerk.get("/products?limit=200&with_totals=true").ok();
    let codes = values(&page, "code");
    assert_eq!(page["totals"]["count"], codes.len());
    let mut sorted = codes.clone();
    sorted.sort();
    assert_eq!(codes, sorted);
    let chinese = clerk.with("accept-language", "zh-CN");
    let body = json!({ "format": "csv", "columns": ["code", "status"] });
    assert_eq!(file(&chinese, "/products/exports?q=P03-IO", &body)[1], "P03-IO,生效");
}

#[test]
fn words_of_the_lenders_lists_stand_in_the_files_and_codes_beside_them() {
    let app = app();
    let clerk = app.sign_in("clerk");
    let body = json!({ "kind": "company", "name": "青禾面粉有限公司", "identity_kind": "unified_credit_code",
        "identity_number": "91310000MA1FL0007C", "industry": "C13", "region": "3302" });
    let made = clerk.post("/customers", &body);
    assert_eq!(made.status, 201, "{}", made.json);
    let columns =
        json!({ "format": "csv", "columns": ["name", "kind", "identity_kind", "industry", "industry_code", "region"] });
    let manager = app.sign_in("manager");
    let chinese = manager.with("accept-language", "zh-CN");
    assert_eq!(
        file(&chinese, "/customers/exports", &columns)[1],
        "青禾面粉有限公司,企业,统一社会信用代码,农副食品加工业,C13,宁波市"
    );
    let english = manager.with("accept-language", "en");
    assert_eq!(
        file(&english, "/customers/exports?industry=C", &columns)[1],
        "青禾面粉有限公司,Company,Unified social credit code,Processing of agricultural food,C13,Ningbo"
    );
    let told = clerk.get("/lists").ok();
    let lists = told["items"].as_array().expect("lists");
    let customers = lists.iter().find(|list| list["name"] == "customers").expect("the list");
    let fields = customers["fields"].as_array().expect("fields");
    let field = |key: &str| fields.iter().find(|field| field["key"] == key).expect("a field");
    let of = |key: &str| {
        (
            field(key)["kind"].clone(),
            field(key)["dictionary"].clone(),
            field(key)["nested"].clone(),
        )
    };
    assert_eq!(of("industry"), (json!("choice"), json!("industry"), json!(true)));
    assert_eq!(of("kind"), (json!("choice"), json!("customer_kind"), json!(false)));
    assert_eq!(of("number"), (json!("text"), Value::Null, json!(false)));
}

#[test]
fn the_file_of_loans_says_what_they_are_for() {
    let app = app();
    let customer = app.customer("王小明");
    let clerk = app.sign_in("clerk");
    let products = clerk.get("/products?q=P03").ok();
    let product = products["items"]
        .as_array()
        .expect("products")
        .iter()
        .find(|one| one["code"] == "P03");
    let booking = json!({ "product_id": product.expect("P03")["id"], "customer_id": customer, "periods": 12,
        "principal": { "amount": "12000.00", "currency": "CNY" }, "disbursed_on": "2025-01-20", "purpose": "renovation" });
    let booked = clerk.post("/loans", &booking);
    assert_eq!(booked.status, 201, "{}", booked.json);
    let columns = json!({ "format": "csv", "columns": ["purpose"] });
    let manager = app.sign_in("manager");
    let chinese = manager.with("accept-language", "zh-CN");
    assert_eq!(file(&chinese, "/loans/exports", &columns)[1], "住房装修");
}
