//! The use cases of audit.

mod error;
mod store;
mod retention;
mod record;
mod write_file;
mod read_file;
mod archive;
mod verify_archive;
mod search_archive;
mod query_entries;

pub use archive::{Order, Planned, PlannedArea, archive, plan};
pub use error::{AuditError, Result};
pub use query_entries::{AUDIT_ENTRIES, AskedTrail, ask_trail, count_trail, list_trail};
pub use read_file::{Content, read_archive};
pub use record::Header;
pub use retention::{Changed, change_retention, change_retention_in, list_retention, note_download, today};
pub use search_archive::{Asked, search_archive};
pub use verify_archive::verify_archive;
