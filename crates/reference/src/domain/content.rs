//! What a version says.

use super::currency::CurrencyUse;
use super::day::DayRow;
use super::dictionary::Dictionary;
use super::error::ReferenceRefusal;
use super::kind::Kind;
use super::numbering::Numbering;
use super::parameter::Parameter;
use super::year::{CalendarYear, DAYS_OF_A_YEAR, check_days};
use kernel::{AnnualRate, CivilDate};
use serde::{Deserialize, Serialize};

/// The benchmarks that products can name (`product::BenchmarkTenor`).
const BENCHMARKS: [&str; 2] = ["lpr_1y", "lpr_5y"];
const CODE_MAX: usize = 32;

/// What a version says, by kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Content {
    /// A published benchmark rate.
    Benchmark(Publication),
    /// A year of a calendar.
    Calendar(CalendarYear),
    /// A currency.
    Currency(CurrencyUse),
    /// A list of codes.
    Dictionary(Dictionary),
    /// A rule by which numbers are made.
    Numbering(Numbering),
    /// A figure of law or policy.
    Parameter(Parameter),
    /// The calendar of an organisation.
    WorkingDays(OwnDays),
}

/// A published benchmark rate; it holds from its day of publication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publication {
    /// The rate.
    #[serde(rename = "annual_rate_e10", with = "super::e10")]
    pub annual_rate: AnnualRate,
}

/// By which calendar an organisation works, and on which days it does not follow it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnDays {
    /// Code of the calendar.
    pub calendar: String,
    /// Its own days, in order; they overrule the calendar.
    pub days: Vec<DayRow>,
}

impl Content {
    /// Of which kind it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Benchmark(_) => Kind::Benchmark,
            Self::Calendar(_) => Kind::Calendar,
            Self::Currency(_) => Kind::Currency,
            Self::Dictionary(_) => Kind::Dictionary,
            Self::Numbering(_) => Kind::Numbering,
            Self::Parameter(_) => Kind::Parameter,
            Self::WorkingDays(_) => Kind::WorkingDays,
        }
    }

    /// The day on which it ends by its nature: a year of a calendar ends with the year.
    #[must_use]
    pub const fn until(&self, from: CivilDate) -> Option<CivilDate> {
        match self {
            Self::Calendar(_) => CivilDate::from_ymd(from.ymd().0 + 1, 1, 1),
            _ => None,
        }
    }

    /// Refuses a content that cannot be meant, for a code from a day on.
    pub(super) fn check(&self, code: &str, from: CivilDate) -> Result<(), ReferenceRefusal> {
        match self {
            Self::Benchmark(_) if !BENCHMARKS.contains(&code) => {
                Err(ReferenceRefusal::BenchmarkUnknown { code: code.to_owned() })
            }
            Self::Benchmark(publication) if publication.annual_rate == AnnualRate::ZERO => {
                Err(ReferenceRefusal::RateMissing)
            }
            Self::Benchmark(_) => Ok(()),
            Self::Calendar(year) => year.check(code, from),
            Self::Currency(currency) => currency.check(code),
            Self::Dictionary(list) => list.check(),
            Self::Numbering(rule) => rule.check(code),
            Self::Parameter(parameter) => parameter.check(code),
            Self::WorkingDays(own) => check_days(&own.days, DAYS_OF_A_YEAR).map_err(Into::into),
        }
    }

    /// Refuses a content that takes away what the one before had to keep: codes of a list are retired, never removed.
    pub(super) fn check_after(&self, before: &Self) -> Result<(), ReferenceRefusal> {
        match (before, self) {
            (Self::Dictionary(before), Self::Dictionary(after)) => after.check_after(before),
            _ => Ok(()),
        }
    }
}

/// A code: 1 to 32 letters, digits, dots, hyphens and underscores.
pub(super) fn check_code(code: &str) -> Result<(), ReferenceRefusal> {
    let sound = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    if code.is_empty() || code.len() > CODE_MAX || !code.chars().all(sound) {
        return Err(ReferenceRefusal::CodeInvalid);
    }
    Ok(())
}
