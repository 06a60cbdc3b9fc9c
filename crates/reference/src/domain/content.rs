//! What a version says.

use super::day::DayRow;
use super::error::ReferenceRefusal;
use super::kind::Kind;
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
    /// The calendar of an organisation.
    WorkingDays(OwnDays),
}

/// A published benchmark rate; it holds from its day of publication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publication {
    /// The rate.
    #[serde(rename = "annual_rate_e10", with = "e10")]
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
            Self::WorkingDays(_) => Kind::WorkingDays,
        }
    }

    /// The day on which it ends by its nature: a year of a calendar ends with the year.
    #[must_use]
    pub const fn until(&self, from: CivilDate) -> Option<CivilDate> {
        match self {
            Self::Calendar(_) => CivilDate::from_ymd(from.ymd().0 + 1, 1, 1),
            Self::Benchmark(_) | Self::WorkingDays(_) => None,
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
            Self::WorkingDays(own) => check_days(&own.days, DAYS_OF_A_YEAR).map_err(Into::into),
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

/// Rates are stored as whole units of 10⁻¹⁰.
mod e10 {
    use kernel::AnnualRate;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(rate: &AnnualRate, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(rate.e10())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<AnnualRate, D::Error> {
        i64::deserialize(deserializer).map(AnnualRate::from_e10)
    }
}
