//! The use cases of export.

mod error;
mod sheet;
mod query;
mod store;
mod reseal;
mod turn;
mod request;
mod produce;
mod download;

pub use download::{Download, download};
pub use error::ExportError;
pub use produce::{Rows, in_background, produce};
pub use query::{ExportRow, State, count_failed, count_ready, find_export, list_exports};
pub use request::{Wanted, request};
pub use reseal::{count_sealed_chunks, reseal_export};
pub use sheet::Sheet;
pub use store::forget_expired;
pub use turn::{Queue, Turn};
