use crate::app::Site;
use axum::http::{Method, StatusCode};
use platform::http::{ProgressHub, serve};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

#[tokio::test]
async fn a_mutating_call_without_our_header_is_refused() {
    let site = Site::new();
    let cookie = ("cookie", "xindai_session=thing.write");
    for headers in [vec![cookie], vec![cookie, ("x-requested-with", "XMLHttpRequest")]] {
        for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
            let answer = site.call(method, "/api/v1/things", &headers, "{}").await;
            assert_eq!((answer.status.as_u16(), answer.code().as_str()), (403, "platform.csrf"));
        }
    }
}

#[tokio::test]
async fn a_panic_is_a_500_without_its_message() {
    let site = Site::new();
    for path in ["/api/v1/panic", "/api/v1/panic-blocking"] {
        let answer = site.get(path).await;
        assert_eq!(
            (answer.status.as_u16(), answer.code().as_str()),
            (500, "platform.internal")
        );
        assert!(!answer.text.contains("secret"));
        assert_eq!(answer.json()["request_id"], answer.header("x-request-id"));
    }
}

#[tokio::test]
async fn an_endless_request_times_out() {
    let site = Site::with(|config| config.request_timeout_seconds = 0);
    let answer = site.get("/api/v1/endless").await;
    assert_eq!(
        (answer.status.as_u16(), answer.code().as_str()),
        (503, "platform.timeout")
    );
}

#[tokio::test]
async fn every_answer_has_a_number_and_security_headers() {
    let site = Site::new();
    let (one, other) = (site.get("/api/v1/health").await, site.get("/elsewhere").await);
    assert_ne!(one.header("x-request-id"), other.header("x-request-id"));
    for answer in [&one, &other] {
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("script-src 'self';"), "{policy}");
        assert!(
            policy.contains("style-src 'self';"),
            "no style sheets in pages: {policy}"
        );
        assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("x-frame-options"), "DENY");
        assert_eq!(answer.header("strict-transport-security"), "");
    }
    assert_eq!(one.header("cache-control"), "no-store");
    assert_eq!(other.header("cache-control"), "");
    let https = Site::with(|config| config.secure_cookie = true);
    assert_eq!(
        https.get("/api/v1/health").await.header("strict-transport-security"),
        "max-age=31536000"
    );
}

#[tokio::test]
async fn large_answers_are_compressed_for_those_who_can_read_it() {
    let site = Site::new();
    let gzip = [("accept-encoding", "gzip")];
    assert_eq!(
        site.call(Method::GET, "/api/v1/openapi.json", &gzip, "")
            .await
            .header("content-encoding"),
        "gzip"
    );
    assert_eq!(
        site.call(Method::GET, "/api/v1/health", &gzip, "")
            .await
            .header("content-encoding"),
        ""
    );
    assert_eq!(
        site.call(Method::GET, "/api/v1/openapi.json", &[], "")
            .await
            .header("content-encoding"),
        ""
    );
}

#[tokio::test]
async fn a_head_request_is_answered_without_a_body() {
    let answer = Site::new().call(Method::HEAD, "/api/v1/health", &[], "").await;
    assert_eq!((answer.status, answer.text.as_str()), (StatusCode::OK, ""));
}

#[tokio::test]
async fn a_server_stops_though_someone_listens_to_progress() {
    let progress = ProgressHub::default();
    let hub = progress.clone();
    let events = axum::routing::get(move || async move { hub.events("close") });
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("bound");
    let (stop, stopped) = oneshot::channel::<()>();
    let router = axum::Router::new().route("/events", events);
    let stopping = async move { stopped.await.unwrap_or_default() };
    progress.publish("close", &1);
    let server = tokio::spawn(serve(listener, router, progress, Duration::from_secs(60), stopping));

    let mut stream = TcpStream::connect(address).await.expect("served");
    stream
        .write_all(b"GET /events HTTP/1.1\r\nhost: x\r\n\r\n")
        .await
        .expect("sent");
    let mut seen = Vec::new();
    while !String::from_utf8_lossy(&seen).contains("data: 1") {
        assert_ne!(stream.read_buf(&mut seen).await.expect("an event"), 0);
    }
    stop.send(()).expect("the server runs");
    assert!(server.await.expect("no panic").is_ok());
}
