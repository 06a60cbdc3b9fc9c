//! A version's life over the API: drafted, changed, activated by somebody else, retired.

use crate::support::{User, catalogue, day};
use platform::testing::TestDb;
use product::{ProductStatus, seed};
use serde_json::{Value, json};

const TODAY: &str = "2025-06-20";

/// Makes one field of a form wrong.
type Spoil = fn(&mut Value);

fn maker() -> User {
    User::new(1, &["product.read", "product.write"])
}

fn checker() -> User {
    User::new(2, &["product.read", "product.write", "product.activate"])
}

fn seeded(code: &str) -> String {
    let product = seed::products().into_iter().find(|p| p.code == code).unwrap();
    product.id.to_string()
}

fn at(product: &Value) -> String {
    format!("/api/v1/products/{}", product["id"].as_str().unwrap())
}

/// A draft of the next version of P01.
fn drafted(db: &TestDb) -> Value {
    let body = json!({"copy_of": seeded("P01"), "effective_from": "2025-07-01"});
    let (status, draft) = maker().send(db, "POST", "/api/v1/products", &body);
    assert_eq!(status, 201, "{draft}");
    draft
}

/// What a screen sends: the version as it was shown, less what the maker does not write.
fn form(shown: &Value) -> Value {
    let mut body = shown.clone();
    let fields = body.as_object_mut().unwrap();
    for name in [
        "id",
        "code",
        "version",
        "status",
        "used",
        "currency",
        "annual_rate",
        "effective_until",
        "makers",
        "offered",
    ] {
        fields.remove(name);
    }
    body
}

fn code(problem: &(u16, Value)) -> (u16, &str) {
    (problem.0, problem.1["code"].as_str().unwrap_or_default())
}

#[test]
fn a_draft_begins_with_the_terms_of_the_version_before() {
    let db = catalogue(TODAY);
    let draft = drafted(&db);
    let (_, before) = maker().send(&db, "GET", &format!("/api/v1/products/{}", seeded("P01")), &Value::Null);
    assert_eq!(
        json!([
            draft["code"],
            draft["version"],
            draft["status"],
            draft["effective_from"],
            draft["offered"]
        ]),
        json!(["P01", 2, "draft", "2025-07-01", false])
    );
    assert_eq!(draft["makers"], json!([maker().id()]));
    for name in [
        "limits",
        "penalty",
        "rate",
        "fees",
        "early_repayment",
        "due_dates",
        "name_zh",
    ] {
        assert_eq!(draft[name], before[name], "{name}");
    }
}

/// Every seed may be sent back as it is shown: the form loses nothing.
#[test]
fn what_is_shown_may_be_sent_back_unchanged() {
    let db = catalogue(TODAY);
    for product in seed::products() {
        let (status, draft) = maker().send(
            &db,
            "POST",
            "/api/v1/products",
            &json!({"copy_of": product.id.to_string()}),
        );
        assert_eq!(status, 201, "{draft}");
        let (status, after) = maker().send(&db, "PUT", &at(&draft), &form(&draft));
        assert_eq!(status, 200, "{} {after}", product.code);
        let stored = db.read(|tx| product::get_product(tx, after["id"].as_str().unwrap().parse().unwrap()));
        assert_eq!(stored.unwrap().terms, product.terms, "{}", product.code);
    }
}

#[test]
fn a_changed_draft_is_activated_by_somebody_else_and_ends_the_version_before() {
    let db = catalogue(TODAY);
    let draft = drafted(&db);
    let mut body = form(&draft);
    body["limits"]["max_periods"] = json!(240);
    body["rate"] = json!({"kind": "fixed", "annual_rate": "0.0365"});
    body["fees"] = json!([{"code": "service", "name_zh": "服务费", "name_en": "Service fee", "trigger": "disbursement",
        "amount": {"amount": "200.00", "currency": "CNY"}}]);
    let (status, changed) = maker().send(&db, "PUT", &at(&draft), &body);
    assert_eq!(status, 200, "{changed}");
    assert_eq!(
        json!([
            changed["revision"],
            changed["limits"]["max_periods"],
            changed["annual_rate"],
            changed["fees"][0]["amount"]["amount"]
        ]),
        json!([2, 240, "0.0365", "200.00"])
    );
    let uri = format!("{}/activation", at(&draft));
    let writes_only = maker().send(&db, "POST", &uri, &json!({"revision": 2}));
    assert_eq!(code(&writes_only), (403, "access.permission_denied"));
    let (status, active) = checker().send(&db, "POST", &uri, &json!({"revision": 2}));
    assert_eq!((status, active["status"].as_str()), (200, Some("active")));
    let offered = |on: &str| {
        db.read(|tx| product::find_offered(tx, "P01", day(on)))
            .unwrap()
            .map(|p| p.version)
    };
    assert_eq!((offered("2025-06-30"), offered("2025-07-01")), (Some(1), Some(2)));
    let first = db
        .read(|tx| product::get_product(tx, seeded("P01").parse().unwrap()))
        .unwrap();
    assert_eq!(
        (first.status, first.effective_until),
        (ProductStatus::Active, Some(day("2025-07-01")))
    );
    assert!(first.ensure_offered(day("2025-07-01")).is_err());
}

#[test]
fn who_wrote_a_draft_does_not_activate_it() {
    let db = catalogue(TODAY);
    let draft = drafted(&db);
    let both = User::new(1, &["product.read", "product.write", "product.activate"]);
    let uri = format!("{}/activation", at(&draft));
    let refused = both.send(&db, "POST", &uri, &json!({"revision": 1}));
    assert_eq!(code(&refused), (403, "product.maker_may_not_activate"));
    // Who changes a draft has written it, too.
    let (status, _) = checker().send(&db, "PUT", &at(&draft), &form(&draft));
    assert_eq!(status, 200);
    let refused = checker().send(&db, "POST", &uri, &json!({"revision": 2}));
    assert_eq!(code(&refused), (403, "product.maker_may_not_activate"));
}

#[test]
fn who_saw_an_earlier_revision_neither_changes_nor_activates() {
    let db = catalogue(TODAY);
    let draft = drafted(&db);
    let (status, _) = maker().send(&db, "PUT", &at(&draft), &form(&draft));
    assert_eq!(status, 200);
    let again = maker().send(&db, "PUT", &at(&draft), &form(&draft));
    assert_eq!(code(&again), (409, "product.changed_meanwhile"));
    let uri = format!("{}/activation", at(&draft));
    let refused = checker().send(&db, "POST", &uri, &json!({"revision": 1}));
    assert_eq!(code(&refused), (409, "product.changed_meanwhile"));
}

#[test]
fn one_draft_of_a_product_is_written_at_a_time_and_codes_are_unique() {
    let db = catalogue(TODAY);
    drafted(&db);
    let again = maker().send(&db, "POST", "/api/v1/products", &json!({"copy_of": seeded("P01")}));
    assert_eq!(code(&again), (409, "product.draft_exists"));
    let taken = maker().send(
        &db,
        "POST",
        "/api/v1/products",
        &json!({"copy_of": seeded("P01"), "code": "LC36"}),
    );
    assert_eq!(
        (code(&taken), taken.1["field"].as_str()),
        ((409, "product.code_taken"), Some("code"))
    );
    let body = json!({"copy_of": seeded("P01"), "code": "P99"});
    let (status, new) = maker().send(&db, "POST", "/api/v1/products", &body);
    assert_eq!((status, &new["code"], &new["version"]), (201, &json!("P99"), &json!(1)));
    let bad = maker().send(
        &db,
        "POST",
        "/api/v1/products",
        &json!({"copy_of": seeded("P01"), "code": "P 99"}),
    );
    assert_eq!(
        (code(&bad), bad.1["field"].as_str()),
        ((422, "product.terms_contradictory"), Some("code"))
    );
}

#[test]
fn an_active_version_is_frozen() {
    let db = catalogue(TODAY);
    let uri = format!("/api/v1/products/{}", seeded("P01"));
    let (_, shown) = maker().send(&db, "GET", &uri, &Value::Null);
    let refused = maker().send(&db, "PUT", &uri, &form(&shown));
    assert_eq!(code(&refused), (409, "product.version_frozen"));
    let refused = checker().send(&db, "POST", &format!("{uri}/activation"), &json!({"revision": 1}));
    assert_eq!(code(&refused), (409, "product.version_frozen"));
}

/// The field is named as it was sent, so that a screen can point at it.
#[test]
fn a_wrong_term_is_told_at_its_field() {
    let db = catalogue(TODAY);
    let draft = drafted(&db);
    let cases: [(&str, Spoil); 10] = [
        ("limits.max_periods", |b| b["limits"]["max_periods"] = json!(1)),
        ("limits.max_amount", |b| {
            b["limits"]["max_amount"]["currency"] = json!("USD")
        }),
        ("penalty.multiplier", |b| b["penalty"]["multiplier"] = json!("0.5")),
        ("penalty.misuse_multiplier", |b| {
            b["penalty"]["misuse_multiplier"] = json!("1,5")
        }),
        ("rate.annual_rate", |b| b["rate"] = json!({"kind": "fixed"})),
        ("rate.annual_rate", |b| {
            b["rate"] = json!({"kind": "fixed", "annual_rate": "0.25"})
        }),
        ("due_dates.pay_day", |b| b["due_dates"]["pay_day"] = json!(32)),
        ("allocation", |b| {
            b["allocation"] = json!(["fee", "fee", "interest", "penalty", "principal"])
        }),
        ("fees.0.amount", |b| {
            b["fees"] = json!([{"code": "a", "name_zh": "a", "name_en": "a", "trigger": "late"}]);
        }),
        ("name_zh", |b| b["name_zh"] = json!("")),
    ];
    for (field, spoil) in cases {
        let mut body = form(&draft);
        spoil(&mut body);
        let refused = maker().send(&db, "PUT", &at(&draft), &body);
        assert_eq!(code(&refused), (422, "product.terms_contradictory"), "{}", refused.1);
        assert_eq!(refused.1["field"], field, "{}", refused.1);
        assert_eq!(refused.1["detail"], refused.1["reason"]["en"], "{}", refused.1);
    }
    let mut body = form(&draft);
    body["penalty"]["misuse_multiplier"] = json!("2");
    let refused = maker().send(&db, "PUT", &at(&draft), &body);
    let told = (code(&refused), refused.1["field"].as_str());
    assert_eq!(
        told,
        ((422, "product.rule_not_followed"), Some("penalty.misuse_multiplier"))
    );
    let mut body = form(&draft);
    body["method"] = json!("lottery");
    let refused = maker().send(&db, "PUT", &at(&draft), &body);
    assert_eq!(
        (code(&refused), refused.1["field"].as_str()),
        ((422, "platform.body_invalid"), Some("method"))
    );
}

#[test]
fn a_retired_version_takes_no_loans_and_says_why_it_was() {
    let db = catalogue(TODAY);
    let uri = format!("/api/v1/products/{}/retirement", seeded("P01"));
    let refused = maker().send(&db, "POST", &uri, &json!({"reason": " "}));
    assert_eq!(
        (code(&refused), refused.1["field"].as_str()),
        ((422, "product.reason_invalid"), Some("reason"))
    );
    let (status, retired) = maker().send(&db, "POST", &uri, &json!({"reason": "replaced"}));
    assert_eq!(
        json!([
            status,
            retired["status"],
            retired["effective_until"],
            retired["offered"]
        ]),
        json!([200, "retired", TODAY, false])
    );
    assert_eq!(db.read(|tx| product::find_offered(tx, "P01", day(TODAY))), Ok(None));
    let again = maker().send(&db, "POST", &uri, &json!({"reason": "replaced"}));
    assert_eq!(code(&again), (409, "product.version_frozen"));
    let lines = db
        .read(|tx| platform::audit::search(tx, &platform::audit::AuditSearch::text("product.retired"), None, 10))
        .unwrap();
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0].after.as_ref().unwrap()["reason"], "replaced");
}

#[test]
fn a_repeat_is_the_first_answer_and_a_dry_run_writes_nothing() {
    let db = catalogue(TODAY);
    let body = json!({"copy_of": seeded("P01")});
    let (status, tried) = maker().send(&db, "POST", "/api/v1/products?dry_run=true", &body);
    assert_eq!((status, &tried["version"]), (201, &json!(1)));
    let route = ("POST", "/api/v1/products");
    let (status, replayed, first) = maker().command(&db, route, &body, Some("k1"));
    assert_eq!((status, replayed, &first["version"]), (201, false, &json!(2)));
    let (status, replayed, again) = maker().command(&db, route, &body, Some("k1"));
    assert_eq!((status, replayed, &again["id"]), (201, true, &first["id"]));
    let other = json!({"copy_of": seeded("P01"), "code": "P98"});
    let (status, _, problem) = maker().command(&db, route, &other, Some("k1"));
    assert_eq!(
        (status, &problem["code"]),
        (422, &json!("platform.idempotency_key_reused"))
    );
    let missing = json!({"copy_of": "00000000-0000-0000-0000-000000000000"});
    let none = maker().send(&db, "POST", "/api/v1/products", &missing);
    assert_eq!(code(&none), (404, "product.product_not_found"));
}

/// 24% a year at most (法发〔2017〕22号), penalty interest of 1.3 to 1.5 times the rate (银发〔2003〕251号), and a currency in use.
#[test]
fn a_version_beyond_the_law_is_not_activated() {
    let db = catalogue(TODAY);
    let draft = drafted(&db);
    let uri = format!("{}/activation", at(&draft));
    let cases: [(&str, Spoil); 3] = [
        ("limits.max_annual_rate", |b| {
            b["limits"]["max_annual_rate"] = json!("0.2401")
        }),
        ("penalty.multiplier", |b| b["penalty"]["multiplier"] = json!("1.29")),
        ("penalty.multiplier", |b| b["penalty"]["multiplier"] = json!("1.51")),
    ];
    for (revision, (field, spoil)) in (1..).zip(cases) {
        let mut body = form(&draft);
        body["revision"] = json!(revision);
        spoil(&mut body);
        let (status, changed) = maker().send(&db, "PUT", &at(&draft), &body);
        assert_eq!(status, 200, "{changed}");
        let refused = checker().send(&db, "POST", &uri, &json!({"revision": revision + 1}));
        assert_eq!(code(&refused), (422, "product.terms_contradictory"), "{field}");
        assert_eq!(refused.1["field"], field);
    }
    let mut body = form(&draft);
    body["revision"] = json!(4);
    body["limits"]["max_annual_rate"] = json!("0.24");
    body["penalty"]["multiplier"] = json!("1.3");
    assert_eq!(maker().send(&db, "PUT", &at(&draft), &body).0, 200);
    let activated = checker().send(&db, "POST", &uri, &json!({"revision": 5}));
    assert_eq!(activated.0, 200, "{}", activated.1);
}
