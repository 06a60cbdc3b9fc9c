//! The declaration of a list.

mod field;
mod list;
#[cfg(test)]
mod tests;

pub use field::{Field, Kind, Sealed, Word};
pub(crate) use list::FLAGS;
pub use list::{List, Owners};
