use kernel::Timestamp;

use crate::domain::{AccessRefusal, Login};

const PASSWORD_MAX_LENGTH: usize = 128;

/// What sign-in demands; a row with an effective moment and a source, not a constant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
}

impl SignInPolicy {
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
