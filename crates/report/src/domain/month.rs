//! Months of the calendar.

use kernel::CivilDate;

/// A month, `2018-06`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    /// Year.
    pub year: i32,
    /// 1 to 12.
    pub month: u32,
}

impl Month {
    /// The month of a day.
    #[must_use]
    pub const fn of(day: CivilDate) -> Self {
        let (year, month, _) = day.ymd();
        Self { year, month }
    }

    /// Its first day.
    #[must_use]
    pub fn first_day(self) -> CivilDate {
        CivilDate::from_ymd(self.year, self.month, 1).expect("a month has a first day")
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}
