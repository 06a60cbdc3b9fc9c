use kernel::Timestamp;
use serde::{Deserialize, Serialize};

use crate::domain::{AccessRefusal, Login};

const PASSWORD_MAX_LENGTH: usize = 128;

/// What sign-in demands; a row with an effective moment and a source, not a constant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInPolicy {
    /// Least number of characters of a password.
    pub password_min_length: u32,
    /// Least number of kinds among lower case, upper case, digits and others.
    pub password_min_kinds: u32,
    /// Failed attempts after which a login is locked out.
    pub lock_after_failures: u32,
    /// How long a lock-out lasts, and after how long a failed attempt is forgotten.
    pub lock_minutes: u32,
    /// A session ends after so long, used or not.
    pub session_minutes: u32,
    /// So many last passwords may not be used again.
    pub password_history: u32,
    /// After so many days a password must be changed; never when 0.
    pub password_max_days: u32,
    /// So many sessions of one user at a time; the oldest gives way. No limit when 0.
    pub max_sessions: u32,
    /// A session ends after so many minutes without a request.
    pub session_idle_minutes: u32,
    /// A token lives so many days at most.
    pub token_max_days: u32,
    /// The screen of somebody who is away locks after so many minutes.
    #[serde(default = "lock_screen_minutes")]
    pub lock_screen_minutes: u32,
}

/// Where a policy that was written before screens locked does not say.
pub(crate) fn lock_screen_minutes() -> u32 {
    15
}

/// Between which values a number of the policy may stand, and who says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PolicyBound {
    /// Name of the number.
    pub field: &'static str,
    /// The least.
    pub min: u32,
    /// The most.
    pub max: u32,
    /// Where the stricter end comes from.
    pub rule: &'static str,
}

/// Identity is proved: length, kinds, change and history of passwords; lock-out; end of an idle session.
const PROOF: &str = "GB/T 22239-2019 8.1.4.1";
/// What a sensible number is, where the standard gives none.
const PROGRAM: &str = "Xindai";

const fn bound(field: &'static str, (min, max): (u32, u32), rule: &'static str) -> PolicyBound {
    PolicyBound { field, min, max, rule }
}

/// The bounds of every number. Those of the third grade of protection (等保三级) cannot be weakened: passwords of 8 characters
/// and 3 kinds, none of the last 5, changed within 90 days; locked out after at most 5 failures for at least 10 minutes;
/// signed out after at most 30 idle minutes.
pub const POLICY_BOUNDS: [PolicyBound; 11] = [
    bound("password_min_length", (8, 64), PROOF),
    bound("password_min_kinds", (3, 4), PROOF),
    bound("password_history", (5, 24), PROOF),
    bound("password_max_days", (1, 90), PROOF),
    bound("lock_after_failures", (1, 5), PROOF),
    bound("lock_minutes", (10, 1_440), PROOF),
    bound("session_idle_minutes", (1, 30), PROOF),
    bound("session_minutes", (5, 1_440), PROGRAM),
    bound("max_sessions", (1, 100), PROGRAM),
    bound("token_max_days", (1, 365), PROGRAM),
    bound("lock_screen_minutes", (1, 30), PROGRAM),
];

impl SignInPolicy {
    /// The numbers in the order of [`POLICY_BOUNDS`].
    fn numbers(&self) -> [u32; 11] {
        [
            self.password_min_length,
            self.password_min_kinds,
            self.password_history,
            self.password_max_days,
            self.lock_after_failures,
            self.lock_minutes,
            self.session_idle_minutes,
            self.session_minutes,
            self.max_sessions,
            self.token_max_days,
            self.lock_screen_minutes,
        ]
    }

    /// Whether every number stands within its bounds, and no session may idle longer than it lives.
    ///
    /// # Errors
    /// [`AccessRefusal::PolicyOutOfBounds`] for the first that does not.
    pub fn check_bounds(&self) -> Result<(), AccessRefusal> {
        let out = |(bound, number): &(&PolicyBound, u32)| !(bound.min..=bound.max).contains(number);
        match POLICY_BOUNDS.iter().zip(self.numbers()).find(out) {
            Some((bound, _)) => Err(AccessRefusal::PolicyOutOfBounds(*bound)),
            None => Ok(()),
        }
    }

    /// Whether a password that was set at a moment must be changed now.
    #[must_use]
    pub fn is_over_age(&self, set_at: Timestamp, now: Timestamp) -> bool {
        let age = now.millis() - set_at.millis();
        self.password_max_days > 0 && age >= i64::from(self.password_max_days) * 86_400_000
    }

    /// Whether a password may be chosen for a login. It is compared character by character: no trimming, no folding.
    ///
    /// # Errors
    /// [`AccessRefusal::PasswordLength`], [`AccessRefusal::PasswordTooSimple`], [`AccessRefusal::PasswordContainsLogin`].
    pub fn check_password(&self, login: &Login, password: &str) -> Result<(), AccessRefusal> {
        let length = password.chars().count();
        if length < self.password_min_length as usize || length > PASSWORD_MAX_LENGTH {
            return Err(AccessRefusal::PasswordLength {
                min: self.password_min_length,
            });
        }
        if count_kinds(password) < self.password_min_kinds {
            return Err(AccessRefusal::PasswordTooSimple {
                kinds: self.password_min_kinds,
            });
        }
        if password.to_lowercase().contains(login.as_str()) {
            return Err(AccessRefusal::PasswordContainsLogin);
        }
        Ok(())
    }
}

fn count_kinds(password: &str) -> u32 {
    let has = |kind: fn(char) -> bool| u32::from(password.chars().any(kind));
    has(char::is_lowercase)
        + has(char::is_uppercase)
        + has(|c| c.is_numeric())
        + has(|c| !c.is_lowercase() && !c.is_uppercase() && !c.is_numeric())
}
