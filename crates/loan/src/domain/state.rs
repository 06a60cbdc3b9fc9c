//! The state of a loan: what its terms and events have made of it so far.

use super::allocation::{Amounts, Component};
use super::line::{Clock, Line, LineKey};
use super::movement::Movements;
use super::plan::Segment;
use super::pricing::{Earned, Pricing};
use super::terms::LoanTerms;
use kernel::{AnnualRate, CivilDate, DayCount};
use serde::{Deserialize, Serialize};

/// Where a loan stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum Status {
    /// Booked, no money lent yet.
    Pending,
    /// Money is owed.
    Active,
    /// Nothing is owed any more.
    Closed {
        /// Why.
        reason: CloseReason,
        /// Since when.
        on: CivilDate,
    },
    /// The claim was charged off.
    ChargedOff {
        /// Since when.
        on: CivilDate,
        /// What was claimed then, by component; recoveries count against it.
        claim: Amounts,
    },
}

/// Why a loan is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CloseReason {
    /// Every instalment was paid.
    PaidInFull,
    /// Everything was paid before maturity.
    PaidOffEarly,
}

/// The instalment that is accruing now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// Its number.
    pub nr: u32,
    /// Since when it accrues: the due date before it, or a prepayment inside the period.
    pub from: CivilDate,
    /// Its due date.
    pub due: CivilDate,
    /// A prepayment broke the period: the rest of it costs its days.
    #[serde(default)]
    pub broken: bool,
    /// What the period has cost before the rate changed inside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earned: Option<Earned>,
    /// The principal that was planned before the rate changed, where the contract keeps it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<i64>,
}

impl Position {
    /// The instalment that begins on a day.
    #[must_use]
    pub const fn starting(nr: u32, from: CivilDate, due: CivilDate) -> Self {
        Self {
            nr,
            from,
            due,
            broken: false,
            earned: None,
            kept: None,
        }
    }

    /// The rest of it, from a day on which its interest was paid.
    #[must_use]
    pub const fn rest_from(self, on: CivilDate) -> Self {
        Self {
            broken: true,
            ..Self::starting(self.nr, on, self.due)
        }
    }
}

/// What overdue money has cost so far: an exact numerator on the penalty clock, net of what was paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overdue {
    /// Penalty, over the penalty denominator.
    pub penalty: i128,
    /// Compound interest, over the penalty denominator.
    pub compound: i128,
    /// The date up to which the two are counted.
    pub since: CivilDate,
    /// They do not grow: what is left of the instalment counts as paid.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub paused: bool,
}

/// With which instalment what is left of one is due (容差, cn.md §3.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Carry {
    /// On its own due date.
    #[default]
    Own,
    /// It counts as paid and is due with the next instalment.
    Waiting,
    /// It was due with the later instalment of this due date.
    With(CivilDate),
}

impl Carry {
    /// Whether it is due on its own due date.
    #[must_use]
    pub fn is_own(&self) -> bool {
        *self == Self::Own
    }
}

/// An instalment that has fallen due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Installment {
    /// Its number.
    pub nr: u32,
    /// First day of its interest period.
    pub from: CivilDate,
    /// Its due date.
    pub due: CivilDate,
    /// Principal that fell due.
    pub principal: i64,
    /// Interest that fell due.
    pub interest: i64,
    /// Fees due with it.
    #[serde(default)]
    pub fee: i64,
    /// What has been paid, by component.
    pub paid: Amounts,
    /// Present once it costs penalty: unpaid beyond its grace.
    #[serde(default)]
    pub overdue: Option<Overdue>,
    /// When it was paid in full.
    #[serde(default)]
    pub settled_on: Option<CivilDate>,
    /// With which instalment what is left of it is due.
    #[serde(default, skip_serializing_if = "Carry::is_own")]
    pub carry: Carry,
    /// What overdue money cost a year until a day on which the rate changed before this instalment cost penalty: once it does, it
    /// does from its due date, at the rates of the days.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier_rates: Vec<(CivilDate, AnnualRate)>,
}

impl Installment {
    /// The due date from which it is late; `None` while it counts as paid, and for the fee at disbursement: days past due
    /// are those of principal and interest (1104 G01_II; cn.md §3.4).
    #[must_use]
    pub fn late_from(&self) -> Option<CivilDate> {
        match self.carry {
            _ if self.nr == 0 => None,
            Carry::Own => Some(self.due),
            Carry::Waiting => None,
            Carry::With(due) => Some(due),
        }
    }
}

/// The state of a loan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoanState {
    /// Where it stands.
    pub status: Status,
    /// How its instalments follow from each other.
    pub segment: Segment,
    /// The instalment that is accruing; `None` when none is left.
    pub position: Option<Position>,
    /// Principal not yet due.
    pub balance: i64,
    /// Instalments that are due and not settled, oldest first.
    pub open: Vec<Installment>,
    /// Fees charged while no instalment was open; due with the next.
    #[serde(default)]
    pub fees_waiting: i64,
    /// Money received that settles nothing yet.
    #[serde(default)]
    pub suspense: i64,
    /// What the loan costs, once that is not what the terms say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pricing: Option<Pricing>,
    /// What it will cost from its next period on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pricing_next: Option<Pricing>,
    /// When it looks at its benchmark next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_reset: Option<CivilDate>,
    /// Everything that has moved in the books.
    pub moved: Movements,
}

/// The clock, denominator and rate of penalty and compound interest.
#[derive(Debug, Clone, Copy)]
pub struct PenaltyClock {
    /// The clock.
    pub clock: Clock,
    /// The denominator of numerators.
    pub den: i64,
    /// What overdue money costs a year.
    pub rate: AnnualRate,
    compound: bool,
    on_installment: bool,
}

impl PenaltyClock {
    /// The penalty clock of some terms while the loan costs `rate`: actual days over 360, or the terms' own actual convention.
    #[must_use]
    pub fn of(terms: &LoanTerms, rate: AnnualRate) -> Self {
        let convention = match terms.day_count {
            DayCount::Thirty360Us | DayCount::Thirty360E | DayCount::Act360 => DayCount::Act360,
            other => other,
        };
        Self {
            clock: Clock::of(convention).unwrap_or(Clock::Day),
            den: convention.den() * AnnualRate::ONE,
            rate: terms.penalty_rate(rate),
            compound: terms.penalty.compound,
            on_installment: terms.penalty.on_installment,
        }
    }

    /// What of an instalment bears penalty and what compound interest, in minor units.
    #[must_use]
    pub fn bases(&self, installment: &Installment) -> (i64, i64) {
        let principal = installment.principal - installment.paid.of(Component::Principal);
        let interest = installment.interest - installment.paid.of(Component::Interest);
        match (self.on_installment, self.compound) {
            (true, _) => (principal + interest, 0),
            (false, true) => (principal, interest),
            (false, false) => (principal, 0),
        }
    }

    /// The exact penalty and compound interest of an instalment from `since` until its last earlier rate, and the day of that:
    /// what has grown before it began to cost penalty.
    #[must_use]
    pub fn grown_before(&self, installment: &Installment, since: CivilDate) -> (i128, i128, CivilDate) {
        let (on_principal, on_interest) = self.bases(installment);
        let (mut penalty, mut compound, mut from) = (0, 0, since);
        for (until, rate) in installment.earlier_rates.iter().filter(|(until, _)| *until > since) {
            let ticks = i128::from(self.clock.read(*until) - self.clock.read(from)) * i128::from(rate.e10());
            penalty += i128::from(on_principal) * ticks;
            compound += i128::from(on_interest) * ticks;
            from = *until;
        }
        (penalty, compound, from)
    }

    /// Growth per tick of penalty and of compound interest of an overdue instalment.
    #[must_use]
    pub fn slopes(&self, installment: &Installment) -> (i128, i128) {
        if installment.overdue.is_some_and(|overdue| overdue.paused) {
            return (0, 0);
        }
        let (penalty, compound) = self.bases(installment);
        let rate = i128::from(self.rate.e10());
        (i128::from(penalty) * rate, i128::from(compound) * rate)
    }

    /// The exact penalty and compound interest of an instalment on a date, net of what was paid.
    #[must_use]
    pub fn accrued(&self, installment: &Installment, on: CivilDate) -> (i128, i128) {
        let Some(overdue) = installment.overdue else {
            return (0, 0);
        };
        let ticks = i128::from((self.clock.read(on) - self.clock.read(overdue.since)).max(0));
        let (penalty, compound) = self.slopes(installment);
        (overdue.penalty + penalty * ticks, overdue.compound + compound * ticks)
    }

    /// What an instalment asks on a date, by component.
    #[must_use]
    pub fn unpaid(&self, installment: &Installment, on: CivilDate) -> Amounts {
        let (penalty, compound) = self.accrued(installment, on);
        let rounded = |exact: i128| {
            let minor = kernel::Rounding::HalfUp.div(exact, i128::from(self.den));
            i64::try_from(minor).unwrap_or(i64::MAX).max(0)
        };
        let mut due = Amounts::default();
        due.add(Component::Fee, installment.fee - installment.paid.of(Component::Fee));
        due.add(Component::Penalty, rounded(penalty));
        due.add(Component::CompoundInterest, rounded(compound));
        due.add(
            Component::Interest,
            installment.interest - installment.paid.of(Component::Interest),
        );
        due.add(
            Component::Principal,
            installment.principal - installment.paid.of(Component::Principal),
        );
        due
    }
}

impl LoanState {
    /// What the loan costs now.
    #[must_use]
    pub fn pricing(&self, terms: &LoanTerms) -> Pricing {
        self.pricing.unwrap_or_else(|| terms.pricing())
    }

    /// What it will cost once every change that is known has begun.
    #[must_use]
    pub fn pricing_agreed(&self, terms: &LoanTerms) -> Pricing {
        self.pricing_next.unwrap_or_else(|| self.pricing(terms))
    }

    /// The clock of penalty and compound interest now.
    #[must_use]
    pub fn penalty_clock(&self, terms: &LoanTerms) -> PenaltyClock {
        PenaltyClock::of(terms, self.pricing(terms).annual_rate)
    }

    /// The earliest due date that is not settled, but for what a tolerance lets count as paid; days past due are counted
    /// from it (cn.md §3.4).
    #[must_use]
    pub fn oldest_unpaid_due(&self) -> Option<CivilDate> {
        self.open.iter().find_map(Installment::late_from)
    }

    /// Days past due on a date.
    #[must_use]
    pub fn days_past_due(&self, on: CivilDate) -> i32 {
        self.oldest_unpaid_due().map_or(0, |due| on.days_since(due).max(0))
    }

    /// What is due and unpaid on a date, by component.
    #[must_use]
    pub fn due_on(&self, terms: &LoanTerms, on: CivilDate) -> Amounts {
        let clock = self.penalty_clock(terms);
        let mut sum = Amounts::default();
        for installment in &self.open {
            let unpaid = clock.unpaid(installment, on);
            for component in Component::ALL {
                sum.add(component, unpaid.of(component));
            }
        }
        sum.add(Component::Fee, self.fees_waiting);
        sum
    }

    /// Principal owed, due or not.
    #[must_use]
    pub fn principal_outstanding(&self) -> i64 {
        let due: i64 = self
            .open
            .iter()
            .map(|i| i.principal - i.paid.of(Component::Principal))
            .sum();
        self.balance + due
    }

    /// The penalty and compound lines of the open instalments, summed.
    #[must_use]
    pub fn overdue_lines(&self, terms: &LoanTerms) -> Vec<(LineKey, Line)> {
        let clock = self.penalty_clock(terms);
        let (mut penalty, mut compound) = (Line::default(), Line::default());
        for installment in &self.open {
            if let Some(overdue) = installment.overdue {
                let since = clock.clock.read(overdue.since);
                let (p, c) = clock.slopes(installment);
                penalty = penalty.plus(Line::starting(p, since, overdue.penalty));
                compound = compound.plus(Line::starting(c, since, overdue.compound));
            }
        }
        let key = |component| LineKey {
            component,
            clock: clock.clock,
            den: clock.den,
        };
        [
            (key(Component::Penalty), penalty),
            (key(Component::CompoundInterest), compound),
        ]
        .into_iter()
        .filter(|(_, line)| *line != Line::default())
        .collect()
    }
}
