//! The endpoints of notice.

mod problem;
mod dto;
mod routes;

pub use problem::PROBLEMS;
pub use routes::{NOTICE_WRITE, notice_routes};
