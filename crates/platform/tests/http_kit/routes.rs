use crate::app::{Site, THING_READ, THING_WRITE, api, sign_in, state};
use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use platform::audit::{self, Area, AuditSearch};
use platform::http::{Permission, with_standard_layers};
use serde_json::json;
use tower::ServiceExt;

const THING: &str = r#"{"name":"cup","price":{"amount":"9.90","currency":"CNY"}}"#;

#[tokio::test]
async fn without_a_session_an_endpoint_answers_401() {
    let answer = Site::new().call(Method::GET, "/api/v1/things", &[], "").await;
    assert_eq!(
        (answer.status.as_u16(), answer.code().as_str()),
        (401, "access.not_signed_in")
    );
}

#[tokio::test]
async fn without_the_permission_an_endpoint_answers_403_and_names_it() {
    let headers = [("cookie", "xindai_session=thing.read"), ("x-requested-with", "xindai")];
    let site = Site::new();
    let answer = site.call(Method::POST, "/api/v1/things?x=1", &headers, THING).await;
    assert_eq!(
        (answer.status.as_u16(), answer.code().as_str()),
        (403, "access.permission_denied")
    );
    assert_eq!(answer.json()["permission"], "thing.write");
    assert_eq!(answer.json()["detail"], "没有权限：thing.write");
    let search = AuditSearch {
        area: Some(Area::Refusal),
        ..AuditSearch::default()
    };
    let noted = site
        .state
        .db
        .read(|tx| audit::search(tx, &search, None, 10))
        .expect("the trail");
    assert_eq!(noted.len(), 1);
    assert_eq!(
        (noted[0].actor_login.as_str(), noted[0].object_id.as_str()),
        ("clerk", "thing.write")
    );
    assert_eq!(
        noted[0].after,
        Some(json!({ "method": "POST", "path": "/api/v1/things" }))
    );
    assert_eq!(noted[0].request_id, answer.header("x-request-id"));
}

#[tokio::test]
async fn each_method_of_a_path_has_its_own_permission() {
    let site = Site::new();
    assert_eq!(site.get("/api/v1/things").await.status, StatusCode::OK);
    assert_eq!(
        site.post("/api/v1/things", &[], THING).await.status,
        StatusCode::CREATED
    );
}

#[tokio::test]
async fn public_endpoints_answer_anyone() {
    let site = Site::new();
    for path in ["/api/v1/health", "/api/v1/readiness"] {
        let answer = site.call(Method::GET, path, &[], "").await;
        assert_eq!(
            (answer.status, answer.text.as_str()),
            (StatusCode::OK, r#"{"status":"ok"}"#)
        );
    }
    assert_eq!(site.call(Method::GET, "/api/v1/me", &[], "").await.text, "null");
    assert_eq!(site.get("/api/v1/me").await.text, r#""clerk""#);
}

#[test]
fn the_route_table_names_the_permission_of_every_endpoint() {
    let routes = api().routes;
    let permission = |method: &str, path: &str| {
        routes
            .iter()
            .find(|r| r.method == method && r.path == path)
            .map(|r| r.permission)
    };
    assert_eq!(permission("GET", "/api/v1/things"), Some(THING_READ));
    assert_eq!(permission("POST", "/api/v1/things"), Some(THING_WRITE));
    assert_eq!(permission("GET", "/api/v1/things/{id}"), Some(Permission::SIGNED_IN));
    assert_eq!(permission("GET", "/api/v1/openapi.json"), Some(Permission::PUBLIC));
}

#[tokio::test]
async fn the_openapi_document_tells_permission_security_and_problems() {
    let answer = Site::new().call(Method::GET, "/api/v1/openapi.json", &[], "").await;
    assert_eq!(answer.header("content-type"), "application/json");
    let document = answer.json();
    let post = &document["paths"]["/api/v1/things"]["post"];
    assert_eq!(post["x-permission"], "thing.write");
    assert_eq!(post["security"][0]["session"].as_array().map(Vec::len), Some(0));
    assert_eq!(post["parameters"][0]["name"], "Idempotency-Key");
    let refused = post["responses"]["415"]["$ref"].as_str().expect("a shared answer");
    let refused = document.pointer(&refused[1..]).expect("it is there");
    let problem = &refused["content"]["application/problem+json"]["schema"]["allOf"][0]["$ref"];
    assert_eq!(problem, "#/components/schemas/Problem");
    assert_eq!(refused["x-problem-codes"], json!(["platform.content_type_unsupported"]));
    let schemas = &document["components"]["schemas"];
    assert_eq!(
        schemas["NewThing"]["properties"]["price"]["$ref"],
        "#/components/schemas/Money"
    );
    for name in ["Problem", "Money", "Thing", "Health"] {
        assert!(schemas[name].is_object(), "{name}");
    }
    assert_eq!(document["paths"]["/api/v1/health"]["get"]["x-permission"], "public");
    assert_eq!(
        document["paths"]["/api/v1/health"]["get"]["security"]
            .as_array()
            .map(Vec::len),
        Some(0)
    );
    let list = &document["paths"]["/api/v1/things"]["get"]["parameters"];
    let names: Vec<_> = list
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|p| p["name"].as_str())
        .collect();
    assert_eq!(names, ["cursor", "limit", "sort", "dpd_min"]);
}

#[tokio::test]
async fn a_programs_own_pages_do_not_cover_the_api() {
    let router = with_standard_layers(api().router.fallback(|| async { "page" }), state(|_| {}), sign_in());
    for (path, status) in [("/", 200), ("/loans/7", 200), ("/api/v1/none", 404), ("/api/none", 404)] {
        let request = Request::get(path).body(Body::empty()).expect("a request");
        let response = router.clone().oneshot(request).await.expect("infallible");
        assert_eq!(response.status().as_u16(), status, "{path}");
    }
}
