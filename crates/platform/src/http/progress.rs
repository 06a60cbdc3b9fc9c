use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use serde::Serialize;
use serde_json::Value;
use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::broadcast;
use tokio_stream::wrappers::BroadcastStream;
use tokio_stream::{Stream, StreamExt};

/// Tells browsers how far long work has come. Each topic keeps its latest value for those who look later; a slow
/// listener misses values in between, never the newest.
#[derive(Clone, Default)]
pub struct ProgressHub {
    topics: Arc<Mutex<Topics>>,
}

#[derive(Default)]
struct Topics {
    closed: bool,
    by_name: HashMap<&'static str, Topic>,
}

struct Topic {
    latest: Option<Arc<str>>,
    sender: broadcast::Sender<Arc<str>>,
}

impl Topic {
    fn new() -> Self {
        Self {
            latest: None,
            sender: broadcast::channel(64).0,
        }
    }
}

impl ProgressHub {
    /// Tells everyone who listens to the topic, and keeps the value for those who come later.
    pub fn publish(&self, topic: &'static str, value: &impl Serialize) {
        let text: Arc<str> = match serde_json::to_string(value) {
            Ok(text) => text.into(),
            Err(cause) => return tracing::error!(%cause, topic, "progress is no JSON"),
        };
        self.with(|topics| {
            let topic = topics.by_name.entry(topic).or_insert_with(Topic::new);
            topic.latest = Some(text.clone());
            // Nobody listening is fine.
            let _ = topic.sender.send(text);
        });
    }

    /// The newest value of a topic.
    #[must_use]
    pub fn latest(&self, topic: &str) -> Option<Value> {
        let text = self.with(|topics| topics.by_name.get(topic).and_then(|t| t.latest.clone()))?;
        serde_json::from_str(&text).ok()
    }

    /// The newest value of a topic, if any, then every further one, as JSON. Ends when the hub is closed.
    pub fn listen(&self, topic: &'static str) -> impl Stream<Item = Arc<str>> + Send + use<> {
        let (latest, receiver) = self.with(|topics| {
            if topics.closed {
                return (None, broadcast::channel(1).1);
            }
            let topic = topics.by_name.entry(topic).or_insert_with(Topic::new);
            (topic.latest.clone(), topic.sender.subscribe())
        });
        let further = BroadcastStream::new(receiver).filter_map(Result::ok);
        tokio_stream::iter(latest).chain(further)
    }

    /// A topic as server-sent events: the answer of a progress endpoint.
    pub fn events(&self, topic: &'static str) -> impl IntoResponse + use<> {
        let events = self
            .listen(topic)
            .map(|text| Ok::<_, Infallible>(Event::default().data(&*text)));
        Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(15)))
    }

    /// Ends all listening, so that a server can stop.
    pub fn close(&self) {
        self.with(|topics| {
            topics.closed = true;
            topics.by_name.clear();
        });
    }

    fn with<T>(&self, f: impl FnOnce(&mut Topics) -> T) -> T {
        f(&mut self.topics.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
