//! Pure rules of master data.

mod kind;
mod day;
mod content;
mod year;
mod notice;
mod version;
mod periods;
mod change;
mod error;
#[cfg(test)]
mod tests;

pub use change::{Change, REVISIONS_OF_A_CODE};
pub use content::{Content, OwnDays, Publication};
pub use day::DayRow;
pub use error::{NoticeFault, ReferenceRefusal};
pub use kind::Kind;
pub use notice::{Notice, RowFault, read_notice};
pub use periods::{Period, in_force, periods};
pub use version::Version;
pub use year::{CalendarYear, calendar_of};
