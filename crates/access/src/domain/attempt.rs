use kernel::Timestamp;

use crate::domain::{AccessRefusal, SignInPolicy};

/// Failed sign-in attempts with one login since the last success.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Attempts {
    /// Failures that are not yet forgotten.
    pub failures: u32,
    /// When the last of them was.
    pub last_failed_at: Option<Timestamp>,
    /// Until when no attempt is heard.
    pub locked_until: Option<Timestamp>,
}

impl Attempts {
    /// Counts an attempt as failed before its password is looked at; a success forgets the count (invariant 2).
    ///
    /// # Errors
    /// [`AccessRefusal::LockedOut`] while a lock-out lasts.
    pub fn count(self, now: Timestamp, policy: &SignInPolicy) -> Result<Attempts, AccessRefusal> {
        let until = |from: Timestamp| later(from, policy.lock_minutes);
        if let Some(locked) = self.locked_until.filter(|locked| now < *locked) {
            return Err(AccessRefusal::LockedOut { until: locked });
        }
        let remembered = self.locked_until.is_none() && self.last_failed_at.is_some_and(|last| now < until(last));
        let failures = if remembered { self.failures + 1 } else { 1 };
        let locked = failures >= policy.lock_after_failures;
        Ok(Attempts {
            failures,
            last_failed_at: Some(now),
            locked_until: locked.then(|| until(now)),
        })
    }

    /// Takes one attempt back whose password was right but whose code is still to come; a lock-out that it caused itself ends.
    #[must_use]
    pub fn take_back(self, caused_lock: bool) -> Attempts {
        Attempts {
            failures: self.failures.saturating_sub(1),
            locked_until: self.locked_until.filter(|_| !caused_lock),
            ..self
        }
    }
}

/// The moment so many minutes later.
pub(crate) fn later(from: Timestamp, minutes: u32) -> Timestamp {
    Timestamp::from_millis(from.millis().saturating_add(i64::from(minutes) * 60_000))
}
