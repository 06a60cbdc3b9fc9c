//! What the figures mean. Pure.
#![deny(missing_docs)]

pub mod figure;
pub mod month;
