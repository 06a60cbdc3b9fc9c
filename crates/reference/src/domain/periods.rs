//! Which version holds on which day.

use super::version::Version;
use kernel::CivilDate;
use std::collections::BTreeMap;

/// The days on which a version holds, half-open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period<'a> {
    /// The version.
    pub version: &'a Version,
    /// The first day.
    pub from: CivilDate,
    /// The first day on which it no longer holds.
    pub until: Option<CivilDate>,
}

/// The periods of one code's versions, in order of days. Of versions that begin on the same day the latest counts, and one
/// without content withdraws them; a version holds until its own end or the day on which the next one begins.
#[must_use]
pub fn periods<'a>(versions: &'a [Version]) -> Vec<Period<'a>> {
    let mut latest: BTreeMap<CivilDate, &'a Version> = BTreeMap::new();
    for version in versions {
        let known = latest.entry(version.effective_from).or_insert(version);
        if version.revision > known.revision {
            *known = version;
        }
    }
    latest.retain(|_, version| version.content.is_some());
    let begins: Vec<&Version> = latest.into_values().collect();
    let next = |index: usize| begins.get(index + 1).map(|next| next.effective_from);
    let period = |(index, version): (usize, &&'a Version)| Period {
        version,
        from: version.effective_from,
        until: [version.effective_until, next(index)].into_iter().flatten().min(),
    };
    begins.iter().enumerate().map(period).collect()
}

/// The version that holds on a day.
#[must_use]
pub fn in_force(versions: &[Version], on: CivilDate) -> Option<&Version> {
    let holds = |period: &Period<'_>| period.from <= on && period.until.is_none_or(|until| on < until);
    periods(versions).into_iter().find(holds).map(|period| period.version)
}
