//! What differences show of a version: flat, in the order in which people read it.

use crate::domain::{Content, DayRow, Parameter, Unit, Version};
use kernel::{AnnualRate, DayKind};
use serde_json::{Value, json};

/// A version as differences, the audit trail and the desk of proposals show it.
#[must_use]
pub fn told(version: &Version) -> Value {
    let mut told = match &version.content {
        None => json!({ "withdrawn": true }),
        Some(Content::Benchmark(publication)) => json!({ "annual_rate": percent(publication.annual_rate) }),
        Some(Content::Calendar(year)) => json!({
            "weekend": year.weekend,
            "days_off": days(&year.days, DayKind::Holiday),
            "days_worked": days(&year.days, DayKind::WorkingDay),
        }),
        Some(Content::Currency(currency)) => json!({
            "name_zh": currency.name_zh,
            "name_en": currency.name_en,
            "symbol": currency.symbol,
            "enabled": currency.enabled,
        }),
        Some(Content::Dictionary(list)) => json!({
            "name_zh": list.name_zh,
            "name_en": list.name_en,
            "entries": list.entries.iter().map(|entry| {
                let retired = if entry.retired { " ×" } else { "" };
                format!("{} {} / {}{retired}", entry.code, entry.zh, entry.en)
            }).collect::<Vec<_>>(),
        }),
        Some(Content::Numbering(rule)) => json!({ "pattern": rule.pattern, "reset": rule.reset }),
        Some(Content::Parameter(parameter)) => json!({
            "name_zh": parameter.name_zh,
            "name_en": parameter.name_en,
            "value": figure(parameter, parameter.value),
            "bounds": format!("{} – {}", figure(parameter, parameter.least), figure(parameter, parameter.most)),
        }),
        Some(Content::WorkingDays(own)) => json!({
            "calendar": own.calendar,
            "days_off": days(&own.days, DayKind::Holiday),
            "days_worked": days(&own.days, DayKind::WorkingDay),
        }),
    };
    told["effective_from"] = json!(version.effective_from);
    told["effective_until"] = json!(version.effective_until);
    told["source"] = json!(version.source);
    told
}

fn days(days: &[DayRow], kind: DayKind) -> Vec<String> {
    let of_kind = days.iter().filter(|day| day.kind == kind);
    of_kind.map(|day| format!("{} {}", day.date, day.name)).collect()
}

/// A figure as it reads.
fn figure(parameter: &Parameter, value: AnnualRate) -> String {
    match parameter.unit {
        Unit::AnnualRate | Unit::Share => percent(value),
        Unit::Multiple => format!("× {value}"),
    }
}

/// A rate in percent without superfluous zeros: `3.45%`.
fn percent(rate: AnnualRate) -> String {
    let units = AnnualRate::ONE / 100;
    let (whole, rest) = (rate.e10() / units, rate.e10() % units);
    let decimals = format!("{rest:08}");
    let decimals = decimals.trim_end_matches('0');
    format!("{whole}.{decimals:0<2}%")
}
