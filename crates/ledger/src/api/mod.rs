//! The ledger on the wire.

mod dto;
mod problem;

mod routes;
mod entries;
mod trial_file;
mod checked;

pub use checked::checked_commands;
pub use problem::PROBLEMS;
pub use routes::{LEDGER_EXPORT, LEDGER_READ, LEDGER_REVERSE, ledger_routes};
