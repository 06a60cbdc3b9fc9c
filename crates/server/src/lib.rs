//! The one binary: subcommands, configuration and wiring. Nothing of lending is decided here.
#![deny(missing_docs)]

mod failure;
mod settings;
mod api;
mod ui;
mod site;
mod ticker;
mod housekeeping;
mod rotation;
mod backups;
mod meter;
mod commands;
mod cli;

pub use api::{api, router, routes};
pub use cli::run;
pub use failure::Failure;
pub use meter::Meter;
pub use site::Site;
