//! The endpoints of import.

mod permission;
mod problem;
mod dto;
mod dto_entity;
mod files;
mod cut_over;
mod checked;
mod routes;

pub use checked::checked_commands;
pub use cut_over::CutOverTold;
pub use permission::{IMPORT_CHECK, IMPORT_RUN};
pub use problem::PROBLEMS;
pub use routes::import_routes;
