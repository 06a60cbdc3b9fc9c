//! One piece of heavy work at a time is done by a process: the others wait for their turn and tell meanwhile that they live.

use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

const BEAT: Duration = Duration::from_secs(20);

/// Those who wait for one kind of work.
pub struct Queue {
    busy: Mutex<bool>,
    freed: Condvar,
}

/// The right to work; dropping it lets the next one go on.
pub struct Turn<'a>(&'a Queue);

impl Queue {
    /// Nobody works and nobody waits.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            busy: Mutex::new(false),
            freed: Condvar::new(),
        }
    }

    /// Waits for the turn; `waiting` is called now and then.
    pub fn wait(&self, mut waiting: impl FnMut()) -> Turn<'_> {
        let mut busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner);
        while *busy {
            let (still, timeout) = self
                .freed
                .wait_timeout(busy, BEAT)
                .unwrap_or_else(PoisonError::into_inner);
            busy = still;
            if timeout.timed_out() && *busy {
                drop(busy);
                waiting();
                busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner);
            }
        }
        *busy = true;
        Turn(self)
    }
}

impl Default for Queue {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        *self.0.busy.lock().unwrap_or_else(PoisonError::into_inner) = false;
        self.0.freed.notify_one();
    }
}
