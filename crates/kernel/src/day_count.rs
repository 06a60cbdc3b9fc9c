use crate::date::CivilDate;
use serde::{Deserialize, Serialize};

/// How days become a fraction of a year. Every convention but `Thirty360Us` is a clock: the fraction between two dates is
/// `(f(to) − f(from)) / den`, so that accrual is a line (cn.md §1.16).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum DayCount {
    /// 30/360, US (bond basis): clipping depends on both dates, so it is no clock. Same as 30E/360 except that an end
    /// on the 31st counts as the 31st unless the start is the 30th or 31st.
    #[serde(rename = "30/360")]
    Thirty360Us,
    /// 30E/360 (Eurobond): every month has 30 days, the 31st counts as the 30th.
    #[serde(rename = "30E/360")]
    Thirty360E,
    /// Actual days over 360: the default for CNY loans.
    #[serde(rename = "ACT/360")]
    Act360,
    /// Actual days over 365.
    #[serde(rename = "ACT/365F")]
    Act365F,
    /// Actual days over the days of the year in which each day lies (ISDA).
    #[serde(rename = "ACT/ACT")]
    ActAct,
}

impl DayCount {
    /// All conventions, in the order in which screens offer them.
    pub const ALL: [Self; 5] = [
        Self::Thirty360Us,
        Self::Thirty360E,
        Self::Act360,
        Self::Act365F,
        Self::ActAct,
    ];

    /// The name used on the wire: `30/360`, `30E/360`, `ACT/360`, `ACT/365F`, `ACT/ACT`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Thirty360Us => "30/360",
            Self::Thirty360E => "30E/360",
            Self::Act360 => "ACT/360",
            Self::Act365F => "ACT/365F",
            Self::ActAct => "ACT/ACT",
        }
    }

    /// The convention of a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.name() == name)
    }

    /// The denominator of [`DayCount::clock`] for one year.
    #[must_use]
    pub const fn den(self) -> i64 {
        match self {
            Self::Thirty360Us | Self::Thirty360E | Self::Act360 => 360,
            Self::Act365F => 365,
            Self::ActAct => 365 * 366,
        }
    }

    /// The clock f(D) of the convention. For `Thirty360Us` this is the 30E clock; use [`DayCount::numerator`] for a
    /// whole period instead.
    #[must_use]
    pub const fn clock(self, date: CivilDate) -> i64 {
        match self {
            Self::Thirty360Us | Self::Thirty360E => {
                let (y, m, d) = date.ymd();
                let day = if d > 30 { 30 } else { d };
                y as i64 * 360 + m as i64 * 30 + day as i64
            }
            Self::Act360 | Self::Act365F => date.days() as i64,
            Self::ActAct => {
                // 366 per day of a common year, 365 per day of a leap year, counted from 1900-01-01: every year adds 365·366.
                let (y, _, _) = date.ymd();
                let Some(january) = CivilDate::from_ymd(y, 1, 1) else {
                    panic!("a year of the supported range")
                };
                let per_day: i64 = if date.is_leap_year() { 365 } else { 366 };
                (y as i64 - 1900) * 365 * 366 + date.days_since(january) as i64 * per_day
            }
        }
    }

    /// The fraction of a year from `from` to `to`, as a numerator over [`DayCount::den`].
    #[must_use]
    pub const fn numerator(self, from: CivilDate, to: CivilDate) -> i64 {
        if let Self::Thirty360Us = self {
            let ((y1, m1, d1), (y2, m2, d2)) = (from.ymd(), to.ymd());
            let start = if d1 == 31 { 30 } else { d1 as i64 };
            let end = if d2 == 31 && start == 30 { 30 } else { d2 as i64 };
            return (y2 - y1) as i64 * 360 + (m2 as i64 - m1 as i64) * 30 + end - start;
        }
        self.clock(to) - self.clock(from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn d(text: &str) -> CivilDate {
        CivilDate::parse(text).unwrap()
    }

    /// cn.md §1.9: the days of two periods under each convention.
    #[test]
    fn the_same_period_has_other_days_in_each_convention() {
        for (convention, from, to, num) in [
            (DayCount::Act360, "2025-01-31", "2025-07-31", 181),
            (DayCount::Act365F, "2025-01-31", "2025-07-31", 181),
            (DayCount::Thirty360E, "2025-01-31", "2025-07-31", 180),
            (DayCount::Thirty360Us, "2025-01-31", "2025-07-31", 180),
            (DayCount::Thirty360E, "2025-01-15", "2025-03-31", 75),
            (DayCount::Thirty360Us, "2025-01-15", "2025-03-31", 76),
            (DayCount::Act360, "2025-01-15", "2025-03-20", 64),
            (DayCount::Thirty360E, "2025-01-15", "2025-03-20", 65),
            (DayCount::ActAct, "2023-12-31", "2024-01-02", 366 + 365),
            (DayCount::ActAct, "2024-01-01", "2025-01-01", 365 * 366),
        ] {
            assert_eq!(
                convention.numerator(d(from), d(to)),
                num,
                "{} {from} {to}",
                convention.name()
            );
        }
    }

    proptest! {
        #[test]
        fn a_clock_adds_up(a in 0_i32..40_000, b in 0_i32..2000, c in 0_i32..2000) {
            let (x, y, z) = (CivilDate::from_days(a), CivilDate::from_days(a + b), CivilDate::from_days(a + b + c));
            for convention in [DayCount::Thirty360E, DayCount::Act360, DayCount::Act365F, DayCount::ActAct] {
                prop_assert_eq!(
                    convention.numerator(x, y) + convention.numerator(y, z),
                    convention.numerator(x, z)
                );
            }
        }
    }
}
