//! The use cases of preference.

mod error;
mod query;
mod store;
mod keep_layout;
mod save_view;
mod keep_draft;
mod reseal;

pub use error::PreferenceError;
pub use keep_draft::{KeptDraft, discard_draft, find_draft, keep_draft};
pub use keep_layout::{forget_layout, keep_layout};
pub use query::{LayoutRow, ViewRow, list_layouts};
pub use reseal::{count_sealed_drafts, reseal_drafts};
pub use save_view::{ViewChange, change_view, choose_default, delete_view, list_views, save_view};
