//! Who borrows. Pure: knows no clock, chance, database or network.
//!
//! Invariants:
//! 1. A customer has a name and an identity document that passes every check its kind allows.
//! 2. No two customers have the same identity document.
//! 3. A customer's number follows from its id and never changes.
//! 4. What is shown of a person is masked; the whole is told only against a reason, which is written down.
//! 5. Who may not see a field is told nothing of it, finds nobody by it, and does not write it.
#![deny(missing_docs)]

mod error;
mod kind;
mod number;
mod name;
mod identity;
mod profile;
mod customer;
mod search;

#[cfg(test)]
mod tests;

pub use customer::{CustomerDraft, FIELD_IDENTITY, FIELD_MOBILE, NewCustomer};
pub use error::CustomerRefusal;
pub use identity::Identity;
pub use kind::{CustomerKind, IdentityKind};
pub use name::CustomerName;
pub use number::CustomerNumber;
pub use profile::Profile;

pub(crate) use search::{identity_form, name_form, number_prefix};
