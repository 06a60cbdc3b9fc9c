use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// A currency of ISO 4217 with its minor-unit exponent.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency(u8);

/// A code that is not in the table of currencies.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown currency {0:?}")]
pub struct UnknownCurrency(pub String);

/// Code and exponent (ISO 4217, list one).
const TABLE: &[(&str, u32)] = &[
    ("CNY", 2),
    ("USD", 2),
    ("EUR", 2),
    ("GBP", 2),
    ("HKD", 2),
    ("JPY", 0),
    ("KRW", 0),
    ("SGD", 2),
    ("AUD", 2),
    ("CAD", 2),
    ("CHF", 2),
    ("MOP", 2),
    ("TWD", 2),
    ("THB", 2),
    ("VND", 0),
    ("INR", 2),
    ("KWD", 3),
    ("BHD", 3),
];

impl Currency {
    /// 人民币.
    pub const CNY: Self = Self(0);
    /// United States dollar.
    pub const USD: Self = Self(1);
    /// Euro.
    pub const EUR: Self = Self(2);
    /// Japanese yen: no minor unit.
    pub const JPY: Self = Self(5);
    /// Kuwaiti dinar: three decimals.
    pub const KWD: Self = Self(16);

    /// All currencies of the table.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..u8::MAX).take(TABLE.len()).map(Self)
    }

    /// The currency of a three-letter code.
    ///
    /// # Errors
    /// [`UnknownCurrency`] when the code is not in the table.
    pub fn parse(code: &str) -> Result<Self, UnknownCurrency> {
        TABLE
            .iter()
            .position(|(known, _)| *known == code)
            .and_then(|index| u8::try_from(index).ok())
            .map(Self)
            .ok_or_else(|| UnknownCurrency(code.to_owned()))
    }

    /// The three letters of ISO 4217.
    #[must_use]
    pub fn code(self) -> &'static str {
        TABLE[usize::from(self.0)].0
    }

    /// Digits after the decimal point of the major unit.
    #[must_use]
    pub fn exponent(self) -> u32 {
        TABLE[usize::from(self.0)].1
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        Self::parse(&code).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn named_constants_are_their_codes() {
        for (c, code, exponent) in [
            (Currency::CNY, "CNY", 2),
            (Currency::USD, "USD", 2),
            (Currency::EUR, "EUR", 2),
            (Currency::JPY, "JPY", 0),
            (Currency::KWD, "KWD", 3),
        ] {
            assert_eq!((c.code(), c.exponent()), (code, exponent));
            assert_eq!(Currency::parse(code), Ok(c));
        }
        assert!(Currency::parse("cny").is_err());
    }
}
