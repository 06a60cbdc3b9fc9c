//! How the rest of a plan follows from what is left of it: after principal was paid early, and after the rate changed.

use super::annuity;
use super::plan::{PlanRow, Planner, Segment};
use super::terms::{Method, TermsError};
use kernel::Rounding;

/// What is left of a plan.
struct Left<'r> {
    /// The first instalment to come, as it was planned.
    next: &'r PlanRow,
    /// The last one.
    last: &'r PlanRow,
    /// Instalments that are gone.
    gone: u32,
    /// Instalments that repay principal, at least one: those of interest only repay nothing.
    paying: u32,
    /// Principal to be repaid.
    balance: i64,
}

impl Planner<'_> {
    fn left<'r>(&self, to_come: &'r [PlanRow], balance: i64) -> Result<Option<Left<'r>>, TermsError> {
        let ([next, ..], [.., last]) = (to_come, to_come) else {
            return Ok(None);
        };
        let gone = next.nr - 1;
        let free = match self.terms.method {
            Method::GraceThenAnnuity { interest_only_periods } => interest_only_periods,
            _ => 0,
        };
        let count = u32::try_from(to_come.len()).map_err(|_| TermsError::OutOfRange)?;
        let paying = count
            .saturating_sub((free + self.stub_rows()).saturating_sub(gone))
            .max(1);
        Ok(Some(Left {
            next,
            last,
            gone,
            paying,
            balance,
        }))
    }

    /// A new segment after principal was paid early and `balance` is left: the instalments that were to come stay as many
    /// and become smaller.
    ///
    /// # Errors
    /// [`TermsError::OutOfRange`].
    pub fn reduced(&self, old: &Segment, to_come: &[PlanRow], balance: i64) -> Result<Segment, TermsError> {
        let Some(left) = self.left(to_come, balance)? else {
            return Ok(old.clone());
        };
        let amount = match &self.terms.method {
            // Every payment of these is in proportion to the balance.
            Method::Balloon { .. } | Method::StepUp { .. } => {
                let exact = i128::from(old.amount) * i128::from(balance);
                divided(exact, i128::from((left.next.principal + left.next.balance).max(1)))?
            }
            Method::EqualPrincipal | Method::Flat => divided(i128::from(balance), i128::from(left.paying))?,
            _ => self.level(old, &left)?,
        };
        Ok(Segment {
            amount,
            last_nr: left.last.nr,
            ..old.clone()
        })
    }

    /// A new segment for a planner whose rate is a new one: as many instalments as were to come, and the payment that repays
    /// `balance` with them (cn.md §2.2). Shares of principal stay.
    ///
    /// # Errors
    /// [`TermsError::OutOfRange`].
    pub fn repriced(&self, old: &Segment, to_come: &[PlanRow], balance: i64) -> Result<Segment, TermsError> {
        let Some(left) = self.left(to_come, balance)? else {
            return Ok(old.clone());
        };
        let amount = match &self.terms.method {
            Method::Balloon { amortise_over } => {
                let over = (amortise_over + self.stub_rows()).saturating_sub(left.gone).max(1);
                self.annuity(balance, 0, over)?
            }
            Method::StepUp { growth_bp, every } => {
                let gone = left.gone.saturating_sub(self.stub_rows());
                let periods = (gone, gone + left.paying);
                let per_year = self.terms.frequency.per_year();
                let first =
                    annuity::first_payment_growing(balance, self.rate(), per_year, periods, (*growth_bp, *every));
                first.ok_or(TermsError::OutOfRange)?
            }
            Method::EqualPrincipal | Method::Flat => old.amount,
            _ => self.level(old, &left)?,
        };
        Ok(Segment {
            amount,
            last_nr: left.last.nr,
            ..old.clone()
        })
    }

    /// The level payment of what is left; nothing for a method that has none.
    fn level(&self, old: &Segment, left: &Left<'_>) -> Result<i64, TermsError> {
        match &self.terms.method {
            Method::Residual { residual_minor } => {
                // A residual that earlier prepayments have repaid in part does not come back.
                let planned = left.last.principal + left.last.interest - old.amount;
                let residual = planned.clamp(0, (*residual_minor).min(left.balance));
                self.annuity(left.balance, residual, left.paying)
            }
            Method::Annuity | Method::Biweekly { .. } | Method::GraceThenAnnuity { .. } => {
                self.annuity(left.balance, 0, left.paying)
            }
            _ => Ok(0),
        }
    }
}

fn divided(exact: i128, by: i128) -> Result<i64, TermsError> {
    i64::try_from(Rounding::HalfUp.div(exact, by)).map_err(|_| TermsError::OutOfRange)
}
