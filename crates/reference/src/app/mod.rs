//! Use cases of master data.

mod error;
mod store;
mod record;
mod read;
mod lists;
mod numbering;
mod change;
mod seed;

pub use change::{Changed, apply, change};
pub use error::ReferenceError;
pub use lists::{Lists, check_entry, lists};
pub use numbering::{number, preview};
pub use read::{check_currency, dictionaries, parameter, publications, versions_of, versions_of_kind, working_days};
pub use record::told;
pub use seed::seed_reference;
