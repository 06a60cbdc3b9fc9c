//! Multiplication by one fraction, many times: the interest of many balances at one rate.

use kernel::Rounding;

/// A fraction by which amounts are multiplied and rounded half-up, exactly. The division is prepared once: for a dividend
/// y < 2⁶³ and a divisor D ≤ 2ᴸ, ⌊y/D⌋ is the upper part of y·m with m = ⌈2⁶³⁺ᴸ/D⌉, since y·(m·D − 2⁶³⁺ᴸ) < 2⁶³⁺ᴸ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ratio {
    num: u64,
    den: u64,
    /// m for D = 2·den.
    reciprocal: u64,
    /// What is left of the shift after the upper 64 bits are taken.
    shift: u32,
    /// The largest multiplicand whose dividend stays below 2⁶³.
    limit: u64,
}

impl Ratio {
    /// The fraction `num / den`. `num` is taken as 0 when negative, `den` as 1 when not positive.
    #[must_use]
    pub fn new(num: i64, den: i64) -> Self {
        let (num, den) = (num.max(0).unsigned_abs(), den.max(1).unsigned_abs());
        let common = gcd(num, den);
        let (num, den) = (num / common, den / common);
        // Half-up is ⌊(2·x·num + den) / (2·den)⌋.
        let divisor = u128::from(den) * 2;
        let bits = 128 - (divisor - 1).leading_zeros();
        let reciprocal = (1_u128 << (63 + bits)).div_ceil(divisor);
        let room = i64::MAX.unsigned_abs() - den;
        Self {
            num,
            den,
            reciprocal: u64::try_from(reciprocal).expect("2⁶³⁺ᴸ/D < 2⁶⁴ since D > 2ᴸ⁻¹"),
            shift: bits - 1,
            limit: (room / 2).checked_div(num).unwrap_or(u64::MAX),
        }
    }

    /// `amount · times · num / den`, rounded half-up; the largest amount when that is out of range.
    #[inline]
    #[must_use]
    pub fn of(&self, amount: i64, times: i64) -> i64 {
        if let Some(multiplicand) = amount.checked_mul(times)
            && multiplicand >= 0
            && multiplicand.unsigned_abs() <= self.limit
        {
            let dividend = multiplicand.unsigned_abs() * self.num * 2 + self.den;
            let product = u128::from(dividend) * u128::from(self.reciprocal);
            return ((product >> 64) as u64 >> self.shift).cast_signed();
        }
        self.of_wide(amount, times)
    }

    #[cold]
    fn of_wide(&self, amount: i64, times: i64) -> i64 {
        let exact = i128::from(amount)
            .checked_mul(i128::from(times))
            .and_then(|product| product.checked_mul(i128::from(self.num)));
        let rounded = exact.map(|exact| Rounding::HalfUp.div(exact, i128::from(self.den)));
        rounded.and_then(|minor| i64::try_from(minor).ok()).unwrap_or(i64::MAX)
    }
}

const fn gcd(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}
