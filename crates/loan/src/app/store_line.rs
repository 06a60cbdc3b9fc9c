//! Lines as columns and text.

use super::error::{LoanFailure, Result};
use super::record::component_of;
use crate::domain::line::{Clock, Line, LineKey};

/// A slope is stored in two columns: it may be larger than 64 bits.
const SLOPE_PART: i128 = 1_000_000_000_000_000_000;

pub(super) fn slope_parts(slope: i128) -> (i64, i64) {
    let part = |n: i128| i64::try_from(n).expect("a slope is below 10³⁶");
    (part(slope.div_euclid(SLOPE_PART)), part(slope.rem_euclid(SLOPE_PART)))
}

/// The slope of two stored columns.
#[must_use]
pub fn slope_of(hi: i64, lo: i64) -> i128 {
    i128::from(hi) * SLOPE_PART + i128::from(lo)
}

/// Lines of overdue instalments as text: `component,clock,den,slope,start` joined by `;`; nothing when there are none.
pub(super) fn overdue_text(lines: &[(LineKey, Line)]) -> Option<String> {
    let one = |(key, line): &(LineKey, Line)| {
        format!(
            "{},{},{},{},{}",
            key.component.name(),
            key.clock.code(),
            key.den,
            line.slope,
            line.offset
        )
    };
    (!lines.is_empty()).then(|| lines.iter().map(one).collect::<Vec<_>>().join(";"))
}

/// Reads what [`overdue_text`] wrote.
///
/// # Errors
/// [`LoanFailure::Stored`].
pub fn overdue_of(text: &str) -> Result<Vec<(LineKey, Line)>> {
    let bad = || LoanFailure::Stored(format!("lines {text:?}"));
    let one = |part: &str| -> Result<(LineKey, Line)> {
        let cells: Vec<&str> = part.split(',').collect();
        let [component, clock, den, slope, offset] = cells[..] else {
            return Err(bad());
        };
        let clock = clock.parse().ok().and_then(Clock::from_code).ok_or_else(bad)?;
        let key = LineKey {
            component: component_of(component).ok_or_else(bad)?,
            clock,
            den: den.parse().map_err(|_| bad())?,
        };
        let number = |text: &str| text.parse::<i128>().map_err(|_| bad());
        Ok((
            key,
            Line {
                slope: number(slope)?,
                offset: number(offset)?,
            },
        ))
    };
    text.split(';').map(one).collect()
}
