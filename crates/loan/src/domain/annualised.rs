//! 年化利率: what a loan costs a year, by the internal rate of return of its payments (PBOC announcement 2021 No. 3; cn.md §5.9).

use rust_decimal::{Decimal, MathematicalOps};

/// The cost of a loan a year, as decimal fractions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnnualisedCost {
    /// The rate of one period at which the payments are worth what was received.
    pub period: Decimal,
    /// Periods a year times the rate of one: the simple form.
    pub nominal: Decimal,
    /// Compounded: (1 + period)^periods − 1.
    pub effective: Decimal,
}

/// The cost of receiving `received` (fees taken off) and paying `payments` at the end of each period. Minor units.
/// `None` when the payments do not even return what was received, or more than 1,000% a period would be needed.
#[must_use]
pub fn annualised_cost(received: i64, payments: &[i64], per_year: i64) -> Option<AnnualisedCost> {
    let paid: i128 = payments.iter().map(|p| i128::from(*p)).sum();
    if received <= 0 || paid < i128::from(received) {
        return None;
    }
    let (mut low, mut high) = (Decimal::ZERO, Decimal::TEN);
    if worth(payments, high)? > Decimal::from(received) {
        return None;
    }
    // The worth falls as the rate rises: halve until the interval is below 10⁻¹⁴.
    while high - low > Decimal::new(1, 14) {
        let middle = (low + high) / Decimal::TWO;
        if worth(payments, middle)? > Decimal::from(received) {
            low = middle;
        } else {
            high = middle;
        }
    }
    let period = (low + high) / Decimal::TWO;
    let effective = (Decimal::ONE + period).checked_powi(per_year)? - Decimal::ONE;
    Some(AnnualisedCost {
        period,
        nominal: period * Decimal::from(per_year),
        effective,
    })
}

/// What payments at the end of each period are worth at a rate.
fn worth(payments: &[i64], rate: Decimal) -> Option<Decimal> {
    let discount = Decimal::ONE.checked_div(Decimal::ONE + rate)?;
    // From the last payment backwards (Horner): one multiplication a payment, and no power that could overflow.
    payments.iter().rev().try_fold(Decimal::ZERO, |sum, payment| {
        (sum + Decimal::from(*payment)).checked_mul(discount)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rounded(value: Decimal, places: u32) -> String {
        value.round_dp(places).to_string()
    }

    /// T05: twelve times 1,072.00 on 12,000.00, and with a fee of 240.00 up front (cn.md §1.6).
    #[test]
    fn t05_flat_interest_of_seven_point_two_percent_costs_thirteen() {
        let cost = annualised_cost(1_200_000, &[107_200; 12], 12).unwrap();
        assert_eq!(rounded(cost.period, 12), "0.010861853568");
        assert_eq!(
            (rounded(cost.nominal, 6), rounded(cost.effective, 6)),
            ("0.130342".into(), "0.138418".into())
        );
        let with_fee = annualised_cost(1_176_000, &[107_200; 12], 12).unwrap();
        // The reference prints 1.4081858590%; halving the interval with fifty digits gives 1.40818588697…%. Its yearly figures agree.
        assert_eq!(rounded(with_fee.period, 12), "0.014081858870");
        assert_eq!(
            (rounded(with_fee.nominal, 6), rounded(with_fee.effective, 6)),
            ("0.168982".into(), "0.182704".into())
        );
    }

    #[test]
    fn payments_that_return_less_have_no_cost() {
        assert_eq!(annualised_cost(1000, &[100, 100], 12), None);
        assert_eq!(annualised_cost(0, &[100], 12), None);
        let free = annualised_cost(1000, &[500, 500], 12).unwrap();
        assert_eq!(rounded(free.nominal, 10), "0.0000000000");
    }
}
