//! How many requests one caller may send: by address, by user, and more strictly where nobody has signed in yet.
//!
//! Each caller has an allowance of one minute that fills up again evenly (GCRA: one number per caller). Counted by each node for
//! itself.

use super::problem::{Problem, RATE_LIMITED};
use crate::config::Config;
use crate::lock::lock;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};
use kernel::Timestamp;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Mutex;
use uuid::Uuid;

const MINUTE: i64 = 60_000_000;
/// From so many callers on, those whose allowance is full again are forgotten.
const CALLERS: usize = 10_000;

/// Who is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Counted {
    /// Everything from an address.
    Address(IpAddr),
    /// Unsafe calls from an address by somebody who has not signed in: sign-in itself.
    Attempt(IpAddr),
    /// Everything by a user.
    User(Uuid),
}

/// The allowances of all callers.
pub(super) struct Limits {
    address: u32,
    attempt: u32,
    user: u32,
    /// The moment, in microseconds, at which a caller's allowance is full again.
    full_at: Mutex<HashMap<Counted, i64>>,
}

/// What is left of an allowance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Allowance {
    limit: u32,
    remaining: u32,
    /// Seconds until it is full again.
    reset: i64,
    /// Seconds until the next request is let in; `None` when this one was.
    retry_after: Option<i64>,
}

impl Limits {
    pub(super) fn of(config: &Config) -> Self {
        Self {
            address: config.rate_address_per_minute,
            attempt: config.rate_sign_in_per_minute,
            user: config.rate_user_per_minute,
            full_at: Mutex::default(),
        }
    }

    /// Counts a request; `None` when such requests are not limited.
    ///
    /// # Errors
    /// What to tell a caller who has sent too many; that request is not counted.
    pub(super) fn count(&self, who: Counted, now: Timestamp) -> Result<Option<Allowance>, Allowance> {
        let limit = match who {
            Counted::Address(_) => self.address,
            Counted::Attempt(_) => self.attempt,
            Counted::User(_) => self.user,
        };
        if limit == 0 {
            return Ok(None);
        }
        let (now, one) = (now.millis() * 1000, MINUTE / i64::from(limit));
        let whole = one * i64::from(limit);
        let mut full_at = lock(&self.full_at);
        if full_at.len() >= CALLERS {
            full_at.retain(|_, full_at| *full_at > now);
        }
        let before = full_at.get(&who).copied().unwrap_or(now).max(now);
        let after = before + one;
        let seconds = |micros: i64| (micros + 999_999) / 1_000_000;
        let allowance = |full_at: i64| Allowance {
            limit,
            remaining: u32::try_from((whole - (full_at - now)) / one).unwrap_or(0),
            reset: seconds(full_at - now),
            retry_after: None,
        };
        if after - now > whole {
            return Err(Allowance {
                retry_after: Some(seconds(after - now - whole).max(1)),
                ..allowance(before)
            });
        }
        full_at.insert(who, after);
        Ok(Some(allowance(after)))
    }
}

impl Allowance {
    /// Tells the caller where it stands.
    pub(super) fn put(&self, headers: &mut HeaderMap) {
        let mut put = |name: &'static str, value: i64| {
            headers.insert(HeaderName::from_static(name), HeaderValue::from(value));
        };
        put("ratelimit-limit", i64::from(self.limit));
        put("ratelimit-remaining", i64::from(self.remaining));
        put("ratelimit-reset", self.reset);
        if let Some(seconds) = self.retry_after {
            put("retry-after", seconds);
        }
    }

    /// The answer to a caller who has sent too many.
    pub(super) fn refusal(&self) -> Response {
        let seconds = self.retry_after.unwrap_or(1);
        let mut response = Problem::of(RATE_LIMITED)
            .with("retry_after_seconds", seconds)
            .into_response();
        self.put(response.headers_mut());
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits(user: u32) -> Limits {
        let mut config = Config::default();
        config.rate_user_per_minute = user;
        Limits::of(&config)
    }

    fn at(ms: i64) -> Timestamp {
        Timestamp::from_millis(1_737_360_000_000 + ms)
    }

    const ONE: Counted = Counted::User(Uuid::from_u128(1));

    #[test]
    fn an_allowance_of_six_a_minute_gives_one_back_every_ten_seconds() {
        let limits = limits(6);
        let left: Vec<u32> = (0..6)
            .map(|_| limits.count(ONE, at(0)).expect("let in").expect("limited").remaining)
            .collect();
        assert_eq!(left, [5, 4, 3, 2, 1, 0]);
        let refused = limits.count(ONE, at(0)).expect_err("the seventh");
        assert_eq!(
            (refused.retry_after, refused.reset, refused.remaining),
            (Some(10), 60, 0)
        );
        let refused = limits.count(ONE, at(9_500)).expect_err("too early");
        assert_eq!(refused.retry_after, Some(1));
        assert!(limits.count(ONE, at(10_000)).is_ok());
        assert!(limits.count(ONE, at(10_000)).is_err());
        // Another caller has an allowance of its own, and a minute later this one is full again.
        assert!(limits.count(Counted::User(Uuid::from_u128(2)), at(10_000)).is_ok());
        let full = limits.count(ONE, at(70_000)).expect("let in").expect("limited");
        assert_eq!(full.remaining, 5);
    }

    #[test]
    fn nothing_is_counted_where_the_limit_is_zero() {
        let limits = limits(0);
        assert!((0..1000).all(|_| limits.count(ONE, at(0)) == Ok(None)));
    }

    #[test]
    fn callers_whose_allowance_is_full_are_forgotten() {
        let limits = limits(60);
        for caller in 0..CALLERS as u128 {
            limits
                .count(Counted::User(Uuid::from_u128(caller)), at(0))
                .expect("let in");
        }
        limits.count(Counted::User(Uuid::max()), at(1_000)).expect("let in");
        assert_eq!(lock(&limits.full_at).len(), 1);
    }
}
