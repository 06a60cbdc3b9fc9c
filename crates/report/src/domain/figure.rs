//! Figures with their passports.

use kernel::Rounding;

/// The value of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// Minor units of the report's currency.
    Money(i128),
    /// A number of things.
    Count(i64),
    /// Hundredths of a percent.
    Percent(i128),
}

/// A figure: its value, how it is computed, where its rows are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Stable code.
    pub code: &'static str,
    /// Chinese name.
    pub name_zh: &'static str,
    /// English name.
    pub name_en: &'static str,
    /// The value.
    pub value: Value,
    /// Formula in Chinese.
    pub formula_zh: &'static str,
    /// Formula in English.
    pub formula_en: &'static str,
    /// Address of the rows behind it.
    pub drill: Option<String>,
}

/// A share in hundredths of a percent, half-up; zero of nothing is zero.
#[must_use]
pub fn percent(part: i128, whole: i128) -> i128 {
    if whole <= 0 {
        0
    } else {
        Rounding::HalfUp.div(part * 10_000, whole)
    }
}

/// Income of some days as a yearly share of the average balance: `income · 365 / days / average`, in hundredths of a
/// percent.
#[must_use]
pub fn annualised(income: i128, days: i32, average: i128) -> i128 {
    if days <= 0 || average <= 0 {
        0
    } else {
        Rounding::HalfUp.div(income * 365 * 10_000, average * i128::from(days))
    }
}

/// Hundredths of a percent as text: `1234` is `12.34`.
#[must_use]
pub fn percent_text(hundredths: i128) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    let size = hundredths.unsigned_abs();
    format!("{sign}{}.{:02}", size / 100, size % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_of_one_percent_is_twelve_a_year() {
        // 31 days: 1% · 365 / 31 = 11.774…%
        assert_eq!(annualised(100, 31, 10_000), 1177);
        assert_eq!(annualised(100, 0, 10_000), 0);
        assert_eq!(percent(1, 3), 3333);
        assert_eq!(percent_text(-5), "-0.05");
    }
}
