use crate::app::{Answered, Site};
use axum::http::Method;
use platform::http::ProgressHub;
use serde_json::json;
use tokio_stream::StreamExt;

#[tokio::test]
async fn a_listener_gets_the_latest_value_then_every_further_one() {
    let hub = ProgressHub::default();
    hub.publish("close", &json!({"done": 1}));
    hub.publish("close", &json!({"done": 2}));
    hub.publish("other", &json!({"done": 9}));
    let mut heard = Box::pin(hub.listen("close"));
    hub.publish("close", &json!({"done": 3}));
    assert_eq!(heard.next().await.as_deref(), Some(r#"{"done":2}"#));
    assert_eq!(heard.next().await.as_deref(), Some(r#"{"done":3}"#));
    assert_eq!(hub.latest("close"), Some(json!({"done": 3})));
    assert_eq!(hub.latest("none"), None);
}

#[tokio::test]
async fn a_slow_listener_still_gets_the_newest_value() {
    let hub = ProgressHub::default();
    let mut heard = Box::pin(hub.listen("close"));
    for done in 0..1000 {
        hub.publish("close", &done);
    }
    hub.close();
    let mut last = None;
    while let Some(text) = heard.next().await {
        last = Some(text.to_string());
    }
    assert_eq!(last.as_deref(), Some("999"));
}

#[tokio::test]
async fn a_closed_hub_has_nothing_more_to_tell() {
    let hub = ProgressHub::default();
    hub.close();
    assert_eq!(Box::pin(hub.listen("close")).next().await, None);
}

#[tokio::test]
async fn progress_is_served_as_events() {
    let site = Site::new();
    site.state
        .progress
        .publish("close", &json!({"step": "accrue", "done": 5}));
    let response = site.send(Method::GET, "/api/v1/progress", &[], "").await;
    site.state
        .progress
        .publish("close", &json!({"step": "post", "done": 1}));
    site.state.progress.close();
    let answer = Answered::read(response).await;
    assert_eq!(answer.header("content-type"), "text/event-stream");
    let expected = "data: {\"done\":5,\"step\":\"accrue\"}\n\ndata: {\"done\":1,\"step\":\"post\"}\n\n";
    assert_eq!(answer.text, expected);
}
