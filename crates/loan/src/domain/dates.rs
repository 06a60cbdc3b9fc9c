//! Due dates of a loan, each in constant time (cn.md §1.14).

use super::terms::{DueRule, Frequency, LoanTerms, Method, Stub};
use kernel::CivilDate;

/// One interest period: from `from` (first day that counts) to `due` (the day that does not).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// Instalment number, from 1.
    pub nr: u32,
    /// First day of the period.
    pub from: CivilDate,
    /// Due date.
    pub due: CivilDate,
    /// Whether the period is a whole regular one.
    pub regular: bool,
    /// Whether the last instalment falls on `due`.
    pub last: bool,
}

/// The calendar of one loan's due dates.
#[derive(Debug, Clone, Copy)]
pub struct DueDates {
    start: CivilDate,
    /// Months per period; 0 for fourteen days.
    months: i32,
    rule: Rule,
    /// Number of the last instalment.
    pub count: u32,
    maturity: Option<CivilDate>,
}

#[derive(Debug, Clone, Copy)]
enum Rule {
    /// Every due date is `start` plus k periods, on this day of the month.
    Anchor {
        /// The month of `start`.
        month: i32,
        day: u32,
    },
    /// From the month of the first due date on, on this day of the month.
    From {
        /// The month of the first due date.
        month: i32,
        day: u32,
        first_regular: bool,
    },
    Fortnight,
    /// One period to maturity.
    Once,
}

/// A day beyond every month's end: the month's last day.
const MONTH_END: u32 = 32;

impl DueDates {
    /// The due dates of these terms. `Custom` plans carry their own dates and are not asked here.
    #[must_use]
    pub fn of(terms: &LoanTerms) -> Self {
        let start = terms.disbursed_on;
        let day_of_start = start.ymd().2;
        let Some(months) = terms.frequency.months() else {
            return Self {
                start,
                months: 0,
                rule: Rule::Fortnight,
                count: terms.periods,
                maturity: None,
            };
        };
        let term_months = i32::try_from(terms.periods).unwrap_or(i32::MAX / 24) * months;
        let anniversary = start.add_months(term_months, day_of_start);
        let anchored = |rule, count, maturity| Self {
            start,
            months,
            rule,
            count,
            maturity,
        };
        match terms.due {
            _ if matches!(terms.method, Method::Bullet) => anchored(Rule::Once, 1, Some(anniversary)),
            DueRule::Anchor { month_end } => {
                let day = if month_end && start.is_month_end() {
                    MONTH_END
                } else {
                    day_of_start
                };
                let month = start.month_index();
                anchored(Rule::Anchor { month, day }, terms.periods, None)
            }
            DueRule::PayDay {
                day,
                min_first_days,
                stub,
                ends_on_anniversary,
            } => Self::on_pay_day(
                terms,
                (day, min_first_days),
                stub,
                ends_on_anniversary.then_some(anniversary),
            ),
            DueRule::Calendar { day } => {
                let mut first = start.add_months(0, day);
                while first <= start || first.ymd().1 as i32 % months != 0 {
                    first = first.add_months(1, day);
                }
                Self::until(start, months, (first, day), anniversary)
            }
        }
    }

    fn on_pay_day(terms: &LoanTerms, rule: (u32, i32), stub: Stub, anniversary: Option<CivilDate>) -> Self {
        let (day, min_first_days) = rule;
        let (start, months) = (terms.disbursed_on, terms.frequency.months().unwrap_or(1));
        let this_month = start.add_months(0, day);
        // The pay day of the period in which money is lent closes a stub; on the pay day itself a whole period begins.
        let next = if this_month > start {
            this_month
        } else {
            start.add_months(1, day)
        };
        let whole = this_month == start;
        let first = match (whole, stub) {
            (true, _) => start.add_months(months, day),
            (false, Stub::InterestOnlyStub | Stub::Prorata) => next,
            (false, Stub::LongFirst) if next.days_since(start) < min_first_days => next.add_months(months, day),
            (false, Stub::LongFirst) if months == 1 => next,
            (false, Stub::LongFirst) => next.add_months(months - 1, day),
        };
        if let Some(end) = anniversary {
            return Self::until(start, months, (first, day), end);
        }
        let extra = u32::from(!whole && stub == Stub::InterestOnlyStub);
        let rule = Rule::From {
            month: first.month_index(),
            day,
            first_regular: whole,
        };
        Self {
            start,
            months,
            rule,
            count: terms.periods + extra,
            maturity: None,
        }
    }

    /// Due dates on `day` from `first` while they lie before `end`, then `end`.
    fn until(start: CivilDate, months: i32, rule: (CivilDate, u32), end: CivilDate) -> Self {
        let (first, day) = rule;
        let mut count = 1;
        while count < super::terms::MAX_PERIODS {
            let due = first.add_months(months * (i32::try_from(count).unwrap_or(i32::MAX) - 1), day);
            if due >= end {
                break;
            }
            count += 1;
        }
        let regular = start.add_months(months, day) == first && start.ymd().2 == day;
        Self {
            start,
            months,
            rule: Rule::From {
                month: first.month_index(),
                day,
                first_regular: regular,
            },
            count,
            maturity: Some(end),
        }
    }

    #[inline]
    fn due(&self, nr: u32) -> CivilDate {
        if let Some(end) = self.maturity
            && nr >= self.count
        {
            return end;
        }
        let k = i32::try_from(nr).unwrap_or(i32::MAX / 24);
        match self.rule {
            Rule::Anchor { month, day } => CivilDate::of_month(month + k * self.months, day),
            Rule::From { month, day, .. } => CivilDate::of_month(month + (k - 1) * self.months, day),
            Rule::Fortnight => self.start.add_days(14 * k),
            Rule::Once => self.maturity.unwrap_or(self.start),
        }
    }

    /// The period of instalment `nr`, which starts at `from` (the due date before it).
    #[inline]
    #[must_use]
    pub fn period(&self, nr: u32, from: CivilDate) -> Period {
        let due = self.due(nr);
        let regular = match self.rule {
            Rule::Anchor { .. } | Rule::Fortnight => true,
            Rule::From { first_regular, .. } if nr == 1 => first_regular,
            Rule::From { month, day, .. } => {
                let k = i32::try_from(nr).unwrap_or(i32::MAX / 24);
                self.maturity.is_none() || CivilDate::of_month(month + (k - 1) * self.months, day) == due
            }
            Rule::Once => false,
        };
        Period {
            nr,
            from,
            due,
            regular,
            last: nr >= self.count,
        }
    }

    /// Due date of the last instalment.
    #[must_use]
    pub fn last_due(&self) -> CivilDate {
        self.due(self.count)
    }
}

/// The periods of a loan one after the other: each due date a step from the one before instead of a computation of its own.
#[derive(Debug)]
pub struct Walk<'d> {
    dates: &'d DueDates,
    nr: u32,
    month: Month,
}

/// A month as a walk needs it.
#[derive(Debug, Clone, Copy)]
struct Month {
    year: i32,
    /// 0 is January.
    index: usize,
    /// Its first day.
    first: CivilDate,
}

impl Month {
    fn of(month: i32) -> Self {
        Self {
            year: month.div_euclid(12),
            index: usize::try_from(month.rem_euclid(12)).unwrap_or(0),
            first: CivilDate::of_month(month, 1),
        }
    }

    #[inline]
    const fn length(&self) -> u32 {
        const DAYS: [u32; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        let leap = self.index == 1 && self.year % 4 == 0 && (self.year % 100 != 0 || self.year % 400 == 0);
        DAYS[self.index] + leap as u32
    }

    #[inline]
    fn day(&self, day: u32) -> CivilDate {
        let day = if day <= 28 { day } else { day.min(self.length()) };
        self.first.add_days(day.cast_signed() - 1)
    }

    #[inline]
    fn forward(&mut self, months: i32) {
        for _ in 0..months {
            self.first = self.first.add_days(self.length().cast_signed());
            self.index += 1;
            if self.index == 12 {
                (self.year, self.index) = (self.year + 1, 0);
            }
        }
    }
}

impl DueDates {
    /// The periods from instalment `nr` on.
    #[must_use]
    pub fn walk(&self, nr: u32) -> Walk<'_> {
        let k = i32::try_from(nr).unwrap_or(i32::MAX / 24);
        let month = match self.rule {
            Rule::Anchor { month, .. } => month + k * self.months,
            Rule::From { month, .. } => month + (k - 1) * self.months,
            // These walk without months.
            Rule::Fortnight | Rule::Once => self.start.month_index(),
        };
        Walk {
            dates: self,
            nr,
            month: Month::of(month),
        }
    }
}

impl Walk<'_> {
    /// The next period, which starts at `from`: the same as [`DueDates::period`] of its number.
    #[inline]
    #[must_use]
    pub fn next_from(&mut self, from: CivilDate) -> Period {
        let (dates, nr) = (self.dates, self.nr);
        self.nr += 1;
        let (day, regular) = match dates.rule {
            Rule::Anchor { day, .. } => (day, true),
            Rule::From { day, first_regular, .. } => (day, nr > 1 || first_regular),
            Rule::Fortnight | Rule::Once => return dates.period(nr, from),
        };
        if nr >= dates.count && dates.maturity.is_some() {
            return dates.period(nr, from);
        }
        let due = self.month.day(day);
        self.month.forward(dates.months);
        Period {
            nr,
            from,
            due,
            regular,
            last: nr >= dates.count,
        }
    }
}

/// Whether the frequency counts fourteen days.
#[must_use]
pub const fn is_fortnight(frequency: Frequency) -> bool {
    matches!(frequency, Frequency::Biweekly)
}
