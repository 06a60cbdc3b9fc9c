//! What a loan costs from a day on, and when that is looked at again (cn.md §2.1, §2.2; PBOC 公告〔2019〕30号: a rate is the
//! latest published benchmark plus a spread that stays for the contract's life).

use kernel::{AnnualRate, CivilDate};
use product::domain::BenchmarkRate;
pub use product::domain::{BenchmarkTenor, Repricing};
use serde::{Deserialize, Serialize};

/// A published value of a benchmark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Followed {
    /// The day of its publication.
    pub published_on: CivilDate,
    /// The value.
    pub annual_rate: AnnualRate,
}

impl From<&BenchmarkRate> for Followed {
    fn from(published: &BenchmarkRate) -> Self {
        Self {
            published_on: published.published_on,
            annual_rate: published.annual_rate,
        }
    }
}

/// A basis point in units of 10⁻¹⁰.
pub const BASIS_POINT_E10: i64 = AnnualRate::ONE / 10_000;

/// A rate that follows a benchmark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Floating {
    /// The benchmark.
    pub tenor: BenchmarkTenor,
    /// What is added to it, in units of 10⁻¹⁰ a year; may be negative.
    pub spread_e10: i64,
    /// When the rate follows it.
    pub repricing: Repricing,
    /// The rate is never below this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub floor: Option<AnnualRate>,
    /// The rate is never above this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cap: Option<AnnualRate>,
    /// The value that the rate follows now.
    pub followed: Followed,
}

impl Floating {
    /// The rate that a value of the benchmark gives: never below zero, and within floor and cap.
    #[must_use]
    pub fn rate_at(&self, value: AnnualRate) -> AnnualRate {
        let floor = self.floor.map_or(0, AnnualRate::e10);
        let cap = self.cap.map_or(i64::MAX, AnnualRate::e10);
        AnnualRate::from_e10((value.e10() + self.spread_e10).max(floor).min(cap))
    }

    /// The same contract after it followed another value.
    #[must_use]
    pub fn following(self, followed: Followed) -> Pricing {
        Pricing {
            annual_rate: self.rate_at(followed.annual_rate),
            floating: Some(Self { followed, ..self }),
        }
    }

    /// The last day up to `until` on which a loan that was lent on `start` has looked at its benchmark: that of the
    /// disbursement when none has come; `until` itself for a rate that follows each publication.
    #[must_use]
    pub fn last_reset(&self, start: CivilDate, until: CivilDate) -> CivilDate {
        if self.repricing == Repricing::NextDay {
            return until;
        }
        let mut last = start;
        while let Some(next) = self.next_reset(start, last).filter(|next| *next <= until) {
            last = next;
        }
        last
    }

    /// The first day after `after` on which a loan that was lent on `start` looks at its benchmark: a date of the contract's
    /// own calendar. `None` for a rate that follows each publication.
    #[must_use]
    pub fn next_reset(&self, start: CivilDate, after: CivilDate) -> Option<CivilDate> {
        let months = match self.repricing {
            Repricing::JanuaryFirst => {
                let (year, ..) = after.ymd();
                return CivilDate::from_ymd(year + 1, 1, 1);
            }
            Repricing::Anniversary => 12,
            Repricing::HalfYearly => 6,
            Repricing::Quarterly => 3,
            Repricing::NextDay => return None,
        };
        // A day that the month has not is its last one (cn.md §2.1).
        let day = start.ymd().2;
        let whole = (after.month_index() - start.month_index()).max(0) / months;
        (whole..)
            .map(|cycle| start.add_months(cycle * months, day))
            .find(|reset| *reset > after && *reset > start)
    }
}

/// What a loan costs: a rate, and the benchmark that it follows, if any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pricing {
    /// The rate.
    pub annual_rate: AnnualRate,
    /// The benchmark that it follows; `None` for a fixed rate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub floating: Option<Floating>,
}

impl Pricing {
    /// A fixed rate.
    #[must_use]
    pub const fn fixed(annual_rate: AnnualRate) -> Self {
        Self {
            annual_rate,
            floating: None,
        }
    }
}

/// Why a rate changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RateReason {
    /// The benchmark had moved on a day on which the contract looks at it (重定价).
    Repriced,
    /// Both sides agreed (协商).
    Renegotiated,
    /// A fixed rate became a floating one, or the other way round (转换).
    Converted,
    /// A rule of the lender or of the authorities (政策).
    Policy,
    /// A court or an arbitrator said so (裁判).
    Court,
}

/// What becomes of the period in which a rate changes (cn.md §2.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WithinPeriod {
    /// 分段计息: each rate costs its days; the instalment's principal is that of the new payment.
    #[default]
    Split,
    /// The same, but the instalment keeps the principal that was planned; the payment changes with the next one.
    KeepPrincipal,
    /// The new rate begins with the next period.
    NextPeriod,
}

impl WithinPeriod {
    /// Whether contracts say nothing else.
    #[must_use]
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}

/// Interest that a period has cost up to a change of rate inside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Earned {
    /// The exact amount, over the days of a year times one as a rate.
    pub numerator: i128,
    /// The first day of the new rate.
    pub until: CivilDate,
}
