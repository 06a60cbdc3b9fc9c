//! The reports' endpoints.

mod dto;
mod routes;

pub use routes::{REPORT_READ, report_routes};
