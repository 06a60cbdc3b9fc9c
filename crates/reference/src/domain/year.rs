//! A year of a calendar: what the yearly notice says, and when it contradicts itself or leaves something out.

use super::day::DayRow;
use super::error::{NoticeFault, ReferenceRefusal};
use kernel::{Calendar, CivilDate, DayKind};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

pub(super) const DAYS_OF_A_YEAR: usize = 366;
const NAME_MAX: usize = 40;

/// Calendars whose code begins so follow the public holidays of mainland China.
const MAINLAND: &str = "cn";

/// Public holidays of mainland China on fixed days: month, day, since which year (全国年节及纪念日放假办法, amended by
/// 国务院令第795号 from 2025-01-01, art. 2: New Year's Day; Labour Day, two days since 2025; National Day, three days).
const FIXED: [(u32, u32, i32); 6] = [(1, 1, 0), (5, 1, 0), (5, 2, 2025), (10, 1, 0), (10, 2, 0), (10, 3, 0)];

/// Those that move with the moon or the sun, by the word in their name and the days off that the same article gives: the Spring
/// Festival (three days, four since 2025), Tomb-Sweeping, Dragon Boat and Mid-Autumn.
const MOVABLE: [(&str, usize, usize); 4] = [("春节", 3, 4), ("清明", 1, 1), ("端午", 1, 1), ("中秋", 1, 1)];
const FOUR_DAYS_OF_SPRING_FESTIVAL_SINCE: i32 = 2025;

/// What a calendar says about one year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarYear {
    /// Weekdays off, 1 = Monday … 7 = Sunday.
    pub weekend: Vec<u32>,
    /// The days that are not what their weekday says, in order. Days of a weekend may be named when they belong to a holiday.
    pub days: Vec<DayRow>,
}

impl CalendarYear {
    /// Refuses a year that contradicts itself, or leaves out a public holiday of a mainland calendar.
    pub(super) fn check(&self, code: &str, from: CivilDate) -> Result<(), ReferenceRefusal> {
        let (year, month, day) = from.ymd();
        if (month, day) != (1, 1) {
            return Err(ReferenceRefusal::NotAYear);
        }
        if Calendar::new(&self.weekend, []).is_none() {
            return Err(ReferenceRefusal::WeekendInvalid);
        }
        check_days(&self.days, DAYS_OF_A_YEAR)?;
        Ok(self.check_year(year, code.starts_with(MAINLAND))?)
    }

    fn check_year(&self, year: i32, mainland: bool) -> Result<(), NoticeFault> {
        for row in &self.days {
            let date = row.date;
            if date.ymd().0 != year {
                return Err(NoticeFault::OtherYear { date, year });
            }
            if row.kind == DayKind::WorkingDay && !self.weekend.contains(&date.weekday()) {
                return Err(NoticeFault::WorkedAnyway { date });
            }
        }
        if mainland {
            self.check_public_holidays(year)
        } else {
            Ok(())
        }
    }

    fn check_public_holidays(&self, year: i32) -> Result<(), NoticeFault> {
        let off: BTreeSet<CivilDate> = self.off().map(|row| row.date).collect();
        let fixed = FIXED.iter().filter(|(.., since)| year >= *since);
        for date in fixed.filter_map(|(month, day, _)| CivilDate::from_ymd(year, *month, *day)) {
            if !off.contains(&date) {
                return Err(NoticeFault::PublicHolidayWorked { date });
            }
        }
        for (name, before, since) in MOVABLE {
            let least = if year < FOUR_DAYS_OF_SPRING_FESTIVAL_SINCE {
                before
            } else {
                since
            };
            let found = self.off().filter(|row| row.name.contains(name)).count();
            if found < least {
                return Err(NoticeFault::HolidayMissing { name, least, found });
            }
        }
        Ok(())
    }

    fn off(&self) -> impl Iterator<Item = &DayRow> {
        self.days.iter().filter(|row| row.kind == DayKind::Holiday)
    }
}

/// Refuses days that stand twice, are not in order, have no name, or are more than `most`.
pub(super) fn check_days(days: &[DayRow], most: usize) -> Result<(), NoticeFault> {
    if days.len() > most {
        return Err(NoticeFault::TooManyDays { most });
    }
    for row in days {
        if row.name.trim().is_empty() || row.name.chars().count() > NAME_MAX {
            return Err(NoticeFault::NameInvalid { date: row.date });
        }
    }
    match days.windows(2).find(|pair| pair[0].date >= pair[1].date) {
        Some(pair) => Err(NoticeFault::Twice { date: pair[1].date }),
        None => Ok(()),
    }
}

/// The working days by the years of a calendar, in order, and the days of an organisation that overrule them. A year without a
/// notice has the weekend of the last year before it. None when there is no year at all.
#[must_use]
pub fn calendar_of<'a>(years: &[&'a CalendarYear], own: &'a [DayRow]) -> Option<Calendar> {
    let weekend = &years.last()?.weekend;
    let rows = years.iter().flat_map(|year| &year.days).chain(own);
    Calendar::new(weekend, rows.map(|row| (row.date, row.kind)))
}
