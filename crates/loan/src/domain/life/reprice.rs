//! The rate changes (cn.md §2.2): what was earned at the old one stays earned, and the payment follows the new one.

use super::{Life, Receipt};
use crate::domain::error::LoanError;
use crate::domain::plan::PlanRow;
use crate::domain::pricing::{BenchmarkTenor, Earned, Pricing, Repricing, WithinPeriod};
use crate::domain::state::{Overdue, Position};
use crate::domain::terms::Method;
use kernel::{AnnualRate, CivilDate};

impl Life<'_> {
    /// The next day after `after` on which the contract looks at its benchmark.
    pub(super) fn reset_after(&self, after: CivilDate) -> Option<CivilDate> {
        let floating = self.state.pricing_agreed(self.terms()).floating?;
        floating.next_reset(self.terms().disbursed_on, after)
    }

    /// The benchmark whose every publication the loan follows, and the value that it follows now: by these the close finds it.
    #[must_use]
    pub fn follows_each(&self) -> Option<(BenchmarkTenor, AnnualRate)> {
        let floating = self.state.pricing_agreed(self.terms()).floating?;
        let each = floating.repricing == Repricing::NextDay;
        each.then_some((floating.tenor, floating.followed.annual_rate))
    }

    pub(super) fn pass_reset(&mut self, on: CivilDate) {
        if self.state.next_reset.is_some_and(|reset| reset <= on) {
            self.state.next_reset = self.reset_after(on);
        }
    }

    pub(super) fn change_rate(&mut self, to: &Pricing, on: CivilDate) -> Result<Receipt, LoanError> {
        self.expect_active()?;
        if self.terms().method == Method::Flat {
            return Err(LoanError::RateFixed);
        }
        let inside = self.state.position.is_some_and(|position| position.from < on);
        if inside && self.terms().clauses.rate_change == WithinPeriod::NextPeriod {
            self.state.pricing_next = Some(*to);
        } else {
            self.state.pricing_next = None;
            self.price(to, on)?;
        }
        self.state.next_reset = self.reset_after(on);
        Ok(Receipt::default())
    }

    /// A rate that waited for the next period begins.
    pub(super) fn begin_next_pricing(&mut self, on: CivilDate) {
        if let Some(next) = self.state.pricing_next.take() {
            self.price(&next, on).expect("the rate was checked when it was agreed");
        }
    }

    fn price(&mut self, to: &Pricing, on: CivilDate) -> Result<(), LoanError> {
        let to_come = self.rows_to_come();
        self.settle_penalties(on);
        let kept = self.break_period(on, to_come.first());
        let terms = self.terms();
        self.state.pricing = (*to != terms.pricing()).then_some(*to);
        self.planner.reprice(to.annual_rate);
        self.clock = self.state.penalty_clock(terms);
        let (rest, balance) = match kept {
            Some(principal) => (&to_come[1..], self.state.balance - principal),
            None => (&to_come[..], self.state.balance),
        };
        self.state.segment = self.planner.repriced(&self.state.segment, rest, balance)?;
        Ok(())
    }

    /// What late instalments have cost so far stays, whatever the days to come cost; so do the rates of days of grace.
    fn settle_penalties(&mut self, on: CivilDate) {
        for installment in &mut self.state.open {
            let (penalty, compound) = self.clock.accrued(installment, on);
            match installment.overdue.filter(|overdue| !overdue.paused) {
                Some(overdue) if overdue.since < on => {
                    installment.overdue = Some(Overdue {
                        penalty,
                        compound,
                        since: on,
                        ..overdue
                    });
                }
                None if installment.late_from().is_some_and(|late_from| late_from < on) => {
                    installment.earlier_rates.push((on, self.clock.rate));
                }
                _ => continue,
            }
            self.touched.insert(installment.nr, installment.clone());
        }
    }

    /// A period in which the rate changes costs its days at each rate. Answers the principal that its instalment keeps.
    fn break_period(&mut self, on: CivilDate, planned: Option<&PlanRow>) -> Option<i64> {
        let position = self.state.position.filter(|position| position.from < on)?;
        let (since, before) = position
            .earned
            .map_or((position.from, 0), |earned| (earned.until, earned.numerator));
        let keeps = self.terms().clauses.rate_change == WithinPeriod::KeepPrincipal;
        let kept = planned.filter(|row| keeps && !row.last).map(|row| row.principal);
        self.state.position = Some(Position {
            broken: true,
            earned: Some(Earned {
                numerator: before + self.planner.exact_by_days(self.state.balance, since, on),
                until: on,
            }),
            kept,
            ..position
        });
        kept
    }
}
