//! The lines on which a loan accrues.

use super::Life;
use crate::domain::allocation::Component;
use crate::domain::dates::Period;
use crate::domain::line::{Clock, Line, LineKey};
use crate::domain::plan::{InterestLine, PlanRow};
use crate::domain::schedule::extend;
use crate::domain::state::Position;
use kernel::{AnnualRate, DayCount};

impl Life<'_> {
    /// The line on which interest not yet due accrues now.
    #[must_use]
    pub fn interest_line(&self) -> Option<(LineKey, Line)> {
        let position = self.state.position?;
        let period = self.period_of(&position);
        let terms = self.terms();
        let (from, carry) = position
            .earned
            .map_or((position.from, 0), |earned| (earned.until, earned.numerator));
        let days = i64::from(position.due.days_since(from).max(1));
        let slope = i128::from(self.state.balance) * i128::from(self.planner.rate().e10());
        let (clock, den, slope, carry) = match self.planner.interest_line(&period, &self.state.segment) {
            InterestLine::Regular { per_year } => (Clock::Day, per_year * AnnualRate::ONE * days, slope, 0),
            InterestLine::Fixed { amount } => (Clock::Day, days, i128::from(amount), 0),
            InterestLine::ByDays => match Clock::of(terms.day_count) {
                Some(clock) => (clock, terms.day_count.den() * AnnualRate::ONE, slope, carry),
                None => {
                    let whole = i128::from(DayCount::Thirty360Us.numerator(from, position.due));
                    (
                        Clock::Day,
                        terms.day_count.den() * AnnualRate::ONE * days,
                        slope * whole,
                        carry * i128::from(days),
                    )
                }
            },
        };
        let key = LineKey {
            component: Component::Interest,
            clock,
            den,
        };
        Some((key, Line::starting(slope, clock.read(from), carry)))
    }

    /// Every line that accrues now.
    #[must_use]
    pub fn lines(&self) -> Vec<(LineKey, Line)> {
        let mut lines: Vec<(LineKey, Line)> = self
            .interest_line()
            .into_iter()
            .filter(|(_, l)| *l != Line::default())
            .collect();
        lines.extend(self.state.overdue_lines(self.terms()));
        lines
    }

    /// The instalment that is accruing, as it will fall due.
    #[must_use]
    pub fn next_row(&self) -> Option<PlanRow> {
        let position = self.state.position?;
        let (period, balance, segment) = (self.period_of(&position), self.state.balance, &self.state.segment);
        let Some(earned) = position.earned else {
            return Some(self.planner.row(&period, balance, segment));
        };
        let interest = self.planner.interest_after(&earned, balance, period.due);
        let cost = (InterestLine::ByDays, interest);
        let row = self.planner.row_costing(&period, balance, segment, cost);
        let kept = position.kept.filter(|_| !row.last);
        Some(kept.map_or(row, |principal| PlanRow {
            principal: principal.min(balance),
            balance: balance - principal.min(balance),
            last: principal >= balance,
            ..row
        }))
    }

    /// The period of an instalment: one that was broken costs its days.
    #[must_use]
    pub fn period_of(&self, position: &Position) -> Period {
        let mut period = self.planner.period(position.nr, position.from);
        period.regular = period.regular && !position.broken;
        period
    }

    /// Every instalment that will fall due if nothing else happens.
    #[must_use]
    pub fn rows_to_come(&self) -> Vec<PlanRow> {
        let Some(next) = self.next_row() else { return Vec::new() };
        let mut rows = vec![next];
        if !next.last {
            extend(
                &self.planner,
                &self.state.segment,
                (next.nr + 1, next.due, next.balance),
                &mut rows,
            );
        }
        rows
    }
}
