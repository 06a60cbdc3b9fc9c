use crate::app;
use axum::http::Method;
use serde_json::{Value, json};
use testkit::Caller;

fn keep(caller: &Caller<'_>, table: &str, layout: Value) -> (u16, String, String) {
    let answered = caller.send(
        Method::PUT,
        &format!("/table-layouts/{table}"),
        &json!({ "layout": layout }),
    );
    let text = |name: &str| answered.json[name].as_str().unwrap_or_default().to_owned();
    (answered.status.as_u16(), text("code"), text("field"))
}

fn kept(caller: &Caller<'_>) -> Value {
    caller.get("/table-layouts").ok()["items"].clone()
}

#[test]
fn a_layout_comes_back_as_it_was_kept_and_the_last_one_counts() {
    let app = app();
    let clerk = app.sign_in("clerk");
    assert_eq!(kept(&clerk), json!([]));
    let first = json!({ "columns": [{ "key": "dpd", "shown": true, "pin": "left", "width": 120 }] });
    assert_eq!(keep(&clerk, "loans", first).0, 204);
    let second = json!({
        "columns": [
            { "key": "number", "shown": true, "pin": null, "width": null },
            { "key": "dpd", "shown": false, "pin": "right", "width": 90 },
        ],
        "density": "roomy", "page_size": 100, "continuous": true, "sort": "-dpd",
    });
    assert_eq!(keep(&clerk, "loans", second.clone()).0, 204);
    assert_eq!(kept(&clerk), json!([{ "table": "loans", "layout": second }]));
}

#[test]
fn resetting_forgets_one_table_and_nothing_else() {
    let app = app();
    let clerk = app.sign_in("clerk");
    for table in ["customers", "loans"] {
        assert_eq!(keep(&clerk, table, json!({ "page_size": 20 })).0, 204);
    }
    for _ in 0..2 {
        assert_eq!(clerk.delete("/table-layouts/loans").status, 204);
        let kept = kept(&clerk);
        assert_eq!(kept.as_array().map(Vec::len), Some(1));
        assert_eq!(kept[0]["table"], "customers");
    }
}

#[test]
fn everybody_has_layouts_of_their_own() {
    let app = app();
    assert_eq!(keep(&app.sign_in("clerk"), "loans", json!({ "page_size": 20 })).0, 204);
    assert_eq!(kept(&app.sign_in("manager")), json!([]));
}

#[test]
fn what_cannot_be_kept_is_refused_with_its_place() {
    let app = app();
    let clerk = app.sign_in("clerk");
    let column = |key: &str, width: Value| json!({ "key": key, "shown": true, "pin": null, "width": width });
    let many: Vec<Value> = (0..101).map(|n| column(&format!("c{n}"), Value::Null)).collect();
    for (table, layout, code, field) in [
        ("Loans", json!({}), "preference.name_of_place_invalid", ""),
        (
            "loans",
            json!({ "columns": [column("a", Value::Null), column("a", Value::Null)] }),
            "preference.column_invalid",
            "layout.columns[1].key",
        ),
        (
            "loans",
            json!({ "columns": [column("a", json!(39))] }),
            "preference.width_outside",
            "layout.columns[0].width",
        ),
        (
            "loans",
            json!({ "columns": many }),
            "preference.too_many_columns",
            "layout.columns",
        ),
        (
            "loans",
            json!({ "page_size": 201 }),
            "preference.page_size_outside",
            "layout.page_size",
        ),
        (
            "loans",
            json!({ "sort": "a;b" }),
            "preference.sort_invalid",
            "layout.sort",
        ),
        (
            "loans",
            json!({ "density": "tiny" }),
            "platform.body_invalid",
            "layout.density",
        ),
    ] {
        let (status, found, place) = keep(&clerk, table, layout);
        assert_eq!((status, found.as_str(), place.as_str()), (422, code, field));
    }
    assert_eq!(kept(&clerk), json!([]));
}

#[test]
fn two_hundred_tables_are_enough() {
    let app = app();
    let clerk = app.sign_in("clerk");
    for n in 0..200 {
        assert_eq!(keep(&clerk, &format!("t{n}"), json!({})).0, 204);
    }
    let (status, code, _) = keep(&clerk, "t200", json!({}));
    assert_eq!((status, code.as_str()), (409, "preference.too_many"));
    assert_eq!(keep(&clerk, "t0", json!({ "page_size": 5 })).0, 204);
}
