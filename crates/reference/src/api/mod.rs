//! Master data on the wire.

mod content;
mod dto;
mod problem;
mod routes;
mod checked;

pub use checked::checked_commands;
pub use problem::PROBLEMS;
pub use routes::{REFERENCE_READ, REFERENCE_WRITE, reference_routes};
