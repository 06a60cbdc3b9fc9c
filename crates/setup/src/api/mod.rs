mod problem;
mod dto;
mod routes;

pub use routes::setup_routes;
