use crate::app::Site;
use axum::http::{Method, StatusCode};

async fn body_problem(body: &str) -> (u16, String, String) {
    let answer = Site::new().post("/api/v1/things", &[], body.to_owned()).await;
    let field = answer.json()["field"].as_str().unwrap_or_default().to_owned();
    (answer.status.as_u16(), answer.code(), field)
}

#[tokio::test]
async fn a_wrong_body_names_the_field() {
    for (body, field) in [
        (r#"{"name":7,"price":{"amount":"1.00","currency":"CNY"}}"#, "name"),
        (
            r#"{"name":"cup","price":{"amount":1.5,"currency":"CNY"}}"#,
            "price.amount",
        ),
        (r#"{"name":"cup","price":{"amount":"1.00"}}"#, "price.currency"),
        (r#"{"name":"cup"}"#, "price"),
        (r#"{"name":"cup","prize":1}"#, "prize"),
    ] {
        let expected = (422, "platform.body_invalid".to_owned(), field.to_owned());
        assert_eq!(body_problem(body).await, expected, "{body}");
    }
}

#[tokio::test]
async fn what_is_no_json_is_said_to_be_none() {
    for body in [
        "",
        "{",
        "name=cup",
        r#"{"name":"cup","price":{"amount":"1.00","currency":"CNY"}} x"#,
    ] {
        let (status, code, _) = body_problem(body).await;
        assert_eq!((status, code.as_str()), (400, "platform.body_not_json"), "{body}");
    }
    let headers = [
        ("cookie", "xindai_session=thing.write"),
        ("x-requested-with", "xindai"),
        ("content-type", "text/plain"),
    ];
    let answer = Site::new().call(Method::POST, "/api/v1/things", &headers, "{}").await;
    assert_eq!(
        (answer.status.as_u16(), answer.code().as_str()),
        (415, "platform.content_type_unsupported")
    );
}

#[tokio::test]
async fn too_large_a_body_is_refused() {
    let site = Site::with(|config| config.body_limit_bytes = 1024);
    let body = format!(r#"{{"name":"{}"}}"#, "x".repeat(1024));
    let answer = site.post("/api/v1/things", &[], body).await;
    assert_eq!(
        (answer.status.as_u16(), answer.code().as_str()),
        (413, "platform.body_too_large")
    );
}

#[tokio::test]
async fn a_wrong_query_names_the_parameter() {
    let site = Site::new();
    for (query, field) in [
        ("/api/v1/thing-count?dpd_min=many", "dpd_min"),
        ("/api/v1/things?limit=0", "limit"),
        ("/api/v1/things?limit=201", "limit"),
        ("/api/v1/things?limit=-1", "limit"),
    ] {
        let answer = site.get(query).await;
        assert_eq!(
            (answer.status.as_u16(), answer.code().as_str()),
            (400, "platform.query_invalid"),
            "{query}"
        );
        assert_eq!(answer.json()["field"], field, "{query}: {}", answer.text);
    }
}

#[tokio::test]
async fn a_parameter_without_value_counts_as_absent() {
    let site = Site::new();
    assert_eq!(site.get("/api/v1/thing-count?dpd_min=").await.text, "null");
    assert_eq!(site.get("/api/v1/thing-count?dpd_min=3&q=").await.text, "3");
    let page = site.get("/api/v1/things?limit=1&cursor=&sort=&dpd_min=%E4%B8%AD").await;
    assert_eq!(page.json()["items"][0], "ASC-0-中");
}

#[tokio::test]
async fn a_wrong_path_names_the_parameter() {
    let site = Site::new();
    let id = "0192d3a4-5b6c-7d8e-9f00-112233445566";
    assert_eq!(
        site.get(&format!("/api/v1/things/{id}")).await.text,
        format!("\"{id}\"")
    );
    for (path, field) in [
        ("/api/v1/things/seven".to_owned(), "id"),
        (format!("/api/v1/things/{id}/parts/x"), "nr"),
        ("/api/v1/things/x/parts/1".to_owned(), "id"),
    ] {
        let answer = site.get(&path).await;
        assert_eq!(
            (answer.status.as_u16(), answer.code().as_str()),
            (400, "platform.path_invalid"),
            "{path}"
        );
        assert_eq!(answer.json()["field"], field, "{path}");
    }
}

const THING: &str = r#"{"name":"cup","price":{"amount":"9.90","currency":"CNY"}}"#;

#[tokio::test]
async fn a_command_knows_who_when_which_key_and_whether_it_is_a_preview() {
    let site = Site::new();
    let answer = site
        .post("/api/v1/things?dry_run=true", &[("idempotency-key", "k-1")], THING)
        .await;
    assert_eq!(answer.status, StatusCode::CREATED);
    let thing = answer.json();
    assert_eq!(thing["by"], "clerk");
    assert_eq!(thing["key"], "k-1");
    assert_eq!(thing["dry_run"], true);
    assert_eq!(thing["now"], "2025-11-21T22:23:02.005Z");
    assert_eq!(thing["request_id"], answer.header("x-request-id"));
    assert_eq!(answer.header("idempotency-replayed"), "");

    let repeat = site
        .post("/api/v1/things", &[("idempotency-key", "again")], THING)
        .await;
    assert_eq!(repeat.header("idempotency-replayed"), "true");
    assert_eq!(repeat.json()["dry_run"], false);
}

#[tokio::test]
async fn a_wrong_key_or_preview_flag_is_refused() {
    let site = Site::new();
    let long = "k".repeat(129);
    for key in [long.as_str(), "", "with space"] {
        let answer = site.post("/api/v1/things", &[("idempotency-key", key)], THING).await;
        assert_eq!(
            (answer.status.as_u16(), answer.code().as_str()),
            (400, "platform.idempotency_key_invalid")
        );
    }
    let longest = "k".repeat(128);
    let answer = site
        .post("/api/v1/things", &[("idempotency-key", longest.as_str())], THING)
        .await;
    assert_eq!(answer.status, StatusCode::CREATED);
    let answer = site.post("/api/v1/things?dry_run=perhaps", &[], THING).await;
    assert_eq!(
        (answer.code().as_str(), &answer.json()["field"]),
        ("platform.query_invalid", &"dry_run".into())
    );
}
