//! The endpoints of import.

mod problem;
mod dto;
mod dto_entity;
mod files;
mod routes;

pub use problem::PROBLEMS;
pub use routes::{IMPORT_RUN, import_routes};
