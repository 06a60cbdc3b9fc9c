//! What is outside a caller's scope does not exist for it: over every endpoint of loans and customers.

use crate::app::app;
use access::NewUser;
use axum::http::Method;
use serde_json::{Value, json};
use testkit::{Caller, PASSWORD, TestApp};

/// A head office 0001 with the branches 01, 0101 below it, and 02; a user `u-<branch>` of a role in each.
struct Bank {
    app: TestApp,
}

impl Bank {
    fn new() -> Self {
        let app = app();
        let admin = app.sign_in("admin");
        for (code, parent) in [("01", "0001"), ("0101", "01"), ("02", "0001")] {
            let body = json!({ "code": code, "name_zh": format!("支行{code}"), "name_en": format!("Branch {code}"), "parent": parent });
            let _ = admin.post("/organisations", &body).ok();
        }
        Self { app }
    }

    fn user(&self, login: &str, role: &str, organisation: &str) -> Caller<'_> {
        let new = NewUser {
            login: login.to_owned(),
            name: login.to_owned(),
            password: PASSWORD.to_owned(),
            roles: vec![role.to_owned()],
            organisation: Some(organisation.to_owned()),
        };
        let context = self.app.context();
        access::create_user(&self.app.state.db, &self.app.gate, &context, &new).expect("a sound user");
        self.app.sign_in(login)
    }

    /// A role that may do what a clerk may, with another scope.
    fn role(&self, code: &str, data_scope: &str, organisations: &[&str]) {
        let admin = self.app.sign_in("admin");
        let permissions = [
            "customer.field_identity",
            "customer.field_mobile",
            "customer.read",
            "customer.reveal",
            "customer.write",
            "loan.book",
            "loan.read",
            "loan.repay",
            "loan.reverse",
            "product.read",
            "report.read",
        ];
        let body = json!({ "code": code, "name_zh": code, "name_en": code, "data_scope": data_scope,
                           "organisations": organisations, "permissions": permissions });
        let _ = admin.post("/roles", &body).ok();
    }
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

/// A customer of the caller with a loan of 12,000.00 that is lent: their ids.
fn lend(caller: &Caller<'_>, passport: &str) -> (String, String) {
    let body = json!({ "kind": "person", "name": "王小明", "identity_kind": "passport", "identity_number": passport });
    let customer = text(&caller.post("/customers", &body).ok()["id"]);
    let products = caller.get("/products").ok();
    let product = products["items"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|one| one["code"] == "P03")
        .expect("P03");
    let body = json!({ "product_id": product["id"], "customer_id": customer, "periods": 12, "disbursed_on": "2025-01-20",
                       "principal": { "amount": "12000.00", "currency": "CNY" } });
    let loan = text(&caller.post("/loans", &body).ok()["id"]);
    let _ = caller
        .post(
            &format!("/loans/{loan}/disbursement"),
            &json!({ "value_date": "2025-01-20" }),
        )
        .ok();
    (customer, loan)
}

fn ids(caller: &Caller<'_>, uri: &str) -> Vec<String> {
    let list = caller.get(uri).ok();
    let mut ids: Vec<String> = list["items"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| text(&one["id"]))
        .collect();
    ids.sort();
    ids
}

/// All loans that a caller sees, one to a page.
fn page_by_page(caller: &Caller<'_>) -> Vec<String> {
    let (mut found, mut next) = (Vec::new(), "/loans?limit=1".to_owned());
    loop {
        let page = caller.get(&next).ok();
        found.extend(
            page["items"]
                .as_array()
                .expect("a list")
                .iter()
                .map(|one| text(&one["id"])),
        );
        match page["next_cursor"].as_str() {
            Some(cursor) => next = format!("/loans?limit=1&cursor={cursor}"),
            None => return found,
        }
    }
}

/// Every address of a customer and its loan, with what it takes to call it.
fn addresses(customer: &str, loan: &str, event: &str) -> Vec<(Method, String, Value)> {
    let mut all: Vec<(Method, String, Value)> = [
        "",
        "/schedule",
        "/events",
        "/journal-entries",
        "/accrual",
        "/payoff-quote",
    ]
    .iter()
    .map(|tail| (Method::GET, format!("/loans/{loan}{tail}"), Value::Null))
    .collect();
    let money =
        json!({ "amount": { "amount": "1.00", "currency": "CNY" }, "value_date": "2025-01-20", "kind": "regular" });
    all.extend([
        (Method::POST, format!("/loans/{loan}/repayments"), money),
        (
            Method::POST,
            format!("/loans/{loan}/disbursement"),
            json!({ "value_date": "2025-01-21" }),
        ),
        (
            Method::POST,
            format!("/loans/{loan}/events/{event}/reversal"),
            json!({ "reason": "mine" }),
        ),
        (Method::GET, format!("/customers/{customer}"), Value::Null),
        (
            Method::POST,
            format!("/customers/{customer}/reveal"),
            json!({ "reason": "curious" }),
        ),
    ]);
    all
}

#[test]
fn what_belongs_to_another_branch_is_not_found_anywhere() {
    let bank = Bank::new();
    let (east, west) = (bank.user("east", "clerk", "01"), bank.user("west", "clerk", "02"));
    let (customer, loan) = lend(&east, "E10000001");
    let events = east.get(&format!("/loans/{loan}/events")).ok();
    let event = text(&events["items"][0]["id"]);
    for (method, uri, body) in addresses(&customer, &loan, &event) {
        let answered = west.send(method.clone(), &uri, &body);
        assert_eq!(answered.status, 404, "{method} {uri}: {}", answered.json);
        let code = answered.problem().1;
        assert!(
            ["loan.not_found", "customer.not_found"].contains(&code),
            "{method} {uri}: {code}"
        );
    }
    assert_eq!(east.get(&format!("/loans/{loan}")).status, 200);
    let transactions = format!("/loan-transactions?loan_id={loan}");
    for uri in [
        "/loans",
        "/loan-transactions",
        transactions.as_str(),
        "/customers",
        "/loans?q=王小明",
        "/customers?q=E10000001",
        "/loans?sort=number&status=open",
    ] {
        assert_eq!(ids(&west, uri), Vec::<String>::new(), "{uri}");
        assert_eq!(ids(&east, uri).len(), 1, "{uri}");
    }
    let totals = west.get("/loans?with_totals=true").ok();
    assert_eq!(totals["totals"]["count"], 0, "{totals}");
    let products = west.get("/products").ok();
    let product = products["items"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|one| one["code"] == "P03")
        .expect("P03");
    let body = json!({ "product_id": product["id"], "customer_id": customer, "periods": 12, "disbursed_on": "2025-01-20",
                       "principal": { "amount": "12000.00", "currency": "CNY" } });
    assert_eq!(west.post("/loans", &body).problem(), (422, "loan.customer_unknown"));
}

/// Somebody sees so many customers in every order, count and file of their list.
fn customers_are(caller: &Caller<'_>, (login, role): (&str, &str), expected: usize) {
    for sort in ["number", "-loan_count", "created_on"] {
        let found = ids(caller, &format!("/customers?sort={sort}"));
        assert_eq!(found.len(), expected, "{login}: customers by {sort}");
    }
    let counted = caller.get("/customers?with_totals=true&limit=1").ok();
    assert_eq!(counted["totals"]["count"], expected, "{login}: customers");
    if role == "manager" {
        let body = json!({ "format": "csv", "columns": ["number"] });
        let told = caller.post("/customers/exports?dry_run=true", &body).json;
        assert_eq!(told["rows_total"], expected, "{login}: a file has the rows of its list");
    }
}

/// Somebody sees the disbursements of these loans, one of each, in every order, page, count, sum and file of the transactions.
fn transactions_are(caller: &Caller<'_>, (login, role): (&str, &str), expected: &[String]) {
    let loans = |uri: &str| -> (Vec<String>, Value) {
        let page = caller.get(uri).ok();
        let items = page["items"].as_array().expect("a list").iter();
        (items.map(|one| text(&one["loan_id"])).collect(), page)
    };
    for sort in ["booked_on", "-amount"] {
        let (mut found, _) = loans(&format!("/loan-transactions?sort={sort}"));
        found.sort();
        assert_eq!(found, expected, "{login}: transactions by {sort}");
    }
    let (mut paged, mut next) = (Vec::new(), "/loan-transactions?limit=1".to_owned());
    loop {
        let (found, page) = loans(&next);
        paged.extend(found);
        match page["next_cursor"].as_str() {
            Some(cursor) => next = format!("/loan-transactions?limit=1&cursor={cursor}"),
            None => break,
        }
    }
    paged.sort();
    assert_eq!(paged, expected, "{login}: transactions page by page");
    let (_, counted) = loans("/loan-transactions?with_totals=true&limit=1");
    assert_eq!(counted["totals"]["count"], expected.len(), "{login}: transactions");
    let lent = |sums: &Value| sums[0]["lent"]["amount"].clone();
    let sum = (!expected.is_empty()).then(|| format!("{}000.00", 12 * expected.len()));
    assert_eq!(lent(&counted["totals"]["sums"]), json!(sum), "{login}: 12,000.00 each");
    if role == "manager" {
        let body = json!({ "format": "csv", "columns": ["number"] });
        let told = caller.post("/loan-transactions/exports?dry_run=true", &body).json;
        assert_eq!(
            told["rows_total"],
            expected.len(),
            "{login}: a file has the rows of its list"
        );
    }
}

#[test]
fn each_kind_of_scope_reaches_its_rows_in_lists_pages_totals_and_figures() {
    let bank = Bank::new();
    let mut lent = Vec::new();
    for (nr, branch) in ["01", "0101", "02"].into_iter().enumerate() {
        let clerk = bank.user(&format!("clerk-{branch}"), "clerk", branch);
        lent.push(lend(&clerk, &format!("E2000000{nr}")).1);
    }
    let (up, below, other) = (&lent[0], &lent[1], &lent[2]);
    bank.role("roving", "custom", &["0101", "02"]);
    bank.role("lonely", "own", &[]);
    let lonely = bank.user("lonely-01", "lonely", "01");
    let own = lend(&lonely, "E30000001").1;
    for (login, role, at, seen) in [
        ("r-clerk", "clerk", "01", vec![up, &own]),
        ("r-manager", "manager", "01", vec![up, below, &own]),
        ("r-root", "manager", "0001", vec![up, below, other, &own]),
        ("r-roving", "roving", "01", vec![below, other]),
        ("r-lonely", "lonely", "01", vec![]),
        ("r-audit", "auditor", "02", vec![up, below, other, &own]),
    ] {
        let caller = bank.user(login, role, at);
        let mut expected: Vec<String> = seen.into_iter().cloned().collect();
        expected.sort();
        assert_eq!(ids(&caller, "/loans"), expected, "{login}");
        for sort in ["principal", "-dpd", "number", "next_due_on"] {
            assert_eq!(
                ids(&caller, &format!("/loans?sort={sort}")),
                expected,
                "{login} by {sort}"
            );
        }
        let totals = caller.get("/loans?with_totals=true&limit=1").ok();
        assert_eq!(totals["totals"]["count"], expected.len(), "{login}");
        let mut paged = page_by_page(&caller);
        paged.sort();
        assert_eq!(paged, expected, "{login} page by page");
        customers_are(&caller, (login, role), expected.len());
        transactions_are(&caller, (login, role), &expected);
        let ledger = caller.get("/ledger/accounts").status;
        let whole = ["r-root", "r-audit"].contains(&login);
        assert_eq!(ledger == 200, whole, "{login}: the ledger is one for all organisations");
        if role == "clerk" {
            continue;
        }
        let figures = caller.get("/cockpit?currency=CNY").ok()["figures"]
            .as_array()
            .expect("figures")
            .clone();
        let figure = |code: &str| figures.iter().find(|one| one["code"] == code);
        let active = figure("active_loans").expect("a figure of loans");
        assert_eq!(active["value"]["count"], expected.len(), "{login}: {active}");
        assert_eq!(
            figure("interest_month").is_some(),
            ["r-root", "r-audit"].contains(&login),
            "{login}"
        );
    }
    assert_eq!(ids(&lonely, "/loans"), std::slice::from_ref(&own));
    assert_eq!(ids(&lonely, "/customers").len(), 1);
}

#[test]
fn a_document_of_another_branch_is_taken_without_telling_whose_it_is() {
    let bank = Bank::new();
    let (east, west) = (bank.user("east", "clerk", "01"), bank.user("west", "clerk", "02"));
    let body =
        json!({ "kind": "person", "name": "王小明", "identity_kind": "passport", "identity_number": "E40000001" });
    let number = text(&east.post("/customers", &body).ok()["number"]);
    let seen = east.post("/customers", &body);
    assert_eq!(seen.problem(), (409, "customer.identity_taken"));
    assert!(seen.json.to_string().contains(&number));
    let hidden = west.post("/customers", &body);
    assert_eq!(hidden.problem(), (409, "customer.identity_taken"));
    assert!(!hidden.json.to_string().contains(&number), "{}", hidden.json);
}
