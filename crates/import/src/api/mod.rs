//! The endpoints of import.

mod permission;
mod problem;
mod dto;
mod dto_entity;
mod files;
mod cut_over;
mod routes;

pub use cut_over::CutOverTold;
pub use permission::IMPORT_RUN;
pub use problem::PROBLEMS;
pub use routes::import_routes;
