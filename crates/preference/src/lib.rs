//! What a user arranges for their own work: how tables look, views they saved and share with roles, drafts of forms.

pub mod domain;
pub mod app;
pub mod api;

pub use api::{PROBLEMS, VIEW_SHARE, preference_routes};
