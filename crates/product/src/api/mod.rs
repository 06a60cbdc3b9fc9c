//! Products on the wire.

mod dto;
mod view;
mod problem;
mod routes;

pub use problem::PROBLEMS;
pub use routes::{PRODUCT_READ, product_routes};
