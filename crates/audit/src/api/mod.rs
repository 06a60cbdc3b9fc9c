//! The endpoints of audit: rules and archives. The trail itself is read through those of the platform.

mod dto;
mod entries;
mod problem;
mod routes;
mod checked;

pub use checked::checked_commands;
pub use problem::PROBLEMS;
pub use routes::{AUDIT_ARCHIVE, AUDIT_EXPORT, audit_archive_routes};
