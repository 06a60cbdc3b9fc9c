//! Figures of law and policy.

use super::error::ReferenceRefusal;
use super::text::check_name;
use kernel::AnnualRate;
use serde::{Deserialize, Serialize};

/// The highest annual rate that a product in CNY may ask.
pub const ALL_IN_RATE_CAP: &str = "all_in_rate_cap";
/// The least uplift of penalty interest over the contract's rate.
pub const PENALTY_UPLIFT_LEAST: &str = "penalty_uplift_least";
/// The highest uplift of penalty interest over the contract's rate.
pub const PENALTY_UPLIFT_MOST: &str = "penalty_uplift_most";
/// How many times the one-year LPR private lending may cost.
pub const PRIVATE_LENDING_MULTIPLE: &str = "private_lending_lpr_multiple";

/// The parameters that something reads; there are no others.
const KNOWN: [&str; 4] = [
    ALL_IN_RATE_CAP,
    PENALTY_UPLIFT_LEAST,
    PENALTY_UPLIFT_MOST,
    PRIVATE_LENDING_MULTIPLE,
];

/// A figure with its bounds. All are decimals held in units of 10⁻¹⁰, as rates are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parameter {
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// How it reads.
    pub unit: Unit,
    /// The figure.
    #[serde(rename = "value_e10", with = "super::e10")]
    pub value: AnnualRate,
    /// The least that can be meant.
    #[serde(rename = "least_e10", with = "super::e10")]
    pub least: AnnualRate,
    /// The most that can be meant.
    #[serde(rename = "most_e10", with = "super::e10")]
    pub most: AnnualRate,
}

/// How a figure reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// A rate a year: 0.24 is 24% a year.
    AnnualRate,
    /// A part of a whole: 0.5 is 50%.
    Share,
    /// So many times.
    Multiple,
}

impl Parameter {
    pub(super) fn check(&self, code: &str) -> Result<(), ReferenceRefusal> {
        if !KNOWN.contains(&code) {
            let code = code.to_owned();
            return Err(ReferenceRefusal::ParameterUnknown { code });
        }
        check_name("name_zh", &self.name_zh)?;
        check_name("name_en", &self.name_en)?;
        if self.value < self.least || self.value > self.most {
            return Err(ReferenceRefusal::OutsideBounds {
                least: self.least,
                most: self.most,
            });
        }
        Ok(())
    }
}
