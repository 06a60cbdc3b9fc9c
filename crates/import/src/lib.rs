//! Files of rows into the book: each kind of thing declares its columns, its rows are read by pure rules and booked by the use cases
//! that everybody else uses. All rows of a batch or none.

pub mod domain;
pub mod app;
mod api;

pub use api::{CutOverTold, IMPORT_CHECK, IMPORT_RUN, PROBLEMS, checked_commands, import_routes};
