use kernel::Timestamp;

use crate::domain::SignInPolicy;
use crate::domain::attempt::later;

/// How somebody proved who they are when a session was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInMethod {
    /// With a password, and a code where the second factor is on.
    Password,
    /// Through the identity provider.
    Provider,
}

impl SignInMethod {
    /// The name as it is stored and told.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            SignInMethod::Password => "password",
            SignInMethod::Provider => "provider",
        }
    }

    /// The method of a stored name; what is not known counts as the stricter one.
    #[must_use]
    pub fn of_name(name: &str) -> SignInMethod {
        match name {
            "provider" => SignInMethod::Provider,
            _ => SignInMethod::Password,
        }
    }
}

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
