//! The first start: who the lender is, which organisations it has, who administers it, what it offers, and its first day.

pub mod domain;
pub mod app;
mod api;

pub use api::setup_routes;
pub use app::{Desk, SetupError};
