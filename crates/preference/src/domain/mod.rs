//! Rules of what users may keep. Everything has a limit: these rows belong to people, and there are many of them.
#![deny(missing_docs)]

mod error;
mod name;
mod layout;
mod view;
mod draft;
#[cfg(test)]
mod tests;

pub use draft::{DRAFT_BYTES, DRAFTS_OF_A_USER, DraftContent};
pub use error::PreferenceRefusal;
pub use layout::{COLUMNS_OF_A_TABLE, ColumnLayout, Density, Pin, TABLES_OF_A_USER, TableLayout, WIDEST};
pub use name::{PlaceName, ViewName};
pub use view::{FILTERS_OF_A_VIEW, SavedView, VIEWS_OF_A_USER, ViewContent};
