use crate::currency::Currency;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// An amount in whole minor units of one currency (fen for CNY). Never floating point.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    minor: i64,
    currency: Currency,
}

/// Why two amounts cannot be combined, or a text is no amount.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Amounts of two currencies were added or compared.
    #[error("{left} and {right} do not add up")]
    CurrencyMismatch {
        /// Currency of the left amount.
        left: Currency,
        /// Currency of the right amount.
        right: Currency,
    },
    /// The result does not fit in 64 bits of minor units.
    #[error("the amount is out of range")]
    OutOfRange,
    /// The text is not a decimal number.
    #[error("{0:?} is not an amount")]
    NotAnAmount(String),
    /// More digits after the point than the currency has.
    #[error("{text:?} has more than {exponent} decimals")]
    TooManyDecimals {
        /// The text as given.
        text: String,
        /// The decimals that the currency has.
        exponent: u32,
    },
}

impl Money {
    /// `minor` minor units of `currency`.
    #[must_use]
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Nothing, in `currency`.
    #[must_use]
    pub const fn zero(currency: Currency) -> Self {
        Self { minor: 0, currency }
    }

    /// The amount in minor units.
    #[must_use]
    pub const fn minor(self) -> i64 {
        self.minor
    }

    /// The currency.
    #[must_use]
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// Whether the amount is exactly zero.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// The sum.
    ///
    /// # Errors
    /// [`MoneyError::CurrencyMismatch`] or [`MoneyError::OutOfRange`].
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
        self.same_currency(other)?;
        let minor = self.minor.checked_add(other.minor).ok_or(MoneyError::OutOfRange)?;
        Ok(Self { minor, ..self })
    }

    /// The difference.
    ///
    /// # Errors
    /// [`MoneyError::CurrencyMismatch`] or [`MoneyError::OutOfRange`].
    pub fn checked_sub(self, other: Self) -> Result<Self, MoneyError> {
        self.same_currency(other)?;
        let minor = self.minor.checked_sub(other.minor).ok_or(MoneyError::OutOfRange)?;
        Ok(Self { minor, ..self })
    }

    fn same_currency(self, other: Self) -> Result<(), MoneyError> {
        if self.currency == other.currency {
            Ok(())
        } else {
            Err(MoneyError::CurrencyMismatch {
                left: self.currency,
                right: other.currency,
            })
        }
    }

    /// Reads `1234.5`, `-0.01`, `1000`. No separators, no exponent, no more decimals than the currency has.
    ///
    /// # Errors
    /// [`MoneyError::NotAnAmount`], [`MoneyError::TooManyDecimals`], [`MoneyError::OutOfRange`].
    pub fn parse(text: &str, currency: Currency) -> Result<Self, MoneyError> {
        let not_an_amount = || MoneyError::NotAnAmount(text.to_owned());
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        let dangling_point = digits.contains('.') && fraction.is_empty();
        if whole.is_empty() || dangling_point || !all_digits(whole) || !all_digits(fraction) {
            return Err(not_an_amount());
        }
        let exponent = currency.exponent();
        let decimals = u32::try_from(fraction.len()).map_err(|_| not_an_amount())?;
        if decimals > exponent {
            return Err(MoneyError::TooManyDecimals {
                text: text.to_owned(),
                exponent,
            });
        }
        let unsigned: i64 = format!("{whole}{fraction}")
            .parse()
            .map_err(|_| MoneyError::OutOfRange)?;
        let minor = unsigned
            .checked_mul(10_i64.pow(exponent - decimals))
            .ok_or(MoneyError::OutOfRange)?;
        Ok(Self {
            minor: if negative { -minor } else { minor },
            currency,
        })
    }
}

/// Splits `total` in proportion to `weights` so that the parts sum to it exactly (largest remainder; ties to the
/// earlier part). No weight may be negative; with all weights zero the first part takes everything.
#[must_use]
pub fn split_largest_remainder(total: Money, weights: &[u64]) -> Vec<Money> {
    let sum: i128 = weights.iter().map(|w| i128::from(*w)).sum();
    if sum == 0 {
        let first = |i: usize| if i == 0 { total.minor } else { 0 };
        return (0..weights.len())
            .map(|i| Money::new(first(i), total.currency))
            .collect();
    }
    let exact = |w: u64| i128::from(total.minor) * i128::from(w);
    let mut parts: Vec<(usize, i128, i128)> = weights
        .iter()
        .enumerate()
        .map(|(i, w)| (i, exact(*w).div_euclid(sum), exact(*w).rem_euclid(sum)))
        .collect();
    let given: i128 = parts.iter().map(|p| p.1).sum();
    let missing = usize::try_from(i128::from(total.minor) - given).unwrap_or(0);
    parts.sort_by(|a, b| b.2.cmp(&a.2).then(a.0.cmp(&b.0)));
    for part in parts.iter_mut().take(missing) {
        part.1 += 1;
    }
    parts.sort_by_key(|p| p.0);
    parts
        .into_iter()
        .map(|p| {
            Money::new(
                i64::try_from(p.1).expect("a part is no larger than the whole"),
                total.currency,
            )
        })
        .collect()
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let exponent = self.currency.exponent() as usize;
        let sign = if self.minor < 0 { "-" } else { "" };
        let digits = format!("{:0>width$}", self.minor.unsigned_abs(), width = exponent + 1);
        let (whole, fraction) = digits.split_at(digits.len() - exponent);
        if exponent == 0 {
            write!(f, "{sign}{whole}")
        } else {
            write!(f, "{sign}{whole}.{fraction}")
        }
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self} {}", self.currency)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    amount: String,
    currency: Currency,
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Wire {
            amount: self.to_string(),
            currency: self.currency,
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let wire = Wire::deserialize(deserializer)?;
        Self::parse(&wire.amount, wire.currency).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn texts_are_read_by_the_decimals_of_their_currency() {
        for (text, currency, minor) in [
            ("1234.56", Currency::CNY, 123_456),
            ("1234.5", Currency::CNY, 123_450),
            ("1000", Currency::JPY, 1000),
            ("-0.01", Currency::CNY, -1),
            ("1.234", Currency::KWD, 1234),
        ] {
            assert_eq!(Money::parse(text, currency).map(Money::minor), Ok(minor), "{text}");
        }
        for bad in ["", "-", ".5", "1.", "1,000", "1e3", "٣", "1.2.3", "+1", " 1"] {
            assert!(Money::parse(bad, Currency::CNY).is_err(), "{bad:?}");
        }
        assert!(matches!(
            Money::parse("1.5", Currency::JPY),
            Err(MoneyError::TooManyDecimals { .. })
        ));
        assert_eq!(
            Money::parse("99999999999999999999", Currency::CNY),
            Err(MoneyError::OutOfRange)
        );
    }

    #[test]
    fn currencies_do_not_mix() {
        let (a, b) = (Money::new(1, Currency::CNY), Money::new(1, Currency::USD));
        assert!(matches!(a.checked_add(b), Err(MoneyError::CurrencyMismatch { .. })));
        assert_eq!(
            Money::new(i64::MAX, Currency::CNY).checked_add(a),
            Err(MoneyError::OutOfRange)
        );
    }

    #[test]
    fn a_split_by_thirds_gives_the_cent_to_the_first() {
        let parts = split_largest_remainder(Money::new(100, Currency::CNY), &[1, 1, 1]);
        assert_eq!(parts.iter().map(|m| m.minor()).collect::<Vec<_>>(), [34, 33, 33]);
    }

    proptest! {
        #[test]
        fn a_printed_amount_reads_back(minor in -1_000_000_000_000_i64..1_000_000_000_000) {
            for c in [Currency::CNY, Currency::JPY, Currency::KWD] {
                let m = Money::new(minor, c);
                prop_assert_eq!(Money::parse(&m.to_string(), c), Ok(m));
            }
        }

        #[test]
        fn parts_sum_to_the_whole(minor in 0_i64..1_000_000_000, weights in prop::collection::vec(0_u64..1000, 1..12)) {
            let parts = split_largest_remainder(Money::new(minor, Currency::CNY), &weights);
            prop_assert_eq!(parts.iter().map(|m| m.minor()).sum::<i64>(), minor);
        }
    }
}
