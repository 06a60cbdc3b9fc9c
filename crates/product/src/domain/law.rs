//! What law and policy let a product in CNY ask.

use super::error::{Fault, TermsError};
use super::product::LoanProduct;
use super::servicing::PenaltyBase;
use kernel::{AnnualRate, Currency, Money};

/// Figures of law and policy on a day; what is absent limits nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Law {
    /// The highest annual rate, fees included.
    pub rate_cap: Option<AnnualRate>,
    /// The least uplift of penalty interest over the contract's rate: 0.3 is 30% of it.
    pub uplift_least: Option<AnnualRate>,
    /// The highest uplift.
    pub uplift_most: Option<AnnualRate>,
}

/// The contract within the bounds of a product that costs its borrower most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dearest {
    /// What it costs a year: the effective rate by which its payments, fees included, are worth what was received.
    pub yearly_cost: AnnualRate,
    /// Its amount in minor units.
    pub amount_minor: i64,
    /// Its periods.
    pub periods: u32,
}

/// Finds the dearest contract of a product; none when none can be computed. Plans and their rate of return are the loan's
/// arithmetic, so the program hands this in.
pub type CostOf = fn(&LoanProduct) -> Option<Dearest>;

impl LoanProduct {
    /// Refuses terms in CNY that go beyond the law: the rate, the dearest contract with its fees (金规〔2025〕9号 counts them),
    /// the uplift of penalty interest. A product that asks no penalty interest needs no uplift.
    ///
    /// # Errors
    /// [`TermsError::Contradiction`] with [`Fault::AboveLegalCap`] or [`Fault::OutsideLegalRange`], [`TermsError::AboveRateCap`].
    pub fn check_law(&self, law: &Law, dearest: Option<Dearest>) -> Result<(), TermsError> {
        if self.currency != Currency::CNY {
            return Ok(());
        }
        let refused = |field: &str, fault| {
            Err(TermsError::Contradiction {
                field: field.to_owned(),
                fault,
            })
        };
        if law.rate_cap.is_some_and(|cap| self.terms.limits.max_annual_rate > cap) {
            return refused("limits.max_annual_rate", Fault::AboveLegalCap);
        }
        if let (Some(cap), Some(dearest)) = (law.rate_cap, dearest)
            && dearest.yearly_cost.basis_points() > cap.basis_points()
        {
            return Err(TermsError::AboveRateCap {
                yearly_cost: dearest.yearly_cost,
                cap,
                amount: Money::new(dearest.amount_minor, self.currency),
                periods: dearest.periods,
            });
        }
        let penalty = &self.terms.penalty;
        let uplift = AnnualRate::from_e10(i64::from(penalty.uplift_bp) * (AnnualRate::ONE / 10_000));
        let outside =
            law.uplift_least.is_some_and(|least| uplift < least) || law.uplift_most.is_some_and(|most| uplift > most);
        if penalty.base != PenaltyBase::None && outside {
            return refused("penalty.multiplier", Fault::OutsideLegalRange);
        }
        Ok(())
    }
}
