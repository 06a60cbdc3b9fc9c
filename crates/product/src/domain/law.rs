//! What law and policy let a product in CNY ask.

use super::error::{Fault, TermsError};
use super::product::LoanProduct;
use super::servicing::PenaltyBase;
use kernel::{AnnualRate, Currency};

/// Figures of law and policy on a day; what is absent limits nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Law {
    /// The highest annual rate.
    pub rate_cap: Option<AnnualRate>,
    /// The least uplift of penalty interest over the contract's rate: 0.3 is 30% of it.
    pub uplift_least: Option<AnnualRate>,
    /// The highest uplift.
    pub uplift_most: Option<AnnualRate>,
}

impl LoanProduct {
    /// Refuses terms in CNY that go beyond the law. A product that asks no penalty interest needs no uplift.
    ///
    /// # Errors
    /// [`TermsError::Contradiction`] with [`Fault::AboveLegalCap`] or [`Fault::OutsideLegalRange`].
    pub fn check_law(&self, law: &Law) -> Result<(), TermsError> {
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
