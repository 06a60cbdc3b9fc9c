use kernel::Timestamp;

use crate::domain::SignInPolicy;
use crate::domain::attempt::later;

/// When a session began, was last used and ends at the latest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionTimes {
    /// The sign-in.
    pub started_at: Timestamp,
    /// The last use that was written down; written at most once a minute.
    pub last_seen_at: Timestamp,
    /// The end, used or not.
    pub expires_at: Timestamp,
}

impl SessionTimes {
    /// A session that begins now.
    #[must_use]
    pub fn starting(now: Timestamp, policy: &SignInPolicy) -> SessionTimes {
        SessionTimes {
            started_at: now,
            last_seen_at: now,
            expires_at: later(now, policy.session_minutes),
        }
    }

    /// Whether the session may be used now (invariant 3).
    #[must_use]
    pub fn is_alive(&self, now: Timestamp, idle_minutes: u32) -> bool {
        now < self.expires_at && now < later(self.last_seen_at, idle_minutes)
    }

    /// Whether the use should be written down: at most once a minute, so that reading costs no writes.
    #[must_use]
    pub fn wants_touch(&self, now: Timestamp) -> bool {
        now >= later(self.last_seen_at, 1)
    }
}
