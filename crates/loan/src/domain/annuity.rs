//! The payment of an annuity, rounded once.

use super::fixed;
use kernel::{AnnualRate, Rounding};
use rust_decimal::{Decimal, MathematicalOps, RoundingStrategy};

/// The rate of one period as a decimal of 28 digits.
pub(super) fn period_rate(rate: AnnualRate, per_year: i64) -> Decimal {
    Decimal::new(rate.e10(), 10) / Decimal::from(per_year)
}

/// A decimal number of minor units, rounded. `None` beyond 64 bits.
pub(super) fn to_minor(amount: Decimal, rounding: Rounding) -> Option<i64> {
    // Twenty decimals keep an exact cent exact after divisions that do not end.
    let strategy = match rounding {
        Rounding::HalfUp => RoundingStrategy::MidpointAwayFromZero,
        Rounding::HalfEven => RoundingStrategy::MidpointNearestEven,
        Rounding::Up => RoundingStrategy::ToPositiveInfinity,
        Rounding::Down => RoundingStrategy::ToNegativeInfinity,
    };
    let settled = amount.round_dp_with_strategy(12, RoundingStrategy::MidpointAwayFromZero);
    settled.round_dp_with_strategy(0, strategy).try_into().ok()
}

/// The payment that repays `principal` down to `residual` in `n` periods: `(P − B)·R + B·r` with `r = rate / per_year` and
/// `R = r / (1 − (1+r)⁻ⁿ)` (cn.md §1.2). A rate of zero gives `(P − B)/n`. `None` when the numbers are out of range.
#[must_use]
pub fn payment(amounts: (i64, i64), rate: AnnualRate, per_year: i64, n: u32, rounding: Rounding) -> Option<i64> {
    let (principal, residual) = amounts;
    let repaid = u64::try_from(principal.checked_sub(residual)?).ok()?;
    let residual = u64::try_from(residual).ok()?;
    if rate.e10() == 0 {
        return i64::try_from(rounding.div(i128::from(repaid), i128::from(n.max(1)))).ok();
    }
    let num = u64::try_from(rate.e10()).ok()?;
    let den = u64::try_from(per_year.checked_mul(AnnualRate::ONE)?).ok()?;
    let discounted = fixed::power(fixed::fraction(den, den.checked_add(num)?), n);
    let r = fixed::fraction(num, den);
    let factor = fixed::divide(r, fixed::ONE - discounted)?;
    let (whole, rest) = fixed::sum(fixed::times(factor, repaid), fixed::times(r, residual));
    fixed::rounded(whole, rest, rounding)
}

/// The first payment of an annuity whose payment grows by `growth_bp` every `every` periods:
/// `P / Σ (1+g)^⌊(k−1)/every⌋ (1+r)^−k` (cn.md §1.2). Of the periods `(gone, all)` the first `gone` are over; `principal` is
/// what is left then, and the answer is still the first payment, from which the others grow. `None` when the numbers are
/// out of range.
#[must_use]
pub fn first_payment_growing(
    principal: i64,
    rate: AnnualRate,
    per_year: i64,
    (gone, all): (u32, u32),
    (growth_bp, every): (u32, u32),
) -> Option<i64> {
    let discount = Decimal::ONE.checked_div(Decimal::ONE + period_rate(rate, per_year))?;
    let growth = Decimal::ONE + Decimal::new(i64::from(growth_bp), 4);
    let (mut weight, mut present, mut sum) = (Decimal::ONE, Decimal::ONE, Decimal::ZERO);
    for k in 0..all {
        if k > 0 && k % every == 0 {
            weight = weight.checked_mul(growth)?;
        }
        if k < gone {
            continue;
        }
        present = present.checked_mul(discount)?;
        sum = sum.checked_add(weight.checked_mul(present)?)?;
    }
    to_minor(Decimal::from(principal).checked_div(sum)?, Rounding::HalfUp)
}

/// The payment after `steps` steps of growth: `round(A₁·(1+g)^steps)`.
#[must_use]
pub fn grown(first: i64, growth_bp: u32, steps: u32) -> Option<i64> {
    let growth = (Decimal::ONE + Decimal::new(i64::from(growth_bp), 4)).checked_powi(i64::from(steps))?;
    to_minor(Decimal::from(first).checked_mul(growth)?, Rounding::HalfUp)
}
