//! The lines on which a loan accrues.

use super::Life;
use crate::domain::allocation::Component;
use crate::domain::line::{Clock, Line, LineKey};
use crate::domain::plan::InterestLine;
use crate::domain::plan::PlanRow;
use crate::domain::schedule::extend;
use kernel::{AnnualRate, DayCount};

impl Life<'_> {
    /// The line on which interest not yet due accrues now.
    #[must_use]
    pub fn interest_line(&self) -> Option<(LineKey, Line)> {
        let position = self.state.position?;
        let mut period = self.planner.period(position.nr, position.from);
        period.regular = period.regular && !position.broken;
        let terms = self.terms();
        let days = i64::from(position.due.days_since(position.from).max(1));
        let slope = i128::from(self.state.balance) * i128::from(terms.annual_rate.e10());
        let (clock, den, slope) = match self.planner.interest_line(&period, &self.state.segment) {
            InterestLine::Regular { per_year } => (Clock::Day, per_year * AnnualRate::ONE * days, slope),
            InterestLine::Fixed { amount } => (Clock::Day, days, i128::from(amount)),
            InterestLine::ByDays => match Clock::of(terms.day_count) {
                Some(clock) => (clock, terms.day_count.den() * AnnualRate::ONE, slope),
                None => {
                    let whole = i128::from(DayCount::Thirty360Us.numerator(position.from, position.due));
                    (
                        Clock::Day,
                        terms.day_count.den() * AnnualRate::ONE * days,
                        slope * whole,
                    )
                }
            },
        };
        let key = LineKey {
            component: Component::Interest,
            clock,
            den,
        };
        Some((key, Line::starting(slope, clock.read(position.from), 0)))
    }

    /// Every line that accrues now.
    #[must_use]
    pub fn lines(&self) -> Vec<(LineKey, Line)> {
        let mut lines: Vec<(LineKey, Line)> = self.interest_line().into_iter().filter(|(_, l)| l.slope != 0).collect();
        lines.extend(self.state.overdue_lines(self.terms()));
        lines
    }

    /// The instalment that is accruing, as it will fall due.
    #[must_use]
    pub fn next_row(&self) -> Option<PlanRow> {
        let position = self.state.position?;
        let mut period = self.planner.period(position.nr, position.from);
        period.regular = period.regular && !position.broken;
        Some(self.planner.row(&period, self.state.balance, &self.state.segment))
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
