//! Who borrows: persons and companies, their identity checked, encrypted and masked.

pub mod app;
mod api;
mod domain;

pub use api::{CUSTOMER_EXPORT, CUSTOMER_FIELDS, CUSTOMER_READ, CUSTOMER_REVEAL, CUSTOMER_WRITE, PROBLEMS, routes};
pub use app::{CUSTOMERS, CustomerError, CustomerLabel, CustomerRow, Intake};
pub use domain::{
    CustomerDraft, CustomerKind, CustomerName, CustomerNumber, CustomerRefusal, FIELD_IDENTITY, FIELD_MOBILE, Identity,
    IdentityKind, NewCustomer, Profile,
};
