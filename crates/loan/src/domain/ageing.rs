//! Bands of days past due: buckets (逾期阶段) and the lowest class of the five that days past due allow (五级分类). Data with
//! effective dates: `seeds/dpd_bands.psv`.

use kernel::CivilDate;
use std::sync::OnceLock;

const BANDS: &str = include_str!("../../seeds/dpd_bands.psv");

/// A band of days past due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DpdBand {
    /// Its code: `M1`, `substandard`.
    pub code: &'static str,
    /// The first day of the band.
    pub dpd_from: i32,
    /// The first day of the next band; none for the last.
    pub dpd_to: Option<i32>,
    /// Since when it holds.
    pub valid_from: CivilDate,
    /// Where the rule comes from.
    pub source: &'static str,
}

impl DpdBand {
    /// Whether days past due lie in the band.
    #[must_use]
    pub fn holds(&self, dpd: i32) -> bool {
        self.dpd_from <= dpd && self.dpd_to.is_none_or(|to| dpd < to)
    }
}

/// The bands that hold on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ageing {
    /// Buckets, from `C` on.
    pub buckets: Vec<DpdBand>,
    /// Classes, from `normal` on.
    pub classes: Vec<DpdBand>,
}

impl Ageing {
    /// The bands in force on a day; before the first version, the first.
    #[must_use]
    pub fn on(day: CivilDate) -> Self {
        Self {
            buckets: in_force("bucket", day),
            classes: in_force("class", day),
        }
    }

    /// The bucket of some days past due.
    #[must_use]
    pub fn bucket(&self, dpd: i32) -> &'static str {
        code_of(&self.buckets, dpd)
    }

    /// The lowest class that some days past due allow (风险分类办法 2023, Art. 10–13).
    #[must_use]
    pub fn class(&self, dpd: i32) -> &'static str {
        code_of(&self.classes, dpd)
    }

    /// The band of a code, bucket or class.
    #[must_use]
    pub fn band(&self, code: &str) -> Option<&DpdBand> {
        self.buckets.iter().chain(&self.classes).find(|band| band.code == code)
    }
}

fn code_of(bands: &[DpdBand], dpd: i32) -> &'static str {
    let held = bands.iter().find(|band| band.holds(dpd.max(0)));
    held.map_or("", |band| band.code)
}

fn in_force(kind: &str, day: CivilDate) -> Vec<DpdBand> {
    let of_kind = || all().iter().filter(|(k, _)| *k == kind).map(|(_, band)| band);
    let begun = of_kind().map(|band| band.valid_from).filter(|from| *from <= day).max();
    let version = begun.or_else(|| of_kind().map(|band| band.valid_from).min());
    let mut bands: Vec<DpdBand> = of_kind().filter(|b| Some(b.valid_from) == version).cloned().collect();
    for index in 1..bands.len() {
        bands[index - 1].dpd_to = Some(bands[index].dpd_from);
    }
    bands
}

fn all() -> &'static [(&'static str, DpdBand)] {
    static ALL: OnceLock<Vec<(&'static str, DpdBand)>> = OnceLock::new();
    ALL.get_or_init(|| BANDS.lines().skip(1).map(band).collect())
}

fn band(line: &'static str) -> (&'static str, DpdBand) {
    let cells: Vec<&str> = line.split('|').collect();
    let [kind, code, dpd_from, valid_from, source] = cells[..] else {
        panic!("a test reads the seed of bands: {line}")
    };
    let band = DpdBand {
        code,
        dpd_from: dpd_from.parse().expect("a test reads the seed of bands"),
        dpd_to: None,
        valid_from: CivilDate::parse(valid_from).expect("a test reads the seed of bands"),
        source,
    };
    (kind, band)
}
