use serde_json::{Value, json};

use crate::app::{Answered, TestApp, mill, with, zhang};

fn ids(page: &Answered) -> Vec<&str> {
    let items = page.json["items"].as_array().map(Vec::as_slice).unwrap_or_default();
    items
        .iter()
        .map(|item| item["id"].as_str().unwrap_or_default())
        .collect()
}

#[test]
fn a_search_finds_by_whole_values_and_by_the_beginning_of_a_number() {
    let app = TestApp::new();
    let (zhang_id, mill_id) = (app.create(zhang()), app.create(mill()));
    let namesake = with(
        with(zhang(), "identity_number", json!("440305198802290043")),
        "mobile",
        Value::Null,
    );
    let namesake_id = app.create(namesake);
    let number = app.get(&format!("/customers/{zhang_id}")).text("number").to_owned();
    let query = |text: &str| {
        let encoded: String = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
        format!("/customers?q={encoded}")
    };
    for (text, found) in [
        ("110101199003071233", vec![zhang_id.as_str()]),
        (" 110101 19900307 1233 ", vec![&zhang_id]),
        ("91310000ma1fl0007c", vec![&mill_id]),
        ("13812348000", vec![&zhang_id]),
        ("+86 138 1234 8000", vec![&zhang_id]),
        ("张小三", vec![&namesake_id, &zhang_id]),
        ("青禾面粉有限公司", vec![&mill_id]),
        (&number, vec![&zhang_id]),
        (&number.to_lowercase(), vec![&zhang_id]),
        ("张", vec![]),
        ("11010119900307", vec![]),
        ("138****8000", vec![]),
        ("张*三", vec![]),
        ("' OR 1=1 --", vec![]),
    ] {
        assert_eq!(ids(&app.get(&query(text))), found, "{text}");
    }
    let prefix = app.get(&query(&number[..4]));
    assert!(ids(&prefix).contains(&zhang_id.as_str()));
}

#[test]
fn a_list_is_newest_first_by_kind_and_page() {
    let app = TestApp::new();
    let mut newest_first = Vec::new();
    for nr in 0..5 {
        let body = json!({ "kind": "person", "name": "客户", "identity_kind": "other", "identity_number": format!("LC-{nr}") });
        newest_first.insert(0, app.create(body));
    }
    let company = app.create(mill());

    assert_eq!(ids(&app.get("/customers?kind=company")), [company.as_str()]);
    let first = app.get("/customers?kind=person&limit=3");
    assert_eq!(ids(&first), newest_first[..3]);
    let next = format!("/customers?kind=person&limit=3&cursor={}", first.text("next_cursor"));
    let second = app.get(&next);
    assert_eq!(ids(&second), newest_first[3..]);
    assert_eq!(second.json["next_cursor"], Value::Null);
    assert_eq!(
        app.get("/customers?kind=ghost").problem(),
        (400, "platform.query_invalid")
    );
    assert_eq!(
        app.get("/customers?cursor=zz").problem(),
        (400, "platform.cursor_invalid")
    );
    assert_eq!(
        app.get("/customers?limit=201").problem(),
        (400, "platform.query_invalid")
    );
}
