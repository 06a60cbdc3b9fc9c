//! The endpoints of access.

mod cookie;
mod dto;
mod dto_admin;
mod problem;
mod admin;
mod routes;
mod sign_in;

pub use problem::PROBLEMS;
pub use routes::{ACCESS_READ, ACCESS_WRITE, routes};
pub use sign_in::sign_in_layer;
