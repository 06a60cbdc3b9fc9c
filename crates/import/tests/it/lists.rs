//! Product drafts and master data by file.

use crate::app::{errors, figures, id_of, import, run, sent};
use platform::http::Routes;
use serde_json::{Value, json};
use testkit::{Caller, TestApp};

fn routes() -> Routes {
    let product = product::product_routes(|_| None);
    import::import_routes()
        .merge(reference::reference_routes())
        .merge(product)
}

fn app() -> TestApp {
    TestApp::of_routes(routes)
}

/// Rules about second persons that would stop these imports rest: `a_second_person` tells what they do.
fn unchecked(app: &TestApp) {
    let rest = |tx: &mut platform::Tx| tx.execute("UPDATE check_rule SET mode = 'never'", &[]);
    app.state.db.write(rest).expect("the database");
}

fn versions(caller: &Caller<'_>, what: &str) -> Vec<Value> {
    let history = caller.get(&format!("/reference/{what}")).ok();
    history["versions"].as_array().expect("versions").clone()
}

#[test]
fn codes_of_lists_are_added_and_changed_and_the_others_stay() {
    let app = app();
    unchecked(&app);
    let admin = app.sign_in("admin");
    let rows = "list,list_zh,list_en,code,zh,en,tone,retired,source\n\
        reversal_reason,,,audit_finding,审计发现,Audit finding,gold,,行内制度\n\
        reversal_reason,,,other,其它,Other,,是,行内制度\n\
        channel,渠道,Channels,branch,网点,Branch,,,行内制度\n";
    assert_eq!(figures(&import(&app, &admin, "dictionaries", rows)), ("done", 3, 0, 0));
    assert_eq!(figures(&import(&app, &admin, "dictionaries", rows)), ("done", 0, 3, 0));
    let lists = admin.get("/dictionaries").ok();
    let list = |code: &str| {
        lists["items"]
            .as_array()
            .expect("lists")
            .iter()
            .find(|one| one["code"] == code)
            .cloned()
    };
    let reasons = list("reversal_reason").expect("a seeded list");
    let entries = reasons["entries"].as_array().expect("entries");
    // Seven are delivered.
    assert_eq!(
        (entries.len(), &entries[6]["zh"], &entries[6]["retired"]),
        (8, &json!("其它"), &json!(true))
    );
    assert_eq!(
        (&entries[7]["code"], &entries[7]["tone"]),
        (&json!("audit_finding"), &json!("gold"))
    );
    assert_eq!(list("channel").expect("a new list")["name_zh"], "渠道");
    assert_eq!(
        versions(&admin, "dictionary/reversal_reason").len(),
        2,
        "a version for the batch"
    );

    let unnamed = import(
        &app,
        &admin,
        "dictionaries",
        "list,code,zh,en,source\nfloor,1,一,One,制度\n",
    );
    assert_eq!(unnamed["state"], "refused");
    assert_eq!(errors(&admin, id_of(&unnamed))[0].2, "reference.name_invalid");
}

#[test]
fn years_of_calendars_and_published_rates_come_by_file() {
    let app = app();
    unchecked(&app);
    let admin = app.sign_in("admin");
    let days = "calendar,date,kind,name,source\nhk,2026-01-01,off,New Year,gazette\nhk,2026-07-01,off,Establishment Day,gazette\n";
    assert_eq!(figures(&import(&app, &admin, "calendars", days)), ("done", 2, 0, 0));
    assert_eq!(figures(&import(&app, &admin, "calendars", days)), ("done", 0, 2, 0));
    let year = &versions(&admin, "calendar/hk")[0];
    assert_eq!(year["effective_from"], "2026-01-01");
    // A mainland year without the Spring Festival is refused, and each of its rows says so.
    let short = import(
        &app,
        &admin,
        "calendars",
        "calendar,date,kind,name,source\ncn,2027-01-01,休息,元旦,草稿\n",
    );
    assert_eq!(
        errors(&admin, id_of(&short)),
        [(
            2,
            "content.days".to_owned(),
            "reference.notice_contradictory".to_owned()
        )]
    );

    let rates =
        "benchmark,published_on,annual_rate,source\nlpr_1y,2026-11-20,2.90%,NIFC\nlpr_1y,2026-10-20,0.0295,NIFC\n";
    assert_eq!(figures(&import(&app, &admin, "rates", rates)), ("done", 2, 0, 0));
    assert_eq!(figures(&import(&app, &admin, "rates", rates)), ("done", 0, 2, 0));
    // A month in which the rate did not move is published all the same.
    let unmoved = "benchmark,published_on,annual_rate,source\nlpr_1y,2026-12-21,2.90%,NIFC\n";
    assert_eq!(figures(&import(&app, &admin, "rates", unmoved)), ("done", 1, 0, 0));
    assert_eq!(figures(&import(&app, &admin, "rates", unmoved)), ("done", 0, 1, 0));
    let unknown = import(
        &app,
        &admin,
        "rates",
        "benchmark,published_on,annual_rate,source\nshibor,2026-11-20,2%,x\n",
    );
    assert_eq!(errors(&admin, id_of(&unknown))[0].2, "reference.benchmark_unknown");
}

#[test]
fn published_rates_need_a_second_person_by_file_as_by_hand() {
    let app = app();
    let admin = app.sign_in("admin");
    let id = sent(
        &admin,
        "rates",
        "benchmark,published_on,annual_rate,source\nlpr_1y,2026-11-20,2.90%,NIFC\n",
    );
    assert_eq!(run(&app, &admin, &id, true)["state"], "checked");
    let refused = admin.post(&format!("/imports/{id}/run"), &Value::Null);
    assert_eq!(refused.problem(), (409, "access.check_required"));
    assert_eq!(refused.json["command"], "import.take_in_rates");
}

#[test]
fn products_come_as_drafts_with_the_terms_of_a_model() {
    let app = app();
    let admin = app.sign_in("admin");
    let rows = "code,model,name_zh,name_en,annual_rate,max_amount,max_periods\n\
        P03-X,P03,优享贷,Preferred loan,6.60%,300000.00,48\n\
        P03,P03,个人消费贷,Consumer loan,,,\n";
    assert_eq!(figures(&import(&app, &admin, "products", rows)), ("done", 2, 0, 0));
    assert_eq!(figures(&import(&app, &admin, "products", rows)), ("done", 0, 2, 0));
    let products = admin.get("/products?limit=200").ok();
    let of = |code: &str, version: i64| {
        let mut items = products["items"].as_array().expect("products").iter();
        let found = items.rfind(|one| one["code"] == code && one["version"] == version);
        found.cloned().expect("a version")
    };
    let (new, model) = (of("P03-X", 1), of("P03", 1));
    assert_eq!(
        (&new["status"], &new["makers"].as_array().map(Vec::len)),
        (&json!("draft"), &Some(1))
    );
    assert_eq!(
        (&new["annual_rate"], &new["limits"]["max_periods"]),
        (&json!("0.066"), &json!(48))
    );
    assert_eq!(
        new["limits"]["max_amount"],
        json!({ "amount": "300000.00", "currency": "CNY" })
    );
    assert_eq!((&new["penalty"], &new["method"]), (&model["penalty"], &model["method"]));
    assert_eq!(
        of("P03", 2)["status"],
        "draft",
        "the next version of a product that is there"
    );

    let other = rows.replace("优享贷", "优惠贷");
    let refused = import(&app, &admin, "products", &other);
    assert_eq!(
        errors(&admin, id_of(&refused)),
        [(2, String::new(), "product.draft_exists".to_owned())]
    );
    let floating = import(
        &app,
        &admin,
        "products",
        "code,model,name_zh,name_en,annual_rate\nP01-X,P01,甲,A,4%\nP99-X,P99,乙,B,\n",
    );
    assert_eq!(
        errors(&admin, id_of(&floating)),
        [
            (2, "annual_rate".to_owned(), "import.product_not_fixed".to_owned()),
            (3, "model".to_owned(), "import.product_unknown".to_owned()),
        ]
    );
}
