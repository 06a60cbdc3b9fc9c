//! The payment in fixed point is that of 28 decimals.

use crate::domain::annuity::payment;
use kernel::{AnnualRate, Rounding};
use proptest::prelude::*;
use rust_decimal::{Decimal, MathematicalOps, RoundingStrategy};

/// `(P·g − B)·r / (g − 1)` with `g = (1+r)ⁿ`, in decimals.
fn by_decimals(amounts: (i64, i64), rate: AnnualRate, per_year: i64, n: u32, rounding: Rounding) -> Option<i64> {
    let r = Decimal::new(rate.e10(), 10) / Decimal::from(per_year);
    let grown = (Decimal::ONE + r).checked_powi(i64::from(n))?;
    let owed = Decimal::from(amounts.0)
        .checked_mul(grown)?
        .checked_sub(Decimal::from(amounts.1))?;
    let exact = owed.checked_div(grown - Decimal::ONE)?.checked_mul(r)?;
    let strategy = match rounding {
        Rounding::HalfUp => RoundingStrategy::MidpointAwayFromZero,
        Rounding::HalfEven => RoundingStrategy::MidpointNearestEven,
        Rounding::Up => RoundingStrategy::ToPositiveInfinity,
        Rounding::Down => RoundingStrategy::ToNegativeInfinity,
    };
    let settled = exact.round_dp_with_strategy(12, RoundingStrategy::MidpointAwayFromZero);
    settled.round_dp_with_strategy(0, strategy).try_into().ok()
}

#[test]
fn one_period_pays_principal_and_interest_to_the_half() {
    // 100.50 at 12% a year for one month: 1.005 of interest, exactly a half fen.
    let rate = AnnualRate::parse("0.12").unwrap();
    let of = |rounding| payment((10_050, 0), rate, 12, 1, rounding);
    assert_eq!(of(Rounding::HalfUp), Some(10_151));
    assert_eq!(of(Rounding::HalfEven), Some(10_150));
    assert_eq!((of(Rounding::Up), of(Rounding::Down)), (Some(10_151), Some(10_150)));
    // 100.00: 1.00 of interest exactly, whatever the rounding.
    for rounding in [Rounding::HalfUp, Rounding::HalfEven, Rounding::Up, Rounding::Down] {
        assert_eq!(
            payment((10_000, 0), rate, 12, 1, rounding),
            Some(10_100),
            "{rounding:?}"
        );
    }
}

#[test]
fn what_cannot_be_computed_is_none() {
    let rate = AnnualRate::parse("0.06").unwrap();
    assert_eq!(payment((100, 200), rate, 12, 12, Rounding::HalfUp), None);
    assert_eq!(payment((100, 0), rate, 12, 0, Rounding::HalfUp), None);
    assert_eq!(payment((100, 100), AnnualRate::ZERO, 12, 12, Rounding::HalfUp), Some(0));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn fixed_point_and_decimals_agree(
        principal in prop_oneof![1..10_000_000_i64, 1..1_000_000_000_000_i64],
        share in 0..100_i64,
        rate in prop_oneof![Just(420_000_000_i64), 1_000_000..3_600_000_000_i64, 1..400_i64],
        n in 1..481_u32,
        per_year in prop::sample::select(vec![1_i64, 2, 4, 12, 26]),
        rounding in prop::sample::select(vec![Rounding::HalfUp, Rounding::HalfEven, Rounding::Up, Rounding::Down]),
    ) {
        let rate = AnnualRate::from_e10(if rate < 400 { rate * 9_000_000 } else { rate });
        let amounts = (principal, if share < 20 { principal * share / 100 } else { 0 });
        // Thirty years of 36% a year leave the decimals too few digits to compare.
        if let Some(expected) = by_decimals(amounts, rate, per_year, n, rounding)
            && i64::from(n) * rate.e10() / per_year < 20 * AnnualRate::ONE
        {
            prop_assert_eq!(payment(amounts, rate, per_year, n, rounding), Some(expected));
        }
    }
}
