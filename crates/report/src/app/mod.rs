//! Reads and computes; writes nothing.

pub mod book;
pub mod cockpit;
