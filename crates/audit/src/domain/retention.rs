//! How long lines stay in the trail.

use super::error::AuditRefusal;
use kernel::{CivilDate, Timestamp};
use serde::{Deserialize, Serialize};

/// No rule keeps lines longer than a hundred years.
pub const KEPT_MOST_MONTHS: u32 = 1_200;
const SOURCE_MAX: usize = 200;

/// The least that the law asks for, by what lines are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Least {
    /// What the lines are about, as the trail calls it.
    pub area: &'static str,
    /// For so many months at least.
    pub months: u32,
    /// The law.
    pub law: &'static str,
}

const LOGS: &str = "网络安全法第21条第3项";
const PERSONAL: &str = "个人信息保护法第56条";
const BOOKS: &str = "会计档案管理办法（财政部、国家档案局令第79号）附表";

const fn least(area: &'static str, months: u32, law: &'static str) -> Least {
    Least { area, months, law }
}

/// Logs are kept for six months (网络安全法 art. 21(3), renumbered in the text of 2026), records of how personal data was handled for three years (个人信息保护法
/// art. 56), vouchers and books for thirty years (会计档案管理办法, table): lines of business are what vouchers are explained by.
pub const LEAST: [Least; 6] = [
    least("sign_in", 6, LOGS),
    least("export", 36, PERSONAL),
    least("reveal", 36, PERSONAL),
    least("refusal", 6, LOGS),
    least("configuration", 6, LOGS),
    least("business", 360, BOOKS),
];

/// The law's least for lines of an area.
///
/// # Errors
/// [`AuditRefusal::AreaUnknown`].
pub fn least_of(area: &str) -> Result<Least, AuditRefusal> {
    let known = LEAST.into_iter().find(|least| least.area == area);
    known.ok_or_else(|| AuditRefusal::AreaUnknown { area: area.to_owned() })
}

/// A rule as somebody wants it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keep {
    /// What the lines are about.
    pub area: String,
    /// The last revision that its maker saw.
    pub revision: u32,
    /// The first day on which it holds.
    pub effective_from: CivilDate,
    /// For so many months lines stay in the trail.
    pub months: u32,
    /// Who says so.
    pub source: String,
}

impl Keep {
    /// Whether the rule may be written on a day.
    ///
    /// # Errors
    /// [`AuditRefusal`], in the order of its variants.
    pub fn check(&self, today: CivilDate) -> Result<(), AuditRefusal> {
        let least = least_of(&self.area)?;
        if !(least.months..=KEPT_MOST_MONTHS).contains(&self.months) {
            return Err(AuditRefusal::MonthsOutOfBounds {
                area: least.area,
                least: least.months,
                most: KEPT_MOST_MONTHS,
                law: least.law,
            });
        }
        let source = self.source.trim();
        if source.is_empty() || source.chars().count() > SOURCE_MAX {
            return Err(AuditRefusal::SourceInvalid { most: SOURCE_MAX });
        }
        if self.effective_from < today {
            return Err(AuditRefusal::BeginsInThePast {
                from: self.effective_from,
            });
        }
        Ok(())
    }
}

/// A rule as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeepVersion {
    /// What was written; its revision is the version's own.
    pub keep: Keep,
    /// When.
    pub recorded_at: Timestamp,
    /// By whom.
    pub recorded_by: String,
}

impl KeepVersion {
    /// The first day whose lines stay in the trail on a day. Never later than the law allows, whatever the row says.
    #[must_use]
    pub fn first_kept(&self, today: CivilDate) -> CivilDate {
        let least = least_of(&self.keep.area).map_or(KEPT_MOST_MONTHS, |least| least.months);
        let months = i32::try_from(self.keep.months.max(least)).unwrap_or(i32::MAX);
        let (_, _, day) = today.ymd();
        today.add_months(-months, day)
    }
}

/// The version that holds on a day: of those that have begun the one that began last, of two of one day the later written.
#[must_use]
pub fn in_force<'a>(versions: &'a [KeepVersion], area: &str, on: CivilDate) -> Option<&'a KeepVersion> {
    let begun = versions
        .iter()
        .filter(|version| version.keep.area == area && version.keep.effective_from <= on);
    begun.max_by_key(|version| (version.keep.effective_from, version.keep.revision))
}
