//! The ledger on the wire.

mod dto;
mod problem;

mod routes;

pub use problem::PROBLEMS;
pub use routes::{LEDGER_READ, LEDGER_REVERSE, ledger_routes};
