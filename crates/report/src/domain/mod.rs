//! What the figures mean. Pure.
#![deny(missing_docs)]

pub mod bucket;
pub mod figure;
pub mod month;
