//! The rules: how long lines are kept, and how they lie beside each other in the chain.

mod error;
mod retention;
mod runs;

pub use error::AuditRefusal;
pub use retention::{KEPT_MOST_MONTHS, Keep, KeepVersion, LEAST, Least, in_force, least_of};
pub use runs::runs_of;

#[cfg(test)]
mod tests;
