//! The grammar of the house: money, rates, dates, identifiers and who acts. Pure; knows no clock, database or network.
#![deny(missing_docs)]

mod actor;
mod calendar;
mod capital;
mod currency;
mod date;
mod timestamp;
mod day_count;
mod id;
mod identifier;
mod mask;
mod money;
mod rate;
mod rounding;
mod scope;

pub use actor::Actor;
pub use calendar::{Calendar, DayKind, HolidayRule};
pub use capital::chinese_capital;
pub use currency::{Currency, UnknownCurrency};
pub use date::{BusinessDate, CivilDate, DateError, ValueDate};
pub use day_count::DayCount;
pub use id::{CustomerId, EntryId, EventId, LoanId, OrgId, ProductId, RoleId, UserId};
pub use identifier::{BankCard, IdentifierError, Mobile, OrganisationCode, ResidentId, UnifiedCreditCode};
pub use mask::{mask_bank_card, mask_identity, mask_mobile, mask_name};
pub use money::{Money, MoneyError, split_largest_remainder};
pub use rate::{AnnualRate, RateError};
pub use rounding::Rounding;
pub use scope::{DataScope, ScopedRows};
pub use timestamp::Timestamp;
