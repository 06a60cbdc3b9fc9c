//! What a cell says. Spreadsheets write the same thing in many ways; what they spoil is told.

use super::fault::Fault;
use kernel::{AnnualRate, CivilDate};

/// Whether a text is a number that a spreadsheet shortened: `1.10101E+17`.
pub(super) fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else {
        return false;
    };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let signed = exponent.strip_prefix(['+', '-']);
    // Without sign and point it may be a code: 12E4 is a lawful passport.
    digits(whole)
        && digits(fraction)
        && digits(signed.unwrap_or(exponent))
        && (signed.is_some() || mantissa.contains('.'))
}

/// A day: `2025-01-20`, `2025/1/20`, `2025.1.20`, `20250120`, `2025年1月20日`, any of them with a time behind, or the number by
/// which spreadsheets count days.
///
/// # Errors
/// [`Fault::NotADate`].
pub fn parse_date(text: &str) -> Result<CivilDate, Fault> {
    read_date(text).ok_or(Fault::NotADate)
}

fn read_date(text: &str) -> Option<CivilDate> {
    let day = text.split([' ', 'T']).next().unwrap_or_default();
    if day.len() == 5 && day.bytes().all(|byte| byte.is_ascii_digit()) {
        return day_of_serial(day.parse().ok()?);
    }
    if day.len() == 8 && day.bytes().all(|byte| byte.is_ascii_digit()) {
        return from_parts([&day[..4], &day[4..6], &day[6..]]);
    }
    let parts: Vec<&str> = day
        .split(['-', '/', '.', '年', '月', '日'])
        .filter(|part| !part.is_empty())
        .collect();
    from_parts(parts.try_into().ok()?)
}

fn from_parts([year, month, day]: [&str; 3]) -> Option<CivilDate> {
    let number = |part: &str, most: usize| {
        (part.len() <= most && part.bytes().all(|byte| byte.is_ascii_digit())).then(|| part.parse::<u32>().ok())?
    };
    let year = number(year, 4).filter(|year| (1900..=2200).contains(year))?;
    CivilDate::from_ymd(i32::try_from(year).ok()?, number(month, 2)?, number(day, 2)?)
}

/// The day of a spreadsheet's number, which counts from 1899-12-30; none before 1954 and after 2200.
#[must_use]
pub fn day_of_serial(serial: i32) -> Option<CivilDate> {
    const DAYS_TO_1970: i32 = 25_569;
    (20_000..=109_938)
        .contains(&serial)
        .then(|| CivilDate::from_days(serial - DAYS_TO_1970))
}

/// An amount as digits with a point: thousands separators and signs of yuan are dropped.
pub(super) fn parse_amount(text: &str) -> Result<String, Fault> {
    let plain: String = text
        .chars()
        .filter(|c| !matches!(c, ',' | '，' | '￥' | '¥' | ' '))
        .collect();
    let digits = plain.strip_prefix('-').unwrap_or(&plain);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let sound = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !sound(whole) || !sound(fraction) {
        return Err(Fault::NotAnAmount);
    }
    // 1200.500 says no more than 1200.50: what a currency does not have must be zero, and is dropped.
    let kept = if plain.contains('.') {
        plain.trim_end_matches('0').trim_end_matches('.')
    } else {
        &plain
    };
    Ok(kept.to_owned())
}

/// A rate: `0.042`, or `4.2%`.
pub(super) fn parse_rate(text: &str) -> Result<AnnualRate, Fault> {
    let Some(percent) = text.strip_suffix(['%', '％']) else {
        return AnnualRate::parse(text).map_err(|_| Fault::NotARate);
    };
    // A percent is the number two places further to the right: 18 % is above what a rate could be before it is moved.
    let (whole, fraction) = percent.trim().split_once('.').unwrap_or((percent.trim(), ""));
    if whole.is_empty() || !whole.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Fault::NotARate);
    }
    let padded = format!("{whole:0>3}");
    let (units, hundredths) = padded.split_at(padded.len() - 2);
    AnnualRate::parse(&format!("{units}.{hundredths}{fraction}")).map_err(|_| Fault::NotARate)
}

/// A whole number, also as a spreadsheet writes it: `12.0`.
pub(super) fn parse_whole(text: &str) -> Result<u32, Fault> {
    let whole = text.strip_suffix(".0").unwrap_or(text);
    whole.parse().map_err(|_| Fault::NotAWhole)
}
