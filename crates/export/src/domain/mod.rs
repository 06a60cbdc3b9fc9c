//! What a file of a list may hold.
#![deny(missing_docs)]

mod cell;
mod error;
mod format;
mod mark;
#[cfg(test)]
mod tests;

pub use cell::{Cell, Column, ColumnKind, harmless};
pub use error::ExportRefusal;
pub use format::{BYTES_OF_A_FILE, Format, KEPT_HOURS, ROWS_OF_A_FILE, RUNNING_OF_A_USER};
pub use mark::Mark;
