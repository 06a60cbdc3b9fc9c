//! Pure rules of master data.

mod kind;
mod content;
mod year;
mod notice;
mod version;
mod periods;
mod error;
#[cfg(test)]
mod tests;

pub use content::{Content, DayRow, OwnDays, Publication};
pub use error::{NoticeFault, ReferenceRefusal};
pub use kind::Kind;
pub use notice::{Notice, RowFault, read_notice};
pub use periods::{Period, in_force, periods};
pub use version::{Change, REVISIONS_OF_A_CODE, Version};
pub use year::{CalendarYear, calendar_of};
