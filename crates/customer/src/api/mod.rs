//! The endpoints of customer.

mod dto;
mod problem;
mod routes;

pub use problem::PROBLEMS;
pub use routes::{CUSTOMER_EXPORT, CUSTOMER_FIELDS, CUSTOMER_READ, CUSTOMER_REVEAL, CUSTOMER_WRITE, routes};
