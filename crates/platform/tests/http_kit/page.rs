use crate::app::Site;
use platform::http::{PageLimit, Sort, decode_cursor, encode_cursor};

#[tokio::test]
async fn pages_follow_each_other_to_the_last() {
    let site = Site::new();
    let mut seen = Vec::new();
    let mut uri = "/api/v1/things?limit=20&sort=-price".to_owned();
    loop {
        let page = site.get(&uri).await.json();
        seen.extend(page["items"].as_array().cloned().unwrap_or_default());
        let Some(next) = page["next_cursor"].as_str() else {
            break;
        };
        uri = format!("/api/v1/things?limit=20&sort=-price&cursor={next}");
    }
    let expected: Vec<_> = (0..50).map(|row| format!("DESC-{row}-none")).collect();
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn a_page_has_20_rows_unless_told() {
    let page = Site::new().get("/api/v1/things").await.json();
    assert_eq!(page["items"].as_array().map(Vec::len), Some(20));
}

#[tokio::test]
async fn an_exactly_full_last_page_has_no_next() {
    let site = Site::new();
    let first = site.get("/api/v1/things?limit=25").await.json();
    let next = first["next_cursor"].as_str().expect("a second page");
    let last = site.get(&format!("/api/v1/things?limit=25&cursor={next}")).await.json();
    assert_eq!(last["items"].as_array().map(Vec::len), Some(25));
    assert!(last["next_cursor"].is_null());
}

#[tokio::test]
async fn a_cursor_of_another_order_or_of_nothing_is_refused() {
    let site = Site::new();
    let other = encode_cursor("-price", &3);
    for cursor in [other.as_str(), "zz", "7b7d"] {
        let answer = site.get(&format!("/api/v1/things?cursor={cursor}")).await;
        assert_eq!(
            (answer.status.as_u16(), answer.code().as_str()),
            (400, "platform.cursor_invalid")
        );
        assert_eq!(answer.json()["field"], "cursor");
    }
}

#[test]
fn a_cursor_gives_its_key_back() {
    let key = (20_108_i64, "张三".to_owned(), Some("0192d3a4".to_owned()));
    let cursor = encode_cursor("-due_on", &key);
    assert!(cursor.bytes().all(|b| b.is_ascii_alphanumeric()));
    assert_eq!(
        decode_cursor::<(i64, String, Option<String>)>("-due_on", &cursor).ok(),
        Some(key)
    );
}

#[test]
fn only_allowed_fields_sort() {
    let allowed = ["-disbursed_on", "dpd"];
    let parse = |text| Sort::parse(text, &allowed);
    assert_eq!(
        parse(None).ok(),
        Some(Sort {
            field: "disbursed_on",
            descending: true
        })
    );
    assert_eq!(
        parse(Some("disbursed_on")).ok(),
        Some(Sort {
            field: "disbursed_on",
            descending: false
        })
    );
    assert_eq!(
        parse(Some("-dpd")).ok(),
        Some(Sort {
            field: "dpd",
            descending: true
        })
    );
    let problem = parse(Some("name; DROP TABLE loan")).expect_err("not allowed");
    assert_eq!(problem.code(), "platform.sort_invalid");
    assert_eq!(
        problem.detail(platform::http::Lang::En),
        "Cannot sort by this field; allowed: disbursed_on, dpd"
    );
}

#[test]
fn a_limit_is_1_to_200() {
    assert_eq!(PageLimit::new(0), None);
    assert_eq!(PageLimit::new(201), None);
    assert_eq!(PageLimit::new(200).map(PageLimit::fetch), Some(201));
}
