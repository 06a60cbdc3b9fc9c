//! A day of a calendar.

use kernel::{CivilDate, DayKind};
use serde::{Deserialize, Serialize};

/// One day that is not what its weekday says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayRow {
    /// The day.
    pub date: CivilDate,
    /// Off, or worked.
    pub kind: DayKind,
    /// Of what: 春节.
    pub name: String,
}
