//! The arithmetic of a loan. Pure: no clock, no database, no floating point.
#![deny(missing_docs)]

pub mod allocation;
pub mod clauses;
pub mod terms;
mod fixed;
pub mod annuity;
pub mod ratio;
mod replan;
pub mod dates;
pub mod plan;
pub mod pricing;
pub mod schedule;
pub mod annualised;
pub mod line;
pub mod movement;
pub mod event;
pub mod error;
pub mod reversal;
pub mod state;
pub mod life;
pub mod ageing;

#[cfg(test)]
mod tests;
