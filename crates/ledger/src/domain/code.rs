//! The code of an account.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// The text is no account code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no account code: at most twelve digits and dots")]
pub struct NotAnAccountCode(pub String);

/// Longest account code, in characters.
const CODE_LEN: usize = 12;

/// The code of an account: digits and dots, a sub-account after a dot (`1303.02`). Twelve characters at most, held in
/// place so that postings stay small and copyable.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AccountCode([u8; CODE_LEN]);

impl AccountCode {
    /// The code written in the text.
    ///
    /// # Errors
    /// [`NotAnAccountCode`] when it is empty, too long or holds anything but digits and dots.
    pub fn parse(text: &str) -> Result<Self, NotAnAccountCode> {
        Self::read(text).ok_or_else(|| NotAnAccountCode(text.to_owned()))
    }

    /// The code of a literal.
    ///
    /// # Panics
    /// When the literal is no account code: a programmer's error.
    #[must_use]
    pub const fn literal(text: &'static str) -> Self {
        match Self::read(text) {
            Some(code) => code,
            None => panic!("a literal account code has at most twelve digits and dots"),
        }
    }

    const fn read(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if bytes.is_empty() || bytes.len() > CODE_LEN {
            return None;
        }
        let mut code = [0; CODE_LEN];
        let mut i = 0;
        while i < bytes.len() {
            if !(bytes[i].is_ascii_digit() || (bytes[i] == b'.' && i > 0)) {
                return None;
            }
            code[i] = bytes[i];
            i += 1;
        }
        Some(Self(code))
    }

    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        let len = self.0.iter().position(|b| *b == 0).unwrap_or(CODE_LEN);
        std::str::from_utf8(&self.0[..len]).expect("a code holds ASCII digits and dots only")
    }

    /// Whether this is `other` or one of its sub-accounts.
    #[must_use]
    pub fn is_within(&self, other: Self) -> bool {
        self.as_str()
            .strip_prefix(other.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }
}

impl fmt::Display for AccountCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for AccountCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for AccountCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for AccountCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}
