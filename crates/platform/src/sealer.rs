//! Seals the audit trail in the background while the program runs.

use crate::audit;
use crate::db::Db;
use crate::lock::lock;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// A thread that seals new audit lines again and again. Dropping it seals once more and ends it.
pub struct AuditSealer {
    stop: Arc<Stop>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Stop {
    asked: Mutex<bool>,
    changed: Condvar,
}

impl AuditSealer {
    /// Starts it; the program seals every second.
    #[must_use]
    pub fn start(db: Db, every: Duration) -> AuditSealer {
        let stop = Arc::new(Stop::default());
        let shared = Arc::clone(&stop);
        let thread = std::thread::spawn(move || {
            loop {
                let last = shared.wait(every);
                if let Err(error) = audit::seal(&db) {
                    tracing::warn!(%error, "audit lines could not be sealed; they stay in the trail and are sealed later");
                }
                if last {
                    return;
                }
            }
        });
        AuditSealer {
            stop,
            thread: Some(thread),
        }
    }
}

impl Stop {
    /// Waits for a while or until asked to stop; whether it was asked.
    fn wait(&self, every: Duration) -> bool {
        let asked = lock(&self.asked);
        let (asked, _) = self
            .changed
            .wait_timeout_while(asked, every, |asked| !*asked)
            .unwrap_or_else(PoisonError::into_inner);
        *asked
    }
}

impl Drop for AuditSealer {
    fn drop(&mut self) {
        *lock(&self.stop.asked) = true;
        self.stop.changed.notify_all();
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the sealer of the audit trail ended by a panic");
        }
    }
}
