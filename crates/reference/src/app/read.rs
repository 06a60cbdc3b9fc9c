//! What other capabilities and screens read.

use super::error::{ReferenceError, Result};
use super::store;
use crate::domain::{
    CalendarYear, Content, Dictionary, Kind, ReferenceRefusal, Version, calendar_of, in_force, periods,
};
use kernel::{AnnualRate, Calendar, CivilDate, Currency, OrgId};
use platform::{DbError, Tx, business_day};

/// All versions of a kind, by code and revision.
///
/// # Errors
/// [`DbError`].
pub fn versions_of_kind(tx: &mut Tx, kind: Kind) -> std::result::Result<Vec<Version>, DbError> {
    store::of_kind(tx, kind)
}

/// All versions of a code, by revision.
///
/// # Errors
/// [`ReferenceRefusal::CodeUnknown`], [`DbError`].
pub fn versions_of(tx: &mut Tx, kind: Kind, code: &str) -> Result<Vec<Version>> {
    let found = store::of_code(tx, kind, code)?;
    if found.is_empty() {
        return Err(ReferenceRefusal::CodeUnknown { code: code.to_owned() }.into());
    }
    Ok(found)
}

/// Every published benchmark rate that was not withdrawn: code, day of publication, rate, source.
///
/// # Errors
/// [`DbError`].
pub fn publications(tx: &mut Tx) -> std::result::Result<Vec<(String, CivilDate, AnnualRate, String)>, DbError> {
    let versions = store::of_kind(tx, Kind::Benchmark)?;
    let mut found = Vec::new();
    for of_code in versions.chunk_by(|one, next| one.code == next.code) {
        for period in periods(of_code) {
            let version = period.version;
            if let Some(Content::Benchmark(publication)) = &version.content {
                let (code, source) = (version.code.clone(), version.source.clone());
                found.push((code, period.from, publication.annual_rate, source));
            }
        }
    }
    Ok(found)
}

/// By which days an organisation works, as far as they are known today: the calendar that it, or the nearest organisation above
/// it, names for the business day, and the days of its own.
///
/// # Errors
/// [`ReferenceRefusal::CalendarUnknown`] when none is named or the named one has no year; [`DbError`].
pub fn working_days(tx: &mut Tx, org: OrgId) -> Result<Calendar> {
    let today = business_day::get(tx)?.date();
    let above = access::app::organisations_above(tx, org)?;
    let named = store::of_kind(tx, Kind::WorkingDays)?;
    let own = above.iter().find_map(|code| {
        let of_code: Vec<Version> = named.iter().filter(|one| one.code == *code).cloned().collect();
        match in_force(&of_code, today)?.content.clone()? {
            Content::WorkingDays(own) => Some(own),
            _ => None,
        }
    });
    let unknown = |code: &str| ReferenceError::from(ReferenceRefusal::CalendarUnknown { code: code.to_owned() });
    let own = own.ok_or_else(|| unknown(above.first().map_or("-", String::as_str)))?;
    let versions = store::of_code(tx, Kind::Calendar, &own.calendar)?;
    let years: Vec<&CalendarYear> = periods(&versions)
        .into_iter()
        .filter_map(|period| match &period.version.content {
            Some(Content::Calendar(year)) => Some(year),
            _ => None,
        })
        .collect();
    calendar_of(&years, &own.days).ok_or_else(|| unknown(&own.calendar))
}

/// A figure of law or policy on a day, in the unit of its content; none when nothing is said for that day.
///
/// # Errors
/// [`DbError`].
pub fn parameter(tx: &mut Tx, code: &str, on: CivilDate) -> std::result::Result<Option<AnnualRate>, DbError> {
    let versions = store::of_code(tx, Kind::Parameter, code)?;
    Ok(
        match in_force(&versions, on).and_then(|version| version.content.as_ref()) {
            Some(Content::Parameter(parameter)) => Some(parameter.value),
            _ => None,
        },
    )
}

/// Refuses a currency that is not in use on a day.
///
/// # Errors
/// [`ReferenceRefusal::CurrencyDisabled`], [`DbError`].
pub fn check_currency(tx: &mut Tx, currency: Currency, on: CivilDate) -> Result<()> {
    let versions = store::of_code(tx, Kind::Currency, currency.code())?;
    match in_force(&versions, on).and_then(|version| version.content.as_ref()) {
        Some(Content::Currency(known)) if known.enabled => Ok(()),
        _ => Err(ReferenceRefusal::CurrencyDisabled {
            code: currency.code().to_owned(),
        }
        .into()),
    }
}

/// Every list on the business day, by code, and a mark that changes when any of them does.
///
/// # Errors
/// [`DbError`].
pub fn dictionaries(tx: &mut Tx) -> std::result::Result<(Vec<(String, Dictionary)>, String), DbError> {
    let today = business_day::get(tx)?.date();
    let versions = store::of_kind(tx, Kind::Dictionary)?;
    let (mut found, mut mark) = (Vec::new(), String::new());
    for of_code in versions.chunk_by(|one, next| one.code == next.code) {
        let Some(version) = in_force(of_code, today) else {
            continue;
        };
        if let Some(Content::Dictionary(list)) = &version.content {
            mark.push_str(&format!("{}.{}-", version.code, version.revision));
            found.push((version.code.clone(), list.clone()));
        }
    }
    Ok((found, mark))
}
