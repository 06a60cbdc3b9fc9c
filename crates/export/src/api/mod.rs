//! The endpoints of export. A list starts its own files; here they are watched and fetched.

mod problem;
mod dto;
mod routes;

pub use dto::ExportView;
pub use problem::PROBLEMS;
pub use routes::export_routes;
