//! 年化利率: what a loan costs a year, by the internal rate of return of its payments (PBOC announcement 2021 No. 3; cn.md §5.9).

use super::plan::{PlanRow, Planner};
use super::terms::LoanTerms;
use kernel::AnnualRate;
use rust_decimal::prelude::ToPrimitive;
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

/// The cost of terms by their plan, fees included: by the equal periods of a regular plan, and by days.
#[must_use]
pub fn cost_of_terms(terms: &LoanTerms, plan: &[PlanRow]) -> (Option<AnnualisedCost>, Option<Decimal>) {
    let received = terms.principal.minor() - terms.clauses.fee_of(0);
    let rows = || plan.iter().filter(|row| row.nr > 0);
    let payment = |row: &PlanRow| row.principal + row.interest + terms.clauses.fee_of(row.nr);
    let planner = Planner::new(terms);
    let regular = rows().all(|row| planner.period(row.nr, row.from).regular);
    let payments: Vec<i64> = rows().map(payment).collect();
    let by_period = || annualised_cost(received, &payments, terms.frequency.per_year());
    let dated: Vec<(i32, i64)> = rows()
        .map(|row| (row.due.days_since(terms.disbursed_on), payment(row)))
        .collect();
    (regular.then(by_period).flatten(), annualised_by_days(received, &dated))
}

/// The one figure that caps of law are compared with: the effective rate by the equal periods of a regular plan, else by days.
/// Fees are included, what only lateness costs is not (cn.md §5.9).
#[must_use]
pub fn yearly_cost(terms: &LoanTerms, plan: &[PlanRow]) -> Option<AnnualRate> {
    let (by_period, by_days) = cost_of_terms(terms, plan);
    let cost = by_period.map(|cost| cost.effective).or(by_days)?;
    let units = (cost * Decimal::from(AnnualRate::ONE)).round().to_i64()?;
    Some(AnnualRate::from_e10(units))
}

/// The cost of receiving `received` and paying amounts after so many days, which rise, compounded over 365 days (XIRR).
/// `None` when the payments do not return what was received, or more than 10% a day would be needed.
#[must_use]
pub fn annualised_by_days(received: i64, payments: &[(i32, i64)]) -> Option<Decimal> {
    let paid: i128 = payments.iter().map(|(_, minor)| i128::from(*minor)).sum();
    if received <= 0 || paid < i128::from(received) {
        return None;
    }
    let (mut low, mut high) = (Decimal::ZERO, Decimal::new(1, 1));
    if worth_by_days(payments, high)? > Decimal::from(received) {
        return None;
    }
    while high - low > Decimal::new(1, 14) {
        let middle = (low + high) / Decimal::TWO;
        if worth_by_days(payments, middle)? > Decimal::from(received) {
            low = middle;
        } else {
            high = middle;
        }
    }
    let day = Decimal::ONE + (low + high) / Decimal::TWO;
    Some(day.checked_powi(365)? - Decimal::ONE)
}

/// What payments after so many days are worth at a rate a day.
fn worth_by_days(payments: &[(i32, i64)], rate: Decimal) -> Option<Decimal> {
    let discount = Decimal::ONE.checked_div(Decimal::ONE + rate)?;
    let (mut sum, mut later) = (Decimal::ZERO, payments.last()?.0);
    for (day, minor) in payments.iter().rev() {
        sum = sum.checked_mul(discount.checked_powi(i64::from(later - day))?)? + Decimal::from(*minor);
        later = *day;
    }
    sum.checked_mul(discount.checked_powi(i64::from(later))?)
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

    /// T28 (cn.md §5.9): 10,000.00 on 2025-01-10, twelve months of 900.00, and with a fee of 300.00 up front.
    #[test]
    fn t28_the_cost_by_days_and_by_months_with_and_without_a_fee() {
        let start = kernel::CivilDate::parse("2025-01-10").unwrap();
        let months = (1..=12).map(|month| (start.add_months(month, 10).days_since(start), 90_000));
        let dated: Vec<(i32, i64)> = months.collect();
        for (received, nominal, effective, by_days) in [
            (1_000_000, "0.144521", Some("0.154489"), "0.155180"),
            (970_000, "0.203112", None, "0.224169"),
        ] {
            let by_months = annualised_cost(received, &[90_000; 12], 12).unwrap();
            assert_eq!(rounded(by_months.nominal, 6), nominal);
            if let Some(effective) = effective {
                assert_eq!(rounded(by_months.effective, 6), effective);
            }
            assert_eq!(rounded(annualised_by_days(received, &dated).unwrap(), 6), by_days);
        }
        assert_eq!(annualised_by_days(1_080_001, &dated), None);
        assert_eq!(rounded(annualised_by_days(1_080_000, &dated).unwrap(), 6), "0.000000");
    }

    #[test]
    fn payments_that_return_less_have_no_cost() {
        assert_eq!(annualised_cost(1000, &[100, 100], 12), None);
        assert_eq!(annualised_cost(0, &[100], 12), None);
        let free = annualised_cost(1000, &[500, 500], 12).unwrap();
        assert_eq!(rounded(free.nominal, 10), "0.0000000000");
    }
}
