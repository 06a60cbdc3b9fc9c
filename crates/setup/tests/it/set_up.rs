use platform::audit::{self, AuditSearch};
use platform::http::with_standard_layers;
use serde_json::{Value, json};
use setup::Desk;
use testkit::{LOGINS, PASSWORD, TestApp};

pub fn first_start() -> TestApp {
    first_start_at(&Desk::new(0))
}

/// As [`first_start`], where the test knows when a demo is made.
pub fn first_start_at(desk: &Desk) -> TestApp {
    let desk = desk.clone();
    TestApp::before_setup(move |state, gate| {
        let routes = access::routes(gate).merge(setup::setup_routes(gate, &desk));
        with_standard_layers(
            routes.build("Test", "1").router,
            state,
            access::sign_in_layer(gate.clone()),
        )
    })
}

pub fn plan() -> Value {
    json!({
        "institution": { "name_zh": "乙县农商行", "name_en": "Yi Rural Bank", "currency": "CNY" },
        "branches": [
            { "code": "01", "name_zh": "城关支行", "name_en": "Chengguan" },
            { "code": "0101", "name_zh": "东街网点", "name_en": "East street", "parent": "01" },
        ],
        "administrator": { "login": "zhao.min", "name": "赵敏", "password": PASSWORD },
        "first_day": "2025-01-02",
        "products": ["P01", "P03"],
    })
}

pub fn changed(change: impl FnOnce(&mut Value)) -> Value {
    let mut plan = plan();
    change(&mut plan);
    plan
}

#[test]
fn a_lender_is_set_up_with_all_that_was_told_and_the_first_account_ends() {
    let app = first_start();
    let admin = app.sign_in("admin");
    let asked = admin.get("/setup").ok();
    assert_eq!(asked["stage"], "needed");
    assert_eq!(asked["presets"][0]["code"], "P01");
    assert_eq!(admin.get("/session").ok()["business_date"], Value::Null);

    let done = admin.post("/setup", &plan());
    assert_eq!((done.status.as_u16(), &done.json["stage"]), (202, &json!("done")));
    assert_eq!(admin.get("/session").problem(), (401, "access.not_signed_in"));
    let body = json!({ "login": "admin", "password": PASSWORD });
    assert_eq!(
        app.anyone().post("/session", &body).problem(),
        (401, "access.sign_in_failed")
    );

    let zhao = app.sign_in("zhao.min");
    let session = zhao.get("/session").ok();
    assert_eq!(session["business_date"], "2025-01-02");
    assert_eq!(
        (&session["institution"], &session["currency"]),
        (&json!("Yi Rural Bank"), &json!("CNY"))
    );
    assert_eq!(session["must_change_password"], false);
    let organisations = zhao.get("/organisations").ok();
    let told: Vec<(String, Value)> = organisations["items"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| {
            (
                one["name_zh"].as_str().unwrap_or_default().to_owned(),
                one["parent"].clone(),
            )
        })
        .collect();
    let head_office = organisations["items"][0]["code"].clone();
    assert_eq!(
        told,
        [
            ("乙县农商行".to_owned(), Value::Null),
            ("城关支行".to_owned(), head_office),
            ("东街网点".to_owned(), json!("01")),
        ]
    );
    let products = app
        .state
        .db
        .read(|tx| product::list_products(tx, None, 100))
        .expect("products");
    let mut codes: Vec<&str> = products.iter().map(|product| product.code.as_str()).collect();
    codes.dedup();
    assert_eq!(codes, ["P01", "P03"]);
    assert_eq!(zhao.get("/setup").ok()["stage"], "done");
    assert_eq!(zhao.post("/setup", &plan()).problem(), (409, "setup.done"));
    let lines = app
        .state
        .db
        .read(|tx| audit::search(tx, &AuditSearch::text("platform.set_up"), None, 9));
    let lines = lines.expect("the trail");
    assert_eq!(lines.len(), 1);
    let after = lines[0].after.clone().expect("what was told");
    assert_eq!(
        (&after["branches"], &after["first_day"]),
        (&json!(["01", "0101"]), &json!("2025-01-02"))
    );
    assert!(!after.to_string().contains(PASSWORD));
}

#[test]
fn a_preview_says_the_same_and_writes_nothing() {
    let app = first_start();
    let admin = app.sign_in("admin");
    let seen = admin.post("/setup?dry_run=true", &plan());
    assert_eq!(seen.status.as_u16(), 202);
    assert_eq!(admin.get("/setup").ok()["stage"], "needed");
    assert_eq!(
        admin.get("/organisations").ok()["items"].as_array().map(Vec::len),
        Some(1)
    );
    let taken = changed(|plan| plan["branches"][1]["code"] = json!("01"));
    assert_eq!(
        admin.post("/setup?dry_run=true", &taken).problem(),
        (422, "setup.branch_twice")
    );
}

type Change = fn(&mut Value);

/// What is wrong with a plan, and how it is refused.
const FAULTS: [(Change, u16, &str, &str); 11] = [
    (
        |plan| {
            plan["calendar"] = json!("own");
            plan["calendar_csv"] = json!("date,kind,name\n2025-01-26,sometimes,x\n");
        },
        422,
        "setup.calendar_wrong",
        "calendar_csv",
    ),
    (
        |plan| {
            plan["calendar"] = json!("own");
            plan["calendar_csv"] = json!("date,kind,name\n2025-01-27,workday,Monday\n");
        },
        422,
        "reference.notice_contradictory",
        "calendar_csv",
    ),
    (
        |plan| plan["institution"]["name_zh"] = json!(""),
        422,
        "setup.name_invalid",
        "institution.name_zh",
    ),
    (
        |plan| plan["branches"][0]["parent"] = json!("02"),
        422,
        "setup.parent_unknown",
        "branches[0].parent",
    ),
    (
        |plan| plan["branches"][1]["code"] = json!("01"),
        422,
        "setup.branch_twice",
        "branches[1].code",
    ),
    (
        |plan| plan["first_day"] = json!("1999-01-01"),
        422,
        "setup.first_day_outside",
        "first_day",
    ),
    (
        |plan| plan["first_day"] = Value::Null,
        422,
        "setup.first_day_missing",
        "first_day",
    ),
    (
        |plan| plan["products"] = json!(["P99"]),
        422,
        "setup.preset_unknown",
        "products",
    ),
    (
        |plan| plan["administrator"] = Value::Null,
        422,
        "setup.administrator_missing",
        "administrator",
    ),
    (
        |plan| plan["administrator"]["login"] = json!("admin"),
        409,
        "access.login_taken",
        "login",
    ),
    (
        |plan| plan["administrator"]["password"] = json!("short"),
        422,
        "access.password_length",
        "password",
    ),
];

#[test]
fn each_fault_is_told_at_its_field_and_nothing_is_written() {
    let app = first_start();
    let admin = app.sign_in("admin");
    for (change, status, code, field) in FAULTS {
        let refused = admin.post("/setup", &changed(change));
        assert_eq!(refused.problem(), (status, code));
        assert_eq!(refused.json["field"], field, "{code}");
    }
    assert_eq!(
        admin.get("/organisations").ok()["items"].as_array().map(Vec::len),
        Some(1)
    );
    assert_eq!(admin.get("/setup").ok()["stage"], "needed");
}

#[test]
fn only_who_may_manage_users_sets_up_and_others_see_that_it_is_needed() {
    let app = first_start();
    let admin = app.sign_in("admin");
    let (login, role) = LOGINS[1];
    let clerk = json!({ "login": login, "name": login, "password": PASSWORD, "roles": [role] });
    assert_eq!(admin.post("/users", &clerk).status.as_u16(), 201);
    let context = app.context();
    access::app::set_password(&app.state.db, &app.gate, &context, login, PASSWORD).expect("a password of its own");
    let clerk = app.sign_in(login);
    assert_eq!(clerk.get("/setup").ok()["stage"], "needed");
    assert_eq!(
        clerk.post("/setup", &plan()).problem(),
        (403, "access.permission_denied")
    );
}

/// By which calendar the head office works, and whether a day is worked.
fn works_on(app: &TestApp, day: &str) -> bool {
    let calendar = app
        .state
        .db
        .read(|tx| reference::working_days(tx, kernel::OrgId::HEAD_OFFICE));
    let day = kernel::CivilDate::parse(day).expect("a date");
    calendar.expect("a calendar").is_working_day(day)
}

/// 2025-01-26 is a Sunday that was worked for the Spring Festival, 2025-01-28 a Tuesday off (国办发明电〔2024〕12号).
#[test]
fn a_lender_works_by_the_calendar_that_it_chooses() {
    let own = "date,kind,name\n2025-01-26,workday,盘点\n2025-03-03,holiday,行庆\n";
    for (calendar, csv, worked) in [
        ("china", None, [true, false, true]),
        ("weekends", None, [false, true, true]),
        ("own", Some(own), [true, true, false]),
    ] {
        let app = first_start();
        let plan = changed(|plan| {
            plan["calendar"] = json!(calendar);
            plan["calendar_csv"] = json!(csv);
        });
        assert_eq!(app.sign_in("admin").post("/setup", &plan).status.as_u16(), 202);
        let found = ["2025-01-26", "2025-01-28", "2025-03-03"].map(|day| works_on(&app, day));
        assert_eq!(found, worked, "{calendar}");
    }
    let app = first_start();
    assert_eq!(
        app.sign_in("admin").get("/setup").ok()["calendar_years"],
        json!([2025, 2026])
    );
}
