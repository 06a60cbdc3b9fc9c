//! Master data: what the lender and its regulators agree on, as rows with a period, a source and a history. Calendars of
//! working days and published benchmark rates; every change is a new version, shown as a difference.
#![deny(missing_docs)]

pub mod domain;
pub mod seed;
pub mod app;
mod api;

pub use api::{PROBLEMS, REFERENCE_READ, REFERENCE_WRITE, checked_commands, reference_routes};
pub use app::{ReferenceError, seed_reference, working_days};
