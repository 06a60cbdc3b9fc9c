mod error;
mod desk;
mod query;
mod calendar;
mod set_up;

pub use desk::{DemoProgress, Desk};
pub use error::{Result, SetupError};
pub use query::{Preset, SetupNeeded, needed};
pub use set_up::set_up;
