//! The prepared division gives what the plain one gives.

use crate::domain::ratio::Ratio;
use kernel::Rounding;
use proptest::prelude::*;

fn plainly(amount: i64, times: i64, num: i64, den: i64) -> i64 {
    let exact = i128::from(amount) * i128::from(times) * i128::from(num);
    i64::try_from(Rounding::HalfUp.div(exact, i128::from(den))).unwrap_or(i64::MAX)
}

#[test]
fn halves_go_up_and_edges_are_exact() {
    // 4.2% a year by months: 0.0035 is 7/2000.
    let month = Ratio::new(420_000_000, 120_000_000_000);
    assert_eq!(
        [100_000_000, 143, 142, 1, 0].map(|minor| month.of(minor, 1)),
        [350_000, 1, 0, 0, 0]
    );
    // 1/2: every odd amount is a half.
    assert_eq!([1, 2, 3].map(|minor| Ratio::new(1, 2).of(minor, 1)), [1, 1, 2]);
    assert_eq!(Ratio::new(0, 12).of(i64::MAX, 1), 0);
    assert_eq!(Ratio::new(3, 1).of(i64::MAX, 1), i64::MAX);
    assert_eq!(Ratio::new(1, 1).of(i64::MAX, 1), i64::MAX);
    assert_eq!(Ratio::new(1, 2).of(-3, 1), -2);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn the_prepared_division_is_the_plain_one(
        amount in prop_oneof![0..1_000_000_000_i64, 0..1_000_000_000_000_000_i64, any::<i64>()],
        times in prop_oneof![Just(1_i64), 0..400_i64, 0..60_000_i64],
        num in prop_oneof![0..100_000_000_000_i64, 0..1000_i64],
        den in prop_oneof![Just(120_000_000_000_i64), Just(3_600_000_000_000), Just(1_335_900_000_000_000), 1..10_000_i64, 1..i64::MAX],
    ) {
        prop_assert_eq!(Ratio::new(num, den).of(amount, times), plainly(amount, times, num, den));
    }

    /// Around every multiple of the divisor, where a reciprocal that is off by one would show.
    #[test]
    fn no_multiple_is_missed(quotient in 0..1_000_000_i64, den in 1..2_000_000_i64, off in -2..3_i64) {
        let amount = (quotient * den / 2 + off).max(0);
        prop_assert_eq!(Ratio::new(1, den).of(amount, 1), plainly(amount, 1, 1, den));
    }
}
