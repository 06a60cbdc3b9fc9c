//! Why a change of master data is refused.

use kernel::{AnnualRate, CivilDate};

/// Why a change is refused, in the order in which it is checked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReferenceRefusal {
    /// There is no such kind of master data.
    #[error("there is no such kind of master data")]
    KindUnknown,
    /// There is no such code.
    #[error("there is no {code}")]
    CodeUnknown {
        /// The code.
        code: String,
    },
    /// The code has letters that a code has not, or too many.
    #[error("a code has 1 to 32 letters, digits, dots, hyphens or underscores")]
    CodeInvalid,
    /// Source or reason is empty or too long.
    #[error("{field} has 1 to 200 characters")]
    TextInvalid {
        /// Which.
        field: &'static str,
    },
    /// It ends before it begins.
    #[error("the period ends before it begins")]
    PeriodEmpty,
    /// Somebody wrote a version since the maker looked.
    #[error("it was changed since it was read")]
    ChangedMeanwhile,
    /// The code has as many versions as it may.
    #[error("a code has at most {most} versions")]
    TooManyRevisions {
        /// How many.
        most: u32,
    },
    /// The content is of another kind.
    #[error("the content is of another kind")]
    KindMismatch,
    /// Products know no such benchmark.
    #[error("there is no benchmark {code}")]
    BenchmarkUnknown {
        /// The code.
        code: String,
    },
    /// A published rate is more than zero.
    #[error("the rate must be more than zero")]
    RateMissing,
    /// A version of a calendar begins on 1 January and holds for that year.
    #[error("a year of a calendar begins on 1 January")]
    NotAYear,
    /// A weekend of weekdays 1 to 7, with some day left to work.
    #[error("the weekend must leave a weekday to work")]
    WeekendInvalid,
    /// The days of the year are wrong.
    #[error(transparent)]
    Notice(#[from] NoticeFault),
    /// The program knows no such currency.
    #[error("there is no currency {code}")]
    CurrencyUnknown {
        /// The code.
        code: String,
    },
    /// The currency is not in use.
    #[error("the currency {code} is not enabled")]
    CurrencyDisabled {
        /// The code.
        code: String,
    },
    /// A name is empty or too long.
    #[error("{field} has 1 to {most} characters")]
    NameInvalid {
        /// Which.
        field: &'static str,
        /// Characters at most.
        most: usize,
    },
    /// A list has no entries, or too many.
    #[error("a list has 1 to {most} entries")]
    EntryCount {
        /// How many.
        most: usize,
    },
    /// A code of a list has letters that a code has not.
    #[error("{code:?} is no code of a list")]
    EntryCodeInvalid {
        /// The code.
        code: String,
    },
    /// A code stands twice in a list.
    #[error("{code} stands twice")]
    EntryTwice {
        /// The code.
        code: String,
    },
    /// A code was taken out of a list.
    #[error("{code} is retired, not removed")]
    EntryRemoved {
        /// The code.
        code: String,
    },
    /// A list has no such code, or offers it no longer.
    #[error("{list} does not offer {code}")]
    EntryUnknown {
        /// The field that named the code.
        field: &'static str,
        /// The list.
        list: String,
        /// The code.
        code: String,
    },
    /// A list whose codes the program itself knows gets one that it does not know.
    #[error("the program knows no {code} of {list}")]
    EntryNotKnown {
        /// The list.
        list: String,
        /// The code.
        code: String,
    },
    /// Nothing reads such a parameter.
    #[error("nothing reads a parameter {code}")]
    ParameterUnknown {
        /// The code.
        code: String,
    },
    /// The figure is outside its bounds.
    #[error("the figure is not within {least:?} to {most:?}")]
    OutsideBounds {
        /// The least that can be meant.
        least: AnnualRate,
        /// The most.
        most: AnnualRate,
    },
    /// The program makes no such numbers.
    #[error("the program makes no numbers {code}")]
    NumberingUnknown {
        /// The code.
        code: String,
    },
    /// The pattern of a number is wrong.
    #[error(transparent)]
    Pattern(#[from] PatternFault),
    /// The sequence has no number left.
    #[error("a sequence of {places} digits has no number left")]
    SequenceExhausted {
        /// Its digits.
        places: usize,
    },
    /// There is no such organisation.
    #[error("there is no organisation {code}")]
    OrganisationUnknown {
        /// The code.
        code: String,
    },
    /// There is no such calendar.
    #[error("there is no calendar {code}")]
    CalendarUnknown {
        /// The code.
        code: String,
    },
    /// Nothing begins on that day that could be withdrawn.
    #[error("nothing begins on that day that could be withdrawn")]
    NothingToWithdraw,
    /// It says what holds already.
    #[error("nothing changes")]
    NothingChanges,
}

/// What is wrong with the days of a year.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoticeFault {
    /// More days than a year has.
    #[error("at most {most} days")]
    TooManyDays {
        /// How many.
        most: usize,
    },
    /// A day has no name, or too long a name.
    #[error("{date} needs a name of 1 to 40 characters")]
    NameInvalid {
        /// The day.
        date: CivilDate,
    },
    /// A day stands twice, or days are not in order.
    #[error("{date} stands twice")]
    Twice {
        /// The day.
        date: CivilDate,
    },
    /// A day of another year.
    #[error("{date} is not in {year}")]
    OtherYear {
        /// The day.
        date: CivilDate,
        /// The year.
        year: i32,
    },
    /// A weekday is named as worked in exchange.
    #[error("{date} is worked anyway")]
    WorkedAnyway {
        /// The day.
        date: CivilDate,
    },
    /// A public holiday on a fixed day is not off.
    #[error("{date} is a public holiday and not off")]
    PublicHolidayWorked {
        /// The day.
        date: CivilDate,
    },
    /// A movable public holiday has too few days off.
    #[error("{name} has {found} days off, {least} at least")]
    HolidayMissing {
        /// The holiday.
        name: &'static str,
        /// Days that the law gives.
        least: usize,
        /// Days in the file.
        found: usize,
    },
}

/// What is wrong with the pattern of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PatternFault {
    /// The pattern, or what it makes, is too long, or there is none.
    #[error("1 to {most} characters")]
    TooLong {
        /// Characters at most.
        most: usize,
    },
    /// A part in braces is not known.
    #[error("a part in braces is not known")]
    PartUnknown,
    /// The text between has other characters than capital letters, digits and hyphens.
    #[error("the text has capital letters, digits and hyphens only")]
    TextInvalid,
    /// It needs one sequence or one id, and not both.
    #[error("it needs one sequence or one id")]
    NotUnique,
    /// The check character stands at the end.
    #[error("the check character stands at the end")]
    CheckNotLast,
    /// A check of digits does not protect an id with letters.
    #[error("a check of digits needs a sequence")]
    CheckNeedsDigits,
    /// A sequence that begins anew needs its period in the number.
    #[error("a sequence that begins anew needs its period in the number")]
    ResetNotTold,
}
