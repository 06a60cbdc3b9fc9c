//! Headings that mean nothing by their name.

use crate::app::{app, figures, import, run, send, sent};
use axum::http::Method;
use serde_json::{Value, json};
use testkit::Caller;

const FOREIGN: &str = "户名,证件,号码,备注\n张小三,居民身份证,110101199003071233,甲\n";

fn choose(caller: &Caller<'_>, id: &str, columns: Value) -> testkit::Answered {
    caller.send(
        Method::PUT,
        &format!("/imports/{id}/columns"),
        &json!({ "columns": columns }),
    )
}

#[test]
fn whoever_sent_a_file_says_what_its_headings_are_and_the_next_file_knows() {
    let app = app();
    let clerk = app.sign_in("clerk");
    let preview = send(&clerk, "customers", FOREIGN.as_bytes()).ok();
    assert_eq!(preview["missing"], json!(["name", "identity_kind", "identity_number"]));
    let id = preview["import"]["id"].as_str().expect("an id").to_owned();
    // Without its columns the batch ends before a row is read.
    assert_eq!(run(&app, &clerk, &id, true)["problem"], "import.columns_missing");

    let chosen = json!(["name", "identity_kind", "identity_number", null]);
    let mapped = choose(&clerk, &id, chosen.clone()).ok();
    assert_eq!((&mapped["columns"], &mapped["missing"]), (&chosen, &json!([])));
    assert_eq!(mapped["unknown"], json!(["备注"]));
    assert_eq!(mapped["import"]["state"], "uploaded");
    assert_eq!(clerk.get(&format!("/imports/{id}/preview")).ok()["columns"], chosen);
    assert_eq!(figures(&run(&app, &clerk, &id, false)), ("done", 1, 0, 0));

    // Another file of the kind, whatever the case and spaces of its headings, and of another clerk.
    let next = FOREIGN.replace("户名,", " 户名 *,");
    let manager = app.sign_in("admin");
    let known = send(&manager, "customers", next.as_bytes()).ok();
    assert_eq!(known["columns"], chosen);
    assert_eq!(figures(&import(&app, &clerk, "customers", &next)), ("done", 0, 1, 0));
}

#[test]
fn a_name_counts_more_than_what_was_chosen_before() {
    let app = app();
    let clerk = app.sign_in("clerk");
    let id = sent(&clerk, "customers", FOREIGN);
    let _ = choose(&clerk, &id, json!(["name", "identity_kind", "identity_number", null])).ok();
    let both = "户名,name,identity_kind,identity_number\n旧名,李小红,passport,E12345678\n";
    let read = send(&clerk, "customers", both.as_bytes()).ok();
    assert_eq!(
        read["columns"],
        json!([null, "name", "identity_kind", "identity_number"])
    );
}

#[test]
fn columns_are_chosen_once_each_and_by_whoever_sent_the_file() {
    let app = app();
    let (clerk, admin) = (app.sign_in("clerk"), app.sign_in("admin"));
    let id = sent(&clerk, "customers", FOREIGN);
    for (columns, problem) in [
        (json!(["name"]), (422, "import.headings_differ")),
        (json!(["name", "shoe_size", null, null]), (422, "import.column_unknown")),
        (json!(["name", "name", null, null]), (422, "import.column_twice")),
    ] {
        let refused = choose(&clerk, &id, columns);
        assert_eq!(refused.problem(), problem);
        assert_eq!(refused.json["field"], "columns");
    }
    let columns = json!(["name", "identity_kind", "identity_number", null]);
    assert_eq!(
        choose(&admin, &id, columns.clone()).problem(),
        (404, "import.not_found")
    );
    let _ = choose(&clerk, &id, columns.clone()).ok();
    assert_eq!(run(&app, &clerk, &id, false)["state"], "done");
    assert_eq!(choose(&clerk, &id, columns).problem(), (410, "import.expired"));
}
