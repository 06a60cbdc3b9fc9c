//! Lists as files: XLSX and CSV, made in the background, marked with who asked and when, kept for a day.

pub mod domain;
pub mod app;
pub mod api;

pub use api::{ExportView, PROBLEMS, export_routes};
