//! The clock: of the machine, or of a test. Everything else takes the time as an argument.

use kernel::{BusinessDate, Timestamp};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime};

/// The moment by the machine's clock to the nanosecond, for what is told to other programs about this one; nothing that is kept depends on it.
#[expect(clippy::disallowed_methods, reason = "spans of traces have no clock of a test")]
pub(crate) fn machine_time() -> SystemTime {
    SystemTime::now()
}

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

/// The date in China (UTC+8, no summer time) at a moment.
#[must_use]
pub fn china_date(now: Timestamp) -> BusinessDate {
    const HOUR: i64 = 3_600_000;
    let days = (now.millis() + 8 * HOUR).div_euclid(24 * HOUR);
    BusinessDate::from_days(i32::try_from(days).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_changes_at_midnight_in_china() {
        // 2025-01-20 15:59:59.999 and 16:00 UTC.
        assert_eq!(
            china_date(Timestamp::from_millis(1_737_388_799_999)).to_string(),
            "2025-01-20"
        );
        assert_eq!(
            china_date(Timestamp::from_millis(1_737_388_800_000)).to_string(),
            "2025-01-21"
        );
    }
}
