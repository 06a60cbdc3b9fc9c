//! How accrued amounts come about: base × annual rate × days ÷ denominator, line by line, exact.

use super::record::StoredLoan;
use crate::domain::allocation::Component;
use crate::domain::life::Life;
use crate::domain::line::LineKey;
use crate::domain::plan::InterestLine;
use crate::domain::state::{Installment, PenaltyClock};
use kernel::{AnnualRate, CivilDate, Rounding};

/// One accruing amount: `carried + base · annual_rate · days / den`, all in minor units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DerivedLine {
    /// Interest, penalty or compound interest.
    pub component: Component,
    /// The instalment that is overdue; none for interest not yet due.
    pub installment: Option<u32>,
    /// What it accrues on. For flat loans the period's fixed interest, of which the days' part has accrued.
    pub base: i64,
    /// The rate; one for flat loans.
    pub annual_rate: AnnualRate,
    /// Since when.
    pub from: CivilDate,
    /// Days by the convention, weighted so that the formula is exact.
    pub days: i64,
    /// Days of a year, likewise weighted.
    pub den: i64,
    /// What was unpaid when the line began.
    pub carried: Fraction,
    /// The exact amount.
    pub exact: Fraction,
    /// The amount, rounded half-up.
    pub rounded: i64,
}

/// An exact amount of minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fraction {
    /// Numerator.
    pub num: i128,
    /// Denominator, positive.
    pub den: i128,
}

impl Fraction {
    /// The decimal text in major units of a currency with `exponent` places, to `places` places, half-up, without
    /// trailing zeros beyond the currency's own.
    #[must_use]
    pub fn decimal(self, exponent: u32, places: u32) -> String {
        let scale = 10_i128.pow(places - exponent);
        let (whole, rest) = (self.num.div_euclid(self.den), self.num.rem_euclid(self.den));
        let scaled = whole * scale + Rounding::HalfUp.div(rest * scale, self.den);
        let sign = if scaled < 0 { "-" } else { "" };
        let digits = format!("{:0>width$}", scaled.unsigned_abs(), width = places as usize + 1);
        let (integer, fraction) = digits.split_at(digits.len() - places as usize);
        let kept = fraction.trim_end_matches('0').len().max(exponent as usize);
        if kept == 0 {
            format!("{sign}{integer}")
        } else {
            format!("{sign}{integer}.{}", &fraction[..kept])
        }
    }
}

/// Everything that accrues on a loan on a day.
#[must_use]
pub fn derive(stored: &StoredLoan, on: CivilDate) -> Vec<DerivedLine> {
    let mut life = Life::resume(&stored.terms, stored.state.clone());
    life.advance(on);
    let mut lines: Vec<DerivedLine> = interest_of(&life, on).into_iter().collect();
    let clock = life.state.penalty_clock(&stored.terms);
    let rate = stored.terms.penalty_rate(life.planner().rate());
    for installment in &life.state.open {
        lines.extend(penalties_of(installment, &clock, rate, on));
    }
    lines
}

fn interest_of(life: &Life<'_>, on: CivilDate) -> Option<DerivedLine> {
    let (key, line) = life.interest_line()?;
    let now = life.planner().rate();
    let by_rate = i128::from(life.state.balance) * i128::from(now.e10());
    let position = life.state.position?;
    // What was earned before the rate changed is carried; the line begins with the new rate.
    let from = position.earned.map_or(position.from, |earned| earned.until);
    let period = life.period_of(&position);
    let rule = life.planner().interest_line(&period, &life.state.segment);
    let fixed = matches!(rule, InterestLine::Fixed { .. });
    let (base, rate) = if fixed {
        (
            i64::try_from(line.slope).unwrap_or(i64::MAX),
            AnnualRate::from_e10(AnnualRate::ONE),
        )
    } else {
        (life.state.balance, now)
    };
    let weight = if fixed || by_rate == 0 { 1 } else { line.slope / by_rate };
    let den = if fixed { key.den } else { key.den / AnnualRate::ONE };
    let ticks = key.clock.read(on) - key.clock.read(from);
    let (weight, den) = reduced(i64::try_from(weight).unwrap_or(1), den);
    let exact = Fraction {
        num: line.numerator(key.clock.read(on)),
        den: i128::from(key.den),
    };
    Some(DerivedLine {
        component: Component::Interest,
        installment: None,
        base,
        annual_rate: rate,
        from,
        days: ticks * weight,
        den,
        carried: Fraction {
            num: line.numerator(key.clock.read(from)),
            den: i128::from(key.den),
        },
        exact,
        rounded: rounded(exact),
    })
}

fn penalties_of(installment: &Installment, clock: &PenaltyClock, rate: AnnualRate, on: CivilDate) -> Vec<DerivedLine> {
    let Some(overdue) = installment.overdue else {
        return Vec::new();
    };
    let (penalty, compound) = clock.accrued(installment, on);
    let one = |component, base, carried: i128, exact: i128| {
        let key = LineKey {
            component,
            clock: clock.clock,
            den: clock.den,
        };
        let fraction = |num| Fraction {
            num,
            den: i128::from(clock.den),
        };
        DerivedLine {
            component,
            installment: Some(installment.nr),
            base,
            annual_rate: rate,
            from: overdue.since,
            days: if overdue.paused {
                0
            } else {
                (key.clock.read(on) - key.clock.read(overdue.since)).max(0)
            },
            den: clock.den / AnnualRate::ONE,
            carried: fraction(carried),
            exact: fraction(exact),
            rounded: rounded(fraction(exact)),
        }
    };
    let (bears_penalty, bears_compound) = clock.bases(installment);
    let mut lines = vec![one(Component::Penalty, bears_penalty, overdue.penalty, penalty)];
    if compound != 0 || overdue.compound != 0 {
        lines.push(one(
            Component::CompoundInterest,
            bears_compound,
            overdue.compound,
            compound,
        ));
    }
    lines
}

fn rounded(exact: Fraction) -> i64 {
    i64::try_from(Rounding::HalfUp.div(exact.num, exact.den)).unwrap_or(i64::MAX)
}

/// Two numbers without their common factor.
fn reduced(a: i64, b: i64) -> (i64, i64) {
    let (mut x, mut y) = (a.abs(), b.abs());
    while y != 0 {
        (x, y) = (y, x % y);
    }
    if x == 0 { (a, b) } else { (a / x, b / x) }
}
