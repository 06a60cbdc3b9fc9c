use crate::app::app;
use axum::http::Method;
use serde_json::Value;
use testkit::Answered;

fn get(uri: &str, headers: &[(&str, &str)]) -> Answered {
    app().call(Method::GET, uri, headers, &Value::Null)
}

#[test]
fn every_path_outside_the_api_is_a_screen() {
    for uri in ["/", "/loans", "/loans/01900000-0000-7000-8000-000000000000?tab=plan"] {
        let page = get(uri, &[]);
        assert_eq!(page.status, 200, "{uri}");
        assert!(page.header("content-type").starts_with("text/html"), "{uri}");
        assert!(page.body.starts_with(b"<!doctype html>"), "{uri}");
        assert!(
            page.header("content-security-policy").contains("default-src 'self'"),
            "{uri}"
        );
    }
}

#[test]
fn what_is_no_page_says_so() {
    assert_eq!(get("/api/v1/nothing", &[]).problem(), (404, "platform.route_not_found"));
    assert_eq!(get("/api", &[]).status, 200);
    assert_eq!(get("/assets/gone-1234.js", &[]).problem(), (404, "ui.page_not_found"));
    assert_eq!(get("/.source-hash", &[]).problem(), (404, "ui.page_not_found"));
    let posted = app().call(Method::POST, "/loans", &[], &Value::Null);
    assert_eq!(posted.problem(), (405, "ui.not_a_page"));
}

/// Whether the UI was built into this program.
fn built() -> bool {
    let page = get("/", &[]);
    let note = String::from_utf8_lossy(&page.body).contains("cargo xtask web");
    assert_ne!(note, page.header("content-security-policy").contains("'nonce-"));
    !note
}

#[test]
fn the_page_names_a_number_that_only_its_own_style_sheets_carry() {
    if !built() {
        return;
    }
    let number = |page: &Answered| {
        let policy = page.header("content-security-policy");
        let (_, rest) = policy.split_once("style-src 'self' 'nonce-").expect("a number");
        rest.split('\'').next().unwrap_or_default().to_owned()
    };
    let (one, other) = (get("/", &[]), get("/loans", &[]));
    assert_ne!(number(&one), number(&other));
    assert_eq!((one.header("cache-control"), one.header("etag")), ("no-store", ""));
    let html = String::from_utf8_lossy(&one.body).into_owned();
    assert!(html.contains(&format!("content=\"{}\"", number(&one))), "{html}");
    assert!(
        !html.contains("<style") && !html.contains("<script>"),
        "nothing inline: {html}"
    );
}

#[test]
fn a_file_that_did_not_change_is_not_sent_again() {
    if !built() {
        return;
    }
    let page = get("/favicon.svg", &[]);
    let tag = page.header("etag");
    assert_eq!(page.header("cache-control"), "no-cache");
    let again = get("/favicon.svg", &[("if-none-match", tag)]);
    assert_eq!((again.status.as_u16(), again.body.len()), (304, 0));
    assert_eq!(get("/favicon.svg", &[("if-none-match", "\"other\"")]).status, 200);
}
