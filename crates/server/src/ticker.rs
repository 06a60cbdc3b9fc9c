//! Small work that is done again and again while the program serves.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// A thread that does its work after every pause. Dropping it ends it.
pub struct Ticker {
    stop: Arc<Stop>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Stop {
    asked: Mutex<bool>,
    changed: Condvar,
}

impl Ticker {
    /// Starts it; the first round comes after the first pause, so that it does not slow the start.
    #[must_use]
    pub fn start(pause: Duration, mut work: impl FnMut() + Send + 'static) -> Self {
        let stop = Arc::new(Stop::default());
        let shared = Arc::clone(&stop);
        let thread = std::thread::spawn(move || {
            while !shared.wait(pause) {
                work();
            }
        });
        Self {
            stop,
            thread: Some(thread),
        }
    }
}

impl Stop {
    /// Waits for a while or until asked to stop; whether it was asked.
    fn wait(&self, pause: Duration) -> bool {
        let asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.changed.wait_timeout_while(asked, pause, |asked| !*asked);
        let (asked, _) = waited.unwrap_or_else(PoisonError::into_inner);
        *asked
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        *self.stop.asked.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.stop.changed.notify_all();
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("repeated work ended by a panic");
        }
    }
}
