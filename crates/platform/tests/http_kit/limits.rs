use crate::app::{Answered, Site};
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, Request};
use platform::http::Peer;
use std::time::Duration;
use tower::ServiceExt;

impl Site {
    /// Calls from an address.
    async fn from(&self, address: &str, method: Method, cookie: &str) -> Answered {
        let peer = ConnectInfo(Peer(address.parse().expect("an address")));
        let request = Request::builder().method(method).uri("/api/v1/things").extension(peer);
        let request = request.header("x-requested-with", "xindai").header("cookie", cookie);
        let request = request.body(Body::empty()).expect("a request");
        Answered::read(self.router().oneshot(request).await.expect("infallible")).await
    }
}

const SIGNED_IN: &str = "xindai_session=thing.read";

#[tokio::test]
async fn a_user_who_sends_too_many_requests_is_told_when_to_try_again() {
    let site = Site::with(|config| config.rate_user_per_minute = 2);
    for left in ["1", "0"] {
        let answer = site.get("/api/v1/things").await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("ratelimit-remaining")),
            (200, left)
        );
        assert_eq!(answer.header("ratelimit-limit"), "2");
    }
    let refused = site.get("/api/v1/things").await;
    assert_eq!(
        (refused.status.as_u16(), refused.code().as_str()),
        (429, "platform.rate_limited")
    );
    assert_eq!(
        (refused.header("retry-after"), refused.header("ratelimit-reset")),
        ("30", "60")
    );
    assert_eq!(refused.json()["retry_after_seconds"], 30);
    assert_eq!(refused.header("content-type"), "application/problem+json");
    assert_eq!(site.get("/elsewhere").await.status, 404, "only the API is counted");
    site.state.clock.advance(Duration::from_secs(30));
    assert_eq!(site.get("/api/v1/things").await.status, 200);
}

#[tokio::test]
async fn who_has_not_signed_in_may_try_a_few_times_only() {
    let site = Site::with(|config| config.rate_sign_in_per_minute = 1);
    let first = site.from("10.1.1.1:9", Method::POST, "").await;
    assert_eq!(first.code(), "access.not_signed_in");
    let second = site.from("10.1.1.1:10", Method::POST, "").await;
    assert_eq!((second.status.as_u16(), second.header("retry-after")), (429, "60"));
    assert_eq!(
        site.from("10.1.1.2:9", Method::POST, "").await.status,
        401,
        "another address"
    );
    assert_eq!(
        site.from("10.1.1.1:9", Method::GET, "").await.status,
        401,
        "reading is no attempt"
    );
    assert_eq!(
        site.from("10.1.1.1:9", Method::POST, SIGNED_IN).await.code(),
        "access.permission_denied"
    );
}

#[tokio::test]
async fn an_address_has_an_allowance_whoever_calls_from_it() {
    let site = Site::with(|config| config.rate_address_per_minute = 1);
    assert_eq!(site.from("10.1.1.1:9", Method::GET, SIGNED_IN).await.status, 200);
    assert_eq!(site.from("10.1.1.1:9", Method::GET, "").await.status, 429);
    assert_eq!(site.from("10.1.1.2:9", Method::GET, SIGNED_IN).await.status, 200);
}
