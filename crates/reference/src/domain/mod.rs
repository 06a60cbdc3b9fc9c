//! Pure rules of master data.

mod kind;
mod day;
mod e10;
mod text;
mod currency;
mod dictionary;
mod check_digit;
mod numbering;
mod parameter;
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
pub use currency::CurrencyUse;
pub use day::DayRow;
pub use dictionary::{Dictionary, Entry, Tone};
pub use error::{NoticeFault, PatternFault, ReferenceRefusal};
pub use kind::Kind;
pub use notice::{Notice, RowFault, read_notice};
pub use numbering::{CUSTOMER_NUMBER, LOAN_NUMBER, Numbered, Numbering, Reset};
pub use parameter::{
    ALL_IN_RATE_CAP, PENALTY_UPLIFT_LEAST, PENALTY_UPLIFT_MOST, PRIVATE_LENDING_MULTIPLE, Parameter, Unit,
};
pub use periods::{Period, in_force, periods};
pub use version::Version;
pub use year::{CalendarYear, calendar_of};
