//! What a loan costs: a fixed annual rate, or a benchmark plus a spread (cn.md §2.1).

use super::error::TermsError;
use kernel::{AnnualRate, CivilDate};
use serde::{Deserialize, Serialize};

/// A tenor of the loan prime rate (贷款市场报价利率).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BenchmarkTenor {
    /// LPR, one year.
    #[serde(rename = "lpr_1y")]
    Lpr1Y,
    /// LPR, over five years.
    #[serde(rename = "lpr_5y")]
    Lpr5Y,
}

impl BenchmarkTenor {
    /// Every tenor.
    pub const ALL: [Self; 2] = [Self::Lpr1Y, Self::Lpr5Y];

    /// The name in storage and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Lpr1Y => "lpr_1y",
            Self::Lpr5Y => "lpr_5y",
        }
    }

    /// The tenor of a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tenor| tenor.name() == name)
    }
}

/// A published benchmark rate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BenchmarkRate {
    /// Its tenor.
    pub tenor: BenchmarkTenor,
    /// The day of publication, from which it holds.
    pub published_on: CivilDate,
    /// The rate.
    pub annual_rate: AnnualRate,
    /// Who published it.
    pub source: String,
}

/// Every published benchmark rate.
#[derive(Debug, Clone, Default)]
pub struct BenchmarkRates {
    rates: Vec<BenchmarkRate>,
}

impl BenchmarkRates {
    /// A table of these rates.
    #[must_use]
    pub fn new(mut rates: Vec<BenchmarkRate>) -> Self {
        rates.sort_by_key(|rate| (rate.tenor, rate.published_on));
        Self { rates }
    }

    /// The rate that holds on a day: the latest published by then.
    ///
    /// # Errors
    /// [`TermsError::BenchmarkUnknown`] when none has been published.
    pub fn on(&self, tenor: BenchmarkTenor, on: CivilDate) -> Result<&BenchmarkRate, TermsError> {
        let known = self
            .rates
            .iter()
            .rev()
            .find(|rate| rate.tenor == tenor && rate.published_on <= on);
        known.ok_or(TermsError::BenchmarkUnknown {
            tenor: tenor.name(),
            on,
        })
    }

    /// All rates by tenor and day.
    pub fn iter(&self) -> impl Iterator<Item = &BenchmarkRate> {
        self.rates.iter()
    }
}

/// When a floating rate follows its benchmark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Repricing {
    /// On 1 January of each year (固定日).
    JanuaryFirst,
    /// On each anniversary of the disbursement (对月对日).
    Anniversary,
    /// On each sixth month's day of the disbursement.
    HalfYearly,
    /// On each third month's day of the disbursement.
    Quarterly,
    /// On the day after publication.
    NextDay,
}

impl Repricing {
    /// The name in storage and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::JanuaryFirst => "january_first",
            Self::Anniversary => "anniversary",
            Self::HalfYearly => "half_yearly",
            Self::Quarterly => "quarterly",
            Self::NextDay => "next_day",
        }
    }
}

/// How the annual rate of a loan is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum RatePolicy {
    /// A rate fixed for the loan's life.
    Fixed {
        /// The rate offered unless the contract says otherwise.
        annual_rate: AnnualRate,
    },
    /// A benchmark plus a spread that stays for the loan's life.
    Floating {
        /// The benchmark's tenor.
        tenor: BenchmarkTenor,
        /// The spread in basis points; may be negative.
        spread_bp: i32,
        /// When the rate follows the benchmark.
        repricing: Repricing,
        /// The rate is never below this.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        floor: Option<AnnualRate>,
        /// The rate is never above this.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cap: Option<AnnualRate>,
    },
}

impl RatePolicy {
    /// The annual rate offered on a day: within floor and cap.
    ///
    /// # Errors
    /// [`TermsError::BenchmarkUnknown`], [`TermsError::RateBelowZero`].
    pub fn annual_rate(&self, on: CivilDate, benchmarks: &BenchmarkRates) -> Result<AnnualRate, TermsError> {
        match *self {
            Self::Fixed { annual_rate } => Ok(annual_rate),
            Self::Floating {
                tenor,
                spread_bp,
                floor,
                cap,
                ..
            } => {
                let added = i64::from(spread_bp) * (AnnualRate::ONE / 10_000);
                let units = (benchmarks.on(tenor, on)?.annual_rate.e10() + added)
                    .max(floor.map_or(i64::MIN, AnnualRate::e10))
                    .min(cap.map_or(i64::MAX, AnnualRate::e10));
                if units < 0 {
                    Err(TermsError::RateBelowZero { spread_bp })
                } else {
                    Ok(AnnualRate::from_e10(units))
                }
            }
        }
    }
}
