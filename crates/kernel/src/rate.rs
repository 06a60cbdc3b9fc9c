use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// An annual rate as an exact decimal fraction: 4.35% is `0.0435`. Held in units of 10⁻¹⁰.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AnnualRate(i64);

/// Why a text is no annual rate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RateError {
    /// Not a decimal number, or more than ten decimals.
    #[error("{0:?} is not a rate: a decimal fraction with at most ten decimals, 4.35% is 0.0435")]
    NotARate(String),
    /// Below zero or above 10 (1,000% a year).
    #[error("the rate {0} is outside 0 to 10")]
    OutOfRange(String),
}

impl AnnualRate {
    /// Units in one whole: a rate of 1 is 100% a year.
    pub const ONE: i64 = 10_000_000_000;
    /// Zero percent.
    pub const ZERO: Self = Self(0);

    /// The rate of `units` × 10⁻¹⁰.
    #[must_use]
    pub const fn from_e10(units: i64) -> Self {
        Self(units)
    }

    /// The rate in units of 10⁻¹⁰.
    #[must_use]
    pub const fn e10(self) -> i64 {
        self.0
    }

    /// The rate in basis points, rounded half up: rates of law are compared as they are shown, to a hundredth of a percent.
    #[must_use]
    pub const fn basis_points(self) -> i64 {
        let unit = Self::ONE / 10_000;
        (self.0 + unit / 2).div_euclid(unit)
    }

    /// The rate as people read it, to a hundredth of a percent: `26.82%`.
    #[must_use]
    pub fn percent(self) -> String {
        let points = self.basis_points();
        let sign = if points < 0 { "-" } else { "" };
        let (whole, rest) = (points.unsigned_abs() / 100, points.unsigned_abs() % 100);
        format!("{sign}{whole}.{rest:02}%")
    }

    /// Reads a decimal fraction such as `0.0435`.
    ///
    /// # Errors
    /// [`RateError::NotARate`], [`RateError::OutOfRange`].
    pub fn parse(text: &str) -> Result<Self, RateError> {
        let bad = || RateError::NotARate(text.to_owned());
        let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !all_digits(whole) || !all_digits(fraction) || fraction.len() > 10 {
            return Err(bad());
        }
        let units: i64 = format!("{whole}{fraction:0<10}").parse().map_err(|_| bad())?;
        if units > 10 * Self::ONE {
            return Err(RateError::OutOfRange(text.to_owned()));
        }
        Ok(Self(units))
    }

    /// This rate raised by `uplift_bp` basis points *of itself*: 6% with 5,000 is 9% (penalty uplift, cn.md §3.1).
    #[must_use]
    pub fn uplifted(self, uplift_bp: u32) -> Self {
        let raised = i128::from(self.0) * (10_000 + i128::from(uplift_bp)) / 10_000;
        Self(i64::try_from(raised).unwrap_or(i64::MAX))
    }
}

impl fmt::Display for AnnualRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let units = self.0.unsigned_abs();
        let (whole, fraction) = (units / Self::ONE.unsigned_abs(), units % Self::ONE.unsigned_abs());
        let fraction = format!("{fraction:010}");
        let fraction = fraction.trim_end_matches('0');
        if fraction.is_empty() {
            write!(f, "{sign}{whole}")
        } else {
            write!(f, "{sign}{whole}.{fraction}")
        }
    }
}

impl fmt::Debug for AnnualRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for AnnualRate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for AnnualRate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_exact_decimals() {
        assert_eq!(AnnualRate::parse("0.0435").map(AnnualRate::e10), Ok(435_000_000));
        assert_eq!(AnnualRate::parse("0").map(AnnualRate::e10), Ok(0));
        assert_eq!(AnnualRate::parse("0.1407").unwrap().to_string(), "0.1407");
        for bad in ["", "4.35%", "-0.1", ".5", "0.", "0.12345678901"] {
            assert!(AnnualRate::parse(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn rates_are_compared_and_read_to_a_hundredth_of_a_percent() {
        for (rate, points, read) in [
            ("0.24", 2400, "24.00%"),
            ("0.2400499999", 2400, "24.00%"),
            ("0.24005", 2401, "24.01%"),
            ("0.0005", 5, "0.05%"),
        ] {
            let rate = AnnualRate::parse(rate).unwrap();
            assert_eq!((rate.basis_points(), rate.percent().as_str()), (points, read));
        }
    }

    #[test]
    fn a_penalty_rate_is_the_contract_rate_and_a_half() {
        assert_eq!(AnnualRate::parse("0.06").unwrap().uplifted(5000).to_string(), "0.09");
    }
}
