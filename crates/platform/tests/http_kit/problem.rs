use crate::app::{Site, THING_PROBLEMS, api};
use axum::http::{Method, StatusCode};
use platform::http::{Lang, PROBLEMS, ProblemText, problem_catalogue, problem_table};
use serde_json::json;

const DEAR: &str = r#"{"name":"boat","price":{"amount":"100.01","currency":"CNY"}}"#;

#[tokio::test]
async fn a_problem_speaks_chinese_unless_asked_otherwise() {
    let answer = Site::new().post("/api/v1/things", &[], DEAR).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    assert_eq!(answer.header("content-language"), "zh-CN");
    assert_eq!(
        answer.json(),
        json!({
            "type": "urn:xindai:problem:thing.too_dear", "title": "无法处理", "status": 422, "code": "thing.too_dear",
            "detail": "价格超过 100.00 CNY", "field": "price", "limit": {"amount": "100.00", "currency": "CNY"},
            "request_id": answer.header("x-request-id"),
        })
    );
}

#[tokio::test]
async fn a_problem_speaks_english_when_preferred() {
    let answer = Site::new()
        .post(
            "/api/v1/things",
            &[("accept-language", "fr, en-GB;q=0.8, zh;q=0.5")],
            DEAR,
        )
        .await;
    assert_eq!(answer.header("content-language"), "en");
    assert_eq!(answer.json()["title"], "Cannot be processed");
    assert_eq!(answer.json()["detail"], "The price exceeds 100.00 CNY");
}

#[test]
fn the_preferred_language_is_the_heaviest_then_the_first_we_speak() {
    for (header, lang) in [
        ("zh-CN,zh;q=0.9,en;q=0.8", Lang::Zh),
        ("en-US,en;q=0.9,zh-CN;q=0.8", Lang::En),
        ("zh;q=0.1,en;q=0.2", Lang::En),
        ("en;q=0, fr", Lang::Zh),
        ("*", Lang::Zh),
        ("", Lang::Zh),
        ("en;q=heavy", Lang::Zh),
    ] {
        assert_eq!(Lang::preferred(header), lang, "{header}");
    }
}

#[tokio::test]
async fn unknown_paths_and_methods_are_problems() {
    let site = Site::new();
    for path in ["/api/v1/none", "/api/v1/things/7/none", "/elsewhere"] {
        let answer = site.get(path).await;
        assert_eq!(
            (answer.status.as_u16(), answer.code().as_str()),
            (404, "platform.route_not_found"),
            "{path}"
        );
    }
    let answer = site
        .call(Method::DELETE, "/api/v1/things", &[("x-requested-with", "xindai")], "")
        .await;
    assert_eq!(
        (answer.status.as_u16(), answer.code().as_str()),
        (405, "platform.method_not_allowed")
    );
    assert!(answer.header("allow").contains("POST"));
}

#[test]
fn the_catalogue_lists_every_code_once() {
    let problems = api().problems;
    assert_eq!(problems["thing.too_dear"], THING_PROBLEMS[0]);
    assert_eq!(problems.len(), PROBLEMS.len() + 1);
    let table = problem_table(&problems);
    assert!(table.contains("| `thing.too_dear` | 422 | 价格超过 {limit} | The price exceeds {limit} |"));
}

#[test]
fn a_contradictory_catalogue_is_refused() {
    let text = |code, zh| ProblemText::new(400, code, zh, "Text");
    let (one, other) = ([text("a.b", "文")], [text("a.b", "字")]);
    assert_eq!(problem_catalogue(&[&one, &one]).map(|c| c.len()), Ok(1));
    assert!(problem_catalogue(&[&one, &other]).unwrap_err().contains("a.b"));
    assert!(problem_catalogue(&[&[text("ab", "文")]]).unwrap_err().contains("ab"));
    assert!(
        problem_catalogue(&[&[text("a.c", "文 {x}")]])
            .unwrap_err()
            .contains("a.c")
    );
}
