//! Delivers finished spans in batches, on a thread of its own. Who finishes a span never waits: when the collector does not keep up or
//! is away, spans are dropped and counted.

use super::otlp::request;
use crate::outgoing::{Outgoing, OutgoingError};
use crate::spans::Finished;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Spans that may wait.
const WAITING: usize = 4_096;
/// Spans of one delivery.
const AT_ONCE: usize = 512;
/// A delivery is made after this time, however few spans there are.
const EVERY: Duration = Duration::from_secs(1);

enum Note {
    Span(Finished),
    Stop,
}

/// Where finished spans are put.
#[derive(Clone)]
pub(super) struct Queue {
    notes: SyncSender<Note>,
    dropped: Arc<AtomicU64>,
}

impl Queue {
    /// Puts a span there, or drops it when there is no room.
    pub fn put(&self, span: Finished) {
        if self.notes.try_send(Note::Span(span)).is_err() {
            self.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// The delivering thread; when it is dropped, what waits is delivered once and the thread ends.
pub struct Sender {
    queue: Queue,
    thread: Option<JoinHandle<()>>,
}

impl Sender {
    /// Starts delivering to `{endpoint}/v1/traces`, trusting the certificates of a file over HTTPS.
    ///
    /// # Errors
    /// [`OutgoingError::Roots`].
    pub(super) fn start(endpoint: &str, roots: &Path) -> Result<Self, OutgoingError> {
        let agent = Outgoing::to(endpoint, roots)?;
        let (notes, waiting) = sync_channel(WAITING);
        let dropped = Arc::new(AtomicU64::new(0));
        let delivery = Delivery {
            url: format!("{}/v1/traces", endpoint.trim_end_matches('/')),
            agent,
            instance: uuid::Uuid::now_v7().to_string(),
            dropped: Arc::clone(&dropped),
            is_away: false,
        };
        let thread = std::thread::Builder::new().name("traces".to_owned());
        let thread = thread.spawn(move || delivery.run(&waiting));
        if let Err(cause) = &thread {
            tracing::error!(%cause, "traces cannot be delivered");
        }
        Ok(Self {
            queue: Queue { notes, dropped },
            thread: thread.ok(),
        })
    }

    pub(super) fn queue(&self) -> Queue {
        self.queue.clone()
    }
}

impl Drop for Sender {
    fn drop(&mut self) {
        // With a full queue the thread is busy with a collector that is away; it ends with the process.
        if self.queue.notes.try_send(Note::Stop).is_ok()
            && let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("delivering traces ended by a panic");
        }
    }
}

struct Delivery {
    url: String,
    agent: Outgoing,
    instance: String,
    dropped: Arc<AtomicU64>,
    is_away: bool,
}

impl Delivery {
    fn run(mut self, waiting: &Receiver<Note>) {
        let mut goes_on = true;
        while goes_on {
            let mut batch = Vec::new();
            goes_on = collect(waiting, &mut batch);
            if !batch.is_empty() {
                self.deliver(&batch);
            }
        }
    }

    fn deliver(&mut self, batch: &[Finished]) {
        match self.agent.post_json(&self.url, &request(batch, &self.instance)) {
            Ok(_) if self.is_away => {
                let dropped = self.dropped.swap(0, Ordering::Relaxed);
                tracing::info!(dropped, "the collector of traces is back");
                self.is_away = false;
            }
            Ok(_) => {}
            Err(cause) => {
                self.dropped.fetch_add(batch.len() as u64, Ordering::Relaxed);
                // Said once, not with every batch.
                if !self.is_away {
                    tracing::warn!(%cause, "the collector of traces does not take them; they are dropped");
                }
                self.is_away = true;
            }
        }
    }
}

/// Waits for spans until there are enough or it is time. False when there will be no more.
fn collect(waiting: &Receiver<Note>, batch: &mut Vec<Finished>) -> bool {
    let until = Instant::now() + EVERY;
    while batch.len() < AT_ONCE {
        match waiting.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(Note::Span(span)) => batch.push(span),
            Ok(Note::Stop) | Err(RecvTimeoutError::Disconnected) => return false,
            Err(RecvTimeoutError::Timeout) => return true,
        }
    }
    true
}
