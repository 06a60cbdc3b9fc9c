//! The clock: of the machine, or of a test. Everything else takes the time as an argument.

use kernel::Timestamp;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

/// Tells the moment; cheap to clone, clones of a manual clock move together.
#[derive(Debug, Clone)]
pub struct Clock(Source);

#[derive(Debug, Clone)]
enum Source {
    System,
    Manual(Arc<AtomicI64>),
}

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that stands still until moved.
    #[must_use]
    pub fn manual(start: Timestamp) -> Self {
        Self(Source::Manual(Arc::new(AtomicI64::new(start.millis()))))
    }

    /// The moment, in UTC.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    pub fn now(&self) -> Timestamp {
        Timestamp::from_millis(match &self.0 {
            Source::System => jiff::Timestamp::now().as_millisecond(),
            Source::Manual(millis) => millis.load(Ordering::SeqCst),
        })
    }

    /// Moves a manual clock to a moment.
    ///
    /// # Panics
    /// On the machine's clock.
    pub fn set(&self, moment: Timestamp) {
        self.hands().store(moment.millis(), Ordering::SeqCst);
    }

    /// Moves a manual clock forward.
    ///
    /// # Panics
    /// On the machine's clock.
    pub fn advance(&self, by: Duration) {
        let millis = i64::try_from(by.as_millis()).expect("a duration of less than 292 million years");
        self.hands().fetch_add(millis, Ordering::SeqCst);
    }

    fn hands(&self) -> &AtomicI64 {
        match &self.0 {
            Source::Manual(millis) => millis,
            Source::System => panic!("the machine's clock cannot be moved"),
        }
    }
}
