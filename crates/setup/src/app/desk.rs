//! The making of the demo's book, which takes a while: one at a time, watched by whoever asks.

use indicatif::ProgressBar;
use platform::Db;
use platform::keys::FieldKeys;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// How far a demo's book is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoProgress {
    /// Days lived.
    pub done: u64,
    /// Days to live.
    pub total: u64,
    /// Why it ended early.
    pub failure: Option<String>,
}

/// What this program is making. Cheap to clone.
#[derive(Clone)]
pub struct Desk {
    loans: usize,
    work: Arc<Mutex<Option<Work>>>,
    ended: Arc<Condvar>,
}

struct Work {
    bar: ProgressBar,
    ended: Option<Result<(), String>>,
}

impl Desk {
    /// Nothing is being made; a demo gets so many of the real loans.
    #[must_use]
    pub fn new(loans: usize) -> Desk {
        Desk {
            loans,
            work: Arc::default(),
            ended: Arc::default(),
        }
    }

    /// How far the demo's book is; `None` when none is being made, or it is finished.
    #[must_use]
    pub fn progress(&self) -> Option<DemoProgress> {
        let work = self.work();
        let work = work.as_ref()?;
        let failure = match &work.ended {
            Some(Ok(())) => return None,
            Some(Err(cause)) => Some(cause.clone()),
            None => None,
        };
        Some(DemoProgress {
            done: work.bar.position(),
            total: work.bar.length().unwrap_or(0),
            failure,
        })
    }

    /// Makes the demo's book in a thread of its own; [`crate::app::set_up`] has begun it.
    ///
    /// # Errors
    /// When no thread can be started.
    pub fn make(&self, db: Db, keys: Arc<FieldKeys>) -> std::io::Result<()> {
        let bar = demo::silent_bar();
        *self.work() = Some(Work {
            bar: bar.clone(),
            ended: None,
        });
        let desk = self.clone();
        let work = move || {
            let made = demo::fill(&db, &keys, Some(desk.loans), (&bar, &|| false));
            if let Err(cause) = &made {
                tracing::error!(%cause, "the demo's book could not be made");
            }
            if let Some(work) = desk.work().as_mut() {
                work.ended = Some(made.map(|_| ()).map_err(|cause| cause.to_string()));
            }
            desk.ended.notify_all();
        };
        std::thread::Builder::new().name("demo".to_owned()).spawn(work)?;
        Ok(())
    }

    /// Waits until nothing is being made here any more.
    pub fn rest(&self) {
        let working = |work: &mut Option<Work>| work.as_ref().is_some_and(|work| work.ended.is_none());
        drop(self.ended.wait_while(self.work(), working));
    }

    fn work(&self) -> MutexGuard<'_, Option<Work>> {
        self.work.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
