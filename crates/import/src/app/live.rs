//! The batches that this process works on: how far they are, and whether somebody wants them to stop. While a batch is booked
//! the embedded database has no second writer, so this cannot stand there.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use uuid::Uuid;

static LIVE: LazyLock<Mutex<HashMap<Uuid, Arc<Live>>>> = LazyLock::new(Mutex::default);

/// A batch in work.
#[derive(Debug, Default)]
pub struct Live {
    done: AtomicUsize,
    stop: AtomicBool,
}

/// Keeps a batch among those in work.
pub(super) struct InWork {
    id: Uuid,
    pub live: Arc<Live>,
}

impl Live {
    /// Rows booked so far.
    #[must_use]
    pub fn done(&self) -> usize {
        self.done.load(Ordering::Relaxed)
    }

    pub(super) fn tell(&self, done: usize) {
        self.done.store(done, Ordering::Relaxed);
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

pub(super) fn begin(id: Uuid) -> InWork {
    let live = Arc::new(Live::default());
    let mut all = LIVE.lock().unwrap_or_else(PoisonError::into_inner);
    all.insert(id, Arc::clone(&live));
    InWork { id, live }
}

impl Drop for InWork {
    fn drop(&mut self) {
        LIVE.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.id);
    }
}

/// The batch, if this process works on it.
pub(super) fn find(id: Uuid) -> Option<Arc<Live>> {
    LIVE.lock().unwrap_or_else(PoisonError::into_inner).get(&id).cloned()
}

/// Asks a batch to stop; whether this process works on it.
pub(super) fn stop(id: Uuid) -> bool {
    let found = find(id);
    if let Some(live) = &found {
        live.stop.store(true, Ordering::Relaxed);
    }
    found.is_some()
}
