//! Fixed point with 120 binary places, for factors between 0 and 256: more digits than any payment needs, and integers only.

use kernel::Rounding;

/// Binary places.
const PLACES: u32 = 120;
/// The factor 1.
pub(super) const ONE: u128 = 1 << PLACES;
/// What lies within so many 2⁻⁶⁴ (4.5·10⁻¹³) of a whole or a half minor unit is one: a factor that does not end must not
/// turn an exact fen into less.
const SETTLED: u64 = 1 << 23;
const HALF: u64 = 1 << 63;

/// `num / den`, truncated; the quotient must be below 256.
pub(super) fn fraction(num: u64, den: u64) -> u128 {
    let den = u128::from(den);
    let (mut quotient, mut rest) = (u128::from(num) / den, u128::from(num) % den);
    for _ in 0..2 {
        let shifted = rest << (PLACES / 2);
        quotient = (quotient << (PLACES / 2)) | (shifted / den);
        rest = shifted % den;
    }
    quotient
}

/// The product of two factors up to 1, truncated.
const fn product(a: u128, b: u128) -> u128 {
    const LOW: u128 = u64::MAX as u128;
    let (a1, a0, b1, b0) = (a >> 64, a & LOW, b >> 64, b & LOW);
    let low = a0 * b0;
    let middle = a1 * b0 + a0 * b1 + (low >> 64);
    let high = a1 * b1 + (middle >> 64);
    (high << (128 - PLACES)) | ((middle & LOW) >> (PLACES - 64))
}

/// A factor up to 1 to the `n`th power.
pub(super) const fn power(factor: u128, n: u32) -> u128 {
    let (mut result, mut square, mut left) = (ONE, factor, n);
    while left > 0 {
        if left & 1 == 1 {
            result = product(result, square);
        }
        square = product(square, square);
        left >>= 1;
    }
    result
}

/// `a / b` for `b` up to 1, truncated; `None` when `b` is zero or the quotient is 256 or more.
pub(super) fn divide(a: u128, b: u128) -> Option<u128> {
    let (mut quotient, mut rest) = (a.checked_div(b)?, a % b);
    if quotient >= 256 {
        return None;
    }
    for _ in 0..PLACES {
        rest <<= 1;
        let fits = rest >= b;
        quotient = (quotient << 1) | u128::from(fits);
        if fits {
            rest -= b;
        }
    }
    Some(quotient)
}

/// A factor times an amount: whole minor units, and the rest in 2⁻⁶⁴.
pub(super) const fn times(factor: u128, amount: u64) -> (u128, u64) {
    let low = (factor as u64 as u128) * amount as u128;
    let high = (factor >> 64) * amount as u128 + (low >> 64);
    let rest = ((high << (128 - PLACES)) as u64) | ((low as u64) >> (PLACES - 64));
    (high >> (PLACES - 64), rest)
}

/// The sum of two amounts.
pub(super) const fn sum(a: (u128, u64), b: (u128, u64)) -> (u128, u64) {
    let (rest, carried) = a.1.overflowing_add(b.1);
    (a.0 + b.0 + carried as u128, rest)
}

/// An amount as whole minor units; `None` beyond 64 bits.
pub(super) fn rounded(whole: u128, rest: u64, rounding: Rounding) -> Option<i64> {
    let (whole, rest) = match rest {
        0..=SETTLED => (whole, 0),
        rest if rest >= u64::MAX - SETTLED => (whole + 1, 0),
        rest if rest.abs_diff(HALF) <= SETTLED => (whole, HALF),
        rest => (whole, rest),
    };
    let up = match rounding {
        Rounding::HalfUp => rest >= HALF,
        Rounding::HalfEven => rest > HALF || (rest == HALF && whole & 1 == 1),
        Rounding::Up => rest > 0,
        Rounding::Down => false,
    };
    i64::try_from(whole + u128::from(up)).ok()
}
