//! Accrual as lines: between events every accruing amount grows linearly on an integer clock, and lines add up, so the
//! accrued interest of a whole book on any date is a handful of multiplications.

use super::allocation::Component;
use kernel::{CivilDate, DayCount, Rounding};
use serde::{Deserialize, Serialize};

/// The integer clock of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Clock {
    /// Day number.
    Day,
    /// 30E/360.
    ThirtyE,
    /// ACT/ACT.
    ActAct,
}

impl Clock {
    /// The reading of the clock on a date.
    #[must_use]
    pub const fn read(self, date: CivilDate) -> i64 {
        match self {
            Self::Day => date.days() as i64,
            Self::ThirtyE => DayCount::Thirty360E.clock(date),
            Self::ActAct => DayCount::ActAct.clock(date),
        }
    }

    /// The clock of a convention; `None` for 30/360 US, which is no clock.
    #[must_use]
    pub const fn of(convention: DayCount) -> Option<Self> {
        match convention {
            DayCount::Act360 | DayCount::Act365F => Some(Self::Day),
            DayCount::Thirty360E => Some(Self::ThirtyE),
            DayCount::ActAct => Some(Self::ActAct),
            DayCount::Thirty360Us => None,
        }
    }

    /// The code stored in the database.
    #[must_use]
    pub const fn code(self) -> i64 {
        self as i64
    }

    /// The clock of a stored code.
    #[must_use]
    pub const fn from_code(code: i64) -> Option<Self> {
        match code {
            0 => Some(Self::Day),
            1 => Some(Self::ThirtyE),
            2 => Some(Self::ActAct),
            _ => None,
        }
    }
}

/// What lines must share to be added: component, clock and denominator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LineKey {
    /// Interest, penalty or compound interest.
    pub component: Component,
    /// The clock on which the line grows.
    pub clock: Clock,
    /// The denominator of the exact amount in minor units.
    pub den: i64,
}

/// One line, or the sum of many: `accrued(D)·den = slope·f(D) − offset`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Line {
    /// Growth per tick of the clock (M of a book).
    pub slope: i128,
    /// What makes the line start where it does (C of a book).
    pub offset: i128,
}

impl Line {
    /// A line that is `carry` (over the key's denominator) when the clock reads `since`.
    #[must_use]
    pub const fn starting(slope: i128, since: i64, carry: i128) -> Self {
        Self {
            slope,
            offset: slope * since as i128 - carry,
        }
    }

    /// The exact numerator when the clock reads `tick`.
    #[must_use]
    pub const fn numerator(&self, tick: i64) -> i128 {
        self.slope * tick as i128 - self.offset
    }

    /// The amount in minor units, rounded half-up once.
    #[must_use]
    pub fn rounded(&self, key: &LineKey, on: CivilDate) -> i64 {
        let exact = self.numerator(key.clock.read(on));
        i64::try_from(Rounding::HalfUp.div(exact, i128::from(key.den))).unwrap_or(i64::MAX)
    }

    /// The sum of two lines of one key.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            slope: self.slope + other.slope,
            offset: self.offset + other.offset,
        }
    }

    /// The line that undoes this one.
    #[must_use]
    pub const fn negated(self) -> Self {
        Self {
            slope: -self.slope,
            offset: -self.offset,
        }
    }
}
