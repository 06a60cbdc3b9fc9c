//! How long the audit trail keeps its lines, and the archives into which older ones leave it.

pub mod domain;
pub mod app;
pub mod api;

pub use api::{AUDIT_ARCHIVE, AUDIT_EXPORT, PROBLEMS, audit_archive_routes, checked_commands};
pub use app::AUDIT_ENTRIES;
