//! The use cases of notice.

mod error;
mod query;
mod store;
mod write_notice;
mod read_notice;
mod to_dos;

pub use error::NoticeError;
pub use query::{NoticeRow, Reader, ReaderState, count_unread, list_all, list_shown};
pub use read_notice::{read_all, read_notice, reader_of};
pub use to_dos::{see_news, to_dos};
pub use write_notice::{NoticeChange, change_notice, publish_notice, withdraw_notice};
