//! The arithmetic of a loan. Pure: no clock, no database, no floating point.
#![deny(missing_docs)]

pub mod terms;
pub mod allocation;
pub mod annuity;
pub mod dates;
pub mod plan;
pub mod schedule;

#[cfg(test)]
mod tests;
