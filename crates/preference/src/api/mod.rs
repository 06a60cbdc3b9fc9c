//! The endpoints of preference.

mod problem;
mod dto;
mod routes;

pub use problem::PROBLEMS;
pub use routes::{VIEW_SHARE, preference_routes};
