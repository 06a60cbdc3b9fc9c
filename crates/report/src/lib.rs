//! Read-only figures of the portfolio: how big, how healthy, and is it making money. Every figure says how it is computed and
//! where its rows are.

pub mod domain;
pub mod app;
pub mod api;

pub use api::{REPORT_READ, report_routes};
