use std::collections::BTreeSet;

use kernel::Timestamp;

use crate::domain::AccessRefusal;
use crate::domain::attempt::later;

/// What the secret of a token begins with, so that one that was left somewhere is recognised.
pub const TOKEN_PREFIX: &str = "xdt_";
/// So many tokens of one user that are neither revoked nor expired.
pub const TOKENS_MAX: i64 = 20;
/// What no token may do: give rights, and agree to what somebody else proposed.
const NEVER: [&str; 2] = ["access.write", "access.check"];

const DAY_MILLIS: i64 = 86_400_000;

/// Judges what a token shall be able to do: something, nothing that is kept for persons, and nothing beyond `held`.
///
/// # Errors
/// [`AccessRefusal::TokenScopeEmpty`], [`AccessRefusal::TokenScopeForbidden`], [`AccessRefusal::TokenScopeExceeded`].
pub fn check_token_scope<'a>(wanted: &BTreeSet<String>, held: impl Fn(&str) -> bool + 'a) -> Result<(), AccessRefusal> {
    if wanted.is_empty() {
        return Err(AccessRefusal::TokenScopeEmpty);
    }
    for permission in wanted {
        let permission = permission.clone();
        if NEVER.contains(&permission.as_str()) {
            return Err(AccessRefusal::TokenScopeForbidden { permission });
        }
        if !held(&permission) {
            return Err(AccessRefusal::TokenScopeExceeded { permission });
        }
    }
    Ok(())
}

/// When a token of so many days ends, which may be at most `most`.
///
/// # Errors
/// [`AccessRefusal::TokenDays`].
pub fn token_end(now: Timestamp, days: u32, most: u32) -> Result<Timestamp, AccessRefusal> {
    if !(1..=most).contains(&days) {
        return Err(AccessRefusal::TokenDays { most });
    }
    Ok(Timestamp::from_millis(now.millis() + i64::from(days) * DAY_MILLIS))
}

/// When a token ends, and when it was last used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TokenTimes {
    /// The end, used or not.
    pub expires_at: Timestamp,
    /// The last use that was written down; at most once a minute.
    pub last_used_at: Option<Timestamp>,
}

impl TokenTimes {
    /// Whether the token may be used now.
    #[must_use]
    pub fn is_alive(&self, now: Timestamp) -> bool {
        now < self.expires_at
    }

    /// Whether the use should be written down.
    #[must_use]
    pub fn wants_touch(&self, now: Timestamp) -> bool {
        self.last_used_at.is_none_or(|last| now >= later(last, 1))
    }
}

/// The secret of a token as it was told: the prefix and 64 hexadecimal digits; anything else is none.
#[must_use]
pub fn parse_token(text: &str) -> Option<&str> {
    let digits = text.strip_prefix(TOKEN_PREFIX)?;
    let hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    (digits.len() == 64 && digits.bytes().all(hex)).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn a_token_may_do_something_its_maker_may_do_and_never_give_rights() {
        let held = |name: &str| ["access.write", "loan.read", "loan.repay"].contains(&name);
        assert_eq!(check_token_scope(&scope(&["loan.read", "loan.repay"]), held), Ok(()));
        assert_eq!(
            check_token_scope(&scope(&[]), held),
            Err(AccessRefusal::TokenScopeEmpty)
        );
        let permission = "ledger.read".to_owned();
        assert_eq!(
            check_token_scope(&scope(&["ledger.read", "loan.read"]), held),
            Err(AccessRefusal::TokenScopeExceeded { permission })
        );
        let permission = "access.write".to_owned();
        assert_eq!(
            check_token_scope(&scope(&["access.write"]), held),
            Err(AccessRefusal::TokenScopeForbidden { permission })
        );
    }

    #[test]
    fn a_token_lives_a_day_to_the_days_of_the_policy() {
        let now = Timestamp::from_millis(1_000);
        assert_eq!(token_end(now, 1, 365), Ok(Timestamp::from_millis(86_401_000)));
        assert!(token_end(now, 90, 90).is_ok());
        for days in [0, 91] {
            assert_eq!(token_end(now, days, 90), Err(AccessRefusal::TokenDays { most: 90 }));
        }
    }

    #[test]
    fn a_secret_has_the_prefix_and_256_bits() {
        let secret = format!("xdt_{}", "0123456789abcdef".repeat(4));
        assert_eq!(parse_token(&secret), Some(secret.as_str()));
        let digits = &secret[4..];
        for other in [
            digits.to_owned(),
            format!("xdt_{}", &digits[1..]),
            secret.to_uppercase(),
            format!("{secret}0"),
        ] {
            assert_eq!(parse_token(&other), None, "{other}");
        }
    }
}
