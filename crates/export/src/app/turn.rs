//! One file at a time is made by a process: the others wait for their turn and tell meanwhile that they live.

use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

const BEAT: Duration = Duration::from_secs(20);

static BUSY: Mutex<bool> = Mutex::new(false);
static FREED: Condvar = Condvar::new();

/// The right to make a file; dropping it lets the next one go on.
pub(super) struct Turn(());

/// Waits for the turn; `waiting` is called now and then.
pub(super) fn wait(mut waiting: impl FnMut()) -> Turn {
    let mut busy = BUSY.lock().unwrap_or_else(PoisonError::into_inner);
    while *busy {
        let (still, timeout) = FREED.wait_timeout(busy, BEAT).unwrap_or_else(PoisonError::into_inner);
        busy = still;
        if timeout.timed_out() && *busy {
            drop(busy);
            waiting();
            busy = BUSY.lock().unwrap_or_else(PoisonError::into_inner);
        }
    }
    *busy = true;
    Turn(())
}

impl Drop for Turn {
    fn drop(&mut self) {
        *BUSY.lock().unwrap_or_else(PoisonError::into_inner) = false;
        FREED.notify_one();
    }
}
