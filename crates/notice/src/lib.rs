//! What users are told: notices that administrators write for all or some of them, and what waits for each, counted from the
//! state of the other capabilities.

pub mod domain;
pub mod app;
pub mod api;

pub use api::{NOTICE_WRITE, PROBLEMS, notice_routes};
