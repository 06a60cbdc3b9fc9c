//! The endpoints of access.

mod cookie;
mod dto;
mod dto_admin;
mod dto_check;
mod dto_pending;
mod problem;
mod problem_sign_on;
mod admin;
mod checks;
mod session_of;
mod lock_screen;
mod sessions;
mod second_factor;
mod tokens;
mod users;
mod pending;
mod policy;
mod posts;
mod routes;
mod checked;
mod sign_in;
mod sign_on;

pub use problem::PROBLEMS;
pub use routes::{ACCESS_EXPORT, ACCESS_READ, ACCESS_WRITE, routes, routes_with};
pub use sign_in::sign_in_layer;
