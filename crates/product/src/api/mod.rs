//! Products on the wire.

mod dto;
mod view;
mod rate_body;
mod change;
mod problem;
mod routes;
mod listed;

pub use problem::PROBLEMS;
pub use routes::{PRODUCT_ACTIVATE, PRODUCT_READ, PRODUCT_WRITE, product_routes};
