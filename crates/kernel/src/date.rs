use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// A day of the Gregorian calendar, held as the number of days since 1970-01-01. Years 1900 to 2299.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CivilDate(i32);

/// A text that is no date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a date: YYYY-MM-DD, years 1900 to 2299")]
pub struct DateError(pub String);

/// Days in a month of a year (1 to 12).
const fn month_length(year: i32, month: u32) -> u32 {
    match month {
        2 => {
            if is_leap(year) {
                29
            } else {
                28
            }
        }
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

const fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// The day, or the last of its month when that is shorter.
const fn clipped(index: i32, day: u32) -> u32 {
    let last = month_length(index.div_euclid(12), index.rem_euclid(12) as u32 + 1);
    if day < last { day } else { last }
}

impl CivilDate {
    /// The date of a year, month and day; `None` when there is no such day.
    #[must_use]
    pub const fn from_ymd(year: i32, month: u32, day: u32) -> Option<Self> {
        if year < 1900 || year > 2299 || month < 1 || month > 12 || day < 1 || day > month_length(year, month) {
            return None;
        }
        // Days from civil: years counted from March, in eras of 400 years.
        let y = if month <= 2 { year - 1 } else { year };
        let era = y / 400;
        let yoe = y - era * 400;
        let shifted = if month > 2 { month - 3 } else { month + 9 };
        let doy = (153 * shifted + 2) / 5 + day - 1;
        let doe = yoe * 365 + yoe / 4 - yoe / 100 + doy as i32;
        Some(Self(era * 146_097 + doe - 719_468))
    }

    /// The date `days` after 1970-01-01.
    #[must_use]
    pub const fn from_days(days: i32) -> Self {
        Self(days)
    }

    /// Days since 1970-01-01.
    #[must_use]
    pub const fn days(self) -> i32 {
        self.0
    }

    /// Year, month (1–12) and day (1–31).
    #[must_use]
    pub const fn ymd(self) -> (i32, u32, u32) {
        let z = self.0 + 719_468;
        let era = z.div_euclid(146_097);
        let doe = z.rem_euclid(146_097);
        let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        let mp = (5 * doy + 2) / 153;
        let day = (doy - (153 * mp + 2) / 5 + 1) as u32;
        let month = (if mp < 10 { mp + 3 } else { mp - 9 }) as u32;
        let year = yoe + era * 400 + (month <= 2) as i32;
        (year, month, day)
    }

    /// The day of the week: 1 is Monday, 7 is Sunday.
    #[must_use]
    pub const fn weekday(self) -> u32 {
        ((self.0 + 3).rem_euclid(7) + 1) as u32
    }

    /// The date `days` later (earlier when negative).
    #[must_use]
    pub const fn add_days(self, days: i32) -> Self {
        Self(self.0 + days)
    }

    /// The months from January of year 0 to this date's month.
    #[must_use]
    pub const fn month_index(self) -> i32 {
        let (year, month, _) = self.ymd();
        year * 12 + month as i32 - 1
    }

    /// The day `day` (from 1) of the month with this [`CivilDate::month_index`], year 0 or later; the month's last day when
    /// it is shorter.
    #[inline]
    #[must_use]
    pub const fn of_month(index: i32, day: u32) -> Self {
        // Months counted from March, so that the leap day is the last of its year.
        const BEFORE: [u32; 12] = [0, 31, 61, 92, 122, 153, 184, 214, 245, 275, 306, 337];
        let months = index.wrapping_sub(2) as u32;
        let (year, month) = (months / 12, months % 12);
        let centuries = year / 100;
        let first = year * 365 + year / 4 - centuries + centuries / 4 + BEFORE[month as usize];
        let day = if day <= 28 { day } else { clipped(index, day) };
        Self((first + day) as i32 - 719_469)
    }

    /// The day `anchor_day` of the month that is `months` after this date's month; the month's last day when it is
    /// shorter (对月对日: always counted from the anchor, never from a clipped date; cn.md §1.14).
    #[must_use]
    pub const fn add_months(self, months: i32, anchor_day: u32) -> Self {
        let day = if anchor_day == 0 { 1 } else { anchor_day };
        Self::of_month(self.month_index() + months, day)
    }

    /// Whether this is its month's last day.
    #[must_use]
    pub const fn is_month_end(self) -> bool {
        let (year, month, day) = self.ymd();
        day == month_length(year, month)
    }

    /// Whether the year of this date has 366 days.
    #[must_use]
    pub const fn is_leap_year(self) -> bool {
        is_leap(self.ymd().0)
    }

    /// Days from `earlier` to this date (first day counts, last does not).
    #[must_use]
    pub const fn days_since(self, earlier: Self) -> i32 {
        self.0 - earlier.0
    }

    /// Reads `YYYY-MM-DD`.
    ///
    /// # Errors
    /// [`DateError`] when the text has another shape or there is no such day.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        let bad = || DateError(text.to_owned());
        let digits = |range: std::ops::Range<usize>| text.get(range).filter(|s| s.bytes().all(|b| b.is_ascii_digit()));
        if text.len() != 10 || text.as_bytes()[4] != b'-' || text.as_bytes()[7] != b'-' {
            return Err(bad());
        }
        let (Some(y), Some(m), Some(d)) = (digits(0..4), digits(5..7), digits(8..10)) else {
            return Err(bad());
        };
        let number = |s: &str| s.parse::<u32>().map_err(|_| bad());
        let year = i32::try_from(number(y)?).map_err(|_| bad())?;
        Self::from_ymd(year, number(m)?, number(d)?).ok_or_else(bad)
    }
}

impl fmt::Display for CivilDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (y, m, d) = self.ymd();
        write!(f, "{y:04}-{m:02}-{d:02}")
    }
}

impl fmt::Debug for CivilDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for CivilDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for CivilDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

macro_rules! day_of {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub CivilDate);

        impl $name {
            /// The day `days` after 1970-01-01.
            #[must_use]
            pub const fn from_days(days: i32) -> Self {
                Self(CivilDate::from_days(days))
            }
            /// Days since 1970-01-01.
            #[must_use]
            pub const fn days(self) -> i32 {
                self.0.days()
            }
            /// The calendar day.
            #[must_use]
            pub const fn date(self) -> CivilDate {
                self.0
            }
            /// Reads `YYYY-MM-DD`.
            ///
            /// # Errors
            /// [`DateError`] when the text is no date.
            pub fn parse(text: &str) -> Result<Self, DateError> {
                CivilDate::parse(text).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }
    };
}

day_of! {
    /// The lender's day: moved only by close of business.
    BusinessDate
}
day_of! {
    /// The day on which money takes effect; may lie before the day it is recorded.
    ValueDate
}

impl BusinessDate {
    /// The following calendar day.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.add_days(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn d(text: &str) -> CivilDate {
        CivilDate::parse(text).unwrap()
    }

    #[test]
    fn known_days_have_their_numbers_and_weekdays() {
        assert_eq!(d("1970-01-01").days(), 0);
        assert_eq!(d("2000-03-01").days(), 11_017);
        assert_eq!(d("2026-11-21").weekday(), 6);
        assert_eq!(d("1970-01-01").weekday(), 4);
        for bad in [
            "2025-02-29",
            "2025-13-01",
            "2025-00-10",
            "1899-12-31",
            "2025-1-01",
            "20250101",
            "2025-01-01x",
        ] {
            assert!(CivilDate::parse(bad).is_err(), "{bad}");
        }
    }

    /// T14: cn.md §1.14, counted from the anchor day 31.
    #[test]
    fn months_are_counted_from_the_anchor_day() {
        let start = d("2025-01-31");
        let dates: Vec<String> = (1..=7).map(|k| start.add_months(k, 31).to_string()).collect();
        assert_eq!(
            dates,
            [
                "2025-02-28",
                "2025-03-31",
                "2025-04-30",
                "2025-05-31",
                "2025-06-30",
                "2025-07-31",
                "2025-08-31"
            ]
        );
        assert_eq!(d("2024-01-30").add_months(1, 30), d("2024-02-29"));
        assert_eq!(d("2025-03-15").add_months(-3, 15), d("2024-12-15"));
    }

    proptest! {
        #[test]
        fn day_numbers_and_calendar_dates_agree(days in -25_567_i32..120_529) {
            let date = CivilDate::from_days(days);
            let (y, m, day) = date.ymd();
            prop_assert_eq!(CivilDate::from_ymd(y, m, day), Some(date));
            prop_assert_eq!(CivilDate::parse(&date.to_string()), Ok(date));
            prop_assert_eq!(date.add_days(7).weekday(), date.weekday());
            prop_assert_eq!(CivilDate::of_month(date.month_index(), day), date);
            let last = CivilDate::of_month(date.month_index(), 31);
            prop_assert!(last.is_month_end() && last.month_index() == date.month_index());
        }
    }
}
