//! Products on the wire.

mod dto;
mod view;
mod change;
mod problem;
mod routes;

pub use problem::PROBLEMS;
pub use routes::{PRODUCT_ACTIVATE, PRODUCT_READ, PRODUCT_WRITE, product_routes};
